"""Papers, places, grants, contacts and conditions that officials put several to a sentence; all texts are made up."""

from zhinan.engines.guides.reading import read_document
from zhinan.engines.guides.record import Record

_HEAD = "关于组织申报2026年度云溪市蓝莓产业项目的通知\n各有关单位：\n"
_FOOT = "云溪市科学技术局\n2026年3月2日\n"


def _of(body: str, kind: str) -> list[Record]:
    return [r for r in read_document(_HEAD + body + _FOOT) if r.type == kind]


def _said(records: list[Record], *names: str) -> list[tuple[object, ...]]:
    return [tuple(r.fields.get(name) for name in names) for r in records]


def test_papers_counted_up_after_a_run_in_heading_are_each_by_themselves():
    papers = _of(
        "4. 申报材料：蓝莓项目申报书（附表一）一式3份、用地证明（基地类）、专利授权书（品种类）。\n",
        "required_document",
    )

    assert _said(papers, "name", "when") == [
        ("蓝莓项目申报书", None),
        ("用地证明", "基地类"),
        ("专利授权书", "品种类"),
    ]


def test_a_lead_with_a_bracket_is_no_part_of_the_first_paper():
    papers = _of(
        "一、附件材料\n申请单位需上传以下附件（扫描件，单个文件不超过5M）：营业执照、近三年审计报告、合作协议（有合作方的）。\n",
        "required_document",
    )

    assert _said(papers, "name", "when") == [
        ("营业执照", None),
        ("近三年审计报告", None),
        ("合作协议", "有合作方"),
    ]


def test_a_day_by_which_papers_are_due_asks_for_them():
    papers = _of(
        "一、时间安排\n推荐单位于4月20日17:00前提交推荐函原件一式两份、推荐汇总表。项目到期后2个月内提交结题报告。\n",
        "required_document",
    )

    assert _said(papers, "name", "stage") == [
        ("推荐函", "nomination"),
        ("推荐汇总表", "nomination"),
        ("结题报告", "acceptance"),
    ]


def test_a_duty_goes_on_after_a_semicolon():
    papers = _of(
        "一、有关事项\n（一）联合申报的，须提供合作协议；新设立企业提供验资报告。\n（二）服务期由派驻乡镇出具服务证明。\n",
        "required_document",
    )

    assert _said(papers, "name") == [("合作协议",), ("验资报告",), ("服务证明",)]


def test_several_bodies_have_a_ceiling_each():
    quotas = _of(
        "一、推荐名额\n云溪大学、蓝湾学院限额各6项，市属医院限额各2项，市疾控中心合计不超过3项；滨河县4项（原3项）。\n",
        "quota",
    )

    assert _said(quotas, "body", "max") == [
        ("云溪大学", 6),
        ("蓝湾学院", 6),
        ("市属医院", 2),
        ("市疾控中心", 3),
        ("滨河县", 4),
    ]


def test_what_is_said_of_recommending_goes_on_after_a_semicolon():
    quotas = _of(
        "一、报送要求\n每个县区推荐不超过4项；省属科研院所不超过3项，其他高校各1项。\n", "quota"
    )

    assert _said(quotas, "body", "max") == [("县区", 4), ("省属科研院所", 3), ("其他高校", 1)]


def test_a_table_of_kinds_without_a_caption_gives_places():
    quotas = _of(
        "3. 申报限额：各单位推荐数量如下。\n\n单位\t品种类\t基地类\n东山镇\t2\t1\n西河镇\t1\t\n\n",
        "quota",
    )

    assert _said(quotas, "body", "max", "when") == [
        ("东山镇", 2, "品种类"),
        ("东山镇", 1, "基地类"),
        ("西河镇", 1, "品种类"),
    ]


def test_a_bound_after_shares_of_several_years_is_for_all_of_them():
    grants = _of(
        "一、支持标准\n对参保企业，第一年按实际支出的70%补贴，第二年按45%补贴，单户企业年度补贴不超过15万元。\n",
        "support",
    )

    assert _said(grants, "ratio", "amount") == [(70, None), (45, None), (None, 15)]


def test_sums_by_kind_stand_under_a_heading_of_kinds_and_money():
    grants = _of(
        "2. 项目类型及经费：\n（1）品种类，每项不超过6万元；\n（2）基地类，每项3万元。\n", "support"
    )

    assert _said(grants, "amount", "unit") == [(6, "万元"), (3, "万元")]


