"""A figure that lost its point: answers to choose from, none chosen."""

from zhinan.engines.guides.reading import as_json, read_document

PLAN = """甲市科技创新“十四五”规划
一、发展目标
到2025年，创新能力显著增强，主要指标如下。
表1 主要指标
	序号
	指标名称
	2020年
	2025年

	1
	研发经费支出占地区生产总值比重（%）
	１３０
	＞２００

	2
	高新技术企业数量（家）
	95
	300


二、保障措施
加强组织领导，落实项目资金和部门责任，做好规划实施和监测评估工作。
"""


def test_a_lost_point_is_asked_with_answers_and_left_blank():
    (question,) = as_json(PLAN, "甲", read_document(PLAN))["questions"]

    assert (question["base_value"], question["target_value"]) == (None, None)
    assert question["answers"] == [
        {"label": "1.30、>2.00（补小数点，两位小数）", "fields": {"implausible": False, "base_value": 1.3, "target_value": 2.0}},
        {"label": "13.0、>20.0（补小数点，一位小数）", "fields": {"implausible": False, "base_value": 13.0, "target_value": 20.0}},
        {"label": "130、>200（原文无误）", "fields": {"implausible": False, "base_value": 130, "target_value": 200}},
    ]  # fmt: skip


def test_whole_counts_of_the_same_table_are_no_question():
    written = as_json(PLAN, "甲", read_document(PLAN))["records"]

    assert [(r["base_value"], r["target_value"]) for r in written if r["type"] == "indicator"] == [
        (95, 300)
    ]
