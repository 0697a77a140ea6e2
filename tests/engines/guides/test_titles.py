"""Titles with the year in the middle and a tail, and what they call the programme; all texts are made up."""

import pytest

from zhinan.engines.guides.programmes import plain_name
from zhinan.engines.guides.reading import read_document
from zhinan.engines.guides.titles import kind_of


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        ("白鹭市软科学基金2027年度项目指南及申请须知", "guide", "白鹭市软科学基金"),
        ("白鹭市创新券专项2027年度申报指南和有关说明", "guide", "白鹭市创新券专项"),
        ("2027年度白鹭市重点研发计划申报须知", "guide", "白鹭市重点研发计划"),
        ("白鹭市中试平台认定与评价管理办法", "measure", "白鹭市中试平台"),
        ("关于发布白鹭市创新券专项申报指南及有关事项的通知", "notice", "白鹭市创新券专项"),
        ("关于2027年度白鹭市农业专项申报的补充通知", "notice", "2027年度白鹭市农业专项"),
    ],
)
def test_tail_after_the_kind_belongs_to_no_programme(title: str, kind: str, name: str):
    assert (kind_of(title), plain_name(title, keep_year="关于" in title)) == (kind, name)


def test_guide_with_a_tail_is_a_document_with_its_programme():
    text = "白鹭市软科学基金2027年度项目指南及申请须知\n一、申请条件\n1.申请人须为本市单位在职人员，年龄不超过50周岁。\n二、资助标准\n每项资助6万元。\n"
    said = [
        (r.type, r.fields.get("title") or r.fields.get("name"), r.fields.get("year"))
        for r in read_document(text)
        if r.type in ("document", "programme")
    ]
    assert said == [
        ("document", "白鹭市软科学基金2027年度项目指南及申请须知", 2027),
        ("programme", "白鹭市软科学基金", None),
    ]


def test_decimal_number_of_a_caption_is_kept_whole():
    text = "白鹭市“十五五”科技创新规划\n第一章 发展目标\n到2030年形成体系。\n表1.2 主要指标\n\n\t序号\n\t指标\n\t2025年\n\t2030年\n\n\t1\n\t研发投入强度（%）\n\t2.1\n\t2.9\n\n\t2\n\t高新技术企业（家）\n\t30\n\t60\n"
    boxes = [
        (r.fields["number"], r.fields["title"])
        for r in read_document(text)
        if r.type == "section" and r.fields.get("box")
    ]
    assert boxes == [("表1.2", "主要指标")]


def test_number_column_without_a_head_moves_no_cell():
    text = "白鹭市“十五五”科技创新规划\n第一章 重点项目\n表1.1 重大项目表\n\n    项目名称          建设单位          建设内容          建设年限\n1   盐碱地种业中心    白鹭种业公司      种质库2座         2027—2029\n2   海洋装备试验台    白鹭船舶公司      试验水池1座       2028—2030\n3   城市算力节点      市数据公司        机柜300个         2026—2027\n"
    said = [
        tuple(r.fields[n] for n in ("table", "no", "name", "undertaker", "period"))
        for r in read_document(text)
        if r.type == "key_project"
    ]
    assert said == [
        ("表1.1", 1, "盐碱地种业中心", "白鹭种业公司", "2027—2029"),
        ("表1.1", 2, "海洋装备试验台", "白鹭船舶公司", "2028—2030"),
        ("表1.1", 3, "城市算力节点", "市数据公司", "2026—2027"),
    ]
