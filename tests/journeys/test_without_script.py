"""The paths that hand something in, with JavaScript off: plain forms, plain pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.factories.accounts import PASSWORD
from tests.factories.applications import PDF
from tests.factories.programmes import make_call
from tests.journeys import pages
from tests.journeys.cast import Cast, make_cast
from tests.journeys.filling import fill_rest

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import Call
from zhinan.apps.programmes.services import import_pack, publish_guide

TITLE = "海藻活性多糖提取关键技术研发"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def call(cast: Cast) -> Call:
    guide = publish_guide(import_pack("lianyungang-2024", actor=cast.office), actor=cast.leader)
    programme = guide.programmes.get(key="key-rd-industry")
    later = timezone.now() + timedelta(days=20)
    return make_call(
        programme=programme, closes_at=later, host_closes_at=later, recommendation_closes_at=later
    )


def test_applying_confirming_and_recommending_need_no_script(cast, call, visit, tmp_path):
    unit = cast.enterprise
    paper = tmp_path / "营业执照.pdf"
    paper.write_bytes(PDF)
    applicant, host, recommender = (
        signed_in(visit, actor) for actor in (unit.applicant, unit.host, unit.recommender)
    )

    application = begun_and_saved(applicant, call)
    attached(applicant, application, paper)
    submitted(applicant, application, unit)
    pages.open_as(host, "host", application.pk)
    pages.press(host, "确认并转推荐单位")
    assert state_of(application) == S.AT_BODY
    pages.recommend(recommender, application.pk)
    assert state_of(application) == S.AT_OFFICE


def signed_in(visit: Any, actor: Any) -> Any:
    page = visit(script=False)
    page.goto("/account/sign-in/")
    page.locator("[name=username]").fill(actor.account.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1").first).to_be_visible()
    assert "/account/sign-in/" not in page.url
    return page


def begun_and_saved(page: Any, call: Call) -> Application:
    pk = pages.start_application(page, call.pk)
    typed = {"project.name": TITLE, "project.keywords": "海藻；多糖；提取"}
    pages.open_section(page, pk, "basics")
    for path, value in typed.items():
        page.locator(f'[id="f.{path}"]').fill(value)
    page.get_by_role("button", name="保存并下一栏").click()

    assert page.url.endswith(f"/apply/applications/{pk}/fill/lead/")
    pages.open_section(page, pk, "basics")
    pages.assert_typed(page, typed)
    return Application.objects.get(pk=pk)


def attached(page: Any, application: Application, paper: Any) -> None:
    pages.open_section(page, application.pk, "attachments")
    slot = page.locator('.slot[id="f.files.licence"]')
    slot.locator("input[type=file]").set_input_files(paper)
    slot.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator('.slot[id="f.files.licence"]')).to_contain_text(paper.name)


def submitted(page: Any, application: Application, unit: Any) -> None:
    page.goto(f"/apply/applications/{application.pk}/review/")
    pages.press(page, "提交申报")
    pages.assert_refused(page, "FORM-MISSING")
    fill_rest(application, actor=unit.applicant, leader=unit.leader)
    page.goto(f"/apply/applications/{application.pk}/review/")
    pages.press(page, "提交申报")
    assert pages.receipt_number(page)
    assert state_of(application) == S.AT_HOST


def state_of(application: Application) -> str:
    application.refresh_from_db()
    return application.state
