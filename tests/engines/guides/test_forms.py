"""Blank forms: labels, kinds, choices and what depends on what."""

from zhinan.engines.guides.forms import forms_of
from zhinan.engines.guides.source import Source


def lines(*rows):
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in rows)


def form(text):
    (record,) = forms_of(Source(text))
    return record, {f["label"]: f for f in record.fields["fields"]}


BLANK = "附件1\n\n2025年度项目需求征集表\n\n（企业填报）\n" + lines(
    ("企业名称", "", "所属地区", "甲市"),
    ("方向", "□智能制造", "细分", "□机器人□机床"),
    ("方向", "□新材料", "细分", "□合金"),
    ("需求描述（300字以内）", "写明要解决的问题。"),
    ("预算", "总投入（万元）", ""),
    ("", "资金来源", ""),
    ("合作单位（3家以上）", "单位：   联系人：   单位：   联系人：   "),
    ("负责人意见", "盖 章"),
)


def test_a_form_has_its_title_annex_and_who_fills_it():
    record, _ = form(BLANK)
    assert record.fields["title"] == "2025年度项目需求征集表（企业填报）"
    assert record.fields["annex"] == "附件1"
    assert record.fields["filled_by"] == "企业"


def test_cells_become_fields_of_their_kind():
    _, fields = form(BLANK)
    assert fields["需求描述"]["max_chars"] == 300
    assert fields["所属地区"]["prefilled"] == "甲市"
    assert fields["总投入（万元）"]["kind"] == "number"
    assert fields["资金来源"]["parent"] == "预算"
    assert fields["合作单位"]["min_items"] == 3
    assert fields["负责人意见"]["kind"] == "signature"


def test_options_of_repeated_labels_are_one_choice_and_the_next_depends_on_it():
    record, fields = form(BLANK)
    assert fields["方向"]["options"] == ["智能制造", "新材料"]
    depending = [f["depends_on"] for f in record.fields["fields"] if "depends_on" in f]
    assert depending == ["方向=智能制造", "方向=新材料"]


def test_a_heading_row_gives_columns_and_example_rows_are_no_fields():
    text = "项目推荐汇总表\n" + lines(
        ("序号", "名称", "单位"), ("1", "***示例", "***"), ("2", "***示例", "***")
    )
    record, fields = form(text)
    assert list(fields) == ["序号", "名称", "单位"]
    assert record.fields["example_rows"] == 2


def test_a_table_full_of_facts_is_no_form():
    text = "主要指标表\n" + lines(
        ("指标", "2020年", "2025年"), ("投入强度", "1.2", "2.0"), ("企业数", "100", "200")
    )
    assert forms_of(Source(text)) == []


def test_columns_named_after_a_group_are_its_table():
    record, fields = form(
        "项目申请表\n"
        + lines(
            ("申请单位", ""),
            ("主要成员", "姓名", "职称", "分工"),
            ("", "", "", ""),
            ("经费（万元）", "2024年", "", "2025年", ""),
            ("研究方向（不超过3个）", ""),
        )
    )

    assert fields["主要成员"] == {
        "label": "主要成员",
        "kind": "table",
        "columns": ["姓名", "职称", "分工"],
    }
    assert fields["2025年"] == {
        "label": "2025年",
        "kind": "number",
        "parent": "经费（万元）",
        "unit": "万元",
    }
    assert fields["研究方向"]["max_items"] == 3
    assert len(record.fields["fields"]) == 6


def test_rows_that_only_have_room_are_rows_and_what_stands_under_the_table_is_asked():
    record, fields = form(
        "绩效数据表\n推荐单位（盖章）：\n单位：万元\n一级指标\t二级指标\t单位\t数值\n投入\t研发经费\t万元\t\n\t设备\t万元\t\n产出\t专利\t件\t\n\n填表人：          审核人：\n"
    )

    assert [(label, one["kind"]) for label, one in fields.items()] == [
        ("推荐单位（盖章）", "signature"),
        ("一级指标", "table_column"),
        ("二级指标", "table_column"),
        ("单位", "table_column"),
        ("数值", "table_column"),
        ("填表人", "text"),
        ("审核人", "text"),
    ]
    assert record.fields["title"] == "绩效数据表"


def test_a_signature_broken_off_its_cell_stays_with_it():
    _, fields = form(
        "申请表\n单位名称\t\n单位承诺\t本单位承诺内容真实。\n法定代表人（签字）：      （公章）      年   月   日\n推荐意见\t（公章）   年   月   日\n"
    )

    assert [(label, one["kind"]) for label, one in fields.items()] == [
        ("单位名称", "text"),
        ("单位承诺", "signature"),
        ("推荐意见", "signature"),
    ]
