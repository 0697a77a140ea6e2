"""Tables in text however they were saved, and text around them that is no table."""

import pytest

from zhinan.engines.guides.layout import layout_of
from zhinan.engines.guides.paragraphs import paragraphs_of
from zhinan.engines.guides.source import Source
from zhinan.engines.guides.tables import tables_of

ROWS = [["地区", "重点", "面上"], ["东县", "3", "10"], ["西县", "2", "8"], ["合计", "5", "18"]]
CELLS = "\n\n".join("\n".join("\t" + cell for cell in row) for row in ROWS)
BOX = """┌───┬───┬───┐
│地区│重点│面上│
├───┼───┼───┤
│东县│3│10│
├───┼───┼───┤
│西县│2│8│
├───┼───┼───┤
│合计│5│18│
└───┴───┴───┘"""
WRITTEN = {
    "a cell a line": CELLS,
    "tabs": "\n".join("\t".join(row) for row in ROWS),
    "tabs with a margin": "\n".join("\t" + "\t".join(row) for row in ROWS),
    "tabs and blank lines": "\n\n".join("\t".join(row) for row in ROWS),
    "bars": "\n".join("| " + " | ".join(row) + " |" for row in [ROWS[0], ["---"] * 3, *ROWS[1:]]),
    "boxes": BOX,
    "gaps": "\n".join("     ".join(row) for row in ROWS),
    "wide gaps": "\n".join("　　　".join(row) for row in ROWS),
}


def rows(text):
    return [
        [[cell.text for cell in row] for row in table.rows] for table in tables_of(Source(text))
    ]


@pytest.mark.parametrize("way", WRITTEN)
def test_a_table_is_read_however_it_was_saved(way):
    assert rows(f"二、名额\n\n{WRITTEN[way]}\n\n\n三、时间\n") == [ROWS]


@pytest.mark.parametrize("way", WRITTEN)
def test_the_text_right_under_a_table_is_not_swallowed(way):
    text = f"二、名额\n按下表推荐。\n{WRITTEN[way]}\n三、时间\n请于2025年6月30日前报送材料，逾期不予受理。\n"

    said = [p.text for p in paragraphs_of(Source(text)) if not p.is_cell]

    assert said == [
        "二、名额",
        "按下表推荐。",
        "三、时间",
        "请于2025年6月30日前报送材料，逾期不予受理。",
    ]


@pytest.mark.parametrize("way", WRITTEN)
def test_cells_quote_the_text_at_their_offsets(way):
    source = Source(WRITTEN[way])

    for cell in (cell for table in tables_of(source) for row in table.rows for cell in row):
        assert source.quote(cell.start, cell.end) == cell.text


def test_a_flattened_table_is_told_by_its_numbered_rows():
    flat = "\n".join(
        ["序号", "名称", "单位", "1", "甲技术", "某厂", "2", "乙技术", "某所", "三、其他"]
    )

    assert rows(flat) == [
        [["序号", "名称", "单位"], ["1", "甲技术", "某厂"], ["2", "乙技术", "某所"]]
    ]


def test_a_cell_left_empty_keeps_its_place():
    assert rows("类别\t指标\t单位\n投入\t经费\t万元\n\t人员\t人\n产出\t专利\t件") == [
        [
            ["类别", "指标", "单位"],
            ["投入", "经费", "万元"],
            ["", "人员", "人"],
            ["产出", "专利", "件"],
        ]
    ]


def test_a_row_broken_over_lines_is_made_whole():
    assert rows("序号\t名称\t单位\n1\t高性能\n纤维\t甲厂\n2\t电池\t乙厂\n3\t芯片\t丙厂") == [
        [
            ["序号", "名称", "单位"],
            ["1", "高性能纤维", "甲厂"],
            ["2", "电池", "乙厂"],
            ["3", "芯片", "丙厂"],
        ]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、\t总则\n二、\t条件\n三、\t程序",
        "一、总体要求\t1\n二、主要任务\t5\n三、保障措施\t12",
        "甲市科技局   乙市科技局\n单位：某厂   联系人：某某   电话：123",
        "联系人：张三\t电话：0518-85800000",
        "首行不是表格。\n第二行也不是。",
    ],
)
def test_what_only_looks_like_a_table_is_none(text):
    assert rows(text) == []


def test_tables_apart_by_a_caption_are_two():
    text = f"表1 名额\n{CELLS}\n\n表2 项目\n{CELLS}\n"

    assert rows(text) == [ROWS, ROWS]


def test_tables_are_laid_out_whatever_they_hold():
    for text in (*WRITTEN.values(), "\t", "\t\t\t\n\t\t", "|||\n|||", "a\tb\nc\td\n" * 3):
        layout_of(Source(text))
