"""Documents written here, drafted: each becomes a pack that loads, with its clauses, rules, windows and spans."""

from dataclasses import replace
from datetime import date

from tests.engines.drafting.made import (
    ABOUT,
    CHALLENGES,
    MEASURE,
    PLAN,
    SUBSIDY,
    drafted,
    fact,
    facts_of,
)
from zhinan.engines.drafting import About, draft_pack
from zhinan.engines.lint import lint_pack
from zhinan.engines.packs import load_pack, read_folder
from zhinan.engines.rules import rulebook_of
from zhinan.engines.rules.examples import check_examples

NOTICE = """某市科学技术局关于申报2025年度软科学项目的通知

一、申报条件

1.申报单位上年度销售收入不低于500万元。
2.项目负责人年龄不超过55周岁。

二、其他

未尽事宜另行通知。
"""


def conditions(text=NOTICE, **more):
    """Two conditions of the notice."""
    income = {"subject": "申报单位", "attribute": "上年度销售收入", "operator": ">=", "value": 500, "unit": "万元", "hardness": "hard", "check": "auto"}  # fmt: skip
    age = {"subject": "项目负责人", "attribute": "年龄", "operator": "<=", "value": 55, "unit": "周岁", "hardness": "hard", "check": "auto"}  # fmt: skip
    return [
        fact(text, "申报单位上年度销售收入不低于500万元", "condition", "e1", **income, **more),
        fact(text, "项目负责人年龄不超过55周岁", "condition", "e2", **age),
    ]


def clause_of(pack, number):
    return next(c for c in pack.programmes[0].clauses if c.number == number)


def test_a_challenge_list_is_drafted_as_open_bidding_with_its_challenges():
    draft, pack = drafted(CHALLENGES)

    (programme,) = pack.programmes
    assert programme.mode == "open_bid"
    assert [t.title for t in programme.topics] == [
        "深海密封件耐压寿命预测技术",
        "畜禽粪污低成本脱氮技术",
    ]
    assert [(q.key, q.most) for q in programme.quotas] == [("host:申报单位", 1)]
    assert [(s.name, s.contact, s.phone) for s in pack.sections] == [
        ("高新处", "周明远", "0599-8123456")
    ]
    assert clause_of(pack, "二.2").text == "项目负责人年龄不超过55周岁。"
    assert [r.force for r in clause_of(pack, "二.2").rules] == ["硬"]
    assert "forms/p1.yaml" in draft.files


def test_a_measure_is_drafted_article_by_article_with_its_limits():
    _, pack = drafted(MEASURE)

    (programme,) = pack.programmes
    numbers = [c.number for c in programme.clauses]
    assert numbers[:3] == ["第一章", "第一条", "第二条"]
    assert [c.level for c in programme.clauses][:3] == [2, 3, 3]
    assert clause_of(pack, "第五条").text.startswith("市科学技术局应当自收到申请之日起")
    limit = next(w for w in programme.windows if w.key.startswith("limit-"))
    assert (limit.offset, limit.unit, limit.direction) == (10, "working_days", "after")
    event = programme.window(limit.anchor)
    assert event is not None
    assert (event.label, event.day) == ("收到申请", None)


def test_a_county_notice_of_subsidies_is_drafted_with_quotas_days_and_papers():
    _, pack = drafted(SUBSIDY)

    (programme,) = pack.programmes
    assert programme.mode == "subsidy"
    assert {q.key: q.most for q in programme.quotas} == {"body:乡镇（街道）": 2, "host:企业": 1}
    closes = programme.window("closes")
    assert closes is not None
    assert (closes.day, closes.actor) == (date(2025, 9, 30), "applicant")
    notice = programme.stage("notice")
    assert notice is not None
    assert notice.parameters == {"working_days": 5}
    executable = [
        r.key for r in rulebook_of(pack).all if r.condition is not None and r.force == "硬"
    ]
    assert len(executable) >= 3
    assert clause_of(pack, "四").rules[0].title == "乡镇（街道）推荐不超过2项"


def test_a_plan_is_drafted_with_indicators_that_judge_and_tasks():
    draft, pack = drafted(PLAN)

    assert (pack.kind, pack.plan.begins, pack.plan.ends) == (
        "plan",
        date(2026, 1, 1),
        date(2030, 12, 31),
    )
    assert [(i.name, str(i.target.value), i.direction) for i in pack.plan.indicators] == [
        ("研发经费投入占地区生产总值比重", "2.4", "at_least"),
        ("高新技术企业数量", "700", "at_least"),
    ]
    assert [t.name for t in pack.plan.tasks] == ["强化企业创新主体地位", "建设高水平创新平台"]
    book = rulebook_of(pack)
    assert (book.faults, check_examples(book)) == ((), [])
    assert {r.kind for r in book.all} == {"target"}
    assert draft.proposals == {}


def test_every_made_document_compiles_lints_and_quotes_itself():
    for text in (CHALLENGES, MEASURE, SUBSIDY, PLAN):
        _, pack = drafted(text)

        book = rulebook_of(pack)
        assert (book.faults, check_examples(book)) == ((), [])
        lint_pack(pack)
        facts = {f.key: f for f in facts_of(text)}
        assert pack.source is not None
        assert pack.source.text == text
        for span in pack.source.spans:
            if span.kind == "rule":
                own = facts[span.fact]
                assert (span.start, span.end) == (own.start, own.end)
                assert span.key == own.key.upper()


