from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.accounts import make_actor
from tests.factories.registry import make_ledger_entry, make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import LedgerEntry
from zhinan.apps.registry.services import add_ledger_entry, change_ledger_entry

pytestmark = pytest.mark.django_db


def add(**over):
    fields = {
        "number": "LYG2023-0007",
        "title": "示例项目",
        "programme": "市重点研发计划",
        "year": 2023,
        "lead": make_organisation(),
        "leader_name": "张示例",
        "starts_on": date(2023, 7, 1),
        "ends_on": date(2025, 6, 30),
        "grant_yuan": Decimal(200000),
        "source": "连科发〔2023〕1号",
    }
    return add_ledger_entry(actor=make_actor(Role.OFFICE), **fields | over)


def test_add_ledger_entry_writes_an_act():
    entry = add()

    act = Act.objects.get()
    assert (act.action, act.after["grant_yuan"], act.note) == (
        "registry.add_ledger_entry",
        "200000.00",
        entry.source,
    )


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"ends_on": date(2023, 6, 30)}, "LEDGER-DATES"),
        ({"title": ""}, "LEDGER-TEXT"),
        ({"title": "长" * 201}, "LEDGER-TEXT"),
        ({"grant_yuan": Decimal(-1)}, "LEDGER-GRANT"),
        ({"year": 23}, "LEDGER-YEAR"),
        ({"state": "lost"}, "LEDGER-STATE"),
        ({"number": "TAKEN"}, "LEDGER-DUPLICATE"),
    ],
)
def test_add_ledger_entry_refuses_a_wrong_fact(over, code):
    make_ledger_entry(number="TAKEN")

    with pytest.raises(MoveRefused) as refused:
        add(**over)

    assert [f.code for f in refused.value.findings] == [code]
    assert LedgerEntry.objects.count() == 1


def test_change_ledger_entry_keeps_what_stood_there():
    entry = add()

    change_ledger_entry(entry, actor=make_actor(Role.OFFICE), reason="验收通过", state="accepted")

    act = Act.objects.order_by("id").last()
    assert (act.before, act.after) == ({"state": "running"}, {"state": "accepted"})


@pytest.mark.parametrize(
    ("reason", "changes"), [("", {"state": "accepted"}), ("x", {"ends_on": date(2020, 1, 1)})]
)
def test_change_ledger_entry_refused_changes_nothing(reason, changes):
    entry = make_ledger_entry()
    before = LedgerEntry.objects.values().get()

    with pytest.raises(MoveRefused):
        change_ledger_entry(entry, actor=make_actor(Role.OFFICE), reason=reason, **changes)

    assert LedgerEntry.objects.values().get() == before


def test_change_ledger_entry_number_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="changes must be of"):
        change_ledger_entry(
            make_ledger_entry(), actor=make_actor(Role.OFFICE), reason="x", number="y"
        )


def test_ledger_is_kept_by_the_office_alone():
    entry = make_ledger_entry()

    with pytest.raises(PermissionDenied):
        change_ledger_entry(
            entry, actor=make_actor(Role.HOST, organisation=entry.lead), reason="x", title="y"
        )
