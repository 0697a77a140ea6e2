"""A blank form becomes sections and terms that the pack's own reader takes."""

from decimal import Decimal

import pytest

from zhinan.engines.drafting import form_of_record, preview_form
from zhinan.engines.drafting.draft_form import standard_form, with_needed
from zhinan.engines.drafting.forms import form_read
from zhinan.engines.drafting.labels import core_table, core_term, own_name, plain_label, unit_in
from zhinan.engines.guides.record import Record
from zhinan.engines.vocabulary import core_vocabulary


def record(*fields: object, title: str = "某市技术攻关需求征集表") -> Record:
    return Record("form", 0, 10, {"title": title, "fields": list(fields)}, "D1", 0.9)


def text(label: str, **more: object) -> dict[str, object]:
    return {"label": label, "kind": "text", **more}


def test_known_labels_become_core_terms_and_others_terms_of_the_form():
    form = preview_form(record(text("项目名称"), text("企业名称"), text("攻关背景")))

    (section,) = form.sections
    assert [f.path for f in section.fields] == ["project.name", "lead.name", "form1.f1"]
    assert section.fields[0].is_required
    assert form.shown_in_lists["title"].path == "project.name"


def test_lengths_hints_and_what_a_field_depends_on_are_kept():
    form = preview_form(
        record(
            text("摘要", max_chars=300),
            text("攻关背景", length_hint=500, hint="说明意义"),
            text("技术描述", max_chars=800),
            text("主要方向", depends_on="重点领域=新材料"),
            text("所属地区", prefilled="龙泉市"),
        )
    )

    fields = {f.term.name: f.term for s in form.sections for f in s.fields}
    assert fields["摘要"].maximum == Decimal(300)
    assert (fields["攻关背景"].maximum, fields["攻关背景"].is_long) == (Decimal(1000), True)
    assert fields["攻关背景"].hint == "说明意义；500字左右"
    assert fields["技术描述"].maximum == Decimal(800)
    assert fields["主要方向"].hint == "重点领域为新材料时填写"
    assert fields["所属地区"].hint == "已填：龙泉市"


def test_a_length_above_the_core_terms_makes_a_term_of_the_form():
    form = preview_form(record(text("项目名称"), text("摘要", max_chars=800)))

    assert [f.path for f in form.sections[0].fields] == ["project.name", "form1.f1"]


def test_boxes_become_choices_one_or_many():
    one = {"label": "攻关时限", "kind": "choice", "options": ["1年", "2年", "1年"]}
    many = {"label": "攻关水平", "kind": "choice", "options": ["领跑", "并跑"], "multiple": True}

    form = preview_form(record(text("需求名称"), one, many))

    terms = [f.term for f in form.sections[0].fields]
    assert [(t.type, t.choices) for t in terms[1:]] == [
        ("choice", ("1年", "2年")),
        ("choices", ("领跑", "并跑")),
    ]


def test_choices_of_a_core_term_are_taken_only_where_it_has_them_all():
    known = {"label": "性别", "kind": "choice", "options": ["男", "女"], "parent": "负责人"}
    other = {"label": "职称", "kind": "choice", "options": ["高级", "其他"], "parent": "负责人"}

    form = preview_form(
        record(text("项目名称"), {"label": "负责人", "kind": "group"}, known, other)
    )

    assert [f.path for f in form.section("s2").fields] == ["leader.sex", "form1.f1"]


@pytest.mark.parametrize(
    ("field", "kind", "unit"),
    [
        ({"label": "设备投入（万元）", "kind": "number", "unit": "万元"}, "money", "万元"),
        ({"label": "补贴（元）", "kind": "number", "unit": "元"}, "money", "元"),
        ({"label": "占比", "kind": "number", "unit": "%"}, "ratio", "%"),
        ({"label": "场地面积", "kind": "number"}, "decimal", "平方米"),
        ({"label": "研发人员数", "kind": "number"}, "integer", ""),
        ({"label": "专利（件）", "kind": "number"}, "integer", "件"),
        ({"label": "折算系数", "kind": "number"}, "decimal", ""),
        ({"label": "配套资金", "kind": "number"}, "money", "万元"),
    ],
)  # fmt: skip
def test_numbers_take_the_type_their_unit_asks_for(field, kind, unit):
    form = preview_form(record(text("需求名称"), field))

    term = form.sections[0].fields[1].term
    assert (term.type, term.unit) == (kind, unit)


