from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.applications import (
    fill_in,
    make_applicant,
    make_application,
    make_submitted,
    save,
)
from tests.factories.programmes import make_call, make_programme
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.facts import application_values
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import (
    add_collaborator,
    colleagues_of,
    copy_application,
    remove_collaborator,
    start_application,
)
from zhinan.apps.records.models import Message
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_start_application_begins_for_the_organisation_with_topic_and_given_rows():
    actor = make_applicant()
    call = make_call()
    topic = call.programme.topics.get(code="7002")

    begun = start_application(call, actor=actor, topic=topic)

    assert (begun.host_id, begun.owner, begun.topic, begun.state, begun.number) == (
        actor.organisation_id, actor.account, topic, "draft", None,
    )  # fmt: skip
    values = application_values(begun)
    assert values["basics"]["project.topic"] == {"value": "7002", "source": "declared"}
    assert len(values["budget"]["budget.lines"]["value"]) == 3


def test_start_application_by_one_click_sent_twice_makes_one_draft():
    actor = make_applicant()
    call = make_call()

    first, second = (start_application(call, actor=actor) for _ in range(2))

    assert first == second
    assert Application.objects.count() == 1


def test_start_application_beside_a_written_draft_asks_first():
    actor = make_applicant()
    call = make_call()
    first = start_application(call, actor=actor)
    save(first, "basics", actor, project__name="第一项")

    with pytest.raises(MoveRefused) as refused:
        start_application(call, actor=actor)
    meant = start_application(call, actor=actor, is_another=True)
    other_topic = start_application(call, actor=actor, topic=call.programme.topics.first())

    assert codes(refused) == ["DRAFT-EXISTS"]
    assert "第一项" in refused.value.findings[0].fact
    assert len({first.pk, meant.pk, other_topic.pk}) == 3


def test_start_application_after_closing_or_in_a_draft_call_is_refused():
    closed = make_call(closes_at=timezone.now() - timedelta(seconds=1))
    unpublished = make_call(programme=closed.programme, state="draft")

    for call in (closed, unpublished):
        with pytest.raises(MoveRefused) as refused:
            start_application(call, actor=make_applicant())
        assert codes(refused) == ["CALL-CLOSED"]
    assert not Application.objects.exists()


def test_start_application_before_opening_lets_one_fill_in():
    call = make_call(opens_at=timezone.now() + timedelta(days=1))

    assert start_application(call, actor=make_applicant()).state == "draft"


def test_start_application_with_a_topic_of_another_programme_is_a_mistake():
    call = make_call()
    foreign = make_programme().topics.first()

    with pytest.raises(ValueError, match="expected a topic of"):
        start_application(call, actor=make_applicant(), topic=foreign)


@pytest.mark.parametrize("role", [Role.HOST, Role.OFFICE, Role.RECOMMENDER, Role.SUPERVISOR])
def test_start_application_in_another_role_is_refused(role):
    actor = make_actor(role, organisation=make_organisation() if role == Role.HOST else None)

    with pytest.raises(PermissionDenied):
        start_application(make_call(), actor=actor)


def test_copy_application_takes_answers_but_neither_files_nor_undertakings():
    actor = make_applicant()
    source = make_submitted(actor)

    copy = copy_application(source, actor=actor)

    values = application_values(copy)
    assert (copy.state, copy.number, copy.title, copy.topic) == (
        "draft",
        None,
        source.title,
        source.topic,
    )
    assert values["team"] == application_values(source)["team"]
    assert "files.licence" not in values.get("papers", {})
    assert {f.field for f in copy.missing()} == {
        "papers/files.licence",
        "undertakings/undertaking.is_truthful",
    }


def test_copy_application_into_another_call_leaves_the_topic_to_be_chosen():
    actor = make_applicant()
    source = fill_in(make_application(actor), actor)

    copy = copy_application(source, actor=actor, call=make_call())

    assert (copy.title, copy.topic) == (source.title, None)
    assert "basics/project.topic" in {f.field for f in copy.missing()}


def test_copy_application_of_another_is_refused():
    source = make_submitted()

    with pytest.raises(PermissionDenied):
        copy_application(source, actor=make_applicant())


def test_add_collaborator_lets_a_colleague_fill_in_and_tells_them_once():
    owner = make_applicant()
    application = make_application(owner)
    colleague = make_actor(Role.APPLICANT, organisation=application.host)

    for _ in range(2):
        add_collaborator(application, account=colleague.account, actor=owner)
    save(application, "leader", colleague, leader__name="王示例")

    assert list(colleagues_of(application)) == [colleague.account]
    assert Message.objects.filter(account=colleague.account).count() == 1


def test_remove_collaborator_takes_the_right_back_and_keeps_what_was_typed():
    owner = make_applicant()
    application = make_application(owner)
    colleague = make_actor(Role.APPLICANT, organisation=application.host)
    add_collaborator(application, account=colleague.account, actor=owner)
    save(application, "leader", colleague, leader__name="王示例")

    remove_collaborator(application, account=colleague.account, actor=owner)

    with pytest.raises(PermissionDenied):
        save(application, "leader", colleague, 1, leader__name="改")
    assert application_values(application)["leader"]["leader.name"]["value"] == "王示例"


def test_add_collaborator_of_another_organisation_or_by_a_collaborator_is_refused():
    owner = make_applicant()
    application = make_application(owner)
    colleague = make_actor(Role.APPLICANT, organisation=application.host)
    add_collaborator(application, account=colleague.account, actor=owner)

    with pytest.raises(MoveRefused) as refused:
        add_collaborator(application, account=make_applicant().account, actor=owner)
    with pytest.raises(PermissionDenied):
        add_collaborator(application, account=owner.account, actor=colleague)

    assert codes(refused) == ["COLLABORATOR-FOREIGN"]
    assert application.collaborators.count() == 1
