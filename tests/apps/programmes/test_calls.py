from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.programmes import GOOD, make_call, make_guide, make_programme
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.programmes.models import Call, Guide
from zhinan.apps.programmes.selectors import calls_visible_to, open_calls, windows_of
from zhinan.apps.programmes.services import (
    cancel_call,
    change_windows,
    close_call,
    open_call,
    publish_call,
    publish_guide,
)
from zhinan.apps.programmes.states import CallState
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Section

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def leader() -> Any:
    return make_actor(Role.LEADER)


def codes(refused: Any) -> list[tuple[str, str]]:
    return [(f.code, f.field) for f in refused.value.findings]


def test_open_call_makes_a_draft_and_records_it(leader: Any):
    call = open_call(
        make_programme(), actor=leader, title=" 通知 ", planned_yuan=Decimal("6000000.00")
    )

    assert (call.state, call.title, call.published_at) == (CallState.DRAFT, "通知", None)
    assert Act.objects.get(subject_kind="programmes.call").after["planned_yuan"] == "6000000.00"


def test_open_call_takes_moments_that_the_guide_fixes(leader: Any):
    manifest = GOOD.joinpath("pack.yaml").read_text()
    manifest = manifest.replace(
        "{key: closes, actor: applicant, channel: online, date: null",
        "{key: closes, actor: applicant, channel: online, date: 2024-11-29",
    )
    programme = make_programme(guide=make_guide(manifest=manifest))

    call = open_call(programme, actor=leader, title="通知")

    shown = [
        timezone.localtime(m).strftime("%m-%d %H:%M")
        for m in (call.closes_at, call.host_closes_at, call.recommendation_closes_at)
    ]
    assert shown == ["11-29 23:59", "12-02 23:59", "12-09 17:00"]


def test_open_call_out_of_order_is_refused(leader: Any):
    now = timezone.now()

    with pytest.raises(MoveRefused) as refused:
        open_call(make_programme(), actor=leader, title="通知", opens_at=now, closes_at=now - DAY)

    assert codes(refused) == [("CALL-WINDOW-ORDER", "closes_at")]
    assert not Call.objects.exists()


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OFFICE, Role.LEADER)])
def test_open_call_by_others_is_denied(role: str):
    with pytest.raises(PermissionDenied):
        open_call(make_programme(), actor=make_actor(role), title="通知")


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_open_call_by_those_of_another_section_is_denied(role: str):
    programme = make_programme()
    other = Section.objects.create(key="other", name="其他处")

    with pytest.raises(PermissionDenied):
        open_call(programme, actor=make_actor(role, section=other), title="通知")

    assert open_call(programme, actor=make_actor(role, section=programme.section), title="通知").pk
    assert open_call(programme, actor=make_actor(role), title="通知").pk


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_publish_guide_or_call_by_those_of_another_section_is_denied(role: str):
    call = make_call(state=CallState.DRAFT)
    stranger = make_actor(role, section=Section.objects.create(key="other", name="其他处"))

    with pytest.raises(PermissionDenied):
        publish_call(call, actor=stranger)
    with pytest.raises(PermissionDenied):
        publish_guide(call.programme.guide, actor=stranger)


def test_publish_call_names_each_missing_window_with_its_clause(leader: Any):
    call = open_call(make_programme(), actor=leader, title="通知")

    with pytest.raises(MoveRefused) as refused:
        publish_call(call, actor=leader)

    assert [str(f) for f in refused.value.findings] == [
        f"未填{label}。依据：指南 六。请填写{label}后再发布。[CALL-NO-WINDOW]"
        for label in ("开始申报时间", "申报截止时间", "单位确认截止时间", "推荐截止时间")
    ]
    call.refresh_from_db()
    assert call.state == CallState.DRAFT


def test_publish_call_with_its_windows(leader: Any):
    call = make_call(state=CallState.DRAFT)

    published = publish_call(call, actor=leader)

    assert published.state == CallState.PUBLISHED
    assert published.published_at is not None


