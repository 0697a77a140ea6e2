import json

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from tests.factories.records import make_act, make_subject
from zhinan.apps.records.models import Act, Checkpoint
from zhinan.apps.records.services import (
    Fault,
    export_checkpoint,
    exported_seal,
    prove_consistency,
    prove_inclusion,
    receipt_holds,
    seal_checkpoint,
    verify_record,
)
from zhinan.apps.records.services.acts import digest_of
from zhinan.engines.transparency import consistency_holds

pytestmark = pytest.mark.django_db
KIND = "records.numberseries"


@pytest.fixture
def record():
    """Two subjects of four lines each, sealed in three steps: 0–2, 3, 4–7."""
    one, two = make_subject("1"), make_subject("2")
    turns = [one, one, two, one, two, two, two, one]
    for turn, subject in enumerate(turns):
        make_act(subject, note=str(turn), after={"n": turn})
        if turn in (2, 3, 7):
            seal_checkpoint()
    return str(one.pk), str(two.pk)


def tamper(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount >= 1


def first(against=None):
    faults = verify_record(against=against)
    return faults[0] if faults else None


def test_verify_record_of_a_whole_record_finds_nothing(record):
    assert verify_record() == []


def test_verify_record_of_an_empty_record_finds_nothing():
    assert verify_record() == []
    assert seal_checkpoint() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("note", "改"), ("summary", "改"), ("account_name", "某人"), ("role", "x"), ("action", "x"),
        ("account_id", 7), ("at", "2020-01-01 00:00:00+00:00"), ("after", '{"n": 9}'), ("before", "{}"),
        ("digest", "0" * 64), ("previous_digest", "0" * 64),
    ],
)  # fmt: skip
def test_verify_record_names_the_altered_line(record, column, value):
    one, _two = record
    tamper(
        f"UPDATE records_act SET {column} = %s WHERE subject_id = %s AND position = 2", value, one
    )

    assert first() == Fault("altered", KIND, one, position=2, leaf=1)


def test_verify_record_names_a_line_moved_to_another_subject(record):
    one, two = record
    tamper(
        "UPDATE records_act SET subject_id = %s, position = 5 WHERE subject_id = %s AND position = 4",
        two,
        one,
    )

    assert [(f.kind, f.subject_id, f.position) for f in verify_record()] == [
        ("truncated", one, 4),
        ("altered", two, 5),
    ]


def test_verify_record_names_a_line_rewritten_with_a_fresh_digest(record):
    one, _two = record
    act = Act.objects.get(subject_id=one, position=2)
    act.note = "改"
    tamper(
        "UPDATE records_act SET note = %s, digest = %s WHERE id = %s",
        act.note,
        digest_of(act),
        act.pk,
    )

    faults = verify_record()

    assert faults[0] == Fault("rewritten", KIND, one, position=2, leaf=1)
    assert (faults[1].kind, faults[1].checkpoint, faults[1].leaf, faults[1].last_leaf) == (
        "rewritten",
        1,
        0,
        1,
    )


def test_verify_record_finds_a_chain_rewritten_to_its_end_by_the_checkpoint(record):
    one, _two = record
    last = Act.objects.get(subject_id=one, position=4)
    last.note = "改"
    last.digest = digest_of(last)
    tamper(
        "UPDATE records_act SET note = %s, digest = %s WHERE id = %s",
        last.note,
        last.digest,
        last.pk,
    )
    tamper("UPDATE records_chainhead SET digest = %s WHERE subject_id = %s", last.digest, one)

    assert verify_record() == [Fault("rewritten", leaf=4, last_leaf=7, checkpoint=3)]


def test_verify_record_names_the_missing_line(record):
    one, _two = record
    tamper("DELETE FROM records_act WHERE subject_id = %s AND position = 2", one)

    faults = verify_record()

    assert faults == [
        Fault("missing", KIND, one, position=2),
        Fault("missing", checkpoint=1, leaf=1),
    ]


