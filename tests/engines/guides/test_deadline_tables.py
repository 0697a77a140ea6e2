"""Timetables: stages beside times, and spans whose end says no year; all texts are made up."""

from zhinan.engines.guides.reading import read_document

TEXT = """白鹭市软科学基金2027年度项目指南
一、申请条件
1．申请人须为本市单位在职人员，年龄不超过50周岁。
二、时间安排
	工作阶段	起止时间	责任主体
	申请人填报	2026年11月2日9:00—11月30日18:00	申请人
	单位审核	2026年12月4日17:00前	依托单位
	主管部门推荐	2026年12月9日前	主管部门
"""


def _deadlines(text: str) -> list[tuple[object, ...]]:
    return [
        tuple(r.fields[n] for n in ("subject", "relation", "date", "time"))
        for r in read_document(text)
        if r.type == "deadline"
    ]


def test_timetable_gives_each_stage_its_dates():
    assert _deadlines(TEXT) == [
        ("申请人填报", "on", "2026-11-02", "09:00"),
        ("申请人填报", "on_or_before", "2026-11-30", "18:00"),
        ("单位审核", "before", "2026-12-04", "17:00"),
        ("主管部门推荐", "before", "2026-12-09", None),
    ]


def test_span_over_the_new_year_ends_in_the_next():
    text = TEXT.replace("11月30日18:00", "1月8日18:00")
    assert _deadlines(text)[1] == ("申请人填报", "on_or_before", "2027-01-08", "18:00")


def test_table_without_a_column_of_times_gives_no_deadline():
    assert _deadlines(TEXT.replace("起止时间", "备注")) == []
