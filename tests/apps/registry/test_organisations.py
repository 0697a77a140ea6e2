from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from tests.factories.accounts import make_actor
from tests.factories.registry import make_organisation, make_uscc
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.records.models import Act
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Organisation
from zhinan.apps.registry.services import correct_organisation, register_organisation

pytestmark = pytest.mark.django_db
NAME = "连云港示例新材料有限公司"


def facts(**over):
    return {"name": NAME, "uscc": make_uscc(), "kind": "enterprise", "region_code": "320706"} | over


def test_register_organisation_tidies_and_writes_one_act():
    actor = make_actor(Role.OFFICE)
    uscc = make_uscc()

    made = register_organisation(
        actor=actor, **facts(name=f"  {NAME}\u200b ", uscc=f"{uscc[:8]} {uscc[8:].lower()}")
    )

    made.refresh_from_db()
    assert (made.name, made.uscc) == (NAME, uscc)
    assert [a.action for a in acts_on(made)] == ["registry.register_organisation"]


@pytest.mark.parametrize(
    ("over", "codes"),
    [
        ({"uscc": "123"}, ["USCC-LENGTH"]),
        ({"uscc": "91110000600037341A"}, ["USCC-CHECK-DIGIT"]),
        ({"uscc": "9111000060003734IL"}, ["USCC-CHARACTERS"]),
        ({"name": " \u200b"}, ["ORG-NAME"]),
        ({"name": "长" * 121}, ["ORG-LENGTH"]),
        ({"kind": "guild"}, ["ORG-KIND"]),
        ({"region_code": "990000"}, ["ORG-REGION"]),
        ({"region_code": "海州区"}, ["ORG-REGION"]),
        ({"registered_on": timezone.localdate() + timedelta(days=1)}, ["ORG-REGISTERED-ON"]),
        ({"name": "", "kind": "", "uscc": ""}, ["USCC-LENGTH", "ORG-NAME", "ORG-KIND"]),
    ],
)
def test_register_organisation_refuses_a_wrong_fact_with_its_remedy(over, codes):
    with pytest.raises(MoveRefused) as refused:
        register_organisation(actor=make_actor(Role.OFFICE), **facts(**over))

    assert [f.code for f in refused.value.findings] == codes
    assert all(f.remedy for f in refused.value.findings)
    assert not Organisation.objects.exists()


def test_register_organisation_with_a_reason_keeps_a_code_that_fails_its_check_digit():
    made = register_organisation(
        actor=make_actor(Role.OFFICE),
        **facts(uscc="12220000412754388A", uscc_warning="事业单位法人证书所载"),
    )

    assert made.uscc_warning == "事业单位法人证书所载"


@pytest.mark.parametrize("name", [NAME, "另一家单位", "示例（集团）公司"])
def test_register_organisation_twice_names_the_one_registered(name):
    held = make_organisation(name="示例(集团)公司" if "集团" in name else NAME)
    uscc = make_uscc() if name != "另一家单位" else held.uscc

    with pytest.raises(MoveRefused) as refused:
        register_organisation(actor=make_actor(Role.OFFICE), **facts(name=name, uscc=uscc))

    (finding,) = refused.value.findings
    assert finding.code == "ORG-DUPLICATE"
    assert held.name in finding.fact
    assert held.uscc in finding.fact
    assert Organisation.objects.count() == 1


def test_register_organisation_anonymous_is_denied():
    with pytest.raises(PermissionDenied):
        register_organisation(actor=PUBLIC, **facts())


def test_correct_organisation_keeps_before_and_after_in_the_record():
    organisation = make_organisation(registered_on=date(2018, 5, 4))

    corrected = correct_organisation(
        organisation,
        actor=make_actor(Role.OFFICE),
        reason="营业执照副本",
        registered_on="2017年3月21日",
        region_code="320706",
    )

    act = Act.objects.get(action="registry.correct_organisation")
    assert corrected.registered_on == date(2017, 3, 21)
    assert (act.before, act.after) == (
        {"registered_on": "2018-05-04"},
        {"registered_on": "2017-03-21"},
    )
    assert act.note == "营业执照副本"


@pytest.mark.parametrize(
    ("reason", "changes", "code"),
    [
        ("", {"address": "海州区"}, "REGISTRY-REASON"),
        ("证照", {"region_code": "320706"}, "ORG-UNCHANGED"),
        ("证照", {"uscc": "123"}, "USCC-LENGTH"),
        ("证照", {"registered_on": "二月三十"}, "REGISTRY-DATE"),
    ],
)
def test_correct_organisation_refused_changes_nothing(reason, changes, code):
    organisation = make_organisation()
    before = Organisation.objects.values().get()

    with pytest.raises(MoveRefused) as refused:
        correct_organisation(organisation, actor=make_actor(Role.OFFICE), reason=reason, **changes)

    assert [f.code for f in refused.value.findings] == [code]
    assert Organisation.objects.values().get() == before
    assert not Act.objects.exists()


def test_correct_organisation_unknown_column_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="changes must be"):
        correct_organisation(
            make_organisation(), actor=make_actor(Role.OFFICE), reason="x", is_demo=True
        )


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.OFFICE])
def test_correct_organisation_is_the_offices_alone(role):
    organisation = make_organisation()
    actor = make_actor(role, organisation=organisation)

    with pytest.raises(PermissionDenied):
        correct_organisation(organisation, actor=actor, reason="x", address="y")


def test_the_record_is_in_chinese_whatever_language_the_officer_reads():
    officer = make_actor(Role.OFFICE)

    with translation.override("en"):
        organisation = register_organisation(
            actor=officer,
            name="示例一号公司",
            uscc=make_uscc(),
            kind="enterprise",
            region_code="320706",
        )
        correct_organisation(
            organisation, actor=officer, reason="核对证照", address="花果山大道1号"
        )

    assert [act.summary for act in acts_on(organisation)] == [
        "登记单位“示例一号公司”",
        "更正单位登记",
    ]