@pytest.mark.parametrize("kept", range(4))
def test_verify_record_names_where_a_chain_was_cut(record, kept):
    one, _two = record
    tamper("DELETE FROM records_act WHERE subject_id = %s AND position > %s", one, kept)

    assert first() == Fault("truncated", KIND, one, position=kept + 1)


def test_verify_record_finds_a_cut_hidden_in_the_head(record):
    one, _two = record
    third = Act.objects.get(subject_id=one, position=3)
    tamper("DELETE FROM records_act WHERE subject_id = %s AND position = 4", one)
    tamper(
        "UPDATE records_chainhead SET length = 3, digest = %s WHERE subject_id = %s",
        third.digest,
        one,
    )

    assert verify_record() == [Fault("missing", checkpoint=3, leaf=7)]


def test_verify_record_finds_a_whole_chain_removed_with_its_head(record):
    one, _two = record
    tamper("DELETE FROM records_act WHERE subject_id = %s", one)
    tamper("DELETE FROM records_chainhead WHERE subject_id = %s", one)

    assert verify_record() == [Fault("missing", checkpoint=1, leaf=0)]


def test_verify_record_names_lines_that_changed_places(record):
    one, _two = record
    for new, old in ((90, 2), (2, 3), (3, 90)):
        tamper(
            "UPDATE records_act SET position = %s WHERE subject_id = %s AND position = %s",
            new,
            one,
            old,
        )

    assert first() == Fault("reordered", KIND, one, position=2, was=3, leaf=3)


def test_verify_record_names_leaves_that_changed_places(record):
    for new, old in ((90, 5), (5, 6), (6, 90)):
        tamper("UPDATE records_act SET leaf = %s WHERE leaf = %s", new, old)
    _one, two = record

    assert verify_record() == [Fault("reordered", KIND, two, position=3, checkpoint=3, leaf=6)]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE records_chainhead SET length = 3 WHERE subject_id = %s", "head"),
        ("UPDATE records_chainhead SET length = 0 WHERE subject_id = %s", "head"),
        ("UPDATE records_chainhead SET digest = 'x' WHERE subject_id = %s", "rewritten"),
        ("DELETE FROM records_chainhead WHERE subject_id = %s", "head"),
    ],
)
def test_verify_record_names_the_chain_whose_head_was_altered(record, statement, kind):
    one, _two = record
    tamper(statement, one)

    assert first() == Fault(kind, KIND, one, position=4, leaf=7)


def test_verify_record_names_an_altered_checkpoint(record):
    tamper("UPDATE records_checkpoint SET root = %s WHERE number = 2", "0" * 64)

    assert verify_record() == [Fault("checkpoint", checkpoint=2)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_verify_record_names_a_missing_checkpoint(record, number):
    tamper("DELETE FROM records_checkpoint WHERE number = %s", number)

    assert (first().kind, first().checkpoint) == ("missing_checkpoint", number)


@pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="only SQLite keeps such values"
)
@pytest.mark.parametrize(
    ("moment", "kind"), [("2020-13-45 00:00:00", "unreadable"), ("昨天", "altered")]
)
def test_verify_record_names_a_line_that_cannot_be_read(record, moment, kind):
    one, _two = record
    tamper("UPDATE records_act SET at = %s WHERE subject_id = %s AND position = 3", moment, one)

    assert verify_record() == [Fault(kind, KIND, one, position=3, leaf=3)]


@pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="only SQLite keeps such values"
)
def test_verify_record_names_a_checkpoint_that_cannot_be_read(record):
    tamper("UPDATE records_checkpoint SET sealed_at = '2020-13-45 00:00:00' WHERE number = 2")

    assert verify_record() == [Fault("checkpoint", checkpoint=2)]


def test_verify_record_against_an_earlier_export(record):
    kept = exported_seal(
        json.loads(json.dumps(export_checkpoint(Checkpoint.objects.get(number=2))))
    )

    assert verify_record(against=kept) == []


def test_verify_record_finds_a_record_rebuilt_behind_the_export(record):
    kept = exported_seal(export_checkpoint(Checkpoint.objects.get(number=2)))
    rebuild_after_altering(leaf=3)

    assert verify_record() == []
    assert verify_record(against=kept) == [Fault("replaced", checkpoint=2, leaf=0, last_leaf=3)]


