"""Grants, papers and procedures."""

import pytest

from zhinan.engines.guides.papers import papers_of
from zhinan.engines.guides.processes import processes_of
from zhinan.engines.guides.support import support_of

from .passing import passages_of


@pytest.mark.parametrize(
    ("line", "kind", "amount", "ratio"),
    [
        ("每个项目给予不超过80万元支持。", "cap", 80, None),
        ("通过认定的，给予一次性奖励10万元。", "one_off", 10, None),
        ("按实际支出的30%给予补助，单个单位最高150万元。", "ratio_with_cap", 150, 30),
        ("每项资助20-50万元。", "range", 50, None),
        ("按合同实际支付额的30%予以抵扣。", "subsidy", None, 30),
        ("研发费用300万元（含）至600万元的，按3%给予补助。", "tier", None, 3),
        ("年度奖补资金总额控制在900万元以内。", "total_control", 900, None),
        ("榜单悬赏金额500万元。", "bounty", 500, None),
        ("重点对示范机构给予补助。", "subsidy", None, None),
        ("项目实施周期为2年，即2025年1月1日至2026年12月31日。", "period", 2, None),
    ],
)
def test_grants_are_read_by_kind(line, kind, amount, ratio):
    (record,) = support_of(passages_of(line, path=("支持方式",))[1])
    assert (record.fields["kind"], record.fields["amount"], record.fields["ratio"]) == (
        kind,
        amount,
        ratio,
    )


def granted(line):
    fields = [r.fields for r in support_of(passages_of(line, path=("奖补标准",))[1])]
    return [(f["kind"], f["amount"], f["unit"], f["ratio"], f["per"]) for f in fields]


def test_each_part_of_a_grant_in_instalments_is_one():
    assert granted("资助资金分两期拨付，首期拨付60%，验收合格后拨付40%。") == [
        ("installments", None, None, 60, None),
        ("installments", None, None, 40, None),
    ]


def test_a_sentence_of_several_grants_gives_each_with_its_own_words():
    assert granted("对登记机构，每登记1份奖励300元，年度累计不超过4万元。") == [
        ("fixed", 300, "元", None, "每份"),
        ("cap", 4, "万元", None, "年度累计"),
    ]
    assert granted("新获批的国家级、省级平台，分别给予80万元、30万元一次性奖励。") == [
        ("one_off", 80, "万元", None, None),
        ("one_off", 30, "万元", None, None),
    ]


def test_what_the_applicant_spent_is_a_threshold_and_no_grant():
    (record,) = support_of(
        passages_of(
            "年研发费用1000万元以上的，按4%给予补助，单个企业最高60万元。", path=("奖补标准",)
        )[1]
    )
    assert (record.fields["kind"], record.fields["tier_from"]) == ("tier", 1000)
    assert (record.fields["amount"], record.fields["ratio"]) == (60, 4)


@pytest.mark.parametrize(
    "line",
    [
        "榜单金额合计3000万元。",
        "企业自筹经费不低于200万元。",
        "推荐项目申请财政资金总额不超过900万元。",
        "年销售收入在500万元以上的企业优先支持。",
    ],
)
def test_what_the_applicant_has_to_have_is_no_grant(line):
    assert support_of(passages_of(line)[1]) == []


def names(*lines, **said):
    return [r.fields["name"] for r in papers_of(passages_of(*lines, **said)[1])]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("申报时须附法人证书复印件。", ["法人证书复印件"]),
        ("须提供建设方案、管理制度。", ["建设方案", "管理制度"]),
        ("须由审计机构出具专项审计报告。", ["专项审计报告"]),
        ("请于5月底前将推荐函和汇总表盖章后上传至系统。", ["推荐函", "汇总表"]),
        (
            "附件材料：包括营业执照复印件，2022、2023年度审计报告，与依托方的合作协议等。",
            ["营业执照复印件", "2022、2023年度审计报告", "与依托方的合作协议"],
        ),
        ("机构能够为企业提供技术方案。", []),
    ],
)
def test_papers_are_asked_for_in_words_of_supply(line, expected):
    assert names(line) == expected


def test_paragraphs_under_a_heading_of_papers_are_papers():
    assert names("1.项目申报书。", "2.上年度审计报告。", path=("四、申报材料",)) == [
        "项目申报书",
        "上年度审计报告",
    ]


def test_the_stage_of_a_paper_follows_its_words():
    (record,) = papers_of(passages_of("立项后须在签订合同时提供正式的合作协议文本。")[1])
    assert record.fields["stage"] == "contract"


def stages(*lines, **said):
    return [
        (r.fields["kind"], r.fields["stages"]) for r in processes_of(passages_of(*lines, **said)[1])
    ]


def test_procedures_are_read_in_order():
    assert stages("形式审查→专家评审→公示→立项。") == [
        ("procedure", ["形式审查", "专家评审", "公示", "立项"])
    ]
    assert stages("本计划经专家评审择优资助。", path=("支持方式",)) == [
        ("support_method", ["专家评审", "择优资助"])
    ]
    assert stages("登录服务网，搜索“科技”，点击“申报”进入系统。")[0][0] == "submission_route"
    assert stages("由区科技局审核并择优推荐。") == [
        ("submission_route", ["区科技局审核", "择优推荐"])
    ]
