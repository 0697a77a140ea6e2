"""The office tries a rule and moves a threshold: with script, without, and under the policy."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.factories.accounts import make_actor
from tests.factories.ruled import make_reviewed
from tests.factories.rules import make_ruled_call

from zhinan.apps.accounts.models import Role


@pytest.fixture
def guide(live_server: Any) -> Any:
    call = make_ruled_call()
    for grant, sex, kind in (
        ("200000.00", "女", "company"),
        ("450000.00", "男", "company"),
        ("600000.00", "男", "university"),
    ):
        facts = {"budget.grant": grant, "leader.sex": sex, "leader.birth_date": "1985-01-01"}
        make_reviewed(call, facts=facts | {"lead.is_legal_person": True}, kind=kind)
    return call.programme.guide


def seated(visit: Any, sign_in: Any, **how: Any) -> Any:
    return sign_in(visit(**how), make_actor(Role.OFFICE).account)


@pytest.mark.parametrize("script", [True, False])
def test_the_office_tries_a_rule(guide, visit, sign_in, axe, shot, script):
    page = seated(visit, sign_in, script=script)
    page.goto(f"/office/guides/{guide.pk}/rules/")
    page.get_by_role("link", name="申请财政经费不超过50万元").click()

    page.get_by_label("预算.申请财政经费").fill("50.01")
    page.get_by_role("button", name="判断", exact=True).click()

    expect(page.locator("#try blockquote")).to_contain_text("不通过〔三.1〕")
    expect(page.get_by_label("预算.申请财政经费")).to_have_value("50.01")
    if script:
        axe(page)
        shot(page, "office-rule")


def test_the_office_moves_a_threshold_by_hand(guide, visit, sign_in, axe, shot):
    page = seated(visit, sign_in)
    page.goto(f"/office/guides/{guide.pk}/threshold/?rule=EX-2")
    expect(page.locator("[data-chart] canvas")).to_be_visible()
    expect(page.locator("[data-passed]")).to_have_text("2")

    slider = page.get_by_label("门槛").last
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")

    expect(page.locator("[data-passed]")).to_have_text("1")
    expect(page.locator("#moved-title h1")).to_contain_text("把上限从50万元改为")
    expect(page.locator("#moved-lines tbody tr")).to_have_count(1)
    expect(page.locator("#moved-groups")).to_contain_text("出去1")
    expect(page.locator(".notice.wait")).to_contain_text("看的时候记住")
    axe(page)
    shot(page, "office-threshold")


def test_a_threshold_moves_without_script(guide, visit, sign_in):
    page = seated(visit, sign_in, script=False)
    page.goto(f"/office/guides/{guide.pk}/threshold/?rule=EX-2")

    page.get_by_label("设想").fill("40")
    page.get_by_role("button", name="推演").click()

    expect(page.locator("#moved-tiles [data-passed]")).to_have_text("1")
    page.locator(".figures summary").click()
    expect(page.locator("[data-curve] tr.is-now")).to_contain_text("50万元")
