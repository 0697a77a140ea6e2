"""Proposals: an executable rule whose own examples hold, or a block that leaves it to a person and says why."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.guides.phrases import KNOWN, NOT_WHOLLY_KNOWN, PROGRAMMES, REGIONS, condition
from tests.engines.rules import made
from zhinan.engines.guides.lexicon_reading import lexicon_with
from zhinan.engines.guides.proposing import Proposal, propose, share_executable
from zhinan.engines.rules.examples import check_examples
from zhinan.engines.rules.mutation import mutate_rule
from zhinan.engines.rules.rulebook import Rulebook, rulebook_of

MORE = "".join(
    f"  - {{key: {key}, name: {name}, short: {name}, section: one, guide: guide/1.md, form: forms/1.yaml, mode: competition, number_prefix: {key[0].upper()}, flow: [{{stage: decide}}], windows: []}}\n"
    for name, key in PROGRAMMES.items() if key != "main"
)  # fmt: skip


def proposed(record, key="T-1", **said):
    around = {"regions": REGIONS, "home": "320700", "year": 2024, "programme_key": "main", "programmes": PROGRAMMES}  # fmt: skip
    return propose(record, key, **{**around, **said})


def book_of(proposals: list[Proposal]) -> Rulebook:
    lists = {name: dict(said) for p in proposals for name, said in p.lists.items()}
    files = {"lists_yaml": yaml.safe_dump(lists, allow_unicode=True)} if lists else {}
    manifest, made.MANIFEST = made.MANIFEST, made.MANIFEST + MORE
    try:
        return rulebook_of(made.pack_with(*(p.block for p in proposals), **files))
    finally:
        made.MANIFEST = manifest


def test_every_known_phrase_becomes_a_rule_whose_examples_hold_and_notice_every_change():
    proposals = [proposed(record, f"T-{n}") for n, record in enumerate(KNOWN)]

    assert [(p.key, p.why) for p in proposals if not p.is_executable] == []
    book = book_of(proposals)
    assert [str(f) for f in (*book.faults, *check_examples(book))] == []
    assert len(book.all) == len(KNOWN)
    survivors = {r.title: mutate_rule(r, book.pack).survivors for r in book.all}
    assert {title: s for title, s in survivors.items() if s} == {
        # a hundredth of a share of rows shows only in a table of a hundred rows
        "管理人员的大专以上学历占比不低于70": ("参数比例：0.7改为0.69",),
        "团队成员的硕士以上学位人员占比不低于50": ("参数比例：0.5改为0.49",),
    }
    assert share_executable(proposals) == 1.0


@pytest.mark.parametrize(("said", "why"), NOT_WHOLLY_KNOWN)
def test_what_is_not_wholly_understood_is_left_to_a_person(said, why):
    proposal = proposed(condition(**said))

    assert (proposal.is_executable, why in proposal.why) == (False, True), proposal.why
    assert "力度: 人工" in proposal.block
    assert book_of([proposal]).faults == ()


# a consequence is carried out by the register, whatever the breach was
WORDED = [record for record in KNOWN if not record.get("consequence")]
STRANGE = st.sampled_from(
    [
        "独角兽",
        "海外",
        "省外",
        "军民融合",
        "夜间",
        "规模较大的",
        "经市政府批准的",
        "首次",
        "异地",
        "拟上市",
    ]
)


@settings(max_examples=60, deadline=None)
@given(record=st.sampled_from(WORDED), word=STRANGE, place=st.sampled_from(["before", "after", "quote"]))  # fmt: skip
def test_a_word_that_nobody_knows_is_never_passed_over(record, word, place):
    if place == "quote":
        strange = {**record, "quote": f"{record['quote']}，{word}"}
    else:
        said = record["attribute"]
        strange = {**record, "attribute": f"{word}{said}" if place == "before" else f"{said}{word}"}

    proposal = proposed(strange)

    assert not proposal.is_executable, proposal.block
    assert book_of([proposal]).faults == ()


_NUMBERS = st.sampled_from(
    [1, 2, 3, 5, 10, 50, 100, 300, 1500, 2.5, "1/3", "2/3", 0, -1, "若干", "", None]
)
_UNITS = st.sampled_from(["万元", "亿元", "元", "%", "年", "个月", "周岁", "人", "名", "家", "项", "件", "篇", "字", "平方米", "个", None])  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    record=st.sampled_from(KNOWN), value=_NUMBERS, unit=_UNITS,
    operator=st.sampled_from([">=", ">", "<=", "<", "=", "in", "exists", "not", "excludes", "before", "after"]),
    when=st.sampled_from([None, "企业", "高校、科研院所申报", "男性", "农业类企业", "新药类项目"]),
    exception=st.sampled_from([None, "农业类企业", "特殊情况可适当放宽"]), soft=st.booleans(),
)  # fmt: skip
def test_whatever_is_proposed_compiles_and_its_examples_hold(
    record, value, unit, operator, when, exception, soft
):
    changed = {**record, "operator": operator, "unit": unit, "when": when, "exception": exception}
    changed |= {"value": value, "hardness": "soft" if soft else "hard"}

    proposal = proposed(changed)

    book = book_of([proposal])
    assert [str(f) for f in (*book.faults, *check_examples(book))] == [], proposal.block
    assert len(book.all) == 1


@pytest.mark.parametrize(
    ("attribute", "value", "unit", "operator"),
    [("字数", 100, "字", "<="), ("年销售收入", "1/3", "万元", ">=")],
)
def test_a_bound_no_answer_can_pass_or_state_goes_to_a_person(attribute, value, unit, operator):
    subject = "项目名称" if unit == "字" else "申报单位"

    proposal = proposed(condition(subject=subject, attribute=attribute, value=value, unit=unit, operator=operator, quote=""))  # fmt: skip

    assert not proposal.is_executable


def test_alternatives_in_two_records_become_one_choice_in_each():
    came = condition(subject="引进人才", attribute="来我市工作时间", operator="after", value="2023-01-01", any_of_group="g", quote="2023年1月1日以后来我市工作或2024年1月1日以后签订意向性协议")  # fmt: skip
    signed = {**came, "attribute": "意向性协议签订时间", "value": "2024-01-01"}

    first, second = (proposed(r, others=[came, signed]) for r in (came, signed))

    joined = (
        "(有(引进人才.来华工作日期) and 引进人才.来华工作日期 >= 界限甲) or "
        "(有(引进人才.意向协议签订日期) and 引进人才.意向协议签订日期 >= 界限乙)"
    )
    assert joined in first.block
    assert (first.is_executable, second.is_executable) == (True, True)
    book = book_of([first])
    assert [*book.faults, *check_examples(book)] == []


def test_what_another_record_says_of_the_sentence_does_not_stand_in_the_way():
    quote = "须是2024年6月30日前成立的专业从事跨国技术转移服务的独立机构"
    record = condition(attribute="成立时间", operator="before", value="2024-06-30", quote=quote)
    other = condition(attribute="机构类型", operator="=", value="专业从事跨国技术转移服务的独立机构", quote=quote)  # fmt: skip

    assert proposed(record).why == "没有读懂“跨国”“转移服务”"
    assert proposed(record, others=[record, other]).is_executable


def test_a_preference_bars_nobody():
    wish = next(r for r in KNOWN if r["attribute"] == "优先支持")
    assert "性质: 优先" in proposed(wish).block


def test_an_exception_that_a_person_grants_is_a_waiver():
    record = condition(
        attribute="年销售收入", value=500, unit="万元", exception="特殊情况经批准可适当放宽"
    )
    assert (
        "豁免: {依据: 原文写有“特殊情况经批准可适当放宽”, 批准: 主管部门}" in proposed(record).block
    )


def test_a_list_that_ends_in_and_so_on_lets_a_person_decide():
    record = condition(
        attribute="单位类型", operator="in", value=["高校", "企业"], quote="高校、企业等"
    )
    assert "其他类型由经办人判断" in proposed(record).block


def test_a_term_the_vocabulary_lacks_is_named():
    proposal = propose(KNOWN[0], "T-1", terms=frozenset({"项目.名称"}))
    assert proposal.why == "词表没有“牵头单位.销售收入”"


def test_a_bureau_adds_its_own_phrases():
    own = "entries: [{name: 床位, phrases: [床位数?], operators: ['>='], units: [张], shape: number, term: 牵头单位.研发场地面积}]"
    record = condition(attribute="床位数", value=100, unit="张")
    assert not propose(record, "T-1").is_executable
    assert propose(record, "T-1", lexicon=lexicon_with(own)).is_executable
