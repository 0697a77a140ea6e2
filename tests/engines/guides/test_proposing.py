"""Proposals: an executable rule whose own examples hold, or a block that leaves it to a person and says why."""

import pytest
import yaml

from tests.engines.rules.made import book_with
from zhinan.engines.guides.lexicon import lexicon_with
from zhinan.engines.guides.proposing import propose, share_executable
from zhinan.engines.rules.examples import check_examples

REGIONS = {"连云港市": "320700", "延边朝鲜族自治州": "222400"}


def condition(**said):
    return {
        "subject": "申报单位",
        "attribute": "",
        "operator": ">=",
        "value": 1,
        "unit": None,
        "hardness": "hard",
        "check": "auto",
        "quote": "",
        **said,
    }


KNOWN = [
    condition(attribute="年销售收入", value=1500, unit="万元"),
    condition(attribute="注册资本", operator="<=", value=2, unit="亿元"),
    condition(attribute="研发投入占销售收入比例", value=3, unit="%"),
    condition(subject="项目负责人", attribute="年龄", operator="<=", value=45, unit="周岁"),
    condition(attribute="注册时间", operator="before", value="2023-01-01"),
    condition(attribute="注册年限", value=1, unit="年"),
    condition(subject="项目", attribute="实施期限", operator="<=", value=2, unit="年", hardness="soft"),
    condition(attribute="单位性质", operator="=", value="独立法人"),
    condition(attribute="注册地", operator="in", value=["延边州"]),
    condition(attribute="注册地", operator="in", value=["我市（连云港市）"]),
    condition(subject="项目名称", attribute="名称后缀", operator="ends_with", value="研发及产业化"),
    condition(subject="项目名称", attribute="字数", operator="<=", value=20, unit="字"),
    condition(attribute="单位类型", operator="in", value=["高校", "科研机构", "企业"]),
    condition(attribute="单位类型", operator="not", value=["政府机关"]),
    condition(attribute="资质", operator="=", value="国家高新技术企业"),
    condition(attribute="学位或职称", operator="in", value=["博士学位", "高级专业技术职务"], any_of=True),
    condition(attribute="授权发明专利", operator="exists", value=["授权发明专利"], period="近三年"),
    condition(attribute="违法违规记录", operator="not", value=["违法违规记录"], period="近3年"),
    condition(attribute="在研项目", operator="not", value=["在研市科技成果转化计划项目"]),
    condition(subject="合作单位", attribute="合作单位", operator="<=", value=3, unit="家"),
    condition(subject="核心成员", attribute="平均年龄", operator="<=", value=50, unit="周岁"),
    condition(attribute="申报项目数", operator="<=", value=1, unit="项"),
    condition(subject="项目", attribute="涉密状态", operator="not", value=["涉密项目"]),
    condition(attribute="自筹比例", value=80, unit="%", when="企业牵头申报"),
    condition(subject="项目负责人（男性）", attribute="年龄", operator="<=", value=35, unit="周岁", when="男性"),
    condition(attribute="优先支持", operator="in", value=["国家高新技术企业申报"], hardness="soft", quote="优先支持国家高新技术企业申报"),
]  # fmt: skip


def test_every_known_phrase_becomes_a_rule_whose_examples_hold():
    proposals = [
        propose(r, f"T-{n}", regions=REGIONS, programme_key="main") for n, r in enumerate(KNOWN)
    ]
    assert [p.why for p in proposals if not p.is_executable] == []
    lists = {name: dict(said) for p in proposals for name, said in p.lists.items()}
    book = book_with(
        *(p.block for p in proposals), lists_yaml=yaml.safe_dump(lists, allow_unicode=True)
    )
    assert [str(f) for f in (*book.faults, *check_examples(book))] == []
    assert share_executable(proposals) == 1.0


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"attribute": "在孵企业数", "value": 10, "unit": "家"}, "词典里没有"),
        (
            {"attribute": "年销售收入", "value": 500, "unit": "万元", "exception": "初创企业"},
            "有例外",
        ),
        (
            {"attribute": "年销售收入", "value": 500, "unit": "万元", "when": "山区县的单位"},
            "适用情形",
        ),
        (
            {"attribute": "年销售收入", "value": 500, "unit": "万元", "subject": "大中型工业企业"},
            "适用情形",
        ),
        (
            {
                "attribute": "意向性协议签订时间",
                "operator": "after",
                "value": "2024-01-01",
                "any_of_group": "g",
            },
            "几种选择",
        ),
        ({"attribute": "单位类型", "operator": "=", "value": "年收入过亿的企业"}, "没有读成"),
        ({"attribute": "在研项目", "operator": "not", "value": ["在研项目"]}, "没有读成"),
        ({"attribute": "注册地", "operator": "in", "value": ["我市"]}, "没有读成"),
    ],
)
def test_what_is_not_wholly_understood_is_left_to_a_person(said, why):
    proposal = propose(condition(**said), "T-1", regions=REGIONS)
    assert not proposal.is_executable
    assert why in proposal.why
    assert "力度: 人工" in proposal.block
    assert book_with(proposal.block).faults == ()


def test_a_preference_bars_nobody():
    assert "性质: 优先" in propose(KNOWN[-1], "T-1").block


def test_a_term_the_vocabulary_lacks_is_named():
    proposal = propose(KNOWN[0], "T-1", terms=frozenset({"项目.名称"}))
    assert proposal.why == "词表没有“牵头单位.销售收入[上年]”"


def test_a_bureau_adds_its_own_phrases():
    own = "entries: [{name: 床位, phrases: [床位], operators: ['>='], units: [张], shape: number, term: 牵头单位.研发场地面积}]"
    record = condition(attribute="床位数", value=100, unit="张")
    assert not propose(record, "T-1").is_executable
    assert propose(record, "T-1", lexicon=lexicon_with(own)).is_executable
