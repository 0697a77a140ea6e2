import pytest

from zhinan.apps.applications.services.merging import UNKNOWN, Merged, is_same, merge


def v(value, **over):
    return {"value": value, "source": "declared"} | over


def table(**rows):
    cells = {row: {key: v(text) for key, text in kept.items()} for row, kept in rows.items()}
    return v([{"id": row, "cells": kept} for row, kept in cells.items()])


@pytest.mark.parametrize(
    ("mine", "theirs", "base", "kept", "clashes"),
    [
        (v("甲"), v("旧"), v("旧"), v("甲"), []),
        (v("旧"), v("乙"), v("旧"), v("乙"), []),
        (v("同"), v("同"), v("旧"), v("同"), []),
        (v("甲"), v("乙"), v("旧"), v("乙"), [""]),
        (v("甲"), v("乙"), None, v("乙"), [""]),
        ({"blank": True}, v("乙"), None, v("乙"), []),
        ({"blank": True}, v("旧"), v("旧"), {"blank": True}, []),
        ({"none": True}, v("乙"), v("旧"), v("乙"), [""]),
        ({"unread": "九万"}, v("旧"), v("旧"), {"unread": "九万"}, []),
        (v("甲"), v("乙"), UNKNOWN, v("乙"), [""]),
        (v("同"), v("同"), UNKNOWN, v("同"), []),
    ],
)
def test_merge_takes_the_side_that_changed_and_names_what_both_changed(
    mine, theirs, base, kept, clashes
):
    merged = merge(mine, theirs, base)

    assert merged == Merged(kept, mine if clashes else kept, clashes)


def test_is_same_minds_neither_source_nor_spelling_nor_the_kind_of_blank():
    assert is_same(v("95000.00", as_typed="9.50"), v("95000.00", source="registry", as_typed="9.5"))
    assert is_same(None, {"blank": True})
    assert not is_same({"none": True}, {"blank": True})
    assert not is_same({"unread": "1"}, v("1"))


def test_merge_of_tables_takes_cells_of_one_row_from_both_sides():
    base = table(r1={"name": "李甲", "work": "设计"})

    merged = merge(
        table(r1={"name": "李甲一", "work": "设计"}),
        table(r1={"name": "李甲", "work": "试验"}),
        base,
        is_table=True,
    )

    assert merged.state == merged.mine == table(r1={"name": "李甲一", "work": "试验"})
    assert merged.clashes == []


def test_merge_of_tables_names_the_cell_both_changed_and_gives_both_whole_tables():
    merged = merge(
        table(r1={"name": "我的", "work": "设计"}),
        table(r1={"name": "对方的", "work": "试验"}),
        table(r1={"name": "原来", "work": "设计"}),
        is_table=True,
    )

    assert merged.clashes == ["r1.name"]
    assert merged.state == table(r1={"name": "对方的", "work": "试验"})
    assert merged.mine == table(r1={"name": "我的", "work": "试验"})


@pytest.mark.parametrize(
    ("mine", "theirs", "kept"),
    [
        (["r1", "r2", "m1"], ["r1", "r2", "t1"], ["r1", "r2", "t1", "m1"]),  # both added
        (["r2"], ["r1", "r2"], ["r2"]),  # I removed
        (["r1", "r2"], ["r1"], ["r1"]),  # they removed
        (["r2", "r1"], ["r1", "r2", "t1"], ["r2", "r1", "t1"]),  # I moved, they added
        (["r1", "r2", "m1"], ["r2", "r1"], ["r2", "r1", "m1"]),  # they moved, I added
    ],
)
def test_merge_of_tables_keeps_additions_removals_and_moves(mine, theirs, kept):
    def of(ids):
        return table(**{row: {"name": row} for row in ids})

    merged = merge(of(mine), of(theirs), of(["r1", "r2"]), is_table=True)

    assert [row["id"] for row in merged.state["value"]] == kept
    assert merged.clashes == []


def test_merge_of_tables_keeps_a_row_that_one_changed_and_the_other_removed():
    base = table(r1={"name": "李甲"}, r2={"name": "赵乙"})

    removed = merge(
        table(r2={"name": "赵乙"}),
        table(r1={"name": "改"}, r2={"name": "赵乙"}),
        base,
        is_table=True,
    )
    changed = merge(
        table(r1={"name": "改"}, r2={"name": "赵乙"}),
        table(r2={"name": "赵乙"}),
        base,
        is_table=True,
    )

    assert {r["id"] for r in removed.state["value"]} == {"r1", "r2"}
    assert {r["id"] for r in changed.state["value"]} == {"r1", "r2"}


def test_merge_of_tables_leaves_computed_columns_to_be_worked_out():
    merged = merge(
        table(f1={"grant": "1", "sum": "1"}),
        table(f1={"grant": "0", "own": "2", "sum": "2"}),
        table(f1={"grant": "0", "sum": "0"}),
        computed=["sum"],
        is_table=True,
    )

    assert merged.clashes == []
    assert merged.state == table(f1={"grant": "1", "own": "2", "sum": "2"})


def test_merge_of_tables_with_nothing_known_of_the_beginning_clashes_where_they_differ():
    merged = merge(
        table(r1={"a": "1", "b": "2"}), table(r1={"a": "1", "b": "3"}), UNKNOWN, is_table=True
    )

    assert merged.clashes == ["r1.b"]


def test_merge_of_a_table_declared_none_with_rows_is_a_clash():
    merged = merge({"none": True}, table(r1={"a": "1"}), None, is_table=True)

    assert (merged.state, merged.mine, merged.clashes) == (
        table(r1={"a": "1"}),
        {"none": True},
        [""],
    )


def test_merge_of_tables_cell_emptied_by_me_and_untouched_by_them_is_emptied():
    merged = merge(
        table(r1={"b": "2"}),
        table(r1={"a": "1", "b": "3"}),
        table(r1={"a": "1", "b": "2"}),
        is_table=True,
    )

    assert merged.state == table(r1={"b": "3"})