def test_persons_with_a_number_each_are_contacts_of_their_own():
    contacts = _of(
        "九、联系方式\n项目管理办公室：陈晓梅（0570-3025106）、庄雅（0570-3025118）\n", "contact"
    )

    assert _said(contacts, "persons", "phones") == [
        (["陈晓梅"], ["0570-3025106"]),
        (["庄雅"], ["0570-3025118"]),
    ]


def test_a_measure_with_a_bound_per_size_gives_one_condition_each():
    conditions = _of(
        "一、申报条件\n1.上一年度研发投入占营业收入的比例：营业收入8000万元以下的企业不低于6%，8000万元至3亿元的企业不低于4%，3亿元以上的企业不低于2%；\n",
        "condition",
    )

    assert _said(conditions, "operator", "value", "unit", "when") == [
        (">=", 6, "%", "营业收入8000万元以下"),
        (">=", 4, "%", "8000万元至3亿元"),
        (">=", 2, "%", "3亿元以上"),
    ]


def test_either_of_two_numbers_is_one_condition_with_alternatives():
    conditions = _of(
        "一、申报条件\n1.拥有软件著作权不少于4件，或者主持制定地方标准2项以上。\n", "condition"
    )

    assert _said(conditions, "operator", "value", "any_of") == [
        ("in", ["软件著作权不少于4件", "主持制定地方标准2项以上"], True)
    ]


def test_every_item_after_a_bar_in_an_article_bars():
    text = "云溪市种苗中心管理办法\n第一章  总则\n第一条〔宗旨〕 为规范管理，制定本办法。\n第二章  认定\n第二条〔限制〕 企业有下列情形之一的，不予认定：\n（一）一年内发生重大质量事故的；\n（二）被列入经营异常名录的；\n（三）已获同类市级资助的。\n第三条 本办法自2026年5月1日起施行。\n"
    bars = [r for r in read_document(text) if r.type == "condition"]

    assert _said(bars, "operator", "value") == [
        ("not", ["一年内发生重大质量事故"]),
        ("not", ["被列入经营异常名录"]),
        ("not", ["已获同类市级资助"]),
    ]


def test_years_and_kinds_of_firms_in_one_phrase_are_both_read():
    conditions = _of(
        "一、申报条件\n1.在本市注册满2年的限额以上商贸企业或者规模以上工业企业；\n", "condition"
    )

    assert (">=", 2) in _said(conditions, "operator", "value")
    assert ["限额以上商贸企业", "规模以上工业企业"] in [r.fields["value"] for r in conditions]


def test_what_may_be_spent_on_and_what_is_taken_in_are_lists():
    conditions = _of(
        "一、申报条件\n1.贷款须用于种苗采购和基地建设，不得用于股票投资。\n2.纳入补贴范围的险种为：种植保险、冷链保险。\n3.具有高级职称的，可放宽至62周岁。\n",
        "condition",
    )

    assert _said(conditions, "operator", "value")[0] == ("in", ["种苗采购", "基地建设"])
    assert ("in", ["种植保险", "冷链保险"]) in _said(conditions, "operator", "value")
    assert ("<=", 62) in _said(conditions, "operator", "value")


def test_whom_to_ask_is_no_condition():
    assert (
        _of("一、其他要求\n（联系人及电话：陈晓梅，3025106；庄雅，3025118）\n", "condition") == []
    )


def test_papers_sent_in_one_clause_are_each_read():
    papers = _of(
        "一、报送要求\n请各县区于4月20日前将项目申报书（附件1）、推荐汇总表（附件2）及推荐函报送市科技局。\n",
        "required_document",
    )

    assert _said(papers, "name") == [("项目申报书",), ("推荐汇总表",), ("推荐函",)]


def test_a_list_opened_at_acceptance_is_due_at_acceptance():
    papers = _of(
        "一、验收管理\n项目验收时应提交以下材料：验收申请书、决算报告、成果清单。\n",
        "required_document",
    )

    assert _said(papers, "name", "stage") == [
        ("验收申请书", "acceptance"),
        ("决算报告", "acceptance"),
        ("成果清单", "acceptance"),
    ]


def test_the_lowest_step_of_a_grant_keeps_its_whole_number():
    grants = _of(
        "一、补助标准\n第一档，年研发费用200万元以下的，补助比例10%；第二档，年研发费用200万元至500万元的，补助比例8%，最高不超过60万元。\n",
        "support",
    )

    assert _said(grants, "ratio", "amount", "tier_from", "tier_to") == [
        (10, None, None, 200),
        (8, 60, 200, 500),
    ]
