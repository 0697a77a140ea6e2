"""Conditions: what is asked, of whom, how hard, and what is left out."""

import pytest

from zhinan.engines.guides.conditions import conditions_of, section_kind

from .passing import passages_of


def read(*lines, **said):
    raw, passages = passages_of(*lines, **said)
    records = conditions_of(passages)
    for record in records:
        assert raw[record.start : record.end]
    return records


def facts(line, **said):
    return [(r.fields["operator"], r.fields["value"], r.fields["unit"]) for r in read(line, **said)]


@pytest.mark.parametrize(
    ("line", "operator", "value", "unit"),
    [
        ("1.企业年营业收入不低于1,200万元。", ">=", 1200, "万元"),
        ("2.中心专职人员20名以上。", ">=", 20, "名"),
        ("3.出租场地占三分之一以下。", "<=", "1/3", None),
        ("4.项目执行期限一年以内。", "<=", 1, "年"),
        ("5.配套资金与财政资金的比例不低于2:1。", ">=", 2, None),
        ("6.在读学生超过30人。", ">", 30, "人"),
        ("7.设备费占比不得超过40%。", "<=", 40, "%"),
        ("8.项目名称不超过30个字。", "<=", 30, "字"),
        ("9.每个单位限报2项。", "<=", 2, "项"),
        ("10.信用等级为B级及以上。", ">=", "B", None),
        ("11.项目完成时间不得晚于2027年6月30日。", "before", "2027-06-30", None),
        ("12.申报企业应为2024年3月1日前成立的企业。", "before", "2024-03-01", None),
        ("13.负责人须为1985年1月1日（含）以后出生。", "after", "1985-01-01", None),
        ("14.名称须以“示范项目”作为后缀。", "ends_with", "示范项目", None),
    ],
)  # fmt: skip
def test_bounds_are_read_with_their_value_and_unit(line, operator, value, unit):
    assert (operator, value, unit) in facts(line)


@pytest.mark.parametrize(
    ("line", "operator", "part"),
    [
        ("1.申报单位须在青海省内注册。", "in", "青海省"),
        ("2.牵头单位应具有独立法人资格。", "=", "独立法人"),
        ("3.以高校和医院为主体申报。", "in", "医院"),
        ("4.申报人须具有博士学位或高级职称。", "in", "博士学位"),
        ("5.项目须通过伦理委员会审查。", "exists", "伦理委员会审查"),
        ("6.各方应签订合作协议。", "exists", "合作协议"),
        ("7.近三年内未发生重大安全事故。", "not", "安全事故"),
        ("8.逾期未验收的单位不得申报。", "not", "逾期未验收"),
        ("9.公务员不得作为项目负责人。", "not", "公务员"),
        ("10.不受理涉密项目。", "excludes", "涉密项目"),
        ("11.同一单位不得同时申报甲计划和乙计划。", "excludes", "乙计划"),
        ("12.软件升级等不属于本计划支持范围。", "excludes", "软件升级"),
        ("13.已获得财政支持的项目，不得重复申报。", "not", "已获得财政支持"),
    ],
)  # fmt: skip
def test_qualities_papers_and_bars_are_read(line, operator, part):
    assert any(o == operator and part in str(v) for o, v, _ in facts(line)), facts(line)


@pytest.mark.parametrize(
    "line",
    [
        "1.申报单位管理规范，信誉良好。",
        "2.项目创新性强，具有良好的市场前景和较强的创新能力。",
        "3.申报材料应真实、准确、完整。",
        "4.各县科技局应认真做好组织申报工作。",
        "5.专家组由不少于5人的单数组成。",
        "6.市科技局自受理之日起15个工作日内完成审核。",
        "7.对验收合格的，给予最高50万元奖励。",
        "8.申请人应当在收到通知之日起10日内提交材料。",
        "在满足总体要求的基础上，还应具备下列条件：",
    ],
)
def test_praise_offices_grants_and_running_days_are_left_out(line):
    assert facts(line) == []


def test_softness_reaches_over_the_clauses_that_go_on():
    records = read("成员一般应具有本科以上学历，平均年龄不超过45周岁，应有2名以上全职人员。")
    assert [r.fields["hardness"] for r in records] == ["soft", "soft", "hard"]


def test_a_guard_stands_with_what_it_guards_and_no_further():
    first, second = read("1.企业牵头申报的，自筹比例不低于70%。", "2.合作单位不超过3家。")
    assert first.fields["when"] == "企业牵头申报"
    assert "when" not in second.fields


def test_a_lead_in_gives_its_subject_and_one_of_makes_one_condition():
    records = read(
        "第八条 申报单位应当具备以下条件：",
        "（一）在本市注册满2年；",
        "第九条 项目负责人须符合下列条件之一：",
        "（一）具有高级职称；",
        "（二）获得博士学位；",
    )
    assert {r.fields["subject"] for r in records} == {"申报单位", "项目负责人"}
    assert records[-1].fields["any_of"]
    assert len(records[-1].fields["value"]) == 2


def test_what_is_barred_by_one_of_several_bars_by_itself():
    first, second = read("有下列情形之一的，不得申报：", "1.列入失信名单的；", "2.项目逾期的。")
    assert [r.fields["operator"] for r in (first, second)] == ["not", "not"]
    assert (first.fields["value"], second.fields["value"]) == (["列入失信名单"], ["项目逾期"])


def test_a_breach_and_what_follows_from_it_are_one_condition():
    (record,) = read(
        "第九条 存在下列行为的，撤销称号，3年内不得再次申报：",
        "（一）伪造业绩的；",
        "（二）擅自离职的。",
    )
    assert record.fields["consequence"]
    assert record.fields["value"] == ["伪造业绩", "擅自离职"]
    (other,) = read("2.骗取补助资金的，追回已拨资金，取消该企业三年内申报资格。")
    assert (other.fields["value"], other.fields["period"]) == (["骗取补助资金"], "三年内")


def test_alternatives_with_numbers_belong_together():
    groups = [
        r.fields.get("any_of_group") for r in read("其中发明专利1件以上或实用新型专利6件以上。")
    ]
    assert len(set(groups)) == 1
    assert groups[0]


def test_a_guard_that_names_programmes_gives_the_condition_to_each():
    _raw, passages = passages_of(
        "1.对于海外联合研发项目，合作方不得是空壳公司。", path=("要求",), programme="合作计划"
    )
    _, others = passages_of("一般说明。", path=("海外",), programme="合作计划·海外联合研发项目")
    assert {r.fields["programme"] for r in conditions_of([*passages, *others])} == {
        "合作计划·海外联合研发项目"
    }


def test_scope_is_no_condition():
    assert facts("重点支持新材料企业牵头申报的项目。", path=("一、支持重点",)) == []


def test_the_nearest_heading_tells_what_a_paragraph_is_about():
    assert section_kind(("申报要求", "咨询电话")) == "contact"
    assert section_kind(("项目和资金管理要求",)) == "conditions"
