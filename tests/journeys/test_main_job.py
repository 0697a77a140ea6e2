"""The main job: a guide becomes a call, applications, a decision, a notice and projects.

Everybody sits at a browser of their own. The pack is the shipped one; nothing here is demonstration data.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.factories.applications import PDF
from tests.journeys import pages
from tests.journeys.cast import Cast, Unit, make_cast
from tests.journeys.filling import fill_rest
from tests.journeys.prepared import handed_to_office, like

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.awards.models import PublicNotice
from zhinan.apps.programmes.models import Call
from zhinan.apps.projects.models import Project
from zhinan.apps.records.services import verify_record
from zhinan.apps.screening.models import ItemOutcome
from zhinan.apps.screening.services import Decision, decide_items

INDUSTRY, YOUTH = "市重点研发计划（产业前瞻与关键技术）", "市基础研究计划·青年科技创新人才项目"
NAMES = {
    "key-rd-industry": "海藻活性多糖提取关键技术研发",
    "basic-youth": "滨海盐碱土微生物机理研究",
}
Open = Callable[[Any], Any]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def open_as(visit: Any, sign_in: Any) -> Open:
    """A browser for each person, opened once."""
    opened: dict[int, Any] = {}

    def browser_of(actor: Any) -> Any:
        if actor.account.pk not in opened:
            opened[actor.account.pk] = sign_in(visit(), actor.account)
        return opened[actor.account.pk]

    return browser_of


def test_a_guide_is_carried_to_decision_and_projects(cast, open_as, visit, tmp_path):
    public, office, leader = visit(), open_as(cast.office), open_as(cast.leader)
    paper = tmp_path / "营业执照.pdf"
    paper.write_bytes(PDF)

    guide_is_published(office, leader)
    industry = call_is_opened(office, INDUSTRY)
    youth = call_is_opened(office, YOUTH)
    public_reads(public, industry)
    first = application_is_written(
        open_as(cast.enterprise.applicant), cast.enterprise, industry, paper
    )
    second = application_is_written(
        open_as(cast.university.applicant), cast.university, youth, paper
    )
    unit_returns_and_confirms(open_as, cast.enterprise, first)
    pages.confirm_for_unit(open_as(cast.university.host), second.pk)
    pages.recommend(open_as(cast.enterprise.recommender), first.pk)
    last_place_is_given_once(open_as(cast.university.recommender), cast.university, second)
    third = handed_to_office(cast.enterprise, industry)
    office_checks(open_as, office, cast, first, second, third)
    for call, application in ((industry, first), (youth, second)):
        list_is_decided(office, leader, call, application)
    notice = notice_is_given(office, public, industry, first)
    objection_is_dismissed(office, public, notice, first)
    awarded_after_the_notice(office, notice)
    awarded_after_the_notice(office, notice_is_given(office, public, youth, second))
    ledger_and_record_tell_it(office, open_as(cast.supervisor), first, second, third)


def guide_is_published(office: Any, leader: Any) -> None:
    pages.import_guide(office, "lianyungang-2024")
    expect(office.locator("h1")).to_contain_text("连云港市2024年度市级科技计划项目指南")
    leader.goto(office.url)
    pages.publish_guide(leader)


def call_is_opened(office: Any, programme: str) -> Call:
    pages.begin_call(office, programme)
    pages.press(office, "存为草稿")
    pages.publish_call(office)
    pages.assert_refused(office, "CALL-NO-WINDOW")

    now = timezone.localtime()
    moments = {
        "opens_at": now - timedelta(minutes=5),
        "closes_at": now + timedelta(days=20),
        "host_closes_at": now + timedelta(days=23),
        "recommendation_closes_at": now + timedelta(days=30),
    }
    pages.fill_call(
        office, moments, number="连科发〔2024〕18号", planned_awards="5", planned_wan="100"
    )
    pages.press(office, "保存")
    pages.publish_call(office)
    expect(office.locator(".ttl .meta")).to_contain_text("已发布")
    return Call.objects.get(programme__name=programme)


def public_reads(public: Any, call: Call) -> None:
    public.goto("/")
    public.get_by_role("link", name=call.title).first.click()

    expect(public.locator("h1")).to_have_text(call.title)
    expect(public.locator("#windows")).to_contain_text("推荐截止")
    expect(public.locator("#topics")).to_contain_text(call.programme.topics.all()[0].title)
    clause = call.programme.clauses.filter(rules__isnull=False)[0]
    expect(public.locator(f"#c{clause.pk}")).to_contain_text(clause.number)
    expect(public.locator("main")).to_contain_text("85805561")


def application_is_written(page: Any, unit: Unit, call: Call, paper: Any) -> Application:
    pk = pages.start_application(page, call.pk)
    basics = {"project.name": NAMES[call.programme.key], "project.keywords": "海藻；多糖；提取"}
    money = {"budget.grant": "9.50", "budget.own": "20"}
    for key, typed in (("basics", basics), ("funding", money)):
        pages.open_section(page, pk, key)
        pages.type_into(page, typed)
        page.reload()
        pages.assert_typed(page, typed)
    pages.open_section(page, pk, "attachments")
    pages.attach(page, "files.licence", paper)

    pages.hand_in(page, pk)
    pages.assert_refused(page, "FORM-MISSING")
    application = Application.objects.get(pk=pk)
    assert (application.state, application.number) == (S.DRAFT, None)

    fill_rest(application, actor=unit.applicant, leader=unit.leader)
    pages.hand_in(page, pk)
    application.refresh_from_db()
    assert pages.receipt_number(page) == application.number
    assert application.number.startswith(call.programme.number_prefix)
    return application


def unit_returns_and_confirms(open_as: Open, unit: Unit, application: Application) -> None:
    host, applicant = open_as(unit.host), open_as(unit.applicant)
    pages.open_as(host, "host", application.pk)
    pages.give_reason(host, "退回修改", "摘要没有写明指标，请补充。")
    applicant.goto("/apply/")
    expect(applicant.locator("main")).to_contain_text("摘要没有写明指标")
    pages.open_section(applicant, application.pk, "basics")
    pages.type_into(applicant, {"project.summary": "提取率达到85%以上，建成百吨级中试线。"})
    number = application.number
    pages.hand_in(applicant, application.pk)
    assert pages.receipt_number(applicant) == number

    pages.confirm_for_unit(host, application.pk)


def last_place_is_given_once(page: Any, unit: Unit, application: Application) -> None:
    """Nine of the university's ten places are used; the tenth goes, the eleventh is refused."""
    rows = [like(application, unit, S.AT_OFFICE, n) for n in range(9)]
    Application.objects.bulk_create([*rows, like(application, unit, S.AT_BODY, 9)])
    beyond = Application.objects.filter(state=S.AT_BODY).exclude(pk=application.pk).get()
    assert pages.quota_shown(page, YOUTH) == "9 / 10"

    pages.recommend(page, application.pk)
    assert pages.quota_shown(page, YOUTH) == "10 / 10"
    pages.recommend(page, beyond.pk)

    pages.assert_refused(page, "QUOTA-FULL")
    beyond.refresh_from_db()
    assert beyond.state == S.AT_BODY