def test_a_confirmed_condition_is_a_rule_and_an_unconfirmed_one_is_for_a_person():
    sure, unsure = conditions()
    unsure = replace(unsure, is_confirmed=False)

    draft, pack = drafted(NOTICE, [sure, unsure])

    rules = {r.key: r.force for r in pack.programmes[0].rules}
    assert rules == {"E1": "硬", "E2": "人工"}
    assert (draft.proposals["e2"].is_executable, draft.promised) == (True, 2)
    (unchecked,) = [o for o in draft.open if o.fact_key]
    assert (
        str(unchecked)
        == "条件“项目负责人年龄不超过55周岁”还没有人确认。对照原文确认或改正。[DRAFT-UNCHECKED]"
    )
    spans = {s.key: s.is_checked for s in pack.source.spans if s.kind == "rule"}
    assert spans == {"E1": True, "E2": False}


def test_a_condition_with_a_question_is_for_a_person_and_stays_open():
    asked, _ = conditions()
    asked = replace(asked, record=replace(asked.record, question="单位是万元还是元？[READ-UNIT]"))

    draft, pack = drafted(NOTICE, [asked])

    (rule,) = pack.programmes[0].rules
    assert rule.force == "人工"
    assert rule.content["note"][0] == "单位是万元还是元？[READ-UNIT]"
    assert [(o.fact_key, o.code) for o in draft.open if o.fact_key] == [("e1", "DRAFT-ASKED")]


def test_a_condition_below_the_bar_says_how_sure_the_reader_was():
    unsure, _ = conditions()
    unsure = replace(unsure, record=replace(unsure.record, confidence=0.4), is_confirmed=False)

    draft, pack = drafted(NOTICE, [unsure])

    assert pack.programmes[0].rules[0].content["note"][0] == "还没有人确认，读取把握40%"
    assert "读取把握不大" in next(o.what for o in draft.open if o.fact_key == "e1")


def test_what_is_discarded_is_simply_not_there():
    _discarded, second = conditions()

    _, pack = drafted(NOTICE, [second])

    assert [r.key for r in pack.programmes[0].rules] == ["E2"]


def test_the_form_asks_what_the_rules_need():
    _, pack = drafted(NOTICE, conditions())

    asked = pack.programmes[0].form.terms
    assert {"lead.revenue[-1]", "leader.birth_date"} <= set(asked)
    assert "LINT-FORM-TERM" not in {f.code for f in lint_pack(pack).findings}


def test_without_a_programme_the_document_is_one_and_that_is_open():
    draft, pack = drafted(NOTICE, conditions())

    assert [p.name for p in pack.programmes] == [ABOUT.title]
    assert ("", "DRAFT-PROGRAMME") in [(o.fact_key, o.code) for o in draft.open]


def test_an_empty_reading_still_drafts_a_pack():
    for text in ("", "。", NOTICE):
        draft = draft_pack(text, [], About("", "", 0))

        pack = load_pack(draft.files)
        assert (pack.key, pack.year, pack.region) == ("guide", 2000, "000000")
        assert {"DRAFT-REGION", "DRAFT-OFFICE"} <= {o.code for o in draft.open}


def test_the_same_facts_give_the_same_bytes_in_any_order(tmp_path):
    facts = facts_of(SUBSIDY)

    first, second = draft_pack(SUBSIDY, facts, ABOUT), draft_pack(SUBSIDY, facts[::-1], ABOUT)

    assert first.files == second.files
    for path, content in first.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert read_folder(tmp_path) == (dict(sorted(first.files.items())), [])
    assert load_pack(tmp_path).digest == load_pack(first.files).digest


def test_facts_outside_the_text_and_second_ones_of_a_key_are_left_out():
    first, second = conditions()
    outside = replace(second, key="e3", record=replace(second.record, end=len(NOTICE) + 5))

    _, pack = drafted(NOTICE, [first, replace(second, key="e1"), outside])

    assert [r.key for r in pack.programmes[0].rules] == ["E1"]


def test_a_rule_that_cannot_stand_in_the_pack_is_left_to_a_person():
    own = "entries: [{name: 收入, phrases: [上年度销售收入], operators: ['>='], units: [万元], shape: number, term: 牵头单位.注册日期}]"

    draft = draft_pack(NOTICE, conditions(), ABOUT, lexicon=own)

    assert draft.files["lexicon.yaml"].decode() == own
    assert draft.proposals["e1"].is_executable
    pack = load_pack(draft.files)
    assert {r.key: r.force for r in pack.programmes[0].rules} == {"E1": "人工", "E2": "硬"}
    assert rulebook_of(pack).faults == ()
    (refused,) = [o for o in draft.open if o.code == "DRAFT-RULE"]
    assert (refused.fact_key, refused.what.partition("：")[0]) == ("e1", "写成的规则不能执行")


def test_official_lines_that_look_like_markdown_stay_text():
    text = "某市关于申报项目的通知\n一、说明\n# 不是标题\n```规则 X\n正文\n"
    section = fact(text, "一、说明", "section", level=1, number="一、", title="说明")

    _, pack = drafted(text, [section])

    assert clause_of(pack, "一").text == "＃ 不是标题\n｀｀｀规则 X\n正文"
    assert pack.source.text == text
