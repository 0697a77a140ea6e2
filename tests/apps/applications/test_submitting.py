from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.applications import (
    LICENCE,
    PDF,
    fill_in,
    make_applicant,
    make_application,
    make_pdf,
    make_submitted,
    save,
)
from tests.factories.programmes import make_guide, make_programme
from tests.factories.registry import make_body, make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.facts import (
    FILES,
    application_values,
    filled_of,
    revision_values,
    submitted_values,
)
from zhinan.apps.applications.models import Application, Revision
from zhinan.apps.applications.services import (
    attach_file,
    confirm_application,
    correct_application,
    remove_attachment,
    return_from_body,
    return_from_host,
    submit_application,
    take_back_application,
    withdraw_application,
)
from zhinan.apps.applications.states import CORRECT, SUBMIT, TAKE_BACK, WITHDRAW, ApplicationState
from zhinan.apps.programmes.models import Call
from zhinan.apps.records.models import Act, Message, NumberSeries
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Region
from zhinan.apps.registry.services import register_person
from zhinan.engines.values import digest

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_submit_application_gives_a_number_freezes_a_revision_and_tells_the_host():
    actor = make_applicant()
    host = make_actor(Role.HOST, organisation=make_organisation())
    draft = make_application(actor)
    administrator = make_actor(Role.HOST, organisation=draft.host)

    submitted = submit_application(fill_in(draft, actor), actor=actor)

    revision = submitted.revisions.get()
    assert (submitted.state, submitted.number) == ("at_host", "EX2024-JC0001")
    assert revision.digest == digest(
        {**application_values(submitted), FILES: revision.content[FILES]}
    )
    assert revision.content[FILES]["files.licence"][0]["name"] == "执照.pdf"
    assert revision_values(revision) == submitted_values(submitted) == application_values(submitted)
    assert [(m.account, m.link) for m in Message.objects.all()] == [
        (administrator.account, f"/host/applications/{submitted.pk}/")
    ]
    assert host.account != administrator.account
    acts = Act.objects.filter(subject_kind="applications.application").values_list(
        "action", flat=True
    )
    assert list(acts.order_by("position")) == [
        "applications.start",
        "applications.submit",
        "applications.freeze",
    ]


def test_submit_application_one_second_after_closing_names_the_clause_and_gives_no_number():
    actor = make_applicant()
    draft = fill_in(make_application(actor), actor)
    Call.objects.update(closes_at=timezone.now() - SECOND)
    draft.refresh_from_db()

    with pytest.raises(MoveRefused) as refused:
        submit_application(draft, actor=actor)

    assert [(f.code, f.source) for f in refused.value.findings] == [("CALL-CLOSED", "指南 六")]
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("draft", None)
    assert not Revision.objects.exists()
    assert not NumberSeries.objects.filter(prefix="EX2024-JC", last__gt=0).exists()


def test_submit_application_with_gaps_lists_each_with_its_place():
    actor = make_applicant()
    draft = make_application(actor)
    save(draft, "leader", actor, leader__name="王示例")

    with pytest.raises(MoveRefused) as refused:
        submit_application(draft, actor=actor)

    assert set(codes(refused)) == {"FORM-MISSING"}
    assert [f.field for f in refused.value.findings] == [
        "basics/project.name",
        "basics/project.topic",
        "team/team",
        "funding/budget.grant",
        "funding/budget.total",
        "papers/files.licence",
        "undertakings/undertaking.is_truthful",
    ]


def test_submit_application_twice_is_refused_and_leaves_one_revision():
    actor = make_applicant()
    submitted = make_submitted(actor)

    with pytest.raises(MoveRefused) as refused:
        submit_application(submitted, actor=actor)

    assert codes(refused) == ["STATE-CHANGED"]
    assert Revision.objects.count() == 1


def test_submit_application_again_keeps_its_number_and_adds_a_revision():
    actor = make_applicant()
    first = make_submitted(actor)
    taken = take_back_application(first, actor=actor)
    save(taken, "leader", actor, 1, leader__name="李改")

    again = submit_application(taken, actor=actor)

    assert again.number == first.number
    old, new = again.revisions.order_by("number")
    assert (old.number, new.number) == (1, 2)
    assert revision_values(old)["leader"]["leader.name"]["value"] == "王示例"
    assert revision_values(new)["leader"]["leader.name"]["value"] == "李改"
    assert new.content["team"] == old.content["team"]
    assert again.leader_name == "李改"


@pytest.mark.parametrize("state", [s for s in ApplicationState if s not in SUBMIT.sources])
def test_submit_application_from_every_other_state_is_refused(state):
    actor = make_applicant()
    submitted = make_submitted(actor)
    Application.objects.filter(pk=submitted.pk).update(state=state)

    with pytest.raises(MoveRefused) as refused:
        submit_application(submitted, actor=actor)

    assert codes(refused) == ["STATE-CHANGED"]


