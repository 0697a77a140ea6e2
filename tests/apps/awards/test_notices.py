from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.awards import (
    make_decided,
    make_draft,
    make_ended_notice,
    make_leader,
    make_notice,
    today,
)
from tests.factories.registry import make_section
from tests.factories.screening import make_clerk
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.awards.models import DecisionList, Objection, PublicNotice
from zhinan.apps.awards.selectors import corrections_of, may_object_now, notices_in_public
from zhinan.apps.awards.services import (
    dismiss_objection,
    end_notice,
    give_notice,
    raise_objection,
    record_finding,
    reveal_objector,
    uphold_objection,
    withdraw_notice,
)
from zhinan.apps.awards.states import GIVE_NOTICE, DecisionState
from zhinan.apps.records.models import Act, Message
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Workday

pytestmark = pytest.mark.django_db
CONTACT = "高新处 0518-85805561"
WORDS = {
    "name": "李真名",
    "contact": "13800001234",
    "text": "该项目与2023年已立项目内容相同，请核实。",
}


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_give_notice_counts_working_days_after_the_first_day():
    decided = make_decided()
    for ahead in range(30):
        Workday.objects.update_or_create(
            day=today() + timedelta(days=ahead),
            defaults={"is_working": ahead != 3, "source": "测试"},
        )

    notice = give_notice(
        decided, starts_on=today(), working_days=5, contact=CONTACT, actor=make_clerk()
    )

    assert notice.ends_on == today() + timedelta(days=6)
    assert notice.calendar_is_provisional is False
    decided.refresh_from_db()
    assert decided.state == "noticed"


def test_give_notice_beyond_the_calendar_is_marked_provisional():
    Workday.objects.all().delete()

    assert make_notice().calendar_is_provisional is True


def test_give_notice_freezes_names_and_amounts_and_nothing_personal():
    notice = make_notice()

    row = notice.content["rows"][0]
    assert set(row) == {
        "order",
        "application",
        "number",
        "title",
        "host",
        "leader",
        "body",
        "topic",
        "grant_yuan",
    }
    assert (row["grant_yuan"], notice.content["total_yuan"]) == ("300000.00", "600000.00")
    assert len(notice.digest) == 64
    assert notice.number == f"公示〔{notice.starts_on.year}〕1号"


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"starts_on": -1}, "NOTICE-PAST"),
        ({"working_days": 4}, "NOTICE-DAYS"),
        ({"working_days": 61}, "NOTICE-DAYS"),
        ({"contact": " "}, "NOTICE-NO-CONTACT"),
    ],
)
def test_give_notice_refuses_and_leaves_the_list_decided(over, code):
    decided = make_decided()
    fields = {"starts_on": 0, "working_days": 5, "contact": CONTACT} | over
    fields["starts_on"] = today() + timedelta(days=fields["starts_on"])

    with pytest.raises(MoveRefused) as refused:
        give_notice(decided, **fields, actor=make_clerk())

    assert codes(refused) == [code]
    decided.refresh_from_db()
    assert (decided.state, PublicNotice.objects.count()) == ("decided", 0)


@pytest.mark.parametrize("state", [s for s in DecisionState if s not in GIVE_NOTICE.sources])
def test_give_notice_from_every_other_state_is_refused(state):
    draft = make_draft()
    decided = (
        {}
        if state == DecisionState.DRAFT
        else {"decided_at": timezone.now(), "decided_by": make_leader().account}
    )
    DecisionList.objects.filter(pk=draft.pk).update(state=state, **decided)

    with pytest.raises(MoveRefused) as refused:
        give_notice(draft, starts_on=today(), working_days=5, contact=CONTACT, actor=make_clerk())

    assert codes(refused) == ["STATE-CHANGED"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: PUBLIC,
        lambda: make_actor(Role.FINANCE),
        lambda: make_actor(Role.OFFICE, section=make_section()),
    ],
    ids=["anonymous", "finance", "wrong section"],
)
def test_give_notice_is_for_the_section_or_the_leadership(make):
    decided = make_decided()

    with pytest.raises(PermissionDenied):
        give_notice(decided, starts_on=today(), working_days=5, contact=CONTACT, actor=make())

    assert give_notice(
        decided, starts_on=today(), working_days=5, contact=CONTACT, actor=make_leader()
    ).pk


def test_notice_is_public_from_its_first_day():
    notice = make_notice(starts_on=today() + timedelta(days=2))

    assert list(notices_in_public()) == []
    assert list(notices_in_public(today=today() + timedelta(days=2))) == [notice]


def test_withdraw_notice_needs_a_reason_and_the_list_may_be_announced_again():
    notice, clerk = make_notice(), make_clerk()

    with pytest.raises(MoveRefused) as refused:
        withdraw_notice(notice, reason=" ", actor=clerk)
    withdraw_notice(notice, reason="金额有误", actor=clerk)
    listed = DecisionList.objects.get()
    again = give_notice(listed, starts_on=today(), working_days=5, contact=CONTACT, actor=clerk)

    notice.refresh_from_db()
    assert codes(refused) == ["NOTICE-WITHDRAW-REASON"]
    assert (notice.state, notice.withdrawn_reason, again.state) == (
        "withdrawn",
        "金额有误",
        "shown",
    )
    assert again.number.endswith("2号")


def test_end_notice_waits_for_the_last_day_and_is_done_once():
    clerk = make_clerk()

    with pytest.raises(MoveRefused) as refused:
        end_notice(make_notice(), actor=clerk)
    ended = end_notice(make_ended_notice(), actor=clerk)

    assert codes(refused) == ["NOTICE-RUNNING"]
    assert (ended.state, end_notice(ended, actor=clerk).state) == ("ended", "ended")


