from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhinan.desks.official_text import Block, Mark, Marked, Piece, blocks_of, blocks_touched

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
NOTICE = """关于申报的通知

各有关单位：

一、申报条件
（一）申报单位须注册满1年。
二、名额。每家限报1项。

\t单位
\t名额

\t甲所
\t2
项


— 1 —
云州市科学技术局
2026年4月2日
"""
LEVELS = {
    NOTICE.index(words): (level, NOTICE.index(words) + len(words))
    for level, words in ((0, "关于申报的通知"), (1, "一、申报条件"), (1, "二、名额"))
}


def said(block, text=NOTICE):
    return text[block.start : block.end]


def test_blocks_of_a_notice():
    blocks = blocks_of(NOTICE, levels=LEVELS)

    assert [(b.kind, b.level, said(b)) for b in blocks if b.kind != "table"] == [
        ("title", 0, "关于申报的通知"),
        ("flush", 0, "各有关单位："),
        ("heading", 1, "一、申报条件"),
        ("text", 0, "（一）申报单位须注册满1年。"),
        ("text", 0, "二、名额。每家限报1项。"),
        ("foot", 0, "— 1 —"),
        ("end", 0, "云州市科学技术局"),
        ("end", 0, "2026年4月2日"),
    ]
    assert [b.number for b in blocks] == list(range(9))


def test_blocks_of_a_table_keep_rows_and_cells():
    [table] = [b for b in blocks_of(NOTICE) if b.kind == "table"]

    assert [[said(c) for c in row] for row in table.rows] == [["单位", "名额"], ["甲所", "2\n项"]]
    assert [c.kind for c in table.cells] == ["cell"] * 4


def test_blocks_of_an_empty_text_are_none():
    assert blocks_of("") == () == blocks_of(" \n\n")


def test_pages_begin_at_the_first_block_behind_their_start():
    text = "第一段。\n第二段。\n第三段。\n"

    assert [b.page for b in blocks_of(text, page_starts=[0, 5, 6, 10])] == [1, 3, 4]


def test_a_block_is_itself_its_only_cell():
    [block] = blocks_of("一段。\n")

    assert list(block.cells) == [block] == [Block(0, "text", 0, 3)]


def test_pieces_of_marks_that_overlap_and_nest():
    marked = Marked("甲乙丙丁戊己", [Mark("a", 0, 4), Mark("b", 1, 2), Mark("c", 3, 5)])

    assert marked.pieces(Block(0, "text", 0, 6)) == [
        Piece("甲", 0, ("a",), ("a",)),
        Piece("乙", 1, ("b", "a"), ("b",), ("b",)),
        Piece("丙", 2, ("a",)),
        Piece("丁", 3, ("c", "a"), ("c",), ("a",)),
        Piece("戊", 4, ("c",), (), ("c",)),
        Piece("己", 5),
    ]


def test_a_mark_over_two_blocks_begins_once_and_ends_once():
    text = "甲。\n\n乙。\n"
    first, second = blocks_of(text)
    marked = Marked(text, [Mark("a", 0, 6)])

    assert marked.pieces(first) == [Piece("甲。", 0, ("a",), ("a",), ())]
    assert marked.pieces(second) == [Piece("乙。", 4, ("a",), (), ("a",))]


def test_a_mark_without_text_is_not_drawn():
    marked = Marked("甲 乙", [Mark("a", 1, 2), Mark("b", 2, 2), Mark("c", 9, 12), Mark("d", 2, 99)])

    assert marked.pieces(Block(0, "text", 0, 3)) == [
        Piece("甲 ", 0),
        Piece("乙", 2, ("d",), ("d",), ("d",)),
    ]


def test_blocks_touched_are_those_of_the_stretches():
    blocks = blocks_of("甲。\n乙。\n丙。\n丁。\n")

    assert [b.number for b in blocks_touched(blocks, [(3, 7), (1, 2), (9, 9)])] == [0, 1, 2, 3]
    assert blocks_touched(blocks, []) == []


def check_whole(text, marks):
    marked = Marked(text, marks)
    drawn = {m.key for m in marks if text[max(m.start, 0) : m.end].strip()}
    cells = [cell for block in blocks_of(text) for cell in block.cells]
    pieces = [piece for cell in cells for piece in marked.pieces(cell)]

    assert "".join("".join(p.text for p in pieces).split()) == "".join(text.split())
    for cell in cells:
        assert "".join(p.text for p in marked.pieces(cell)) == text[cell.start : cell.end]
    assert sorted(k for p in pieces for k in p.begins) == sorted(drawn)
    assert sorted(k for p in pieces for k in p.ends) == sorted(drawn)


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="甲乙1。：\n\t 页—年月日𠮷", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_nothing_is_lost_and_each_mark_begins_and_ends_once(text, spans):
    check_whole(text, [Mark(f"e{n}", min(s), max(s)) for n, s in enumerate(spans)])


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the five official texts are not in this checkout")
@pytest.mark.parametrize("path", sorted(SOURCES.glob("*.txt")), ids=lambda p: p.name[:3])
def test_the_official_texts_stay_whole(path):
    text = path.read_text(encoding="utf-8")
    check_whole(text, [Mark(f"e{n}", n * 90, n * 90 + 200) for n in range(len(text) // 90)])
