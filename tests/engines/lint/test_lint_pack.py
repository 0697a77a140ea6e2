"""A whole pack linted: what is found without being asked, what is accepted, how much has a rule."""

from pathlib import Path

import pytest

from tests.engines.packs.test_bad_packs import PACKS, files_of_case
from zhinan.engines.lint import lint_pack, normative
from zhinan.engines.packs import load_pack

SHIPPED = Path(__file__).parents[3] / "src" / "zhinan" / "packs"


def good(**changes: str) -> dict[str, bytes]:
    """The good pack with texts replaced in its files (guide, topics, quotas, pack, lint)."""
    names = {
        "guide": "guide/1.md",
        "topics": "topics.csv",
        "quotas": "quotas.csv",
        "pack": "pack.yaml",
        "lint": "lint.yaml",
    }
    files = files_of_case(PACKS / "bad" / "accepted-without-need")
    files["pack.yaml"] = PACKS.joinpath("good", "pack.yaml").read_bytes()
    return files | {names[key]: text.encode() for key, text in changes.items()}


GUIDE = PACKS.joinpath("good", "guide", "1.md").read_text(encoding="utf-8")


def codes(files: dict[str, bytes]) -> list[tuple[str, str]]:
    return [(f.code, f.subject) for f in lint_pack(load_pack(files)).findings]


def test_the_good_pack_has_a_gap_and_a_sentence_without_a_rule():
    report = lint_pack(load_pack(good()))

    assert [(f.file, f.line, f.code) for f in report.findings] == [
        ("guide/1.md", 34, "LINT-CLAUSE-ORDER"),
        ("guide/1.md", 34, "LINT-SENTENCE"),
    ]
    assert (report.coverage.sentences, report.coverage.covered, report.coverage.percent) == (
        2,
        1,
        50.0,
    )
    assert report.programmes["research"] == report.coverage


def test_an_accepted_finding_counts_as_covered_and_keeps_its_reason():
    lint = "accepted:\n  - {lint: 条文无规则, clause: 附件1 五, reason: 名额表已写}\n  - {lint: 条款次序, text: 五, reason: 原文缺四}\n"

    report = lint_pack(load_pack(good(lint=lint)))

    assert report.findings == ()
    assert [reason for _, reason in report.accepted] == ["原文缺四", "名额表已写"]
    assert report.coverage.percent == 100.0


def test_an_acceptance_that_fits_nothing_or_is_unreadable_is_a_finding():
    lint = "accepted:\n  - {check: EX-9, reason: 没有这个}\n  - {lint: 缺解释}\n  - {clase: 五, reason: 错字}\n"

    found = lint_pack(load_pack(good(lint=lint))).findings

    assert [(f.line, f.code) for f in found if f.file == "lint.yaml"] == [
        (2, "LINT-ACCEPTED-UNUSED"),
        (3, "PACK-KEY-MISSING"),
        (4, "PACK-KEY-UNKNOWN"),
    ]


def test_a_rule_of_open_words_wants_a_reading():
    text = GUIDE.replace("独立法人。", "独立法人，年销售收入1500万元以上。")
    noted = text.replace("标题: 牵头单位在本市注册\n", "标题: 牵头单位在本市注册\n解释: 含本数\n")

    assert ("LINT-AMBIGUOUS", "EX-1-1") in codes(good(guide=text))
    assert ("LINT-AMBIGUOUS", "EX-1-1") not in codes(good(guide=noted))


def test_age_and_birth_date_agree_or_a_rule_says_which_holds():
    text = GUIDE.replace("独立法人。", "独立法人，负责人不超过35周岁（1989年1月1日以后出生）。")
    settled = text.replace(
        "标题: 牵头单位在本市注册\n", "标题: 牵头单位在本市注册\n解释: 出生日期为准\n"
    )

    assert ("LINT-AGE-BIRTH", "35岁") in codes(good(guide=text))
    assert ("LINT-AGE-BIRTH", "35岁") not in codes(good(guide=settled))


def test_a_deadline_on_a_sunday_is_found():
    pack = PACKS.joinpath("good", "pack.yaml").read_text(encoding="utf-8")
    dated = pack.replace("{key: closes, actor: applicant, channel: online, date: null",
                         '{key: closes, actor: applicant, channel: online, date: "2024-06-30"')  # fmt: skip

    [found] = [
        f for f in lint_pack(load_pack(good(pack=dated))).findings if f.code == "LINT-DAY-OFF"
    ]
    assert (found.file, found.subject) == ("pack.yaml", "closes")
    assert dated.splitlines()[found.line - 1].lstrip().startswith("- {key: closes")


