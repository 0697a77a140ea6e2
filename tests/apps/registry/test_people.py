from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.accounts import make_account, make_actor
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.models import Act
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Person
from zhinan.apps.registry.selectors import people_visible_to
from zhinan.apps.registry.services import (
    change_person,
    masked_id_number,
    masked_phone,
    person_with_id_number,
    register_person,
    reseal_people,
    reveal_id_number,
    reveal_phone,
)

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


def register(organisation=None, **over):
    fields = {
        "name": "张示例",
        "organisation": organisation or make_organisation(),
        "id_number": NUMBER,
        "phone": "13812345678",
    }
    return register_person(actor=make_actor(Role.OFFICE), **fields | over)


def test_register_person_seals_the_number_and_reads_birth_and_sex():
    person = register(id_number=" 110105 19491231 002x ")

    person.refresh_from_db()
    assert (person.born_on, person.sex) == (date(1949, 12, 31), "女")
    assert (masked_id_number(person), masked_phone(person)) == ("110***********002X", "138****5678")
    assert NUMBER not in str(Person.objects.values().get())
    assert NUMBER not in str(list(Act.objects.values()))
    assert person_with_id_number(NUMBER) == person


def test_reveal_writes_who_looked_and_why():
    person = register()
    officer = make_actor(Role.OFFICE)

    shown = reveal_id_number(person, actor=officer, reason="核对限项")
    phone = reveal_phone(person, actor=officer, reason="通知补正")

    acts = list(acts_on(person))[1:]
    assert (shown, phone) == (NUMBER, "13812345678")
    assert [(a.action, a.note, a.account_id) for a in acts] == [
        ("registry.reveal_id_number", "核对限项", officer.account.pk),
        ("registry.reveal_phone", "通知补正", officer.account.pk),
    ]


def test_reveal_without_a_reason_is_refused():
    with pytest.raises(MoveRefused) as refused:
        reveal_id_number(register(), actor=make_actor(Role.OFFICE), reason="  ")

    assert [f.code for f in refused.value.findings] == ["REGISTRY-REASON"]


def test_reveal_to_oneself_and_ones_administrator_only():
    organisation, account = make_organisation(), make_account()
    person = register(organisation, account_id=account.pk)
    oneself = make_actor(Role.APPLICANT, organisation=make_organisation(), account=account)

    assert reveal_id_number(person, actor=oneself, reason="本人") == NUMBER
    assert (
        reveal_id_number(
            person, actor=make_actor(Role.HOST, organisation=organisation), reason="核对"
        )
        == NUMBER
    )
    for role in (Role.APPLICANT, Role.RECOMMENDER, Role.EXPERT, Role.SUPERVISOR, Role.SYSTEM_ADMIN):
        with pytest.raises(PermissionDenied):
            reveal_id_number(
                person, actor=make_actor(role, organisation=organisation), reason="看看"
            )
    with pytest.raises(PermissionDenied):
        reveal_id_number(
            person, actor=make_actor(Role.HOST, organisation=make_organisation()), reason="看看"
        )


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"id_number": "110105194912310021"}, "ID-CHECK-DIGIT"),
        ({"id_number": "1"}, "ID-LENGTH"),
        ({"name": " "}, "PERSON-NAME"),
        ({"id_kind": "passport", "id_number": "E1"}, "PERSON-ID-NUMBER"),
        ({"id_kind": "library_card"}, "PERSON-ID-KIND"),
    ],
)
def test_register_person_refuses_a_wrong_number(over, code):
    with pytest.raises(MoveRefused) as refused:
        register(**over)

    assert [f.code for f in refused.value.findings] == [code]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("name", "code"), [("张 示例", "PERSON-DUPLICATE"), ("李四", "PERSON-ID-CONFLICT")]
)
def test_register_person_twice_shows_the_other_only_masked(name, code):
    held = register()

    with pytest.raises(MoveRefused) as refused:
        register(name=name)

    (finding,) = refused.value.findings
    assert finding.code == code
    assert held.organisation.name in finding.fact
    assert NUMBER not in str(finding)


def test_passports_match_too():
    person = register(id_kind="passport", id_number="e 1234-5678")

    assert person_with_id_number("E12345678") == person
    assert person.born_on is None


def test_change_person_moves_to_another_organisation_with_a_reason():
    person, new_home = register(), make_organisation()

    changed = change_person(
        person,
        actor=make_actor(Role.OFFICE),
        reason="调动",
        organisation=new_home,
        phone="13900000000",
    )

    act = acts_on(person).last()
    assert changed.organisation == new_home
    assert act.after == {"organisation": new_home.pk, "phone": "139****0000"}
    with pytest.raises(MoveRefused):
        change_person(person, actor=make_actor(Role.OFFICE), reason="", title="教授")
    with pytest.raises(ValueError, match="unknown columns"):
        change_person(person, actor=make_actor(Role.OFFICE), reason="x", id_number_sealed="y")


def test_change_person_to_a_taken_number_is_refused():
    register()
    other = register(name="李四", id_number="")

    with pytest.raises(MoveRefused):
        change_person(other, actor=make_actor(Role.OFFICE), reason="补录", id_number=NUMBER)


def test_reseal_people_after_a_change_of_key_still_matches(settings):
    person = register()
    settings.OLD_DATA_KEYS, settings.DATA_KEY = (
        [settings.DATA_KEY],
        "another-key-of-enough-characters-for-a-test",
    )
    assert person_with_id_number(NUMBER) == person

    assert reseal_people(actor=None) == 1
    settings.OLD_DATA_KEYS = []

    person.refresh_from_db()
    assert masked_id_number(person) == "110***********002X"
    assert person_with_id_number(NUMBER) == person
    assert reseal_people(actor=make_actor(Role.SYSTEM_ADMIN)) == 0


def test_people_visible_to_their_organisation_and_the_office():
    person = register()
    other = register(name="李四", id_number="")

    assert set(people_visible_to(make_actor(Role.OFFICE))) == {person, other}
    assert set(people_visible_to(make_actor(Role.HOST, organisation=person.organisation))) == {
        person
    }
    assert not people_visible_to(make_actor(Role.SYSTEM_ADMIN)).exists()
    assert not people_visible_to(make_actor(Role.EXPERT)).exists()


def test_change_person_of_no_unit_or_to_another_is_for_the_office():
    loose = register_person(actor=make_actor(Role.OFFICE), name="王五", organisation=None)
    unit = make_organisation()
    own, host = register(unit), make_actor(Role.HOST, organisation=unit)

    for person, changes in (
        (loose, {"title": "教授"}),
        (own, {"organisation": make_organisation()}),
        (own, {"account_id": host.account.pk}),
    ):
        with pytest.raises(PermissionDenied):
            change_person(person, actor=host, reason="补录", **changes)

    own.refresh_from_db()
    assert (own.organisation, own.account_id) == (unit, None)


def test_register_person_with_an_account_is_for_the_office():
    unit = make_organisation()
    host = make_actor(Role.HOST, organisation=unit)

    with pytest.raises(PermissionDenied):
        register_person(actor=host, name="王五", organisation=unit, account_id=host.account.pk)
    assert not Person.objects.exists()
