"""A notice is dropped in, read, confirmed with keys, corrected, and becomes a guide that quotes it; also without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.factories.accounts import make_actor
from tests.factories.readings import NOTICE, make_read
from tests.journeys import pages

from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.models import Guide
from zhinan.apps.readings.models import Entry, Reading, Standing, Step

SOON = 10_000  # a page asks every four seconds what others did
AGE, LIMIT, PAPER = "年龄不超过55周岁", "每家单位限报2项", "逾期不予受理"


@pytest.fixture
def office():
    return make_actor(Role.OFFICE)


@pytest.fixture
def colleague():
    return make_actor(Role.OFFICE)


def test_a_notice_becomes_a_guide_that_quotes_it(visit, sign_in, axe, office, colleague, tmp_path):
    page = sign_in(visit(), office.account)
    reading = handed_in(page, tmp_path)
    expect(page.locator(".rec.now")).to_be_visible()
    axe(page)

    confirmed_with_keys(page, reading)
    corrected_in_place(page, reading)
    divided_and_merged(page, reading)
    added_from_the_text(page, reading)
    taken_back(page, reading)
    two_at_once(page, sign_in(visit(), colleague.account), reading, colleague)
    guide = drafted(page, reading)

    page.goto(f"/office/guides/{guide.pk}/")
    pages.publish_guide(page)
    anyone = visit()
    anyone.goto(f"/guides/{guide.pk}/original/")
    expect(anyone.locator("main")).to_contain_text(AGE)
    expect(anyone.locator("main .gloss").first).to_be_visible()
    axe(anyone)


def test_everything_is_decided_without_script(visit, sign_in, office):
    reading = make_read(office)
    page = sign_in(visit(script=False), office.account)
    page.goto(f"/office/readings/{reading.pk}/")
    every_record_has_its_buttons(page)

    card(page, about(reading, AGE)).get_by_role("button", name="确认").click()
    assert standing_of(reading, AGE) == Standing.CONFIRMED
    card(page, about(reading, AGE)).get_by_role("button", name="恢复为待确认").click()
    assert standing_of(reading, AGE) == Standing.OPEN
    page.locator("[data-do=undo]").click()
    assert standing_of(reading, AGE) == Standing.CONFIRMED

    card(page, about(reading, AGE)).get_by_role("link", name="改").click()
    page.get_by_label("值", exact=True).fill("五十")
    page.locator(".entry-more summary").click()
    page.get_by_label("期间").fill("申报当年")
    page.get_by_role("button", name="保存").click()
    assert Entry.objects.get(reading=reading, key=about(reading, AGE)).fields["value"] == "五十"

    page.locator("#add summary").click()
    page.locator("#add-type").select_option("support")
    page.locator("#add-quote").fill(PAPER)
    page.get_by_role("button", name="下一步，填各栏").click()
    page.get_by_label("方式").select_option("cap")
    page.get_by_role("button", name="补这一条").click()
    assert Entry.objects.filter(reading=reading, type="support").count() == 1

    for n in ("e4", "e5"):
        page.locator(f"#{n} [name=pick]").check()
    page.get_by_role("button", name="合并所选").click()
    page.get_by_role("button", name="确认其余高置信").click()
    kinds = list(Step.objects.filter(reading=reading).values_list("kind", flat=True))
    assert kinds == ["confirm", "reopen", "undo", "correct", "add", "merge", "confirm_many"]


def every_record_has_its_buttons(page: Any) -> None:
    expect(page.locator("#e4 .rec-act")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#e4 .rec-act")).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 1000})


def handed_in(page: Any, folder: Any) -> Reading:
    file = folder / "申报通知.txt"
    file.write_text(NOTICE, encoding="utf-8")
    page.goto("/office/readings/")
    page.locator("input[type=file]").set_input_files(file)
    pages.press(page, "读取")
    page.get_by_role("link", name="去核对").click()
    page.wait_for_load_state()
    return Reading.objects.get()


def about(reading: Reading, words: str, kind: str = "condition") -> str:
    """The key of the first record of a kind that stands on some words."""
    rows = Entry.objects.filter(reading=reading, type=kind, is_withdrawn=False)
    kept = rows.exclude(standing=Standing.DISCARDED).order_by("pk")
    return next(e.key for e in kept if words in NOTICE[e.start : e.end])


def standing_of(reading: Reading, words: str, kind: str = "condition") -> str:
    return str(Entry.objects.get(reading=reading, key=about(reading, words, kind)).standing)


def card(page: Any, key: str) -> Any:
    return page.locator(f"#{key}")


def choose(page: Any, key: str) -> Any:
    card(page, key).locator("h4").click()
    expect(page.locator(f"#{key}.now")).to_be_visible()
    expect(page.locator(f".sheet .now[data-of~={key}]").first).to_be_in_viewport()
    return card(page, key)


def confirmed_with_keys(page: Any, reading: Reading) -> None:
    first = choose(page, "e3")
    page.keyboard.press("j")
    expect(page.locator(".rec.now")).not_to_have_id("e3")
    page.keyboard.press("k")
    expect(first).to_have_class("rec open now")
    page.keyboard.press("Enter")
    expect(first.locator(".tag.ok")).to_have_text("已确认")
    expect(page.locator(".rec.now")).not_to_have_id("e3")
    assert Entry.objects.get(reading=reading, key="e3").standing == Standing.CONFIRMED


def corrected_in_place(page: Any, reading: Reading) -> None:
    key = about(reading, AGE)
    choose(page, key)
    page.keyboard.press("e")
    form = card(page, key).locator(".entry-form")
    form.get_by_label("值", exact=True).fill("５０")
    form.get_by_role("button", name="保存").click()
    expect(form).to_have_count(0)
    expect(card(page, key).locator("h4")).to_contain_text("50周岁")
    assert Entry.objects.get(reading=reading, key=key).fields["value"] == 50


def divided_and_merged(page: Any, reading: Reading) -> None:
    key = about(reading, "在职人员")
    choose(page, key)
    words = page.locator(f".sheet .now[data-of~={key}]").first
    middle = words.bounding_box()
    words.click(position={"x": middle["width"] / 2, "y": middle["height"] / 2})
    expect(page.locator("[data-picked]")).to_contain_text("｜")
    page.keyboard.press("s")
    expect(page.locator("#e19.now")).to_be_visible()
    expect(page.locator(f"#{key}.gone")).to_be_visible()
    page.keyboard.press("Space")
    page.keyboard.press("j")
    expect(page.locator(".rec.now")).to_have_id("e20")
    page.keyboard.press("m")
    expect(page.locator("#e21.now")).to_be_visible()
    assert Entry.objects.get(reading=reading, key="e21").parents == ["e19", "e20"]


def added_from_the_text(page: Any, reading: Reading) -> None:
    passage = page.locator(".sheet p", has_text=PAPER)
    passage.scroll_into_view_if_needed()
    passage.evaluate(
        """(element, words) => {
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const at = walker.currentNode.data.indexOf(words);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(walker.currentNode, at);
              range.setEnd(walker.currentNode, at + words.length);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
            }
          }""",
        PAPER,
    )
    expect(page.locator("[data-picked-words]")).to_contain_text(PAPER)
    page.locator("[data-picked] [data-do=add]").click()
    page.locator("#add-dialog").get_by_role("button", name="支持", exact=False).last.click()
    form = page.locator("[data-new-form] .entry-form")
    form.get_by_label("方式").select_option("cap")
    form.get_by_role("button", name="补这一条").click()
    expect(form).to_have_count(0)
    made = Entry.objects.get(reading=reading, key="e22")
    assert (made.type, NOTICE[made.start : made.end]) == ("support", PAPER)


def taken_back(page: Any, reading: Reading) -> None:
    expect(page.locator("#e22.now")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator("#e22")).to_have_count(0)
    expect(page.locator("[data-do=redo]")).to_contain_text("重做：补充第22条")
    page.keyboard.press("Shift+U")
    expect(page.locator("#e22")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("#e22")).to_have_count(0)


def two_at_once(page: Any, other: Any, reading: Reading, colleague: Any) -> None:
    key = about(reading, LIMIT)
    other.goto(f"/office/readings/{reading.pk}/")
    choose(other, key)
    choose(page, key)
    page.keyboard.press("e")
    typed = card(page, key).get_by_label("适用情形")
    typed.fill("上年度已立项的单位")
    other.keyboard.press("x")
    expect(card(other, key)).to_have_class("rec gone")

    expect(card(page, key).locator(".tag").first).to_have_text("已剔除", timeout=SOON)
    expect(page.locator("[data-live=present]")).to_contain_text(colleague.name)
    expect(typed).to_have_value("上年度已立项的单位")
    save = card(page, key).get_by_role("button", name="保存")
    save.click()
    expect(card(page, key).locator("[data-form-said]")).to_contain_text(colleague.name)
    expect(typed).to_have_value("上年度已立项的单位")
    save.click()
    expect(typed).to_have_count(0)
    assert Entry.objects.get(reading=reading, key=key).fields["when"] == "上年度已立项的单位"


def drafted(page: Any, reading: Reading) -> Guide:
    page.locator("[data-do=sure]").click()
    expect(page.locator("[data-do=sure]")).to_have_count(0)
    page.goto(f"/office/readings/{reading.pk}/?show=open")
    while page.locator(".rec.open").count():
        left = page.locator(".rec.open").count()
        page.keyboard.press("Enter")
        expect(page.locator(".rec.open")).to_have_count(left - 1)
    page.get_by_role("link", name="形成草案指南").click()
    page.locator("[name=region_code]").fill("320700")
    page.locator("[name=pack]").fill("yunxi-2025")
    page.get_by_role("button", name="形成草案指南").click()
    expect(page).to_have_url(re.compile(r"/office/guides/\d+/"))
    guide = Guide.objects.get()
    reading.refresh_from_db()
    assert (reading.state, reading.guide) == ("drafted", guide)
    return guide
