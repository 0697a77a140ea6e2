"""Loading the demonstration year: the same seed the same year, a record that verifies."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from zhinan.apps.applications.models import Application
from zhinan.apps.records.models import Act
from zhinan.apps.records.services import verify_record
from zhinan.demo.year import is_empty, load_demo_year

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


@pytest.mark.parametrize("seed", [1, 2])
def test_load_demo_year_with_one_seed_gives_one_year(seed):
    years = []
    for _ in range(2):
        with transaction.atomic():
            load(seed=seed, scale="0.2")
            years.append(seen())
            transaction.set_rollback(True)

    assert years[0] == years[1]
    assert len(years[0]) > 40
