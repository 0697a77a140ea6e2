"""What stands in the demonstration year: every state, every verdict, every desk, all of it marked."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from zhinan.apps.accounts.models import Account, Role
from zhinan.apps.applications.facts import judged
from zhinan.apps.applications.models import Application, Revision
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.awards.models import PublicNotice
from zhinan.apps.integrity.models import IntegrityRecord, OrganisationRelation
from zhinan.apps.registry.models import LedgerEntry, Organisation
from zhinan.demo.year import load_demo_year
from zhinan.engines.rules import Verdict
from zhinan.engines.values.identity import check_uscc

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One year for all who only look at it, rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo_year(seed=1, scale=Decimal(1), now=NOW)
        yield
        transaction.set_rollback(True)


def test_load_demo_year_shows_every_state_and_every_desk(year):
    states = set(Application.objects.values_list("state", flat=True))
    roles = set(Account.objects.filter(is_demo=True).values_list("grants__role", flat=True))
    assert states == set(ApplicationState.values)
    assert roles == set(Role.values)
    assert PublicNotice.objects.count() == 2
    assert LedgerEntry.objects.filter(is_demo=True).exists()


def test_load_demo_year_marks_all_it_makes(year):
    assert not Application.objects.filter(is_demo=False).exists()
    assert not Organisation.objects.filter(is_demo=False).exists()
    assert not Account.objects.filter(is_demo=False).exists()
    assert all(
        check_uscc(code) == [] for code in Organisation.objects.values_list("uscc", flat=True)
    )


def test_load_demo_year_seals_identity_numbers_in_answers(year):
    assert Revision.objects.exists()
    assert not Revision.objects.filter(content__icontains="320700199001010000").exists()


def test_load_demo_year_shows_every_verdict_penalties_and_relations(year):
    rows = Application.objects.filter(call__programme__key__in=("basic-youth", "key-rd-industry"))
    shown = rows.filter(
        state__in=(S.DRAFT, S.AT_HOST, S.AT_OFFICE), sections__isnull=False
    ).distinct()
    seen = {j.verdict for row in shown.order_by("pk")[:80] for j in judged(row).judgements}
    assert seen == set(Verdict)
    assert IntegrityRecord.objects.filter(is_demo=True).count() == 3
    assert OrganisationRelation.objects.filter(is_demo=True).count() == 3
