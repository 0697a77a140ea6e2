"""Filling in with a browser: saved as one types, kept while the network is away, merged between two people."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.factories.accounts import make_actor
from tests.factories.applications import make_applicant, make_application

from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import acting_as
from zhinan.apps.applications.services import add_collaborator

SAVED = "已自动保存"


@pytest.fixture
def draft():
    return make_application(make_applicant())


@pytest.fixture
def opened(visit, sign_in, draft):
    def open_section(key, account=None):
        page = sign_in(visit(), account or draft.owner)
        page.goto(reverse("applicant:form", args=(draft.pk, key)))
        return page

    return open_section


def term(page, path):
    return page.locator(f'[data-term="{path}"]')


def wait_for(page, words):
    page.locator("[data-saved]").filter(has_text=words).wait_for()


def stored(draft, key, path):
    section = draft.sections.filter(key=key).first()
    return (section.values if section else {}).get(path, {}).get("value")


def test_typing_is_saved_and_counted(opened, draft, axe, shot):
    page = opened("basics")

    term(page, "project.name").fill("近海装备🧪")
    term(page, "project.summary").fill("一 二三")
    wait_for(page, SAVED)

    assert stored(draft, "basics", "project.name") == "近海装备🧪"
    assert page.locator("[data-count]").inner_text() == "3 / 500字"
    axe(page)
    shot(page, "applicant-form")


def test_what_the_server_did_not_take_is_kept_and_sent_again(opened, draft):
    page = opened("leader")
    page.route("**/save/", lambda route: route.fulfill(status=429, body="busy"))
    term(page, "leader.name").fill("王示例")
    wait_for(page, "稍后自动再试")
    kept = page.evaluate(
        "key => localStorage.getItem(key)", page.locator("#section").get_attribute("data-copy")
    )
    assert "王示例" in kept

    page.unroute("**/save/")
    wait_for(page, SAVED)

    assert stored(draft, "leader", "leader.name") == "王示例"
    assert page.evaluate("localStorage.length") == 0


def test_copy_left_behind_is_sent_on_the_next_visit(opened, draft):
    page = opened("leader")
    copy = page.locator("#section").get_attribute("data-copy")
    page.evaluate(
        "key => localStorage.setItem(key, JSON.stringify({typed: {'leader.name': '王示例'}, base: {}, version: 0}))",
        copy,
    )

    page.reload()
    wait_for(page, SAVED)

    assert page.locator("[data-recovered]").is_visible()
    assert stored(draft, "leader", "leader.name") == "王示例"


def test_two_people_choose_between_their_answers(opened, draft):
    owner = acting_as(draft.owner, None)
    other = make_actor(Role.APPLICANT, organisation=draft.host)
    add_collaborator(draft, account=other.account, actor=owner)
    mine, theirs = opened("leader"), opened("leader", other.account)
    term(mine, "leader.name").fill("王示例")
    wait_for(mine, SAVED)

    term(theirs, "leader.name").fill("李示例")
    dialog = theirs.locator("[data-conflicts]")
    dialog.wait_for()
    dialog.locator("input[value=theirs]").check()
    dialog.locator("footer button").click()

    expect(term(theirs, "leader.name")).to_have_value("王示例")
    assert stored(draft, "leader", "leader.name") == "王示例"


def test_choice_left_open_is_asked_again_on_the_next_visit(opened, draft):
    mine, theirs = opened("leader"), opened("leader")
    term(mine, "leader.name").fill("王示例")
    wait_for(mine, SAVED)
    term(theirs, "leader.name").fill("李示例")
    theirs.locator("[data-conflicts][open]").wait_for()

    theirs.reload()

    theirs.locator("[data-conflicts][open]").wait_for()
    assert stored(draft, "leader", "leader.name") == "王示例"


def test_rows_are_added_and_totals_are_exact(opened, draft):
    page = opened("budget")
    page.locator('[name="rows-0-grant"]').fill("9.50")
    page.locator('[name="rows-0-own"]').fill("0.10")
    page.locator('[name="rows-1-grant"]').fill("9.50")
    wait_for(page, SAVED)

    assert page.locator("tfoot output").all_inner_texts() == ["9.50", "0.10", "9.60"]
    team = opened("team")
    team.locator("[data-add]").click()
    team.locator('[name="rows-2-name"]').fill("李甲")
    wait_for(team, SAVED)
    assert [row["cells"]["name"]["value"] for row in stored(draft, "team", "team")] == ["李甲"]
