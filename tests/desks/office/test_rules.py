"""The office's list of a guide's rules, and the page of one rule with its box to try it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desks.reading import sheet_of, statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.ruled import make_reviewed
from tests.factories.rules import make_ruled_call
from zhinan.apps.accounts.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_ruled_call()


@pytest.fixture
def client():
    return sign_in(Client(), make_actor(Role.OFFICE))


@pytest.fixture
def rules(call):
    return reverse("office:rules", args=(call.programme.guide_id,))


def rule_page(call, key="EX-2"):
    return reverse("office:rule", args=(call.programme.guide_id, key))


def told(page):
    """The verdict sentence of the try-it box."""
    return (
        page.split('<blockquote class="quote"')[1].split("</blockquote>")[0]
        if "<blockquote" in page
        else ""
    )


def test_list_shows_every_rule_with_clause_force_examples_and_score(client, rules):
    page = text_of(client, rules)

    assert "共9条" in page
    for words in ("EX-2", "申请财政经费不超过50万元", "三.1", "限额", "历史"):
        assert words in page
    assert "3/3" in page  # EX-2: what its three examples notice


def test_list_counts_verdicts_kept_and_judges_what_was_not_kept(client, call, rules):
    make_reviewed(call, facts={}, kept={"EX-2": "failed", "EX-3": "missing"})
    make_reviewed(call, facts={"budget.grant": "600000.00"})
    make_reviewed(call, facts={"budget.grant": "100000.00"})

    heads, *rows = sheet_of(client, f"{rules}?format=xlsx")

    row = dict(zip(heads, next(r for r in rows if r[0] == "EX-2"), strict=True))
    assert (row["不通过"], row["通过"], row["待补"]) == (2, 1, 0)
    assert "2件申报提交时没有留下登记库快照" in text_of(client, rules)


def test_list_counts_only_what_the_reader_may_see(call, rules):
    make_reviewed(call, facts={"budget.grant": "600000.00"}, state="at_host")

    page = text_of(sign_in(Client(), make_actor(Role.OFFICE)), rules)

    assert "已提交的0件申报" in page


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ("q=负责人", "EX-3", "EX-2"),
        ("force=人工", "EX-7", "EX-1"),
        ("kind=quota", "EX-9", "EX-1"),
        ("nature=优先", "EX-8", "EX-1"),
        ("programme=research", "EX-1", "EX-99"),
        ("stage=验收", "没有符合条件的规则", "EX-1"),
    ],
)
def test_list_filters(client, rules, query, found, left_out):
    page = text_of(client, f"{rules}?{query}")

    assert found in page
    assert f"<code>{left_out}</code>" not in page


def test_list_sorts_by_how_many_were_not_met(client, call, rules):
    make_reviewed(call, facts={"budget.grant": "600000.00"})

    _, first, *_ = sheet_of(client, f"{rules}?format=xlsx&sort=-failed")

    assert first[0] == "EX-2"


def test_list_takes_the_same_statements_for_one_and_for_three_applications(client, call, rules):
    make_reviewed(call, facts={"budget.grant": "600000.00"})
    one = statements(client, rules)
    for _ in range(2):
        make_reviewed(call, facts={"budget.grant": "600000.00"})

    assert statements(client, rules) == one


def test_page_shows_clause_requirement_parameters_and_examples(client, call):
    page = text_of(client, rule_page(call))

    for words in (
        "牵头单位是独立法人，注册满一年。",
        "预算.申请财政经费不超过50万元",
        "CNY 500000",
        "上限",
        "处改动都被例发现",
        "例3",
    ):
        assert words in page


def test_page_shows_who_may_waive(client, call):
    page = text_of(client, rule_page(call, "EX-3"))

    assert "三.2后半句" in page
    assert "由市科技局批准" in page


def test_page_of_a_persons_rule_has_nothing_to_try(client, call):
    assert "没有可以试的事实" in text_of(client, rule_page(call, "EX-7"))


def test_an_unknown_rule_is_not_found(client, call):
    assert client.get(rule_page(call, "EX-77")).status_code == 404


def test_trying_says_the_verdict_with_reason_and_keeps_what_was_typed(client, call):
    page = client.post(rule_page(call), {"f:budget.grant": "50.01"}).content.decode()

    assert "不通过〔三.1〕申请财政经费不超过50万元" in told(page)
    assert "相差0.01万元" in told(page)
    assert 'value="50.01"' in page


def test_trying_with_nothing_names_what_is_missing(client, call):
    page = client.post(rule_page(call), {}).content.decode()

    assert "待补〔三.1〕" in told(page)
    assert "补齐预算.申请财政经费" in told(page)


def test_trying_what_cannot_be_read_says_why_and_judges_nothing(client, call):
    answer = client.post(rule_page(call), {"f:budget.grant": "一千五", "law": "2023-02-30"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "“2023-02-30”，不是有效的日期" in page
    assert "一千五" in page
    assert told(page) == ""


def test_trying_a_register_with_rows(client, call):
    typed = {
        "f:lead.uscc": "91320700MA1EXAMPLE",
        "t:ledger:0:uscc": "91320700MA1EXAMPLE",
        "t:ledger:0:state": "在研",
    }

    page = client.post(rule_page(call, "EX-5"), typed).content.decode()

    assert 'value="在研" selected' in page
    assert "不通过〔三.3〕牵头单位没有在研项目" in told(page)


def test_an_example_fills_the_fields_in(client, call):
    page = text_of(client, f"{rule_page(call)}?example=2")

    assert 'value="50.01"' in page
    assert "不通过〔三.1〕" in told(page)


def test_strangers_are_refused(call):
    other = sign_in(Client(), make_actor(Role.SUPERVISOR))

    assert other.get(rule_page(call)).status_code == 403
    assert Client().get(rule_page(call)).status_code == 302
