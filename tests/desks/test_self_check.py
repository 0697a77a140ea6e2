"""能不能报: one question at a time, nothing kept, the answer with clause and remedy."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories.rules import make_ruled_call
from zhinan.apps.accounts.models import AttemptCount

pytestmark = pytest.mark.django_db
BEGUN = {"a:ledger": "没有", "a:integrity": "没有"}


@pytest.fixture
def address():
    programme = make_ruled_call().programme
    return reverse("public:self_check", args=(programme.guide_id, programme.key))


def said(client, address, **over):
    return client.post(address, BEGUN | over).content.decode()


def asked(page):
    return page.split('class="ask">')[1].split("<")[0] if 'class="ask">' in page else ""


def test_first_question_is_the_one_that_decides_most(client, address):
    page = client.get(address)

    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert asked(page.content.decode()) in ("申报单位、负责人或关联企业有没有在研、逾期未结，或往年同类的科技计划项目？", "牵头单位 · 独立法人", "预算 · 申请财政经费")  # fmt: skip


def test_answers_travel_with_the_form_and_are_not_stored(client, address):
    page = said(client, address, **{"a:budget.grant": "30"})

    assert '<input type="hidden" name="a:budget.grant" value="30">' in page
    assert "30.00" in page or "30万元" in page
    assert not client.session.keys()


def test_a_hard_rule_not_met_ends_the_questions_with_clause_and_remedy(client, address):
    page = said(client, address, **{"a:budget.grant": "50.01"})

    assert "按现有回答，不能申报" in page
    assert "核减申请经费" in page
    assert "#EX-2" in page
    assert asked(page) == ""


def test_whoever_wants_to_know_all_goes_on(client, address):
    page = said(client, address, **{"a:budget.grant": "50.01", "all": "1"})

    assert asked(page) != ""


def test_every_condition_met_says_so_and_asks_nothing_more(client, address):
    answers = {
        "a:budget.grant": "30",
        "a:budget.own": "30",
        "a:lead.is_legal_person": "是",
        "a:leader.birth_date": "1985-05-06",
    }

    page = said(client, address, **answers)

    assert "未发现不符合的条件，可以申报" in page


def test_what_may_be_waived_or_weighed_is_left_to_people(client, address):
    answers = {
        "a:budget.grant": "30",
        "a:budget.own": "10",
        "a:lead.is_legal_person": "是",
        "a:leader.birth_date": "1970-05-06",
    }

    page = said(client, address, **answers)

    assert "可以申报，有的条件由主管处室裁量" in page


def test_what_is_skipped_is_not_asked_again_and_leaves_the_answer_open(client, address):
    skipped = {f"s:{p}": "1" for p in ("budget.grant", "budget.own", "lead.is_legal_person")}

    page = said(client, address, **skipped, **{"a:leader.birth_date": "1985-05-06"})

    assert "还不能断定" in page
    assert page.count("不清楚，跳过") == 3


def test_an_answer_is_taken_back_to_be_changed(client, address):
    page = said(client, address, **{"a:budget.grant": "50.01", "edit": "budget.grant"})

    assert asked(page) == "预算 · 申请财政经费"
    assert 'value="50.01"' in page
    assert "不能申报" not in page


def test_what_cannot_be_read_is_said_and_kept(client, address):
    answer = client.post(address, BEGUN | {"a:leader.birth_date": "2023-02-30"})

    assert answer.status_code == 422
    assert "2023年2月只有28天" in answer.content.decode()
    assert 'value="2023-02-30"' in answer.content.decode()


def test_a_register_answered_with_there_is_is_left_to_the_office(client, address):
    page = client.post(address, {"a:ledger": "有", "a:integrity": "没有", "a:budget.grant": "30"})

    assert "有，以登记为准" in page.content.decode()
    assert page.status_code == 200


def test_unknown_paths_and_odd_values_change_nothing(client, address):
    page = client.post(
        address, {"a:no.such": "1", "t:team:99:name": "甲", "a:ledger": "也许", "edit": "nowhere"}
    )

    assert page.status_code == 200


def test_too_many_answers_from_one_address_are_refused(client, address, monkeypatch):
    monkeypatch.setitem(settings.ATTEMPT_LIMITS, "self_check", (2, 600))

    codes = [client.post(address, BEGUN).status_code for _n in range(3)]

    assert codes == [200, 200, 429]
    assert AttemptCount.objects.get().count == 3


def test_a_guide_whose_pack_is_gone_says_so(client):
    from tests.factories.screening import make_screened_programme

    programme = make_screened_programme()

    page = client.get(reverse("public:self_check", args=(programme.guide_id, programme.key)))

    assert "本指南还不能自查" in page.content.decode()
