"""Challenges and directions as numbered headings, with their code in brackets; all texts are made up."""

import pytest

from zhinan.engines.guides.heading_codes import titled
from zhinan.engines.guides.reading import read_document

LIST = """关于发布2027年白鹭市海洋装备“揭榜挂帅”任务榜单的通知
各有关单位：
一、榜单任务
（一）深水网箱自动清洗装备（榜单编号：HY11）
1.研究内容。研究附着生物识别与水下清洗技术。
2.考核指标。清洗覆盖率不低于90%；单箱清洗时间压缩至40分钟以内；电池重量降低到12公斤以下。
3.支持额度。不超过180万元。
（二）近岸赤潮预警浮标（榜单编号：HY12）
1.研究内容。研究低功耗传感与预警模型。
2.考核指标。预警准确率≥85%。
3.支持额度。不超过90万元。
二、揭榜要求
（一）揭榜单位须为独立法人单位。
白鹭市科学技术局
2026年12月3日
"""
DIRECTIONS = """白鹭市软科学基金2027年度项目指南
一、资助类别
1．一般项目。资助经费3万元，研究期限1年。
2．合作项目。资助经费9万元，研究期限2年。
二、合作项目支持方向
（一）白鹭数据集团
方向一：港口数据定价机制（申请代码G0111）
方向二：滨海桥梁缆索残余应力松弛的演化规律（申请代码G0309）
（二）白鹭港务公司
方向三：多式联运减碳路径（申请代码G0412）
三、申请条件
1．申请人须为本市单位在职人员，年龄不超过50周岁。
"""


def _said(text: str, kind: str, *names: str) -> list[tuple[object, ...]]:
    return [tuple(r.fields.get(n) for n in names) for r in read_document(text) if r.type == kind]


@pytest.mark.parametrize(
    ("text", "title", "code", "discipline"),
    [
        ("深水网箱（榜单编号：HY11）", "深水网箱", "HY11", None),
        ("深水网箱[HY-2027-03]", "深水网箱", "HY-2027-03", None),
        ("深水网箱（任务代码 20703）", "深水网箱", "20703", None),
        ("定价机制（学科代码：G0111）", "定价机制", None, "G0111"),
        ("人才工程（2027）", "人才工程（2027）", None, None),
        ("试验平台（一期）", "试验平台（一期）", None, None),
    ],
)
def test_code_in_brackets_is_no_part_of_the_title(text, title, code, discipline):
    said = titled(text)
    assert (said.title, said.code, said.discipline) == (title, code, discipline)


def test_challenge_as_a_heading_gives_code_title_and_bounty():
    assert _said(LIST, "topic", "code", "number", "title", "bounty") == [
        ("HY11", "（一）", "深水网箱自动清洗装备", "不超过180万元"),
        ("HY12", "（二）", "近岸赤潮预警浮标", "不超过90万元"),
    ]


def test_challenge_targets_are_named_without_how_they_move():
    assert _said(LIST, "indicator", "name", "target_op", "target_value", "unit") == [
        ("清洗覆盖率", ">=", 90, "%"),
        ("单箱清洗时间", "<=", 40, "分钟"),
        ("电池重量", "<=", 12, "公斤"),
        ("预警准确率", ">=", 85, "%"),
    ]


def test_heading_with_a_colon_in_brackets_is_whole():
    titles = [t for n, t in _said(LIST, "section", "number", "title") if n in ("（一）", "（二）")]
    assert titles == [
        "深水网箱自动清洗装备（榜单编号：HY11）",
        "近岸赤潮预警浮标（榜单编号：HY12）",
    ]


def test_directions_count_on_over_the_headings_of_their_givers():
    kind = "白鹭市软科学基金·合作项目"
    assert _said(DIRECTIONS, "topic", "number", "title", "discipline", "group", "programme") == [
        ("方向一", "港口数据定价机制", "G0111", "白鹭数据集团", kind),
        ("方向二", "滨海桥梁缆索残余应力松弛的演化规律", "G0309", "白鹭数据集团", kind),
        ("方向三", "多式联运减碳路径", "G0412", "白鹭港务公司", kind),
    ]


def test_circled_items_of_a_run_in_heading_are_what_may_be_applied_for():
    text = (
        "2027年度白鹭市重点研发计划项目指南\n一、农业专项\n1.支持方向：①耐盐水稻选育；②海水养殖病害快检；③设施园艺节能。\n"
        "2.申报条件：申报单位须为本市注册的独立法人单位。\n3.支持标准：每项不超过50万元。\n"
    )
    kind = "白鹭市重点研发计划·农业专项"
    assert _said(text, "topic", "number", "title", "programme") == [
        ("①", "耐盐水稻选育", kind),
        ("②", "海水养殖病害快检", kind),
        ("③", "设施园艺节能", kind),
    ]


def test_attached_tables_counted_in_words_are_no_sections():
    text = (
        "关于组织2027年度白鹭县科普项目申报的通知\n各有关单位：\n1.申报主体：县内学校。\n2.截止时间：2027年3月5日。\n"
        "附表：一、科普项目申报书\n      二、科普项目汇总表\n白鹭县科学技术局\n2027年1月8日\n"
    )
    said = _said(text, "document", "attachments")
    assert said == [(["科普项目申报书", "科普项目汇总表"],)]
    assert [t for (t,) in _said(text, "section", "title") if "汇总表" in t] == []