def test_a_class_without_a_quota_line_is_found():
    quotas = PACKS.joinpath("good", "quotas.csv").read_text(encoding="utf-8")
    without = "\n".join(line for line in quotas.splitlines() if "高校" not in line)
    named = PACKS.joinpath("good", "pack.yaml").read_text(encoding="utf-8")
    more = named.replace("- {name: 市卫健委, class: 部门}",
                         "- {name: 市卫健委, class: 部门}\n    - {name: 高新区, class: 新区}").replace(
        "- 区（功能板块）", "- 区（功能板块）\n    - 新区")  # fmt: skip

    assert ("LINT-QUOTA-ROW", "高新区") in codes(good(pack=more))
    assert codes(good(quotas=without)) == codes(good())  # one line of hosts is left: no table


def test_a_check_block_takes_the_place_of_the_ordinary_run():
    topics = PACKS.joinpath("good", "topics.csv").read_text(encoding="utf-8")
    gap = topics.rstrip() + "\nresearch,基础,7009,另一方向\n"
    block = "\n```检查 EX-9\n标题: 代码接续\n力度: 软\n检查: 代码次序\n补救: 补上中间的代码\n```\n"

    report = lint_pack(load_pack(good(topics=gap, guide=GUIDE + block)))

    found = [f for f in report.findings if f.code == "LINT-CODE-ORDER"]
    assert [(f.check, f.remedy) for f in found] == [("EX-9", "补上中间的代码")]
    assert [(c.id, c.verdict) for c in report.checks] == [("EX-9", "待裁量")]


def test_a_fact_that_no_form_asks_for_is_found():
    asking = (
        "标题: 标题\n力度: 硬\n条件: 有(项目.立项背景) and 有(项目.名称) and 有(牵头单位.名称)\n"
    )
    told = asking + "适用: 本计划 == 'research'\n"
    later = asking + "阶段: 验收\n"
    computed = "标题: 标题\n力度: 硬\n条件: 项目.实施期限 <= 24*月\n"
    table = (
        "标题: 标题\n力度: 硬\n条件: 任一(团队, 团队.全职) and 任一(台账, 台账.状态 == '在研')\n"
    )

    found = [
        [
            subject
            for code, subject in codes(good(guide=f"{GUIDE}\n```规则 EX-9\n{block}```\n"))
            if code == "LINT-FORM-TERM"
        ]
        for block in (asking, told, later, computed, table)
    ]

    assert found == [
        ["项目.立项背景"],
        ["项目.立项背景"],
        [],
        ["项目.结束日期", "项目.起始日期"],
        ["团队.全职"],
    ]


def test_a_hard_rule_of_soft_words_is_found():
    text = GUIDE.replace("标题: 牵头单位在本市注册", "标题: 牵头单位原则上在本市注册\n解释: 原则上")

    assert ("LINT-FORCE", "EX-1-1") in codes(good(guide=text))
    assert ("LINT-FORCE", "EX-1-1") not in codes(good(guide=text.replace("力度: 硬", "力度: 软")))


@pytest.mark.parametrize("name", sorted(p.parent.name for p in SHIPPED.glob("*/pack.yaml")))
def test_a_shipped_pack_has_nothing_left_to_settle(name: str):
    report = lint_pack(load_pack(SHIPPED / name))

    assert [str(f) for f in report.findings] == []
    assert report.coverage.percent == 100.0


def test_the_printed_table_of_jilin_is_found_implausible_and_accepted():
    report = lint_pack(load_pack(SHIPPED / "jilin-plan-14"))

    assert [(c.id, c.verdict) for c in report.checks] == [("JL-7", "不通过")]
    assert (
        len(report.accepted) == 10
    )  # two figures each of five indicators; 2495 and 5000 are whole


@pytest.mark.parametrize(
    ("sentence", "is_normative"),
    [
        ("单位应具备条件", True),
        ("供应链与应用、应急、相应措施", False),
        ("一家限报1项", True),
        ("期限与权限", False),
        ("2023年1月1日前注册", True),
        ("前沿与后续", False),
        ("原则上不支持", True),
    ],
)
def test_normative_words_are_told_from_words_that_hold_them(sentence: str, is_normative: bool):
    assert bool(normative(sentence)) is is_normative
