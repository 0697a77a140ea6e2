"""The official text beside what the guide makes of it, for anyone."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desks.reading import statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.readings import NOTICE, make_draft
from tests.factories.rules import make_ruled_call
from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.facts import pack_of
from zhinan.apps.programmes.models import Guide
from zhinan.desks.originals import anchor_of, rule_anchors

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_draft(is_published=True)


@pytest.fixture
def source(guide):
    return pack_of(guide).source


def original(guide, query=""):
    return reverse("public:original", args=(guide.pk,)) + query


def plain(page):
    """The words of the left side, tags taken away."""
    from html.parser import HTMLParser

    class Words(HTMLParser):
        depth, found = 0, ""

        def handle_starttag(self, tag, attrs):
            if tag == "div" and (self.depth or ("class", "otxt") in attrs):
                self.depth += 1

        def handle_endtag(self, tag):
            self.depth -= tag == "div" and self.depth > 0

        def handle_data(self, data):
            self.found += data if self.depth else ""

    words = Words()
    words.feed(page)
    return "".join(words.found.split())


def test_whole_text_stands_on_the_left_word_for_word(guide):
    page = text_of(Client(), original(guide))

    assert plain(page) == "".join(NOTICE.split())


def test_every_rule_quota_and_date_leads_to_its_words_and_back(guide, source):
    page = text_of(Client(), original(guide))

    shown = [s for s in source.spans if s.kind in ("rule", "quota", "window")]
    assert len(shown) > 5
    for span in shown:
        key = anchor_of(span)
        assert f'id="t-{key}"' in page
        assert f'href="#m-{key}"' in page
        assert f'id="m-{key}"' in page
        assert f'href="#t-{key}"' in page


def test_rule_is_linked_to_its_place_in_the_guide(guide, source):
    rule = next(s for s in source.spans if s.kind == "rule")

    page = text_of(Client(), original(guide))

    place = reverse("public:programme", args=(guide.pk, rule.programmes[0]))
    assert f'href="{place}#{rule.key}"' in page


def test_programme_page_leads_every_rule_to_the_official_words(guide):
    programme = guide.programmes.get().key
    page = text_of(Client(), reverse("public:programme", args=(guide.pk, programme)))

    anchors = rule_anchors(guide, programme)
    assert len(anchors) > 3
    for anchor in anchors.values():
        assert f'href="{original(guide)}?programme={programme}#t-{anchor}"' in page


def test_programme_asked_for_is_current_and_an_unknown_one_shows_all(guide):
    programme = guide.programmes.get()

    page = text_of(Client(), original(guide, f"?programme={programme.key}"))
    unknown = text_of(Client(), original(guide, "?programme=nothing"))

    assert f'href="?programme={programme.key}' in page
    assert page.count('aria-current="true"') == unknown.count('aria-current="true"') == 1
    assert '<a href="?" aria-current="true"' in unknown
    assert '<a href="?" aria-current="true"' not in page


def test_text_without_anything_of_the_programme_is_folded_and_stays_whole(guide):
    long = NOTICE + "\n附件\n" + "".join(f"第{n}段说明文字，供参考。\n\n" for n in range(12))
    drafted = make_draft(is_published=True, text=long)
    programme = drafted.programmes.first()

    page = text_of(Client(), original(drafted, f"?programme={programme.key}"))

    assert "与本计划没有对应的" in page
    assert plain(page) == "".join(long.split())


def test_draft_is_seen_by_the_office_only_and_marks_what_is_unchecked():
    guide = make_draft()

    office = sign_in(Client(), make_actor(Role.OFFICE))

    assert "未核对" in text_of(office, original(guide))
    assert Client().get(original(guide)).status_code == 404


def test_published_guide_marks_nothing_as_unchecked(guide):
    assert "未核对" not in text_of(Client(), original(guide))


def test_guide_written_by_hand_has_no_such_page_and_no_links_to_it():
    call = make_ruled_call()
    guide = call.programme.guide

    assert Client().get(original(guide)).status_code == 404
    pages = [f"/guides/{guide.pk}/", f"/guides/{guide.pk}/{call.programme.key}/"]
    assert ["/original/" in text_of(Client(), page) for page in pages] == [False, False]


def test_public_guide_page_leads_to_the_official_text(guide):
    assert f'href="{original(guide)}"' in text_of(Client(), f"/guides/{guide.pk}/")


def test_page_takes_few_statements(guide):
    assert statements(Client(), original(guide)) <= 4
    assert Guide.objects.count() == 1


def test_markup_in_the_document_is_shown_as_text():
    text = NOTICE.replace("特此", "").replace(
        "一、申报条件", "<script>alert(1)</script>说明\n一、申报条件"
    )
    guide = make_draft(is_published=True, text=text)

    page = text_of(Client(), original(guide))

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
