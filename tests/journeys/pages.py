"""What people do on the pages, in their words. Each function leaves the browser where the person would be."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import expect


def press(page: Any, label: str, *, confirm: bool = False) -> None:
    """Press the one button of that name; answer the question first asked, where one is."""
    page.get_by_role("button", name=label, exact=True).click()
    if confirm:
        page.locator("#confirm [data-confirm-go]").click()
    page.wait_for_load_state()


def give_reason(page: Any, label: str, reason: str) -> None:
    """Open a move that asks for a reason, write it, and make the move."""
    box = page.locator("details.reasoned", has=page.locator("summary", has_text=label))
    box.locator("summary").click()
    box.locator("textarea[name=note]").fill(reason)
    box.get_by_role("button", name=label).click()
    page.wait_for_load_state()


def assert_refused(page: Any, *codes: str) -> None:
    """The page says each fault with its code, and what to do about it."""
    box = page.locator(".refusal[role=alert]")
    expect(box).to_be_visible()
    for code in codes:
        finding = box.locator("li.finding", has=page.locator("code", has_text=code)).first
        expect(finding).to_be_visible()
        assert finding.locator("h3").inner_text().strip()
        assert finding.locator(".do").inner_text().strip()


def assert_told(page: Any, words: str) -> None:
    expect(
        page.locator("main, .toasts, [role=status]").filter(has_text=words).first
    ).to_be_visible()


# ---- the office: guide and call


def import_guide(page: Any, pack: str) -> None:
    page.goto("/office/guides/")
    page.locator("select[name=pack]").select_option(pack)
    press(page, "导入为草稿")


def publish_guide(page: Any) -> None:
    press(page, "发布指南", confirm=True)
    expect(page.locator(".ttl .meta")).to_contain_text("已发布")


def begin_call(page: Any, programme: str) -> None:
    page.goto("/office/calls/")
    page.get_by_role("link", name=programme, exact=True).click()


def fill_call(page: Any, moments: Mapping[str, datetime], **rest: str) -> None:
    for name, at in moments.items():
        page.locator(f"[name={name}]").fill(at.strftime("%Y-%m-%dT%H:%M"))
    for name, value in rest.items():
        page.locator(f"[name={name}]").fill(value)


def publish_call(page: Any) -> None:
    press(page, "发布通知")


# ---- the applicant


def start_application(page: Any, call_pk: int, topic: str = "") -> int:
    """From the public page of the call; the number of the draft."""
    page.goto(f"/calls/{call_pk}/")
    page.get_by_role("link", name="开始申报").click()
    if topic:
        page.locator("#topic").select_option(label=topic)
    press(page, "开始填报")
    return int(re.search(r"/applications/(\d+)/", page.url)[1])


def open_section(page: Any, pk: int, key: str) -> None:
    page.goto(f"/apply/applications/{pk}/fill/{key}/")


def type_into(page: Any, values: Mapping[str, str]) -> None:
    """Type into fields by path, as a person does, and wait until the page says that all is saved."""
    for path, value in values.items():
        field = page.locator(f'[id="f.{path}"]')
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    page.locator("h1").click()  # away from the field
    for _ in range(100):
        if not page.evaluate("() => localStorage.getItem(document.forms.section.dataset.copy)"):
            break
        page.wait_for_timeout(100)
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")


def assert_typed(page: Any, values: Mapping[str, str]) -> None:
    for path, value in values.items():
        field = page.locator(f'[id="f.{path}"]')
        if field.evaluate("e => e.tagName") == "SELECT":
            assert field.locator("option:checked").inner_text() == value
        else:
            expect(field).to_have_value(value)


def attach(page: Any, path: str, file: Path) -> None:
    slot = page.locator(f'.slot[id="f.{path}"]')
    with page.expect_navigation():
        slot.locator("input[type=file]").first.set_input_files(file)
    expect(page.locator(f'.slot[id="f.{path}"]')).to_contain_text(file.name)


def hand_in(page: Any, pk: int, label: str = "提交申报") -> None:
    page.goto(f"/apply/applications/{pk}/review/")
    press(page, label, confirm=True)


def receipt_number(page: Any) -> str:
    expect(page.locator("h1")).to_have_text("提交回执")
    return page.locator("#receipt-h").inner_text()


# ---- the unit, the recommending body


def open_as(page: Any, desk: str, pk: int) -> None:
    page.goto(f"/{desk}/applications/{pk}/")


def confirm_for_unit(page: Any, pk: int) -> None:
    open_as(page, "host", pk)
    press(page, "确认并转推荐单位")
    assert_told(page, "已确认，转推荐单位")


def quota_shown(page: Any, programme: str) -> str:
    page.goto("/recommend/")
    line = page.locator("tr, li", has_text=programme)
    return line.get_by_text(re.compile(r"^\d+ / \d+$")).first.inner_text()


def recommend(page: Any, pk: int) -> None:
    open_as(page, "recommend", pk)
    press(page, "推荐")


# ---- formal review


def claim(page: Any, pk: int) -> None:
    page.goto(f"/office/screening/{pk}/")
    press(page, "领取并开始审查")


def decide_items(page: Any, outcome: str, remark: str = "") -> None:
    """Give every open item one outcome by its radio button; each is saved as it is given."""
    items = page.locator("li[data-item]:visible")  # settled ones are folded
    for n in range(items.count()):
        with page.expect_response(lambda r: r.request.method == "POST"):
            items.nth(n).get_by_role("radio", name=outcome, exact=True).check()
            if remark:
                items.nth(n).locator("textarea").fill(remark)
                items.nth(n).locator("textarea").blur()


def conclude(page: Any, conclusion: str, reason: str = "") -> None:
    """``conclusion``: valid, correction or rejected."""
    page.locator(f"[data-open=conclude-{conclusion}]").click()
    box = page.locator(f"#conclude-{conclusion}")
    if reason:
        box.locator("textarea").fill(reason)
    with page.expect_navigation():
        box.locator(f"[data-conclude={conclusion}]").click()


# ---- decision, notice, objection, award


def begin_list(page: Any, call_title: str) -> None:
    page.goto("/office/decisions/")
    line = page.locator("aside li", has_text=call_title)
    line.get_by_role("button").click()
    page.wait_for_load_state()


def fill_line(page: Any, title: str, outcome: str, wan: str, reason: str) -> None:
    row = page.locator("#list tbody tr", has_text=title)
    row.locator("[data-outcome]").select_option(outcome)
    row.locator("[data-amount]").fill(wan)
    row.locator("[name^=reason-]").fill(reason)


def object_to(page: Any, title: str, text: str) -> str:
    """Raise an objection to a project on the public page; the receipt."""
    choice = page.locator("[name=application] option", has_text=title).get_attribute("value")
    page.locator("[name=application]").select_option(choice)
    page.locator("[name=text]").fill(text)
    page.locator("[name=name]").fill("王异议")
    page.locator("[name=contact]").fill("0518-85800000")
    press(page, "提交异议")
    return page.locator(".letter .no").inner_text()