def test_a_core_term_is_taken_only_where_it_can_hold_the_field():
    form = preview_form(
        record(
            text("项目名称"),
            {"label": "总投入（万元）", "kind": "number", "unit": "万元"},
            {"label": "负责人", "kind": "group"},
            text("出生年月", parent="负责人"),
            text("年收入", term="牵头单位.销售收入"),
        )
    )

    asked = [f.path for s in form.sections for f in s.fields]
    assert asked == ["project.name", "budget.total", "leader.birth_date", "form1.f1"]


def test_one_label_under_several_answers_is_told_apart():
    fields = [text("方向", depends_on=f"领域={field}") for field in ("材料", "能源")]

    form = preview_form(record(text("项目名称"), *fields))

    assert [f.term.name for f in form.sections[0].fields] == ["名称", "方向", "方向能源"]


def test_a_group_goes_on_after_a_table_in_it():
    form = preview_form(
        record(
            {"label": "盖章", "kind": "signature"},
            {"label": "成果", "kind": "group"},
            text("题目", parent="成果"),
            {"label": "清单", "kind": "table", "columns": ["甲", "乙"], "parent": "成果"},
            text("说明", parent="成果"),
        )
    )

    assert [(s.title, s.note) for s in form.sections] == [
        ("成果", "“盖章”打印后签章"),
        ("清单", ""),
        ("成果", ""),
    ]


def test_groups_become_sections_and_signatures_a_note():
    drafted = form_of_record(
        record(
            text("需求名称"),
            {"label": "期望目标", "kind": "group", "hint": "逐项填写"},
            text("技术指标", parent="期望目标"),
            {"label": "等级", "kind": "text", "parent": "技术指标"},
            text("其他说明"),
            {"label": "单位意见", "kind": "signature"},
        )
    )

    form, faults = form_read(drafted)
    assert faults == []
    assert [(s.title, s.note, len(s.fields)) for s in form.sections] == [
        ("基本信息", "", 1),
        ("期望目标", "逐项填写", 2),
        ("填报内容", "“单位意见”打印后签章", 1),
    ]
    assert drafted.signatures == ("单位意见",)


def test_tables_have_their_columns_and_least_rows():
    form = preview_form(
        record(
            text("项目名称"),
            {"label": "应用单位", "kind": "table", "columns": ["单位", "联系人", "单位"], "min_items": 3},
            {"label": "技术参数", "kind": "table", "rows": ["对标产品", "研发产品"], "min_items": 5},
            {"label": "预算科目", "kind": "table", "rows": ["设备费", "业务费"]},
            {"label": "绩效指标", "kind": "table", "columns": ["一级指标", "指标值"], "rows": ["论文数"]},
        )
    )  # fmt: skip

    by_title = {s.title: s for s in form.sections if s.table is not None}
    units = by_title["应用单位"]
    assert [c.term.name for c in units.columns] == ["单位", "联系人", "单位3"]
    assert units.min_rows == 3
    parameters = by_title["技术参数"]
    assert [c.term.name for c in parameters.columns] == ["技术参数", "对标产品", "研发产品"]
    assert parameters.min_rows == 5
    assert [r.name for r in by_title["预算科目"].fixed_rows] == ["设备费", "业务费"]
    assert by_title["绩效指标"].note == "已列：论文数"


def test_a_known_table_becomes_the_core_one_once():
    members = {"label": "项目组成员", "kind": "table", "columns": ["姓名", "职称", "分工"]}

    form = preview_form(record(text("项目名称"), members, members))

    assert [s.table.path for s in form.sections if s.table] == ["team", "form1.t1"]


def test_a_run_of_columns_is_one_table_without_serial_numbers():
    column = [{"label": c, "kind": "table_column"} for c in ("序号", "设备名称", "金额（万元）")]

    form = preview_form(record(text("项目名称"), *column))

    table = form.sections[1]
    assert [(c.term.name, c.term.type) for c in table.columns] == [("设备名称", "text"), ("金额", "money")]  # fmt: skip


