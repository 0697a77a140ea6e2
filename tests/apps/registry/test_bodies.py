import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.accounts import make_actor
from tests.factories.registry import make_body, make_ledger_entry, make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import RecommendingBody
from zhinan.apps.registry.selectors import (
    bodies_for,
    bodies_visible_to,
    find_organisations,
    ledger_visible_to,
    organisations_visible_to,
)
from zhinan.apps.registry.services import (
    add_body_members,
    register_body,
    remove_body_members,
    set_body_members,
)

pytestmark = pytest.mark.django_db


def office():
    return make_actor(Role.OFFICE)


def test_set_body_members_joins_and_leaves_with_one_act():
    one, two, three = make_organisation(), make_organisation(), make_organisation()
    body = make_body(members=(one, two))

    changed = set_body_members(body, actor=office(), organisations=[two, three.pk], note="区划调整")

    act = Act.objects.get()
    assert changed == 2
    assert set(body.memberships.values_list("organisation_id", flat=True)) == {two.pk, three.pk}
    assert (act.before, act.after, act.note) == (
        {"left": [one.pk]},
        {"joined": [three.pk]},
        "区划调整",
    )


def test_add_and_remove_body_members_twice_changes_nothing_more():
    organisation, body = make_organisation(), make_body()

    assert [
        add_body_members(body, actor=office(), organisations=[organisation]) for _ in range(2)
    ] == [1, 0]
    assert list(bodies_for(organisation)) == [body]
    assert [
        remove_body_members(body, actor=office(), organisations=[organisation]) for _ in range(2)
    ] == [1, 0]
    assert Act.objects.count() == 2


def test_register_body_once():
    register_body(actor=office(), name="示例县科技局", kind="县")

    for name, code in (("示例县科技局", "BODY-DUPLICATE"), (" ", "BODY-NAME")):
        with pytest.raises(MoveRefused) as refused:
            register_body(actor=office(), name=name, kind="县")
        assert [f.code for f in refused.value.findings] == [code]
    assert RecommendingBody.objects.count() == 1


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.OFFICE])
def test_bodies_are_kept_by_the_office_alone(role):
    body = make_body()

    with pytest.raises(PermissionDenied):
        set_body_members(
            body, actor=make_actor(role, body=body), organisations=[make_organisation()]
        )
    with pytest.raises(PermissionDenied):
        register_body(actor=make_actor(role), name="x", kind="y")


def test_each_reader_sees_their_own_registers():
    mine, other = make_organisation(), make_organisation()
    body = make_body(members=(mine,))
    make_body(members=(other,))
    entries = {make_ledger_entry(lead=mine).pk, make_ledger_entry(lead=other).pk}
    recommender = make_actor(Role.RECOMMENDER, body=body)
    host = make_actor(Role.HOST, organisation=mine)

    for reader in (recommender, host):
        assert list(organisations_visible_to(reader)) == [mine]
        assert list(bodies_visible_to(reader)) == [body]
        assert [e.lead for e in ledger_visible_to(reader)] == [mine]
    for role in (Role.OFFICE, Role.LEADER, Role.FINANCE, Role.SUPERVISOR):
        assert set(ledger_visible_to(make_actor(role)).values_list("pk", flat=True)) == entries
        assert organisations_visible_to(make_actor(role)).count() == 2
        assert bodies_visible_to(make_actor(role)).count() == 2
    for nobody in (
        PUBLIC,
        make_actor(Role.SYSTEM_ADMIN),
        make_actor(Role.EXPERT),
        make_actor(Role.HOST),
    ):
        assert not organisations_visible_to(nobody).exists()
        assert not bodies_visible_to(nobody).exists()
        assert not ledger_visible_to(nobody).exists()


def test_find_organisations_tells_three_public_facts():
    made = make_organisation(name="示例水产研究所", address="不公开")

    found = find_organisations("水产", actor=make_actor(Role.APPLICANT))

    assert found == [{"id": made.pk, "name": "示例水产研究所", "uscc": made.uscc}]
    assert (
        find_organisations(made.uscc[:10].lower(), actor=make_actor(Role.APPLICANT))[0]["id"]
        == made.pk
    )
    assert find_organisations("水", actor=make_actor(Role.APPLICANT)) == []
    assert find_organisations("水产", actor=PUBLIC) == []
