from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.packs import Form, FormField, FormSection, Summary, load_pack
from zhinan.engines.vocabulary import Term

FORM: Form = (
    load_pack(Path(__file__).parents[2] / "data" / "packs" / "good").programme("research").form
)


def known(value: Any, **more: str) -> dict[str, Any]:
    return {"value": value, "source": "declared"} | more


def filled() -> dict[str, dict[str, Any]]:
    lines = [
        {
            "id": "f1",
            "cells": {"grant": known("95000.00", as_typed="9.50"), "own": known("5000.00")},
        },
        {"id": "f2", "cells": {"grant": known("90000.00"), "own": {"blank": True}}},
        {"id": "f3", "cells": {"grant": known("0.10")}},
    ]
    return {
        "basics": {"project.name": known("某关键技术研发"), "project.topic": known("7001")},
        "leader": {"leader.name": known("王明")},
        "team": {
            "team": known(
                [
                    {"id": "r1", "cells": {"name": known("甲")}},
                    {"id": "r2", "cells": {"name": known("乙")}},
                ]
            )
        },
        "funding": {"budget.grant": known("95000.10"), "budget.total": known("100000.10")},
        "budget": {"budget.lines": known(lines)},
        "papers": {"files.licence": known([3])},
        "undertakings": {"undertaking.is_truthful": known(True)},
    }


def test_missing_nothing_in_a_filled_form():
    assert FORM.missing(filled()) == []


def test_missing_names_each_required_term_with_section_and_path():
    assert [(f.code, f.field) for f in FORM.missing({})] == [
        ("FORM-MISSING", "basics/project.name"),
        ("FORM-MISSING", "basics/project.topic"),
        ("FORM-MISSING", "leader/leader.name"),
        ("FORM-MISSING", "team/team"),
        ("FORM-MISSING", "funding/budget.grant"),
        ("FORM-MISSING", "funding/budget.total"),
        ("FORM-MISSING", "papers/files.licence"),
        ("FORM-MISSING", "undertakings/undertaking.is_truthful"),
    ]


def test_missing_says_how_many_rows_there_are_and_must_be():
    values = filled()
    values["team"]["team"]["value"].pop()

    assert [str(f) for f in FORM.missing(values)] == [
        "“项目团队”已填1行，至少2行。请补充后再提交。[FORM-MISSING]"
    ]


def test_missing_names_the_cell_of_a_row():
    values = filled()
    values["team"]["team"]["value"][1]["cells"] = {"birth_date": known("1990-01-01")}

    assert [f.field for f in FORM.missing(values)] == ["team/team#r2.name"]


def test_missing_empty_rows_do_not_count():
    values = filled()
    values["team"]["team"]["value"].append({"id": "r3", "cells": {"name": {"blank": True}}})

    assert FORM.missing(values) == []


def test_missing_a_blank_is_missing_and_what_is_required_cannot_be_declared_none():
    values = filled()
    values["basics"]["project.name"] = {"blank": True}
    values["leader"]["leader.name"] = {"none": True}

    assert [(f.field, "不能声明“无”" in f.fact) for f in FORM.missing(values)] == [
        ("basics/project.name", False),
        ("leader/leader.name", True),
    ]


def test_missing_declared_none_is_an_answer_where_the_form_says_so():
    licence = Term("附件.营业执照", "files.licence", "file")
    strict = FormSection("papers", "附件", fields=(FormField(licence, is_required=True),))
    lenient = replace(strict, fields=(FormField(licence, is_required=True, may_be_none=True),))
    values = {"papers": {"files.licence": {"none": True}}}

    assert [f.code for f in Form("表", (strict,)).missing(values)] == ["FORM-MISSING"]
    assert Form("表", (lenient,)).missing(values) == []


def test_missing_an_undertaking_answered_no_is_missing():
    values = filled()
    values["undertakings"]["undertaking.is_truthful"] = known(False)

    assert [f.fact for f in FORM.missing(values)] == ["“承诺”的材料真实未承诺"]


def test_missing_unreadable_values_keep_the_form_back():
    values = filled()
    values["basics"]["project.summary"] = {"unread": "长" * 20_000}

    assert [(f.code, f.field) for f in FORM.missing(values)] == [
        ("FORM-UNREADABLE", "basics/project.summary")
    ]


def test_totals_are_exact_and_leave_out_shares_of_other_rows():
    assert FORM.totals("budget", filled()) == {
        "grant": Decimal("95000.10"), "own": Decimal("5000.00"), "subtotal": Decimal("100000.10"),
    }  # fmt: skip


def test_totals_of_nothing_are_zero():
    assert FORM.totals("budget", {}) == {
        "grant": Decimal(0),
        "own": Decimal(0),
        "subtotal": Decimal(0),
    }


