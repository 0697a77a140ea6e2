from datetime import timedelta

import pytest
from django.utils import timezone

from tests.apps.records.threads import at_once
from zhinan.apps.accounts.models import AttemptCount
from zhinan.apps.accounts.services import count_attempt, refuse_excess
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_a_day(settings):
    settings.ATTEMPT_LIMITS = {"register": (3, 86400), "reset": (3, 86400)}


def test_count_attempt_past_the_limit_is_refused_with_figure_and_time():
    for _n in range(3):
        count_attempt("register", "203.0.113.5")

    with pytest.raises(MoveRefused) as refused:
        count_attempt("register", "203.0.113.5")
    with pytest.raises(MoveRefused):
        refuse_excess("register", "203.0.113.5")

    [finding] = refused.value.findings
    assert (finding.code, "上限3次" in finding.fact) == ("ATTEMPTS", True)
    assert "后再试" in finding.remedy


def test_count_attempt_counts_each_address_and_thing_apart():
    for _n in range(3):
        count_attempt("register", "203.0.113.5")

    count_attempt("register", "203.0.113.6")
    count_attempt("reset", "203.0.113.5")
    refuse_excess("reset", "203.0.113.5")

    assert sorted(AttemptCount.objects.values_list("count", flat=True)) == [1, 1, 3]
    assert "203.0" not in str(list(AttemptCount.objects.values()))


def test_count_attempt_forgets_windows_that_passed():
    count_attempt("register", "203.0.113.5")
    AttemptCount.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    count_attempt("reset", "203.0.113.5")

    assert list(AttemptCount.objects.values_list("what", flat=True)) == ["reset"]


def test_count_attempt_of_an_unknown_thing_is_a_mistake():
    with pytest.raises(KeyError):
        count_attempt("unheard", "203.0.113.5")


@pytest.mark.django_db(transaction=True)
def test_count_attempt_by_forty_at_once_lets_three_through():
    def attempt(_number):
        try:
            count_attempt("register", "203.0.113.5")
        except MoveRefused:
            return False
        return True

    assert at_once(40, attempt).count(True) == 3
