from datetime import date
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
)
from tests.factories.registry import make_section
from tests.factories.screening import make_clerk
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.applications.models import SectionDraft
from zhinan.apps.awards.models import DecisionList
from zhinan.apps.awards.services import raise_objection
from zhinan.apps.awards.states import ISSUE, DecisionState
from zhinan.apps.projects.facts import Period
from zhinan.apps.projects.models import Project
from zhinan.apps.projects.selectors import projects_found, projects_visible_to, sum_of
from zhinan.apps.projects.services import award_projects, missing_periods
from zhinan.apps.records.models import Message
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import LedgerEntry

pytestmark = pytest.mark.django_db
TWO_YEARS = Period(date(2026, 7, 1), date(2028, 6, 30))


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_award_projects_makes_a_project_and_a_ledger_line_each():
    notice = make_ended_notice()
    application = notice.decision_list.items.first().application
    SectionDraft.objects.create(
        application=application,
        key="basics",
        values={
            "project.starts_on": {"value": "2026-09-01"},
            "project.ends_on": {"value": "2029-08-31"},
        },
    )

    projects = award_projects(notice.decision_list, period=TWO_YEARS, actor=make_clerk())

    first, second = projects
    prefix = application.call.programme.number_prefix
    assert [p.number for p in projects] == [f"{prefix}-P0001", f"{prefix}-P0002"]
    assert (first.ledger_entry.starts_on, first.ledger_entry.ends_on) == (
        date(2026, 9, 1),
        date(2029, 8, 31),
    )
    assert (second.ledger_entry.starts_on, second.ledger_entry.ends_on) == (
        TWO_YEARS.starts_on,
        TWO_YEARS.ends_on,
    )
    assert {p.application.state for p in projects} == {"awarded"}
    assert {e.grant_yuan for e in LedgerEntry.objects.all()} == {Decimal("300000.00")}
    notice.refresh_from_db()
    assert (notice.state, notice.decision_list.state) == ("ended", "awarded")
    assert (
        Message.objects.filter(account=application.owner, title__startswith="已立项").count() == 1
    )


def test_award_projects_without_period_names_the_projects_and_writes_nothing():
    decision_list = make_ended_notice().decision_list

    with pytest.raises(MoveRefused) as refused:
        award_projects(decision_list, actor=make_clerk())

    assert codes(refused) == ["AWARD-NO-PERIOD"]
    assert len(missing_periods(decision_list)) == 2
    decision_list.refresh_from_db()
    assert (decision_list.state, Project.objects.count(), LedgerEntry.objects.count()) == (
        "noticed",
        0,
        0,
    )


def test_award_projects_with_a_period_the_wrong_way_round_is_refused():
    with pytest.raises(MoveRefused) as refused:
        award_projects(
            make_ended_notice().decision_list,
            period=Period(date(2026, 7, 1), date(2026, 7, 1)),
            actor=make_clerk(),
        )

    assert codes(refused) == ["AWARD-PERIOD"]
    assert Project.objects.count() == 0


def test_award_projects_while_the_notice_runs_or_an_objection_is_open_is_refused():
    running = make_notice()
    raise_objection(
        running, name="李真名", contact="13800001234", text="该项目已经立过项，请核实。"
    )

    with pytest.raises(MoveRefused) as refused:
        award_projects(running.decision_list, period=TWO_YEARS, actor=make_clerk())

    assert codes(refused) == ["NOTICE-RUNNING", "NOTICE-OBJECTION-OPEN"]
    assert Project.objects.count() == 0


@pytest.mark.parametrize("state", [s for s in DecisionState if s not in ISSUE.sources])
def test_award_projects_from_every_other_state_is_refused(state):
    draft = make_draft()
    decided = (
        {}
        if state == DecisionState.DRAFT
        else {"decided_at": timezone.now(), "decided_by": make_leader().account}
    )
    DecisionList.objects.filter(pk=draft.pk).update(state=state, **decided)

    with pytest.raises(MoveRefused) as refused:
        award_projects(draft, period=TWO_YEARS, actor=make_clerk())

    assert codes(refused) == ["STATE-CHANGED"]


def test_award_projects_without_any_notice_is_refused():
    decided = make_decided()
    DecisionList.objects.update(state=DecisionState.NOTICED)

    with pytest.raises(MoveRefused) as refused:
        award_projects(decided, period=TWO_YEARS, actor=make_clerk())

    assert codes(refused) == ["NOTICE-MISSING"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: PUBLIC,
        lambda: make_actor(Role.RECOMMENDER),
        lambda: make_actor(Role.FINANCE),
        lambda: make_actor(Role.OFFICE, section=make_section()),
    ],
    ids=["anonymous", "stranger", "finance", "wrong section"],
)
def test_award_projects_is_for_the_section_or_the_leadership(make):
    decision_list = make_ended_notice().decision_list

    with pytest.raises(PermissionDenied):
        award_projects(decision_list, period=TWO_YEARS, actor=make())

    assert len(award_projects(decision_list, period=TWO_YEARS, actor=make_leader())) == 2


def test_projects_found_searches_and_sums_within_reach():
    decision_list = make_ended_notice().decision_list
    first, _second = award_projects(decision_list, period=TWO_YEARS, actor=make_clerk())
    mine = make_clerk(decision_list.call.programme)

    assert list(projects_found(mine, search=first.number, state="running", year=2026)) == [first]
    assert sum_of(projects_found(mine, sort="number")) == (2, Decimal("600000.00"))
    assert sum_of(projects_found(mine, year=1999)) == (0, Decimal("0.00"))
    assert projects_visible_to(make_actor(Role.OFFICE, section=make_section())).count() == 0
    assert projects_visible_to(make_actor(Role.HOST)).count() == 0
