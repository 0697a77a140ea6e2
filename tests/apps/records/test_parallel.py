import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from tests.apps.records.threads import at_once
from tests.factories.records import make_act, make_subject
from zhinan.apps.records.models import Act, ChainHead, Checkpoint, NumberSeries
from zhinan.apps.records.services import next_number, seal_checkpoint, verify_record

WRITERS = 50
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("subjects", [1, 7, WRITERS])
def test_record_act_by_many_writers_at_once_leaves_whole_chains(subjects):
    rows = [make_subject(str(n)) for n in range(subjects)]

    def write(number):
        with transaction.atomic():
            make_act(rows[number % subjects], note=str(number))

    at_once(WRITERS, write)
    checkpoint = seal_checkpoint()

    assert sorted(int(note) for note in Act.objects.values_list("note", flat=True)) == list(
        range(WRITERS)
    )
    assert ChainHead.objects.filter(length__gt=0).count() == subjects
    assert checkpoint.size == WRITERS
    assert verify_record() == []


def test_seal_checkpoint_while_others_write_and_seal_leaves_one_tree():
    rows = [make_subject(str(n)) for n in range(5)]

    def write_or_seal(number):
        if number % 5 == 0:
            seal_checkpoint()
            return
        with transaction.atomic():
            make_act(rows[number % 5])

    at_once(WRITERS, write_or_seal)
    seal_checkpoint()

    assert sorted(Act.objects.values_list("leaf", flat=True)) == list(range(40))
    assert Checkpoint.objects.order_by("-number").first().size == 40
    assert verify_record() == []


def test_verify_record_while_others_write_reports_nothing():
    rows = [make_subject(str(n)) for n in range(3)]

    def write_or_verify(number):
        if number % 5 == 0:
            return verify_record()
        with transaction.atomic():
            make_act(rows[number % 3])
        return seal_checkpoint() and []

    reports = at_once(20, write_or_verify)

    assert [report for report in reports if report] == []


def test_next_number_by_many_at_once_has_no_gap_and_no_repeat():
    def take(number):
        with transaction.atomic():
            return next_number("LYG2024-ZDC")

    taken = at_once(WRITERS, take)

    assert sorted(taken) == [f"LYG2024-ZDC{n:04d}" for n in range(1, WRITERS + 1)]


def test_next_number_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError, match="atomic"):
        next_number("A")

    assert not NumberSeries.objects.exists()


def test_next_number_rolled_back_leaves_no_gap():
    def take(number):
        try:
            with transaction.atomic():
                taken = next_number("A")
                if number % 2:
                    raise LookupError
                return taken
        except LookupError:
            return None

    taken = at_once(20, take)

    assert sorted(filter(None, taken)) == [f"A{n:04d}" for n in range(1, 11)]
    assert NumberSeries.objects.get().last == 10