@pytest.mark.parametrize(
    "make",
    [
        lambda own: make_applicant(),
        lambda own: make_actor(Role.HOST, organisation=own),
        lambda own: make_actor(Role.OFFICE),
        lambda own: make_actor(Role.SUPERVISOR),
    ],
)
def test_moves_of_an_applicant_by_anybody_else_are_refused(make):
    submitted = make_submitted()
    other = make(submitted.host)

    for act in (submit_application, take_back_application, correct_application):
        with pytest.raises(PermissionDenied):
            act(submitted, actor=other)
    with pytest.raises(PermissionDenied):
        withdraw_application(submitted, actor=other, reason="试试")
    submitted.refresh_from_db()
    assert submitted.state == "at_host"


def test_returned_after_closing_may_be_handed_in_again_but_not_taken_back():
    actor = make_applicant()
    submitted = make_submitted(actor)
    administrator = make_actor(Role.HOST, organisation=submitted.host)
    Call.objects.update(closes_at=timezone.now() - SECOND)
    returned = return_from_host(submitted, actor=administrator, reason="预算依据不足")

    again = submit_application(returned, actor=actor)

    assert (returned.state, again.state, again.returned_at) == ("draft", "at_host", None)
    assert Message.objects.filter(account=actor.account, title__contains="退回").count() == 1
    with pytest.raises(MoveRefused) as refused:
        take_back_application(Application.objects.get(pk=again.pk), actor=actor)
    assert codes(refused) == ["CALL-CLOSED"]


def test_returned_by_the_body_goes_back_to_the_applicant():
    actor = make_applicant()
    submitted = make_submitted(actor)
    body = make_body(members=(submitted.host,))
    confirmed = confirm_application(
        submitted, actor=make_actor(Role.HOST, organisation=submitted.host), body=body
    )

    returned = return_from_body(
        confirmed, actor=make_actor(Role.RECOMMENDER, body=body), reason="缺协议"
    )

    assert (returned.state, returned.returned_at is None) == ("draft", False)
    assert submit_application(returned, actor=actor).state == "at_host"


@pytest.mark.parametrize("state", [s for s in ApplicationState if s not in TAKE_BACK.sources])
def test_take_back_from_every_other_state_is_refused(state):
    actor = make_applicant()
    submitted = make_submitted(actor)
    Application.objects.filter(pk=submitted.pk).update(state=state)

    with pytest.raises(MoveRefused) as refused:
        take_back_application(submitted, actor=actor)

    assert codes(refused) == ["STATE-CHANGED"]


def test_withdraw_application_handed_in_needs_a_reason_a_draft_does_not():
    actor = make_applicant()
    submitted, draft = make_submitted(actor), make_application(actor)

    with pytest.raises(MoveRefused) as refused:
        withdraw_application(submitted, actor=actor, reason=" ")
    withdrawn = withdraw_application(submitted, actor=actor, reason="并入其他项目")
    gone = withdraw_application(draft, actor=actor)

    assert codes(refused) == ["REASON-MISSING"]
    assert (withdrawn.state, withdrawn.number, gone.state) == (
        "withdrawn",
        "EX2024-JC0001",
        "withdrawn",
    )


@pytest.mark.parametrize("state", [s for s in ApplicationState if s not in WITHDRAW.sources])
def test_withdraw_from_every_other_state_is_refused(state):
    actor = make_applicant()
    submitted = make_submitted(actor)
    Application.objects.filter(pk=submitted.pk).update(state=state)

    with pytest.raises(MoveRefused) as refused:
        withdraw_application(submitted, actor=actor, reason="放弃")

    assert codes(refused) == ["STATE-CHANGED"]


def make_correcting(actor, *, due_in):
    submitted = make_submitted(actor)
    Application.objects.filter(pk=submitted.pk).update(
        state="correcting", correction_due_at=timezone.now() + due_in
    )
    submitted.refresh_from_db()
    return submitted


def test_correct_application_hands_in_a_second_revision_with_its_files():
    actor = make_applicant()
    correcting = make_correcting(actor, due_in=timedelta(days=2))
    Call.objects.update(closes_at=timezone.now() - timedelta(days=20))
    save(correcting, "leader", actor, 1, leader__name="补正后")
    remove_attachment(correcting.attachments.get(), actor=actor)
    attach_file(correcting, term=LICENCE, uploaded=make_pdf("新执照.pdf", PDF + b"%2"), actor=actor)

    corrected = correct_application(correcting, actor=actor)

    first, second = corrected.revisions.order_by("number")
    assert corrected.state == CORRECT.target
    assert [f["name"] for f in first.content[FILES][LICENCE]] == ["执照.pdf"]
    assert [f["name"] for f in second.content[FILES][LICENCE]] == ["新执照.pdf"]
    shown = [
        [x.text for x in s.lines if x.path == LICENCE] for s in filled_of(corrected, revision=first)
    ]
    assert ["执照.pdf"] in shown


