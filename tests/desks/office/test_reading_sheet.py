"""The text as the desk draws it: which record a stretch leads to, and what of the text is not drawn."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhinan.apps.readings.models import Entry, Standing
from zhinan.desks.office.reading.sheet import Drawn, Sheet


def entry(key, start, end, kind="condition", **over):
    return Entry(key=key, type=kind, start=start, end=end, **over)


def drawn(text, *entries):
    sheet = Sheet(text, (), entries)
    return [piece for block in sheet.blocks for cell in block.cells for piece in sheet.drawn(cell)]


def original(sheet, block):
    """The block's text put together again from what is drawn and what is said to be left out."""
    shown = "".join(piece.text for piece in sheet.drawn(block))
    for cut in sheet.breaks(block).split():
        at, length = map(int, cut.split(":"))
        start = block.start + at
        shown = shown[:at] + sheet.text[start : start + length] + shown[at:]
    return shown


def test_a_stretch_leads_to_the_most_urgent_of_its_records():
    pieces = drawn(
        "甲乙丙丁\n",
        entry("e1", 0, 4, standing=Standing.CONFIRMED),
        entry("e2", 1, 3),
        entry("e3", 2, 3, question="多少？"),
    )

    assert pieces == [
        Drawn("甲", ("e1",), "done", "e1", ("e1",), ()),
        Drawn("乙", ("e2", "e1"), "open", "e2", ("e2",), ()),
        Drawn("丙", ("e3", "e2", "e1"), "ask", "e3", ("e3",), (("e2", "2", "open"), ("e3", "3", "ask"))),
        Drawn("丁", ("e1",), "done", "e1", (), (("e1", "1", "done"),)),
    ]  # fmt: skip


def test_headings_get_a_number_only_unless_something_is_asked():
    [quiet] = drawn("一、条件\n", entry("e1", 0, 4, "section", fields={"level": 1}))
    [asked] = drawn("一、条件\n", entry("e1", 0, 4, "section", question="第几级？"))

    assert (quiet.look, quiet.target, quiet.numbers) == ("", "", (("e1", "1", "open"),))
    assert (asked.look, asked.target) == ("ask", "e1")


def test_discarded_records_leave_no_mark_and_no_heading():
    gone = entry("e1", 0, 4, "section", standing=Standing.DISCARDED)

    assert drawn("一、条件\n", gone) == [Drawn("一、条件", (), "", "", (), ())]
    assert Sheet("一、条件\n", (), [gone]).blocks[0].kind == "text"


def test_titles_and_levels_come_from_the_records():
    text = "关于申报\n的通知\n一、条件\n须注册。\n"
    records = [
        entry("e1", 0, 8, "document"),
        entry("e2", 9, 13, "section", fields={"level": 2}),
        entry("e3", 9, 13, "section", fields={"level": None}),
    ]

    sheet = Sheet(text, (0, 14), records)

    assert [(b.kind, b.level, b.page) for b in sheet.blocks] == [
        ("title", 0, 1),
        ("title", 0, 0),
        ("heading", 2, 0),
        ("text", 0, 2),
    ]
    assert (sheet.pages, sheet.block_at(15), sheet.block_at(99)) == (2, 3, 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\n乙", "甲乙"),
        ("甲\n  乙", "甲乙"),
        ("ab\ncd", "ab\ncd"),
        ("３\n４", "３\n４"),
        ("甲\ncd", "甲cd"),
    ],
)
def test_breaks_within_chinese_are_not_drawn(text, shown):
    table = f"\t{text}\n\t丙\n"  # a cell keeps its lines together
    sheet = Sheet(table, (), ())
    cell = next(sheet.blocks[0].cells)

    assert "".join(piece.text for piece in sheet.drawn(cell)) == shown
    assert original(sheet, cell) == text


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="甲乙a1。\n\t ", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_what_is_left_out_is_told(text, one, two):
    sheet = Sheet(text, (), [entry("e1", min(one, two), max(one, two))])

    for block in sheet.blocks:
        for cell in block.cells:
            assert original(sheet, cell) == text[cell.start : cell.end]