def test_summary_takes_what_lists_show():
    assert FORM.summary(filled()) == Summary(
        "某关键技术研发", "7001", "王明", Decimal("95000.10"), Decimal("100000.10")
    )
    assert FORM.summary({}) == Summary()


def test_read_money_typed_950_stays_950():
    stored, findings = FORM.read("funding", {"budget.grant": "9.50"})

    assert findings == []
    assert stored == {
        "budget.grant": {"value": "95000.00", "source": "declared", "as_typed": "9.50"}
    }


def test_read_too_long_keeps_every_character_and_says_count_and_limit():
    stored, findings = FORM.read("basics", {"project.summary": "字" * 20_000})

    assert stored == {"project.summary": {"unread": "字" * 20_000}}
    assert [str(f) for f in findings] == [
        "摘要已填20000字，最多500字。请删减19500字。[FIELD-TOO-LONG]"
    ]
    assert findings[0].field == "basics/project.summary"
    assert "“基本信息”的摘要已填20000字，最多500字。请删减19500字。[FORM-UNREADABLE]" in [
        str(f) for f in FORM.missing({"basics": stored})
    ]


def test_read_uses_the_forms_own_shorter_limit():
    _, findings = FORM.read("basics", {"project.name": "名" * 61})

    assert [f.code for f in findings] == ["FIELD-TOO-LONG"]


def test_read_table_fills_computed_cells_and_fixed_names():
    typed = {
        "budget.lines": [
            {"id": "f3", "cells": {"grant": "1", "own": "0.5", "subtotal": "99", "line": "改名"}}
        ]
    }

    stored, findings = FORM.read("budget", typed)

    rows = stored["budget.lines"]["value"]
    assert findings == []
    assert [row["cells"]["line"]["value"] for row in rows] == ["设备费", "其中：购置费", "业务费"]
    assert rows[2]["cells"]["subtotal"] == {"value": "15000.00", "source": "computed"}
    assert "subtotal" not in rows[0]["cells"]


def test_read_keeps_the_other_rows_when_one_cell_is_wrong():
    typed = {
        "team": [
            {"id": "r1", "cells": {"name": "甲", "birth_date": "1990-02-30"}},
            {"id": "r2", "cells": {"name": "乙"}},
        ]
    }

    stored, findings = FORM.read("team", typed)

    assert [(f.code, f.field) for f in findings] == [
        ("FIELD-NOT-A-DATE", "team/team#r1.birth_date")
    ]
    assert stored["team"]["value"][0]["cells"]["birth_date"] == {"unread": "1990-02-30"}
    assert stored["team"]["value"][1]["cells"]["name"]["value"] == "乙"


def test_read_a_path_of_another_section_is_refused():
    stored, findings = FORM.read("basics", {"budget.grant": "1"})

    assert (stored, [f.code for f in findings]) == ({}, ["FIELD-UNKNOWN"])


def test_read_a_topic_only_from_the_list():
    stored, _ = FORM.read("basics", {"project.topic": "7001"}, topics=["7001", "7002"])
    _, findings = FORM.read("basics", {"project.topic": "9999"}, topics=["7001", "7002"])

    assert stored["project.topic"]["value"] == "7001"
    assert [f.code for f in findings] == ["FIELD-NOT-A-CHOICE"]


def test_section_unknown_raises():
    with pytest.raises(KeyError):
        FORM.section("nowhere")


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=3))
def test_totals_equal_the_sum_of_rows_that_count(amounts: list[Decimal]):
    rows = [
        {"id": f"f{n}", "cells": {"grant": known(str(a))}}
        for n, a in zip((1, 3), amounts, strict=False)
    ]

    totals = FORM.totals("budget", {"budget": {"budget.lines": known(rows)}})

    assert totals["grant"] == totals["subtotal"] == sum(amounts[:2], Decimal(0))


@given(
    st.lists(
        st.tuples(st.decimals(0, 10**6, places=4), st.decimals(0, 10**6, places=4)), max_size=3
    )
)
def test_read_twice_gives_the_same_as_once(pairs: list[tuple[Decimal, Decimal]]):
    typed = [
        {"id": f"f{n}", "cells": {"grant": str(a), "own": str(b)}}
        for n, (a, b) in enumerate(pairs, 1)
    ]
    stored, findings = FORM.read("budget", {"budget.lines": typed})
    again = [
        {"id": r["id"], "cells": {k: c.get("as_typed", c["value"]) for k, c in r["cells"].items()}}
        for r in stored["budget.lines"]["value"]
    ]

    assert findings == []
    assert FORM.read("budget", {"budget.lines": again})[0] == stored
