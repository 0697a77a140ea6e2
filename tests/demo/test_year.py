"""The demonstration year: the same seed the same year, every state, a record that verifies."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from zhinan.apps.accounts.models import Account, Role
from zhinan.apps.applications.facts import judged
from zhinan.apps.applications.models import Application, Revision
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.awards.models import PublicNotice
from zhinan.apps.integrity.models import IntegrityRecord, OrganisationRelation
from zhinan.apps.records.models import Act
from zhinan.apps.records.services import verify_record
from zhinan.apps.registry.models import LedgerEntry, Organisation
from zhinan.demo.year import is_empty, load_demo_year
from zhinan.engines.rules import Verdict
from zhinan.engines.values.identity import check_uscc

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def load(seed=1, scale="0.4"):
    return load_demo_year(seed=seed, scale=Decimal(scale), now=NOW)


def seen():
    rows = Application.objects.order_by("pk")
    return list(
        rows.values_list("number", "title", "host__uscc", "state", "grant_yuan", "submitted_at")
    )


def test_load_demo_year_leaves_a_record_that_verifies():
    assert is_empty()

    load()

    assert list(verify_record()) == []
    assert Act.objects.filter(leaf=None).count() == 0
    assert not is_empty()


def test_load_demo_year_shows_every_state_and_every_desk():
    load(scale="1")

    states = set(Application.objects.values_list("state", flat=True))
    roles = set(Account.objects.filter(is_demo=True).values_list("grants__role", flat=True))
    assert states == set(ApplicationState.values)
    assert roles == set(Role.values)
    assert PublicNotice.objects.count() == 2
    assert LedgerEntry.objects.filter(is_demo=True).exists()


def test_load_demo_year_marks_all_it_makes():
    load()

    assert not Application.objects.filter(is_demo=False).exists()
    assert not Organisation.objects.filter(is_demo=False).exists()
    assert not Account.objects.filter(is_demo=False).exists()
    assert all(
        check_uscc(code) == [] for code in Organisation.objects.values_list("uscc", flat=True)
    )


def test_load_demo_year_seals_identity_numbers_in_answers():
    load()

    assert Revision.objects.exists()
    assert not Revision.objects.filter(content__icontains="320700199001010000").exists()


@pytest.mark.parametrize("seed", [1, 2])
def test_load_demo_year_with_one_seed_gives_one_year(seed, django_db_blocker):
    from django.db import transaction

    years = []
    for _ in range(2):
        with transaction.atomic():
            load(seed=seed, scale="0.2")
            years.append(seen())
            transaction.set_rollback(True)

    assert years[0] == years[1]
    assert len(years[0]) > 40


def test_load_demo_year_shows_every_verdict_penalties_and_relations():
    load(scale="1")

    rows = Application.objects.filter(call__programme__key__in=("basic-youth", "key-rd-industry"))
    shown = rows.filter(
        state__in=(S.DRAFT, S.AT_HOST, S.AT_OFFICE), sections__isnull=False
    ).distinct()
    seen = {j.verdict for row in shown.order_by("pk")[:80] for j in judged(row).judgements}
    assert seen == set(Verdict)
    assert IntegrityRecord.objects.filter(is_demo=True).count() == 3
    assert OrganisationRelation.objects.filter(is_demo=True).count() == 3
