"""The living page, the help and the error pages, seen at both widths and in both languages."""

import pytest
from tests.factories.accounts import make_account, make_grant

from zhinan.apps.accounts.models import Role

SIZES = {"wide": {"width": 1440, "height": 1000}, "narrow": {"width": 390, "height": 844}}


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(
    "path", ["/", "/look/", "/look/print/", "/help/", "/help/?q=%E8%A1%A5%E6%AD%A3", "/nowhere/"]
)
def test_page_has_no_violation_and_no_sideways_scroll(visit, axe, shot, path, locale):
    page = visit(locale=locale)
    page.goto(path)

    axe(page)
    page.set_viewport_size(SIZES["narrow"])
    axe(page)
    page.set_viewport_size(SIZES["wide"])
    shot(page, f"look-{path.strip('/').split('?')[0].replace('/', '-') or 'home'}-{locale[:2]}")


def test_language_switch_turns_the_page(page):
    page.goto("/look/")

    page.locator("header").get_by_role("button", name="English").click()

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() != "组件与状态"


def test_grid_adds_moves_removes_and_totals_exactly(page):
    page.goto("/look/#grid")
    rows = page.locator("[data-grid=budget] [data-rows] tr")
    total = page.locator('[data-grid=budget] tfoot [data-total="grant"]')

    page.locator("input[name=budget-1-grant]").press("Enter")
    page.locator("input[name=budget-2-grant]").fill("0.10")
    page.locator("input[name=budget-2-grant]").press("Alt+ArrowUp")

    assert rows.count() == 3
    assert page.locator("input[name=budget-1-grant]").input_value() == "0.10"
    assert rows.nth(1).locator("output").inner_text() == "0.10"

    rows.nth(1).locator("[data-remove]").click()

    assert rows.count() == 2
    assert total.inner_text() == "21.50"
    page.get_by_role("button", name="撤销").last.click()
    assert rows.count() == 3


def test_confirm_dialog_asks_before_the_form_goes(page):
    page.goto("/look/#buttons")

    page.locator("#buttons form[data-confirm] button").click()

    assert page.locator("#confirm").is_visible()
    page.locator("#confirm [data-close]").click()
    assert page.url.endswith("/look/#buttons")


def test_tabs_show_one_panel_and_all_without_script(visit):
    page = visit()
    page.goto("/look/")
    page.locator("#look-tab-b-tab").click()

    assert not page.locator("#look-tab-a").is_visible()
    assert page.locator("#look-tab-b").is_visible()

    plain = visit(script=False)
    plain.goto("/look/")
    assert all(plain.locator(f"#look-tab-{name}").is_visible() for name in "abc")


def test_question_mark_lists_the_shortcuts_and_can_switch_them_off(page):
    page.goto("/look/")
    page.locator("body").press("?")

    page.locator("dialog[open] input[type=checkbox]").check()
    page.locator("dialog[open] [data-close]").click()
    page.locator("body").press("/")

    assert page.evaluate("() => document.activeElement.type") != "search"


def test_print_leaves_only_the_letter(page, shot):
    page.goto("/look/print/")
    page.emulate_media(media="print")

    assert not page.locator("header.top").is_visible()
    assert not page.locator(".bar").is_visible()
    assert page.locator(".letter").is_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_header_names_the_role_and_switches_it(visit, axe, shot, sign_in, locale):
    account = make_account()
    make_grant(account, Role.APPLICANT)
    host = make_grant(account, Role.HOST)
    page = sign_in(visit(locale=locale), account)
    page.goto("/help/")

    page.locator("details.menu > summary").click()
    axe(page)
    shot(page, f"look-menu-{locale[:2]}")
    page.locator(f"button[name=grant][value='{host.pk}']").click()
    page.goto("/help/")

    page.locator("details.menu > summary").click()
    assert page.locator(f"button[name=grant][value='{host.pk}']").get_attribute("aria-current")
    page.keyboard.press("Escape")
    assert page.locator("details.menu").get_attribute("open") is None