def office_checks(
    open_as: Open,
    office: Any,
    cast: Cast,
    first: Application,
    second: Application,
    third: Application,
) -> None:
    pages.claim(office, first.pk)
    pages.conclude(office, "valid")
    pages.assert_refused(office, "SCREEN-ITEM-OPEN")
    pages.decide_items(office, "符合")
    pages.conclude(office, "valid")
    _stands(first, S.VALID)

    pages.claim(office, third.pk)
    all_but_one_are_met(office, third, cast)
    pages.decide_items(office, "不符合", "牵头单位注册地不在申报范围。")
    pages.conclude(office, "rejected", "不符合申报条件。")
    _stands(third, S.REJECTED)

    pages.claim(office, second.pk)
    all_but_one_are_met(office, second, cast)
    correction_is_asked_and_made(open_as(cast.university.applicant), office, second)


def all_but_one_are_met(office: Any, application: Application, cast: Cast) -> None:
    """The first application had every item decided by hand; of the others one is enough."""
    review = application.formal_reviews.get()
    met = [Decision(item.pk, ItemOutcome.MET) for item in review.items.all()[1:]]
    decide_items(review, met, actor=cast.office)
    office.reload()


def correction_is_asked_and_made(applicant: Any, office: Any, application: Application) -> None:
    pages.decide_items(office, "要求补正", "缺在职证明，请补交。")
    pages.conclude(office, "correction")
    _stands(application, S.CORRECTING)

    applicant.goto("/apply/")
    expect(applicant.locator("main")).to_contain_text("补正")
    pages.open_section(applicant, application.pk, "basics")
    pages.type_into(applicant, {"project.keywords": "盐碱土；微生物；机理；在职"})
    pages.hand_in(applicant, application.pk, "提交补正")
    assert pages.receipt_number(applicant) == application.number

    pages.claim(office, application.pk)
    expect(office.locator("main")).to_contain_text("申报人改了什么")
    pages.decide_items(office, "符合")
    pages.conclude(office, "valid")
    _stands(application, S.VALID)