def rebuild_after_altering(leaf):
    """What an intruder with the whole database would do: recompute everything."""
    tamper("UPDATE records_act SET note = %s WHERE leaf = %s", "改", leaf)
    for subject in set(Act.objects.values_list("subject_id", flat=True)):
        previous = ""
        for act in Act.objects.filter(subject_id=subject).order_by("position"):
            act.previous_digest = previous
            act.digest = previous = digest_of(act)
            act.save()
        tamper("UPDATE records_chainhead SET digest = %s WHERE subject_id = %s", previous, subject)
    sizes = list(Checkpoint.objects.order_by("number").values_list("size", flat=True))
    Checkpoint.objects.all().delete()
    Act.objects.update(leaf=-1 - F("leaf"))
    for size in sizes:
        Act.objects.filter(leaf__gte=-size).filter(leaf__lt=0).update(leaf=None)
        seal_checkpoint()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "x"}, "format"),
        ({"root": "0"}, "altered after export"),
        ({"size": None}, "altered after export"),
    ],
)
def test_exported_seal_refuses_what_was_altered_outside(record, change, message):
    with pytest.raises(ValueError, match=message):
        exported_seal({**export_checkpoint(Checkpoint.objects.get(number=2)), **change})


def test_exported_seal_refuses_a_part_of_a_checkpoint(record):
    part = export_checkpoint(Checkpoint.objects.get(number=2))
    del part["root"]

    with pytest.raises(ValueError, match="without 'root'"):
        exported_seal(part)


@pytest.mark.parametrize("leaf", range(8))
def test_prove_inclusion_gives_a_receipt_that_a_stranger_can_check(record, leaf):
    receipt = json.loads(json.dumps(prove_inclusion(Act.objects.get(leaf=leaf))))

    assert receipt_holds(receipt)
    assert not receipt_holds({**receipt, "digest": "0" * 64})
    assert not receipt_holds({**receipt, "leaf": (leaf + 1) % 8})
    assert not receipt_holds({**receipt, "proof": None})


def test_prove_inclusion_of_an_unsealed_line_is_none(record):
    assert prove_inclusion(make_act()) is None


def test_prove_consistency_joins_two_exports(record):
    old, new = (Checkpoint.objects.get(number=n) for n in (1, 3))

    proof = [bytes.fromhex(node) for node in prove_consistency(old.size, new.size)]

    assert consistency_holds(
        old.size, new.size, bytes.fromhex(old.root), bytes.fromhex(new.root), proof
    )


def test_seal_checkpoint_chains_to_the_one_before(record):
    one, two, three = Checkpoint.objects.order_by("number")

    assert [c.size for c in (one, two, three)] == [3, 4, 8]
    assert [c.previous_digest for c in (one, two, three)] == ["", one.digest, two.digest]


def test_verify_record_reads_a_constant_number_of_statements(record, django_assert_max_num_queries):
    for n in range(30):
        make_act(make_subject(f"多{n}"))

    with django_assert_max_num_queries(8):
        assert verify_record() == []


@pytest.mark.parametrize("most", [1, 2])
def test_verify_record_stops_after_so_many_broken_chains(record, most):
    tamper("UPDATE records_act SET note = 'x' WHERE position = 1")

    assert len(verify_record(most=most)) == most


def test_fault_reads_as_a_sentence(record):
    one, _two = record

    assert (
        str(Fault("reordered", KIND, one, position=2, was=3, leaf=3))
        == f"叶 3，{KIND} {one}，第 2 行：次序被调换（原为第 3 行）"
    )
    assert (
        str(Fault("rewritten", leaf=4, last_leaf=7, checkpoint=3))
        == "检查点 3，叶 4–7：内容连同摘要被改写，与其后的摘要不符"
    )


@pytest.mark.django_db(transaction=True)
def test_verify_record_ignores_a_chain_in_motion():
    with transaction.atomic():
        make_act()

    assert verify_record() == []