def test_a_table_of_serial_numbers_only_is_none():
    form = preview_form(record({"label": "序号", "kind": "table_column"}))

    assert [s.key for s in form.sections] == ["basics"]


def test_a_value_in_parts_becomes_several_terms():
    form = preview_form(record(text("项目名称"), text("对标单位", parts=["国别", "型号"])))

    assert [f.term.name for f in form.sections[0].fields] == [
        "名称",
        "对标单位国别",
        "对标单位型号",
    ]


def test_what_the_office_set_goes_before_the_label():
    form = preview_form(
        record(text("题目", term="项目.名称", required=True), text("领域", required=True))
    )

    assert [(f.path, f.is_required) for f in form.sections[0].fields] == [
        ("project.name", True),
        ("form1.f1", True),
    ]


def test_the_name_of_a_need_is_the_title_in_lists_but_no_company_name():
    need = preview_form(record(text("产品企业名称"), text("需求名称")))
    nameless = preview_form(record({"label": "甲", "kind": "group"}, text("乙", parent="甲")))

    assert need.shown_in_lists["title"].name == "需求名称"
    assert nameless.sections[0].fields[0].path == "project.name"


def test_labels_said_twice_get_a_number():
    form = preview_form(
        record(text("项目名称"), text("认定单位"), text("认定单位"), text("认定单位"))
    )

    names = [f.term.name for f in form.sections[0].fields]
    assert names == ["名称", "认定单位", "认定单位2", "认定单位3"]


def test_a_form_without_fields_asks_for_a_title():
    for fields in ((), ({"kind": "text"}, "nonsense")):
        form = preview_form(record(*fields, title=""))
        assert (form.title, [f.path for f in form.sections[0].fields]) == (
            "申报表",
            ["project.name"],
        )


def test_groups_of_two_forms_do_not_clash():
    first = form_of_record(record(text("甲")))
    second = form_of_record(record(text("甲")), number=2, taken=tuple(first.terms))

    assert (list(first.terms), list(second.terms)) == (["征集表"], ["征集表2"])
    assert form_of_record(record(text("甲"), title="情况")).terms.keys() == {"填报表"}


def test_what_rules_need_is_asked_once():
    vocabulary = core_vocabulary()
    form = with_needed(
        form_of_record(record(text("项目名称"), {"label": "项目组成员", "kind": "table", "columns": ["姓名", "职称"]})),
        ["项目.名称", "牵头单位.销售收入[上年]", "牵头单位.净利润", "团队", "团队.出生日期", "合作单位", "合作单位.类型",
         "知识产权.类型", "附件.营业执照", "没有.这个"],
        vocabulary,
    )  # fmt: skip

    read, faults = form_read(form)
    assert faults == []
    assert {s.title: [f.term.label for f in s.fields] or [c.term.name for c in s.columns] for s in read.sections} == {
        "基本信息": ["项目.名称"], "项目组成员": ["姓名", "职称", "出生日期"], "申报条件": ["牵头单位.销售收入[上年]"],
        "附件材料": ["附件.营业执照"], "合作单位": ["名称", "类型"], "知识产权": ["类型"],
    }  # fmt: skip


def test_the_standard_form_is_sound():
    form, faults = form_read(standard_form("某计划申报书"))

    assert faults == []
    assert [f.code for f in form.missing({})] == ["FORM-MISSING"] * 9
    assert set(form.shown_in_lists) == {"title", "leader", "grant", "total"}


def test_labels_are_compared_without_numbers_units_and_spaces():
    assert plain_label("（1）总 投 入（万元）：") == "总投入"
    assert (unit_in("金额（万元）"), unit_in("单位（盖章）")) == ("万元", "")
    assert (core_term("课题名称"), core_term("姓名", "项目负责人"), core_term("姓名")) == (
        "项目.名称",
        "负责人.姓名",
        "",
    )
    terms = {t.label: t for t in core_vocabulary() if t.type == "table"}
    assert core_table("参与单位", ["名称", "不认识"], terms) == ("", [])
    assert own_name("2024年度目标") == "年度目标2024"