def list_is_decided(office: Any, leader: Any, call: Call, application: Application) -> None:
    pages.begin_list(office, call.title)
    pages.fill_line(office, application.title, "award", "8.00", "评审排序第一")
    pages.press(office, "保存")
    leader.goto(office.url)
    leader.locator("[name=basis]").fill("2024年第9次局长办公会纪要")
    pages.press(leader, "审定名单", confirm=True)

    expect(leader.locator(".ttl .meta").first).to_contain_text("已审定")
    _stands(application, S.PROPOSED)


def notice_is_given(office: Any, public: Any, call: Call, application: Application) -> PublicNotice:
    office.goto(f"/office/decisions/{call.decision_lists.get().pk}/")
    office.locator("[name=working_days]").fill("2")
    pages.press(office, "公示", confirm=True)
    pages.assert_refused(office, "NOTICE-DAYS")
    office.locator("[name=working_days]").fill("5")
    pages.press(office, "公示", confirm=True)

    notice = PublicNotice.objects.get(decision_list__call=call)
    public.goto(f"/notices/{notice.pk}/")
    expect(public.locator("main")).to_contain_text("还剩5个工作日")
    expect(public.locator("main")).to_contain_text(application.title)
    expect(public.locator("main")).to_contain_text("8.00")
    return notice


def objection_is_dismissed(
    office: Any, public: Any, notice: PublicNotice, application: Application
) -> None:
    public.goto(f"/notices/{notice.pk}/")
    receipt = pages.object_to(
        public, application.title, "该项目与2022年立项的项目内容重复，请核查。"
    )
    office.goto(f"/office/notices/{notice.pk}/")
    expect(office.locator("#issue")).to_contain_text("NOTICE-OBJECTION-OPEN")
    box = office.locator("article[id^=objection-]")
    box.locator("textarea[name=finding]").fill("经比对，两个项目的研究内容不同。")
    pages.press(office, "记录结论")
    pages.press(office, "异议不成立", confirm=True)

    public.goto(f"/objections/?receipt={receipt}")
    expect(public.locator("main")).to_contain_text("异议不成立")


def awarded_after_the_notice(office: Any, notice: PublicNotice) -> None:
    today = timezone.localdate()
    PublicNotice.objects.filter(pk=notice.pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    office.goto(f"/office/notices/{notice.pk}/")
    pages.press(office, "下达立项", confirm=True)
    pages.assert_told(office, "已下达1项")


def ledger_and_record_tell_it(
    office: Any, supervisor: Any, first: Application, second: Application, third: Application
) -> None:
    office.goto("/office/projects/")
    for application in (first, second):
        _stands(application, S.AWARDED)
        project = Project.objects.get(application=application)
        row = office.locator("tbody tr", has_text=project.number)
        expect(row).to_contain_text(application.title)
        expect(row).to_contain_text("8.00")
    _stands(third, S.REJECTED)
    supervisor.goto("/supervision/acts/")
    expect(supervisor.locator("main")).to_contain_text("awards.issue")
    assert verify_record() == []


def _stands(application: Application, state: str) -> None:
    application.refresh_from_db()
    assert application.state == state
