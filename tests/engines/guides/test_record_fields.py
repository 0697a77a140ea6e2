"""What people may write into a record, type by type."""

import json

import pytest

from tests.factories.readings import NOTICE
from zhinan.engines.guides.reading import read_document
from zhinan.engines.guides.record import TYPES
from zhinan.engines.guides.record_fields import FIELDS, FieldKind, field_findings, fields_kept


def codes(type, **given):
    whole = {name: "x" for name, kind in FIELDS[type].items() if kind.is_needed} | given
    return [(f.code, f.field) for f in field_findings(type, given, whole=whole)]


def test_every_type_has_its_fields():
    assert tuple(FIELDS) == TYPES
    assert FIELDS["quota"]["per"] == FieldKind("per", "choice", ("each", "total"))
    assert FIELDS["quota"]["max"] == FieldKind("max", "number", is_needed=True)
    assert FIELDS["condition"]["operator"].choices[:3] == (">", ">=", "<")
    assert "programme" in FIELDS["condition"]


def test_what_the_reader_reads_a_person_may_write():
    for record in read_document(NOTICE):
        fields = json.loads(json.dumps(dict(record.fields)))
        assert field_findings(record.type, fields, whole=fields) == []


@pytest.mark.parametrize(
    ("type", "field", "good", "bad"),
    [
        ("section", "title", ["甲", None, ""], [3, ["甲"], "字" * 4001, "\x00"]),
        ("contact", "persons", [["甲", "乙"], [], None], ["甲", [3], ["甲"] * 501]),
        ("document", "year", [2025, 0], [-1, "2025", True, 1.5, 10**9]),
        ("quota", "max", [3, 1.5, "2/3", "0.25"], ["三", "1/0", True, float("inf"), float("nan"), [3], "1" * 41]),
        ("programme", "applicable", [True, False], ["是", 1]),
        ("deadline", "date", ["2025-04-30"], ["2025-4-30", "4月30日", "2025-02-30", 20250430]),
        ("deadline", "time", ["17:30", "9:00", "24:00"], ["25:00", "17：30", 17]),
        ("deadline", "relation", ["before", "on"], ["bis", 3]),
        ("condition", "value", ["甲", 3, ["甲", 3], {"甲": [None, True]}], [{3: "甲"}, [[[[[[["甲"]]]]]]], [0] * 501]),
    ],
)  # fmt: skip
def test_values(type, field, good, bad):
    for value in good:
        found = codes(type, **{field: value})
        assert found in ([], [("FIELD-BLANK", field)]), value
    for value in bad:
        assert ("FIELD-VALUE", field) in codes(type, **{field: value}), value


def test_a_field_the_type_does_not_know_is_named():
    found = field_findings("topic", {"max": 3}, whole={})

    assert [f.code for f in found] == ["FIELD-UNKNOWN"]
    assert found[0].fact == "这种记录没有“max”一栏（填写的是“3”）"
    assert found[0].remedy.startswith("可填：code、number、title")


def test_a_needed_field_left_blank_is_named():
    found = field_findings("quota", {"max": 3}, whole={"max": 3, "body": " "[:0]})

    assert [(f.code, f.field) for f in found] == [("FIELD-BLANK", "body")]


def test_a_type_nobody_knows():
    assert [f.code for f in field_findings("poem", {}, whole={})] == ["ENTRY-TYPE"]
    assert fields_kept({"a": 1}, "poem") == {"a": 1}


def test_a_long_value_is_shown_cut():
    assert (
        "…”不是数"
        in field_findings("quota", {"max": "三" * 99}, whole={"body": "x", "max": 1})[0].fact
    )
