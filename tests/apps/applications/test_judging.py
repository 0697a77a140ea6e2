"""An application before its rules: registers as tables, bars at handing in, the copy that is kept."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.applications import fill_in, make_applicant, make_pdf, save
from tests.factories.integrity import make_record, make_relation
from tests.factories.registry import make_body, make_ledger_entry, make_organisation
from tests.factories.rules import make_clerk, make_ruled_call
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.facts import (
    bars_on,
    judged,
    law_day,
    reference_day,
    replayed,
    revision_values,
)
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import (
    confirm_application,
    grant_waiver,
    recommend_application,
    start_application,
    submit_application,
    withdraw_waiver,
)
from zhinan.apps.records.models import Act
from zhinan.apps.records.services.files import store_file
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.rules import Verdict

pytestmark = pytest.mark.django_db


def begun(actor=None, call=None, **answers):
    actor = actor or make_applicant()
    application = fill_in(
        start_application(call or make_ruled_call(), actor=actor, is_another=True), actor
    )
    for path, value in answers.items():
        key = "funding" if path.startswith("budget") else "leader"
        version = application.sections.get(key=key).version
        save(application, key, actor, version, **{path: value})
    return Application.objects.get(pk=application.pk), actor


def verdicts(application):
    return {j.rule.key: j.verdict for j in judged(application).judgements}


def test_every_rule_of_the_programme_is_judged_in_the_order_of_the_guide():
    application, _actor = begun(leader__birth_date="1990-05-06")

    assert verdicts(application) == {
        "EX-1": Verdict.PASSED,
        "EX-2": Verdict.PASSED,
        "EX-3": Verdict.PASSED,
        "EX-4": Verdict.PASSED,
        "EX-5": Verdict.PASSED,
        "EX-6": Verdict.PASSED,
        "EX-7": Verdict.PERSON,
        "EX-8": Verdict.NOT_APPLICABLE,
        "EX-9": Verdict.MISSING,  # no body yet
    }
    assert judged(application).overall == Verdict.PERSON


def test_days_of_law_and_reference_are_those_of_the_call():
    application, _actor = begun()

    call = application.call
    assert (law_day(call), reference_day(call)) == (
        timezone.localdate(call.opens_at),
        timezone.localdate(call.closes_at),
    )


def test_submit_is_refused_by_a_hard_rule_with_its_clause_and_nothing_changes():
    application, actor = begun(budget__grant="50.01", leader__birth_date="1990-05-06")

    with pytest.raises(MoveRefused) as refused:
        submit_application(application, actor=actor)

    [finding] = refused.value.findings
    assert (finding.code, finding.source, finding.remedy) == ("RULE-EX-2", "三.1", "核减申请经费")
    assert "50.01" in finding.fact
    assert "0.01" in finding.fact
    application.refresh_from_db()
    assert (application.state, application.number) == ("draft", None)


def test_what_is_waivable_soft_or_for_a_person_bars_nobody():
    application, actor = begun(
        budget__grant="30", budget__own="10", leader__birth_date="1970-01-01"
    )

    assert bars_on(application) == []
    assert submit_application(application, actor=actor).state == "at_host"


def test_a_running_project_of_the_unit_bars_and_one_of_another_unit_does_not():
    application, _actor = begun()
    make_ledger_entry()
    assert verdicts(application)["EX-5"] == Verdict.PASSED

    make_ledger_entry(lead=application.host, state="accepted")
    assert verdicts(application)["EX-5"] == Verdict.PASSED

    make_ledger_entry(lead=application.host)
    assert [f.code for f in bars_on(application)] == ["RULE-EX-5"]


def test_a_penalty_bars_while_it_runs_and_only_once_it_is_known():
    application, _actor = begun()
    host, today = application.host, timezone.localdate()

    make_record(uscc=host.uscc, until_on=today - timedelta(days=1))
    make_record(uscc=host.uscc, until_on=None, recorded_on=today + timedelta(days=3))
    assert verdicts(application)["EX-6"] == Verdict.PASSED

    make_record(uscc=host.uscc, until_on=today, kind="tax")
    assert verdicts(application)["EX-6"] == Verdict.FAILED


def test_quota_counts_what_the_body_recommended_and_never_bars_handing_in():
    call, host = make_ruled_call(), make_organisation()
    body = make_body(members=(host,))
    for _n in range(3):
        other, actor = begun(make_applicant(organisation=host), call)
        submit_application(other, actor=actor)
        clerk = make_actor(Role.HOST, organisation=host)
        confirmed = confirm_application(other, actor=clerk, body=body)
        if _n < 2:
            recommend_application(confirmed, actor=make_actor(Role.RECOMMENDER, body=body))
    application, actor = begun(make_applicant(organisation=host), call)

    found = judged(application)
    quota = next(j for j in found.judgements if j.rule.key == "EX-9")

    assert (quota.usage.used, quota.usage.most, quota.verdict) == (2, 2, Verdict.FAILED)
    assert found.bars == ()
    assert submit_application(application, actor=actor).state == "at_host"


def test_revision_keeps_what_was_said_and_the_registers_it_was_said_from():
    application, actor = begun(leader__birth_date="1970-01-01")
    make_ledger_entry(lead=application.host, state="accepted")
    handed = submit_application(application, actor=actor)
    revision = handed.revisions.get()
    said = {line["rule"]: line["verdict"] for line in revision.judgements}

    make_ledger_entry(lead=application.host)  # what happens later changes nothing
    again = replayed(revision, revision_values(revision))

    assert said == {j.rule.key: j.verdict.code for j in again.judgements}
    assert (said["EX-5"], said["EX-3"]) == ("passed", "discretion")
    assert verdicts(handed)["EX-5"] == Verdict.FAILED
    assert (revision.law_on, revision.known_on) == (law_day(handed.call), timezone.localdate())
    assert "1970-01-01" not in str(revision.judgements) + revision.judged_from


def test_replay_of_a_revision_from_before_says_so():
    application, actor = begun()
    revision = submit_application(application, actor=actor).revisions.get()
    revision.known_on = None

    with pytest.raises(ValueError, match="keeps no judgements"):
        replayed(revision, {})


def test_judging_takes_as_many_statements_for_many_rows_as_for_one():
    application, _actor = begun(leader__name="张示例")
    counts = []

    for _n in range(2):
        for _m in range(4):
            make_ledger_entry(lead=application.host, state="accepted")
            make_record(uscc=application.host.uscc, from_on=date(2020, 1, 1 + _n * 4 + _m))
            make_relation(owner_uscc=application.host.uscc)
        application = Application.objects.get(pk=application.pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            judged(application)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_waiver_is_granted_by_the_office_where_the_clause_gives_the_power():
    application, _actor = begun(leader__birth_date="1970-01-01")
    clerk, today = make_clerk(), timezone.localdate()
    assert verdicts(application)["EX-3"] == Verdict.DISCRETION

    grant = grant_waiver(application, rule="EX-3", on=today, reason="成果突出", actor=clerk)

    assert verdicts(application)["EX-3"] == Verdict.WAIVED
    assert Act.objects.last().action == "applications.grant_waiver"
    withdraw_waiver(grant, reason="撤回批准", actor=clerk)
    assert verdicts(application)["EX-3"] == Verdict.DISCRETION


@pytest.mark.parametrize(
    ("over", "codes"),
    [
        ({"rule": "EX-2"}, ["WAIVER-NONE"]),
        ({"rule": "NO"}, ["WAIVER-NONE"]),
        ({"reason": " "}, ["REASON-MISSING"]),
        ({"on": date(2999, 1, 1)}, ["WAIVER-DATE"]),
    ],
)
def test_waiver_is_refused_with_its_reason(over, codes):
    application, _actor = begun()
    wanted = {"rule": "EX-3", "on": timezone.localdate(), "reason": "突出"} | over

    with pytest.raises(MoveRefused) as refused:
        grant_waiver(application, actor=make_clerk(), **wanted)

    assert [f.code for f in refused.value.findings] == codes
    assert not application.waiver_grants.exists()


def test_waiver_once_and_taken_back_once_with_a_reason():
    application, actor = begun()
    clerk, today = make_clerk(), timezone.localdate()
    paper = store_file(make_pdf(), accept=["pdf"])
    grant = grant_waiver(
        application, rule="EX-3", on=today, reason="突出", actor=clerk, document=paper, document_name="批件.pdf"
    )  # fmt: skip

    with pytest.raises(MoveRefused):
        grant_waiver(application, rule="EX-3", on=today, reason="突出", actor=clerk)
    with pytest.raises(MoveRefused):
        withdraw_waiver(grant, reason="", actor=clerk)
    withdraw_waiver(grant, reason="误批", actor=clerk)
    with pytest.raises(MoveRefused):
        withdraw_waiver(grant, reason="误批", actor=clerk)
    for nobody in (actor, make_actor(Role.LEADER), make_actor(Role.SUPERVISOR)):
        with pytest.raises(PermissionDenied):
            grant_waiver(application, rule="EX-3", on=today, reason="突出", actor=nobody)


def test_grant_money_of_rivals_and_names_reach_the_registers():
    call, host = make_ruled_call(), make_organisation()
    first, actor = begun(make_applicant(organisation=host), call)
    submit_application(first, actor=actor)
    second, _actor = begun(make_applicant(organisation=host), call)

    rows = judged(second).case.values["rivals"]

    assert [(r["organisation"], r["grant"], r["state"], r["body"]) for r in rows] == [
        (host.name, Decimal("95000.00"), "已提交", "（尚未推荐）")
    ]