@pytest.mark.parametrize(
    ("column", "shift", "found"),
    [
        ("opens_at", timedelta(days=20), "closes_at"),
        ("host_closes_at", -timedelta(days=13), "host_closes_at"),
        ("recommendation_closes_at", -timedelta(days=10), "recommendation_closes_at"),
    ],
)
def test_publish_call_out_of_order_is_refused(
    leader: Any, column: str, shift: timedelta, found: str
):
    call = make_call(state=CallState.DRAFT)
    setattr(call, column, getattr(call, column) + shift)
    call.save()

    with pytest.raises(MoveRefused) as refused:
        publish_call(call, actor=leader)

    assert ("CALL-WINDOW-ORDER", found) in codes(refused)


def test_publish_call_that_has_closed_already_is_refused(leader: Any):
    call = make_call(state=CallState.DRAFT, closes_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(MoveRefused) as refused:
        publish_call(call, actor=leader)

    assert codes(refused) == [("CALL-CLOSES-PAST", "closes_at")]


def test_publish_call_under_a_draft_or_replaced_guide_is_refused(leader: Any):
    call = make_call(
        state=CallState.DRAFT, programme=make_programme(guide=make_guide(is_published=False))
    )

    with pytest.raises(MoveRefused) as refused:
        publish_call(call, actor=leader)
    assert [f.code for f in refused.value.findings] == ["GUIDE-NOT-PUBLISHED"]

    Guide.objects.update(state="replaced", published_at=timezone.now())
    with pytest.raises(MoveRefused) as refused:
        publish_call(call, actor=leader)
    assert "请从新版指南的计划建立通知" in str(refused.value)


def test_change_windows_of_a_draft_needs_no_reason(leader: Any):
    call = make_call(state=CallState.DRAFT)

    changed = change_windows(call, actor=leader, opens_at=call.opens_at - DAY, title="新题")

    assert (changed.opens_at, changed.title) == (call.opens_at - DAY, "新题")


def test_change_windows_after_publishing_only_later_and_with_a_reason(leader: Any):
    call = make_call()

    with pytest.raises(MoveRefused) as refused:
        change_windows(call, actor=leader, reason="系统故障", closes_at=call.closes_at - DAY)
    assert codes(refused) == [("CALL-ONLY-LATER", "closes_at")]
    with pytest.raises(MoveRefused) as refused:
        change_windows(call, actor=leader, reason=" ", closes_at=call.closes_at + DAY)
    assert codes(refused) == [("REASON-MISSING", "reason")]
    call.refresh_from_db()
    before = call.closes_at

    changed = change_windows(call, actor=leader, reason="系统故障", closes_at=before + DAY)

    act = Act.objects.get(action="programmes.change_windows")
    assert changed.closes_at == before + DAY
    assert (act.note, act.before["closes_at"], act.after["closes_at"]) == (
        "系统故障", before.astimezone(UTC).isoformat(), (before + DAY).astimezone(UTC).isoformat(),
    )  # fmt: skip


def test_change_windows_may_not_take_a_published_moment_away(leader: Any):
    with pytest.raises(MoveRefused) as refused:
        change_windows(make_call(), actor=leader, reason="无", host_closes_at=None)

    assert codes(refused) == [("CALL-ONLY-LATER", "host_closes_at")]


def test_change_windows_later_than_the_next_window_is_refused(leader: Any):
    call = make_call()

    with pytest.raises(MoveRefused) as refused:
        change_windows(call, actor=leader, reason="系统故障", closes_at=call.host_closes_at + DAY)

    assert codes(refused) == [("CALL-WINDOW-ORDER", "host_closes_at")]


def test_change_windows_sending_back_what_the_page_showed_changes_nothing(leader: Any):
    ends = timezone.now().replace(hour=15, minute=59, second=59, microsecond=999999) + 9 * DAY
    call = make_call(closes_at=ends)

    same = change_windows(
        call, actor=leader, closes_at=ends.replace(second=0, microsecond=0), title=call.title
    )

    assert same.closes_at == ends
    assert not Act.objects.filter(action="programmes.change_windows").exists()


@pytest.mark.parametrize("state", [CallState.CLOSED, CallState.CANCELLED])
def test_change_windows_of_an_ended_call_is_refused(leader: Any, state: str):
    call = make_call(state=state)

    with pytest.raises(MoveRefused) as refused:
        change_windows(call, actor=leader, reason="延期", closes_at=call.closes_at + DAY)

    assert [f.code for f in refused.value.findings] == ["STATE-CHANGED"]


def test_change_windows_of_another_column_is_a_mistake(leader: Any):
    with pytest.raises(TypeError):
        change_windows(make_call(), actor=leader, state="closed")


def test_close_call_before_its_time_needs_a_reason(leader: Any):
    call = make_call()

    with pytest.raises(MoveRefused):
        close_call(call, actor=leader)

    assert close_call(call, actor=leader, reason="名额已满").state == CallState.CLOSED


def test_close_call_after_its_time_needs_none(leader: Any):
    now = timezone.now()

    assert close_call(make_call(now=now - 15 * DAY), actor=leader).state == CallState.CLOSED


def test_cancel_call_published_needs_a_reason(leader: Any):
    call = make_call()

    with pytest.raises(MoveRefused):
        cancel_call(call, actor=leader)

    assert cancel_call(call, actor=leader, reason="政策调整").state == CallState.CANCELLED
    assert (
        cancel_call(make_call(programme=call.programme, state=CallState.DRAFT), actor=leader).state
        == CallState.CANCELLED
    )


def test_reasons_are_judged_by_the_call_as_it_stands_not_as_it_was_read(leader: Any):
    drafted = make_call(state=CallState.DRAFT)
    ended = make_call(programme=drafted.programme, now=timezone.now() - 15 * DAY)
    publish_call(Call.objects.get(pk=drafted.pk), actor=leader)
    Call.objects.filter(pk=ended.pk).update(closes_at=timezone.now() + DAY)

    for act, stale in ((cancel_call, drafted), (close_call, ended)):
        with pytest.raises(MoveRefused) as refused:
            act(stale, actor=leader)
        assert codes(refused) == [("REASON-MISSING", "reason")]


@pytest.mark.parametrize("act", [publish_call, close_call, cancel_call])
def test_moves_of_a_call_by_others_are_denied(act: Any):
    call = make_call(state=CallState.DRAFT)

    with pytest.raises(PermissionDenied):
        act(call, actor=make_actor(Role.HOST), **({} if act is publish_call else {"reason": "无"}))


def test_calls_visible_to_the_public_are_published_or_closed():
    programme = make_programme()
    calls = {state: make_call(programme=programme, state=state) for state in CallState}

    assert set(calls_visible_to(PUBLIC)) == {calls[CallState.PUBLISHED], calls[CallState.CLOSED]}
    assert set(calls_visible_to(make_actor(Role.APPLICANT))) == set(calls_visible_to(PUBLIC))
    assert set(calls_visible_to(make_actor(Role.OFFICE))) == set(calls.values())


def test_open_calls_until_the_closing_moment_itself():
    call = make_call()
    tick = timedelta(microseconds=1)

    assert list(open_calls(call.opens_at)) == list(open_calls(call.closes_at)) == [call]
    assert not open_calls(call.opens_at - tick).exists()
    assert not open_calls(call.closes_at + tick).exists()


def test_windows_of_counts_from_the_calls_own_moments():
    programme = make_programme()
    closes = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    call = Call(programme=programme, closes_at=closes, recommendation_closes_at=None)

    windows = {w.key: w for w in windows_of(programme, call)}

    assert windows["closes"].at == closes
    assert timezone.localtime(windows["host_closes"].at).date() == date(2026, 3, 5)
    assert (
        timezone.localtime(windows["recommendation_closes"].at).strftime("%m-%d %H:%M")
        == "03-12 17:00"
    )
    assert windows["recommendation_closes"].is_provisional


def test_windows_of_says_what_a_deadline_waits_for():
    windows = {w.key: w for w in windows_of(make_programme())}

    assert [(w.at, w.waits_for) for w in windows.values()] == [
        (None, ""), (None, ""), (None, "closes"), (None, "host_closes"),
    ]  # fmt: skip
