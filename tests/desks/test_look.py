"""Frame, figures, help and error pages without a browser."""

import doctest
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import RequestDataTooBig
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.config import errors, navigation, page_filters
from zhinan.desks.public import help as help_pages


def rendered(source: str, **context: object) -> str:
    return engines["jinja2"].from_string(source).render(context)


def test_filters_write_as_their_examples_say():
    assert doctest.testmod(page_filters).failed == 0


@pytest.mark.parametrize(
    ("source", "value", "written"),
    [
        ("{{ v|wan }}", Decimal("95000.00"), "9.50"),
        ("{{ v|wan }}", Decimal("0.01"), "0.000001"),
        ("{{ v|wan }}", None, ""),
        ("{{ v|number }}", 1234567, "1,234,567"),
        ("{{ v|percent }}", Decimal("0.12345"), "12.345%"),
        ("{{ v|date }}", date(2026, 4, 30), "2026-04-30"),
        ("{{ v|datetime }}", datetime(2026, 4, 30, 9, 0, tzinfo=UTC), "2026-04-30 17:00"),
        ("{{ v|date }}", datetime(2026, 4, 30, 17, 0, tzinfo=UTC), "2026-05-01"),
        ("{{ v|mask }}", "320706199003071234", "320***********1234"),
    ],
)
def test_filter_writes_value(source, value, written):
    assert rendered(source, v=value) == written


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ('{{ _("不低于3%") }}', "不低于3%"),
        ('{{ _("<i>%(name)s</i>", name="<b>") }}', "<i>&lt;b&gt;</i>"),
        ("{% trans n=4 %}共{{ n }}项，占5%{% endtrans %}", "共4项，占5%"),
        ('{{ ngettext("%(num)s项", "%(num)s项", 3) }}', "3项"),
    ],
)
def test_words_are_formatted_only_when_values_are_given(source, written):
    assert rendered(source) == written


def test_navigation_passes_over_pages_that_do_not_exist(monkeypatch):
    monkeypatch.setattr(
        navigation,
        "PUBLIC_PAGES",
        (("public:home", "首页"), ("nowhere:at_all", "没有"), ("public:help", "帮助")),
    )
    request = RequestFactory().get("/help/marks/")
    request.actor = PUBLIC

    links = navigation.navigation(request)

    assert [(link.label, link.is_current) for link in links] == [("首页", False), ("帮助", True)]


def test_every_named_page_of_the_navigation_is_known_or_expected():
    expected_later = {"expert:home", "applicant:home", "applicant:applications"}
    names = {name for pages in navigation.PAGES.values() for name, _label in pages}

    unknown = set()
    for name in names:
        try:
            reverse(name)
        except NoReverseMatch:
            unknown.add(name)

    assert unknown <= expected_later


@pytest.mark.django_db
def test_unknown_page_says_fact_remedy_and_code():
    answer = Client().get("/nowhere/")

    assert answer.status_code == 404
    words = answer.content.decode()
    assert "没有这个页面" in words
    assert "404 PAGE-NONE" in words


@pytest.mark.django_db
def test_form_without_token_is_refused_and_says_the_text_is_not_lost():
    answer = Client(enforce_csrf_checks=True).post("/i18n/setlang/", {"language": "en"})

    assert answer.status_code == 403
    assert "您填写的文字还在" in answer.content.decode()


def test_broken_page_renders_without_a_request():
    words = engines["jinja2"].get_template("500.html").render()

    assert "500 PAGE-BROKEN" in words


@pytest.mark.django_db
def test_too_much_content_is_413():
    request = RequestFactory().post("/")
    request.actor = PUBLIC
    request.session = {}
    get_messages(request)

    answer = errors.bad_request(request, RequestDataTooBig())

    assert answer.status_code == 413
    assert "PAGE-TOO-LARGE" in answer.content.decode()


@pytest.mark.django_db
def test_language_switch_keeps_the_page_and_turns_it_english():
    client = Client()

    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/look/"}, follow=True)

    assert '<html lang="en">' in answer.content.decode()
    assert answer.redirect_chain == [("/look/", 302)]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_help_page_renders(language):
    client = Client(headers={"accept-language": language})

    for page in help_pages.help_pages():
        assert client.get(reverse("public:help_page", args=[page.name])).status_code == 200


def test_help_index_lists_pages_first_and_links_stay_in_the_product():
    pages = help_pages.help_pages()
    listed = help_pages.LISTED.findall(
        (help_pages.folder() / "index.md").read_text(encoding="utf-8")
    )

    names = [page.name for page in pages]
    assert [name for name in names if name in listed] == [name for name in listed if name in names]
    assert not [page.name for page in pages if '.md"' in page.body]


def test_help_search_finds_every_word_and_titles_first():
    pages = help_pages.help_pages()

    found = help_pages.search(pages, "快捷键")

    assert found[0][0].name == "marks"
    assert help_pages.search(pages, "无此词语甲乙丙") == []


@pytest.mark.django_db
def test_help_page_outside_the_folder_is_404():
    assert Client().get("/help/..%2F..%2FREADME/").status_code == 404
