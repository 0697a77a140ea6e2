import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.accounts import make_actor
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import CorrectionClaim
from zhinan.apps.registry.selectors import claims_visible_to
from zhinan.apps.registry.services import accept_claim, ask_correction, refuse_claim
from zhinan.apps.registry.states import ClaimState

pytestmark = pytest.mark.django_db


def ask(organisation, **over):
    fields = {"field": "address", "asked_value": "海州区朝阳路1号", "reason": "已迁址"} | over
    return ask_correction(
        organisation, actor=make_actor(Role.HOST, organisation=organisation), **fields
    )


def test_accept_claim_corrects_the_fact_and_keeps_the_reason():
    organisation = make_organisation(address="旧址")
    claim = ask(organisation)

    accept_claim(claim, actor=make_actor(Role.OFFICE), answer="已核对执照")

    organisation.refresh_from_db()
    claim.refresh_from_db()
    assert (organisation.address, claim.state) == ("海州区朝阳路1号", ClaimState.ACCEPTED)
    assert [a.action for a in acts_on(organisation)] == [
        "registry.ask_correction",
        "registry.correct_organisation",
    ]


@pytest.mark.parametrize(
    ("field", "asked", "column"),
    [
        ("registered_on", "2016年2月29日", "2016-02-29"),
        ("is_legal_person", "否", "False"),
        ("kind", "institute", "institute"),
    ],
)
def test_accept_claim_reads_dates_and_flags(field, asked, column):
    organisation = make_organisation()

    accept_claim(ask(organisation, field=field, asked_value=asked), actor=make_actor(Role.OFFICE))

    organisation.refresh_from_db()
    assert str(getattr(organisation, field)) == column


def test_accept_claim_of_a_code_that_fails_its_check_digit_notes_that_it_was_compared():
    organisation = make_organisation()

    accept_claim(
        ask(organisation, field="uscc", asked_value="12220000412754388A"),
        actor=make_actor(Role.OFFICE),
    )

    organisation.refresh_from_db()
    assert organisation.uscc == "12220000412754388A"
    assert organisation.uscc_warning


def test_refuse_claim_leaves_the_fact_and_answers():
    organisation = make_organisation(address="旧址")
    claim = ask(organisation)

    refuse_claim(claim, actor=make_actor(Role.OFFICE), answer="执照未变更")

    organisation.refresh_from_db()
    claim.refresh_from_db()
    assert (organisation.address, claim.state, claim.answer) == (
        "旧址",
        ClaimState.REFUSED,
        "执照未变更",
    )


def test_a_decided_claim_is_not_decided_again():
    claim = ask(make_organisation())
    office = make_actor(Role.OFFICE)
    refuse_claim(claim, actor=office, answer="不符")

    for decide in (accept_claim, refuse_claim):
        with pytest.raises(MoveRefused):
            decide(claim, actor=office, answer="再看")


def test_refuse_claim_without_an_answer_is_refused():
    with pytest.raises(MoveRefused):
        refuse_claim(ask(make_organisation()), actor=make_actor(Role.OFFICE), answer=" ")


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"reason": ""}, "REGISTRY-REASON"),
        ({"asked_value": "旧址"}, "CLAIM-SAME"),
        ({"field": "uscc", "asked_value": "1"}, "USCC-LENGTH"),
        ({"field": "registered_on", "asked_value": "去年"}, "REGISTRY-DATE"),
        ({"asked_value": "长" * 201}, "CLAIM-LENGTH"),
        ({"field": "kind", "asked_value": "行会"}, "ORG-KIND"),
    ],
)
def test_ask_correction_refused_makes_no_claim(over, code):
    with pytest.raises(MoveRefused) as refused:
        ask(make_organisation(address="旧址"), **over)

    assert [f.code for f in refused.value.findings] == [code]
    assert not CorrectionClaim.objects.exists()


def test_ask_correction_twice_on_one_fact_waits_for_the_first():
    organisation = make_organisation()
    ask(organisation)

    with pytest.raises(MoveRefused) as refused:
        ask(organisation, asked_value="连云区")

    assert [f.code for f in refused.value.findings] == ["CLAIM-OPEN"]


def test_claims_of_another_organisation_are_neither_asked_nor_seen():
    mine, theirs = make_organisation(), make_organisation()
    stranger = make_actor(Role.HOST, organisation=mine)
    claim = ask(theirs)

    with pytest.raises(PermissionDenied):
        ask_correction(theirs, actor=stranger, field="address", asked_value="x", reason="y")
    assert not claims_visible_to(stranger).exists()
    assert claims_visible_to(make_actor(Role.OFFICE)).get() == claim
