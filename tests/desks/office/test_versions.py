"""Versions of a guide beside each other, and what is wrong with a draft before it is published."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desks.reading import sheet_of, statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.programmes import make_guide
from tests.factories.ruled import make_reviewed
from tests.factories.rules import GUIDE, QUOTAS, VOCABULARY, make_ruled_call, ruled_files
from zhinan.apps.accounts.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return sign_in(Client(), make_actor(Role.OFFICE))


@pytest.fixture
def call():
    return make_ruled_call()


def draft(text):
    """The next version of the guide, with another text."""
    over = {"form": ruled_files()["forms/research.yaml"], "quotas": QUOTAS, "vocabulary": VOCABULARY}  # fmt: skip
    return make_guide(is_published=False, guide=text, **over)


@pytest.fixture
def stricter(call):
    text = GUIDE.replace("{上限: 50万元}", "{上限: 40万元}").replace("注册满一年", "注册满两年")
    return draft(text)


def changes_of(guide):
    return reverse("office:guide_changes", args=(guide.pk,))


def test_a_single_version_has_nothing_to_compare(client, call):
    assert "只有一个版本" in text_of(client, changes_of(call.programme.guide))


def test_changed_words_and_blocks_are_shown(client, stricter):
    page = text_of(client, changes_of(stricter))

    assert "第1版改成第2版" in page
    assert "注册满<del>一</del><ins>两</ins>年" in page
    assert "{上限: <del>50</del><ins>40</ins>万元}" in page
    assert "guide/1.md" in page


def test_applications_are_judged_by_both_versions(client, call, stricter):
    moved = make_reviewed(call, facts={"budget.grant": "450000.00"})
    make_reviewed(call, facts={"budget.grant": "100000.00"})

    page = text_of(client, changes_of(stricter))
    _, *rows = sheet_of(client, f"{changes_of(stricter)}?format=xlsx")

    assert "2件申报中1件结论不同" in page
    assert [(row[0], row[4], row[6], row[7]) for row in rows] == [
        (moved.number, "EX-2", "通过", "不通过")
    ]


def test_a_rule_taken_out_is_told_as_such(client, call):
    make_reviewed(call, facts={"lead.is_legal_person": True})
    start, end = GUIDE.index("```规则 EX-1"), GUIDE.index("```规则 EX-2")
    without = draft(GUIDE[:start] + GUIDE[end:])

    _, *rows = sheet_of(client, f"{changes_of(without)}?format=xlsx")

    assert [(row[4], row[6], row[7]) for row in rows] == [("EX-1", "通过", "没有这条规则")]
    assert "删去" in text_of(client, changes_of(without))


def test_other_words_for_the_facts_make_every_rule_be_judged_again(client, call):
    make_reviewed(call, facts={"budget.grant": "100000.00"})
    other = make_guide(
        is_published=False, guide=GUIDE, form=ruled_files()["forms/research.yaml"], quotas=QUOTAS, vocabulary=VOCABULARY + "# 另一版\n"
    )  # fmt: skip

    page = text_of(client, changes_of(other))

    assert "可能另有结论的规则9条" in page
    assert "没有一件的结论不同" in page


def test_versions_that_agree_say_so(client, call):
    page = text_of(client, changes_of(draft(GUIDE + "\n")))

    assert "没有一条规则会另有结论" in page


def test_comparison_takes_the_same_statements_for_one_and_for_three(client, call, stricter):
    make_reviewed(call, facts={"budget.grant": "450000.00"})
    one = statements(client, changes_of(stricter))
    for _ in range(2):
        make_reviewed(call, facts={"budget.grant": "450000.00"})

    assert statements(client, changes_of(stricter)) == one


def test_draft_guide_shows_what_is_wrong_with_it_before_it_is_published(client, stricter):
    page = text_of(client, reverse("office:guide", args=(stricter.pk,)))

    assert "发布前检查" in page
    assert "的规范性语句有规则" in page


def test_findings_name_clause_remedy_and_code_and_go_to_a_workbook(client, call):
    guide = draft(GUIDE + "\n### 五.3 其他\n推荐单位须在截止日前盖章。\n")
    address = reverse("office:guide_lint", args=(guide.pk,))

    page = text_of(client, address)
    _, *rows = sheet_of(client, f"{address}?format=xlsx")

    assert "LINT-CLAUSE-ORDER" in page or "LINT-SENTENCE" in page
    assert "#c" in page
    assert any(row[6] == "LINT-SENTENCE" and "五.3" in row[3] for row in rows)


def test_published_guide_keeps_its_page_without_the_lint(client, call):
    page = text_of(client, reverse("office:guide", args=(call.programme.guide_id,)))

    assert "lint-h" not in page


def test_lint_of_a_draft_takes_the_same_statements_each_time(client, stricter):
    address = reverse("office:guide_lint", args=(stricter.pk,))

    assert statements(client, address) == statements(client, address)
