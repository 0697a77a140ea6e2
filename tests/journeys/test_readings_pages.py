"""Around the reading desk in a browser: a file in, its form put right by keyboard, the draft, the official text; with and without script."""

import re

import pytest
from playwright.sync_api import expect
from tests.factories.accounts import make_actor
from tests.factories.readings import NOTICE, entry, make_draft, make_form_read
from tests.journeys.conftest import seat

from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.facts import pack_of
from zhinan.apps.programmes.models import Guide
from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.desks.originals import anchor_of


@pytest.fixture
def actor():
    return make_actor(Role.LEADER)


@pytest.fixture
def notice(tmp_path):
    file = tmp_path / "申报通知.txt"
    file.write_text(NOTICE, encoding="utf-8")
    return file


def labels(reading):
    return [field["label"] for field in entry(reading).fields["fields"]]


def test_document_becomes_a_draft_guide_with_its_text_beside(
    visit, actor, notice, live_server, axe, shot
):
    page = visit()
    seat(page, actor.account, live_server.url, grant=actor.grant)

    page.goto("/office/guides/")
    page.get_by_role("complementary").get_by_role("link", name="从公文导入").click()
    expect(page).to_have_url(re.compile("/office/readings/"))
    page.set_input_files("#file", notice)
    expect(page.locator("[data-drop-names]")).to_contain_text("申报通知.txt")
    page.get_by_role("button", name="读取", exact=True).click()
    expect(page.get_by_role("link", name="去核对").or_(page.locator("#e1")).first).to_be_visible()
    reading = Reading.objects.get()
    Entry.objects.filter(reading=reading).update(standing=Standing.CONFIRMED, question="")

    page.goto(f"/office/readings/{reading.pk}/draft/")
    page.locator("#id_region_code").fill("连云港市")
    page.get_by_role("button", name="按上面所填预览").click()
    expect(page.get_by_role("heading", name="将成为")).to_be_visible()
    axe(page)
    shot(page, "reading-draft")
    page.get_by_role("button", name="形成草案指南").click()
    expect(page.get_by_role("heading", name="来自公文")).to_be_visible()
    page.get_by_role("link", name="原文对照").click()
    expect(page.get_by_role("heading", name="原文对照")).to_be_visible()
    axe(page)
    shot(page, "reading-original")

    assert Guide.objects.get().state == "draft"


def test_form_is_put_right_by_keyboard_and_the_preview_follows(
    visit, actor, live_server, axe, shot
):
    reading = make_form_read()
    page = visit()
    seat(page, actor.account, live_server.url, grant=actor.grant)
    page.goto(f"/office/readings/{reading.pk}/forms/e1/")

    page.locator("#fields-0-label").fill("难题叙述")
    expect(page.locator("#preview")).to_contain_text("难题叙述")
    page.locator("#fields-0-label").press("Alt+ArrowDown")
    page.locator("#fields-4-label").press("Enter")
    page.locator("#fields-5-label").fill("佐证说明")
    page.locator("#fields-5-kind").select_option("choices")
    expect(page.locator("#fields-5-max_chars")).to_be_hidden()
    page.locator("#fields-5-words").fill("图片\n视频")
    expect(page.locator("#preview")).to_contain_text("视频")
    page.get_by_role("button", name="删除第3行").click()
    axe(page)
    shot(page, "reading-form")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".toast")).to_contain_text("表格已改正")

    assert labels(reading) == ["所属领域", "难题叙述", "预算", "单位意见", "佐证说明"]
    assert entry(reading).fields["fields"][4] == {
        "label": "佐证说明", "kind": "choice", "options": ["图片", "视频"], "multiple": True,
    }  # fmt: skip


def test_title_in_the_margin_marks_the_words_and_the_words_mark_it(visit, live_server):
    guide = make_draft(is_published=True)
    span = next(s for s in pack_of(guide).source.spans if s.kind == "rule")
    page = visit()
    page.goto(f"/guides/{guide.pk}/original/")

    page.locator(f'a.said[href="#t-{anchor_of(span)}"]').first.click()
    expect(page.locator(f"#t-{anchor_of(span)}")).to_be_in_viewport()
    assert page.url.endswith(f"#t-{anchor_of(span)}")
    page.locator(f"#t-{anchor_of(span)}").click()
    assert page.url.endswith(f"#m-{anchor_of(span)}")


def test_taking_in_correcting_a_form_and_giving_up_need_no_script(
    visit, actor, notice, live_server
):
    reading = make_form_read()
    page = visit(script=False)
    seat(page, actor.account, live_server.url, grant=actor.grant)

    page.goto(f"/office/readings/{reading.pk}/forms/e1/")
    page.get_by_role("button", name="加一行").click()
    page.locator("#fields-5-label").fill("佐证说明")
    page.locator("#fields-5-order").fill("0")
    page.locator("#fields-2-label").fill("")
    page.get_by_role("button", name="保存").click()
    page.goto("/office/readings/")
    page.set_input_files("#file", notice)
    page.get_by_role("button", name="读取", exact=True).click()
    page.get_by_role("link", name="放弃这次读取").click()
    page.get_by_role("button", name="放弃读取").click()

    assert labels(reading) == ["佐证说明", "需求名称", "所属领域", "预算", "单位意见"]
    assert Reading.objects.get(file_name="申报通知.txt").state == "abandoned"