def test_correct_application_one_second_late_is_refused():
    actor = make_applicant()
    correcting = make_correcting(actor, due_in=-SECOND)

    with pytest.raises(MoveRefused) as refused:
        correct_application(correcting, actor=actor)

    assert codes(refused) == ["CORRECTION-LATE"]
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(("grant", "code"), [("10.50", "QUOTA-YUAN"), ("9.00", None)])
def test_correct_application_raising_the_grant_over_the_bodys_sum_is_refused(grant, code):
    header = "programme,counted_by,who,most,most_yuan,outside_body_quota,clause\n"
    guide = make_guide(quotas=f"{header}research,body,区（功能板块）,1,100000,,五\n")
    actor, body = make_applicant(), make_body()
    submitted = make_submitted(actor, programme=make_programme(guide=guide))
    Application.objects.update(
        body=body,
        state="correcting",
        recommended_at=timezone.now(),
        correction_due_at=timezone.now() + timedelta(days=2),
    )
    submitted.refresh_from_db()
    version = submitted.sections.get(key="funding").version
    typed = {"budget__grant": grant, "budget__total": f"{float(grant) + 20:.2f}"}
    save(submitted, "funding", actor, version, **typed)

    if code is None:
        assert correct_application(submitted, actor=actor).state == CORRECT.target
        return
    with pytest.raises(MoveRefused) as refused:
        correct_application(submitted, actor=actor)

    assert codes(refused) == [code]
    submitted.refresh_from_db()
    assert (submitted.state, submitted.revisions.count()) == ("correcting", 1)


FORM = """
title: 申报书
sections:
  - key: lead
    title: 申报单位
    terms:
      - {term: 牵头单位.名称, required: true}
      - {term: 牵头单位.注册日期, required: true}
      - 牵头单位.法定代表人
      - "牵头单位.销售收入[上年]"
      - 项目.实施地
  - key: leader
    title: 负责人
    terms:
      - {term: 负责人.姓名, required: true}
      - 负责人.证件号码
summary: {title: 项目.实施地, leader: 负责人.姓名}
"""


def make_lead_application(actor):
    guide = make_guide(form=FORM)
    return make_application(actor, programme=make_programme(guide=guide))


def test_submit_application_stores_what_the_registry_says_that_day():
    actor = make_applicant()
    draft = make_lead_application(actor)
    draft.host.name = "更名后的公司"
    draft.host.save()
    save(draft, "leader", actor, leader__name="王示例")

    submitted = submit_application(Application.objects.get(pk=draft.pk), actor=actor)
    draft.host.name = "再次更名"
    draft.host.save()

    answer = {"value": "更名后的公司", "source": "registry"}
    assert application_values(submitted)["lead"]["lead.name"] == answer
    assert revision_values(submitted.revisions.get())["lead"]["lead.name"] == answer


def test_registry_facts_fill_in_follow_the_registry_and_are_not_overtyped():
    actor = make_applicant()
    draft = make_lead_application(actor)
    year = timezone.localdate().year
    draft.host.figures.create(year=2023, item="lead.revenue", value=9_500_000, source="审计报告")
    draft.host.figures.create(year=year - 1, item="lead.revenue", value=1, source="审计报告")

    result = save(
        draft,
        "lead",
        actor,
        lead__name="自称公司",
        lead__legal_representative="张三",
        project__place="海州区",
    )

    values = application_values(draft)["lead"]
    assert values["lead.name"] == {"value": draft.host.name, "source": "registry"}
    assert (
        values["lead.legal_representative"]["source"] == "declared"
    )  # the registry does not know it
    assert values["lead.revenue[-1]"] == {"value": "9500000.00", "source": "registry"}
    assert [f.code for f in result.findings] == ["FIELD-NOT-A-REGION"]


def test_save_section_reads_names_of_regions():
    actor = make_applicant()
    draft = make_lead_application(actor)
    for code, name in (
        ("320000", "江苏省"),
        ("320700", "连云港市"),
        ("320706", "海州区"),
        ("320703", "连云区"),
    ):
        Region.objects.create(code=code, name=name, valid_from=date(1980, 1, 1))

    short = save(draft, "lead", actor, project__place="海州区")
    full = save(draft, "lead", actor, 1, project__place="江苏省连云港市连云区")

    assert short.values["project.place"]["value"] == "320706"
    assert full.values["project.place"]["value"] == "320703"


def test_submit_application_knows_the_leader_by_number_not_by_name():
    actor = make_applicant()
    draft = make_lead_application(actor)
    number = "320706199003071237"
    person = register_person(
        name="王示例", id_number=number, organisation=draft.host, actor=make_actor(Role.OFFICE)
    )
    save(draft, "leader", actor, leader__name="王示例")
    by_name = submit_application(draft, actor=actor)
    back = take_back_application(by_name, actor=actor)
    save(back, "leader", actor, 1, leader__id_number=number)

    by_number = submit_application(back, actor=actor)

    assert (by_name.leader, by_number.leader) == (None, person)
    assert number not in str(by_number.revisions.order_by("number").last().content)