def test_raise_objection_seals_who_raised_it_and_gives_a_receipt():
    notice = make_notice()
    clerk = make_clerk(notice.decision_list.call.programme)
    row = notice.content["rows"][0]

    objection = raise_objection(
        notice, **WORDS, application_id=row["application"], origin="192.0.2.1"
    )

    act = Act.objects.get(action="awards.raise_objection")
    message = Message.objects.get(account=clerk.account)
    assert objection.receipt.startswith("YY")
    for place in (
        objection.name_sealed,
        objection.contact_sealed,
        objection.origin_digest,
        str(act.after),
        message.text,
    ):
        for secret in ("李真名", "13800001234", "192.0.2.1"):
            assert secret not in place


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"name": "李"}, "OBJECTION-NAME"),
        ({"contact": "1380"}, "OBJECTION-CONTACT"),
        ({"text": "不同意"}, "OBJECTION-TEXT"),
        ({"text": "字" * 5001}, "OBJECTION-TEXT"),
        ({"application_id": 999999}, "OBJECTION-APPLICATION"),
    ],
)
def test_raise_objection_refuses_what_is_missing_or_too_long(over, code):
    with pytest.raises(MoveRefused) as refused:
        raise_objection(make_notice(), **WORDS | over)

    assert codes(refused) == [code]
    assert Objection.objects.count() == 0


def test_raise_objection_outside_its_time_is_refused():
    early = make_notice(starts_on=today() + timedelta(days=1))
    late = make_ended_notice()
    withdrawn = withdraw_notice(make_notice(), reason="更正", actor=make_clerk())

    for notice in (early, late, withdrawn):
        with pytest.raises(MoveRefused) as refused:
            raise_objection(notice, **WORDS)
        assert codes(refused) == ["OBJECTION-CLOSED-TIME"]
        assert may_object_now(notice) is False

    assert Objection.objects.count() == 0


def test_raise_objection_again_from_one_place_gives_the_same_receipt_and_then_stops():
    notice = make_notice()
    first, same = (raise_objection(notice, **WORDS, origin="192.0.2.1") for _ in range(2))
    for n in range(4):
        raise_objection(notice, **WORDS | {"text": WORDS["text"] + str(n)}, origin="192.0.2.1")

    with pytest.raises(MoveRefused) as refused:
        raise_objection(
            notice, **WORDS | {"text": "第六件，与前面几件都不相同"}, origin="192.0.2.1"
        )
    elsewhere = raise_objection(notice, **WORDS, origin="192.0.2.9")

    assert first == same
    assert codes(refused) == ["OBJECTION-TOO-MANY"]
    assert elsewhere.pk != first.pk


def an_objection(notice=None):
    notice = notice or make_notice()
    row = notice.content["rows"][0]
    return raise_objection(notice, **WORDS, application_id=row["application"])


def test_record_finding_then_dismiss_leaves_the_list_alone():
    objection, clerk = an_objection(), make_clerk()

    with pytest.raises(MoveRefused) as refused:
        dismiss_objection(objection, actor=clerk)
    record_finding(objection, finding="经查，两项目研究内容不同。", actor=clerk)
    closed = dismiss_objection(objection, actor=clerk)
    with pytest.raises(MoveRefused) as late:
        record_finding(objection, finding="再改", actor=clerk)

    assert (codes(refused), codes(late)) == (["OBJECTION-NO-FINDING"], ["OBJECTION-CLOSED"])
    assert (closed.state, closed.application.state) == ("dismissed", "proposed")


def test_record_finding_that_says_nothing_is_refused():
    with pytest.raises(MoveRefused) as refused:
        record_finding(an_objection(), finding="  ", actor=make_clerk())

    assert codes(refused) == ["OBJECTION-NO-FINDING"]


def test_uphold_objection_is_for_the_leadership_and_takes_the_project_off():
    objection, clerk = an_objection(), make_clerk()
    record_finding(objection, finding="经查属实。", actor=clerk)

    with pytest.raises(PermissionDenied):
        uphold_objection(objection, actor=clerk)
    upheld = uphold_objection(objection, actor=make_leader())

    upheld.application.refresh_from_db()
    item = upheld.application.decision
    notice = upheld.notice
    assert (upheld.state, upheld.application.state) == ("upheld", "declined")
    assert (item.outcome, item.grant_yuan) == ("decline", Decimal("300000.00"))
    assert "经查属实" in item.reason
    assert corrections_of(notice) == [item]
    assert len(notice.content["rows"]) == 2


def test_uphold_objection_to_the_notice_as_a_whole_takes_nothing_off():
    objection = raise_objection(make_notice(), **WORDS)
    record_finding(objection, finding="公示格式有误。", actor=make_clerk())

    assert uphold_objection(objection, actor=make_leader()).state == "upheld"
    assert corrections_of(objection.notice) == []


def test_reveal_objector_needs_a_purpose_and_is_recorded():
    objection, clerk = an_objection(), make_clerk()

    with pytest.raises(MoveRefused) as refused:
        reveal_objector(objection, purpose="", actor=clerk)
    with pytest.raises(PermissionDenied):
        reveal_objector(objection, purpose="看看", actor=make_actor(Role.FINANCE))
    shown = reveal_objector(objection, purpose="电话核实", actor=clerk)

    assert codes(refused) == ["OBJECTION-REVEAL-PURPOSE"]
    assert shown == ("李真名", "13800001234")
    assert Act.objects.get(action="awards.reveal_objector").note == "电话核实"
