"""Whose clause it is: documents, programmes with children, coded lines, annexes and attachments."""

from dataclasses import replace

from tests.engines.drafting.made import drafted, fact
from zhinan.engines.drafting import About, about_from, draft_pack
from zhinan.engines.packs import load_pack

TEXT = """某市2025年度项目指南
一、科技攻关
攻关总要求。
（一）工业领域
工业要求。
（二）农业领域
农业要求。
二、成果转化
转化要求。
三、附则
总则适用各类。
"""


def section(quote: str, key: str, level: int, text: str = TEXT, **more: object):
    number, title = quote[: quote.index("、") + 1] if "、" in quote else quote[:3], ""
    title = quote.removeprefix(number)
    return fact(text, quote, "section", key, **{"level": level, "number": number, "title": title, **more})  # fmt: skip


SECTIONS = [
    section("一、科技攻关", "s1", 1),
    section("（一）工业领域", "s2", 2),
    section("（二）农业领域", "s3", 2),
    section("二、成果转化", "s4", 1),
    section("三、附则", "s5", 1),
]
CHILDREN = [
    fact(TEXT, "科技攻关", "programme", "p1", name="科技攻关", applicable=False),
    fact(TEXT, "工业领域", "programme", "p2", name="科技攻关·工业领域", parent="科技攻关"),
    fact(TEXT, "农业领域", "programme", "p3", name="科技攻关·农业领域", parent="科技攻关"),
    fact(TEXT, "成果转化", "programme", "p4", name="成果转化"),
]


def numbers(pack, key: str) -> list[str]:
    return [c.number for c in pack.programme(key).clauses]


def test_children_share_what_stands_above_them_and_all_share_the_rest():
    _, pack = drafted(TEXT, [*SECTIONS, *CHILDREN])

    assert [p.name for p in pack.programmes] == [
        "科技攻关·工业领域",
        "科技攻关·农业领域",
        "成果转化",
    ]
    assert numbers(pack, "p1") == ["前言", "一", "一（一）", "三"]
    assert numbers(pack, "p2") == ["前言", "一", "一（二）", "三"]
    assert numbers(pack, "p3") == ["前言", "二", "三"]


def test_a_programme_named_only_in_a_blank_form_has_a_clause_with_its_name():
    text = "某市项目指南\n乙项目栏目\n一、甲项目\n甲要求。\n"
    facts = [
        fact(text, "某市项目指南\n", "document", "d1", title="某市项目指南", kind="guide"),
        fact(text, "一、甲项目", "section", "s1", level=1, number="一、", title="甲项目"),
        fact(text, "甲项目", "programme", "p1", name="甲项目"),
        fact(text, "乙项目", "programme", "p2", name="乙项目"),
        fact(text, "乙项目栏目", "form", "f1", title="申报表", fields=[]),
    ]

    _, pack = drafted(text, facts)

    assert (numbers(pack, "p1"), numbers(pack, "p2")) == (["乙项目"], ["一"])


def test_a_group_without_children_is_applied_for_itself():
    _, pack = drafted(TEXT, [*SECTIONS, CHILDREN[0]])

    assert [p.name for p in pack.programmes] == ["科技攻关"]


def test_a_fact_that_names_fewer_programmes_than_its_clause_gets_a_continuation():
    quote = "攻关总要求"
    own = [
        fact(TEXT, quote, "condition", "e1", programme="科技攻关·农业领域", subject="项目", attribute="总要求", operator="exists", value=["总要求"]),
        fact(TEXT, quote, "condition", "e2", programme="科技攻关", subject="项目", attribute="总要求", operator="exists", value=["总要求"]),
        fact(TEXT, "工业要求", "condition", "e3", programme="科技攻关·农业领域", subject="项目", attribute="甲", operator="exists", value=["甲"]),
        fact(TEXT, "总要求。", "condition", "e4", programme="科技攻关·农业领域", subject="项目", attribute="乙", operator="exists", value=["乙"]),
    ]  # fmt: skip

    _, pack = drafted(TEXT, [*SECTIONS, *CHILDREN, *own])

    rules = {p.key: {r.key: c.number for c in p.clauses for r in c.rules} for p in pack.programmes}
    assert rules == {
        "p1": {"E2": "一"},
        "p2": {"E2": "一", "E1": "一·续", "E4": "一·续", "E3": "一（一）·续"},
        "p3": {},
    }
    continued = next(c for c in pack.programme("p2").clauses if c.number == "一·续")
    assert continued.text == "攻关总要求\n总要求。"


def test_two_continuations_of_one_clause_have_numbers_of_their_own():
    facts = [
        fact(TEXT, "总则适用各类", "condition", f"e{n}", programme=name, subject="项目", attribute="要求", operator="exists", value=["甲"])
        for n, name in enumerate(["科技攻关·工业领域", "成果转化"])
    ]  # fmt: skip

    _, pack = drafted(TEXT, [*SECTIONS, *CHILDREN, *facts])

    assert [numbers(pack, k)[-1] for k in ("p1", "p3")] == ["三·续", "三·续2"]


def test_names_said_twice_are_told_apart_and_codes_are_keys():
    twice = [replace(f, record=replace(f.record, fields={**f.record.fields, "name": "同名", "code": c})) for f, c in zip(CHILDREN[1:], ("A-01", "p9", ""), strict=True)]  # fmt: skip

    _, pack = drafted(TEXT, [*SECTIONS, *twice])

    assert [(p.key, p.name) for p in pack.programmes] == [
        ("a-01", "同名"),
        ("p2", "同名（2）"),
        ("p3", "同名（3）"),
    ]


CODED = """附件4
某市创新能力计划项目指南
一、实施方式
4101 装置研发
装置要求。
4201 机构备案
备案要求。
二、其他
其他要求。
附件5
某市软科学指南
一、条件
软科学条件。
附件：1.申报表
2.承诺书
"""


def test_coded_lines_annexes_and_attachments():
    facts = [
        fact(CODED, "某市创新能力计划项目指南", "document", "d1", title="某市创新能力计划项目指南", kind="guide", annex="附件4"),
        fact(CODED, "某市软科学指南", "document", "d2", title="某市软科学指南", kind="guide", annex="附件5"),
        section("一、实施方式", "s1", 1, CODED), section("二、其他", "s2", 1, CODED), section("一、条件", "s3", 1, CODED),
        fact(CODED, "某市创新能力计划", "programme", "p0", name="创新能力", applicable=False),
        fact(CODED, "装置研发", "programme", "p1", name="创新能力·装置研发", code="4101"),
        fact(CODED, "机构备案", "programme", "p2", name="创新能力·机构备案", code="4201"),
        fact(CODED, "软科学", "programme", "p3", name="软科学"),
    ]  # fmt: skip

    draft, pack = drafted(CODED, facts)

    assert numbers(pack, "4101") == ["一", "一.4101", "二"]
    assert numbers(pack, "4201") == ["一", "一.4201", "二"]
    clause = next(c for c in pack.programme("4101").clauses if c.number == "一.4101")
    assert (clause.heading, clause.text) == ("创新能力·装置研发", "装置要求。")
    soft = pack.programme("p3")
    assert [(c.number, c.text) for c in soft.clauses] == [
        ("一", "软科学条件。"),
        ("附件", "1.申报表\n2.承诺书"),
    ]
    assert (soft.annex, pack.programme("4101").annex) == ("附件5", "附件4")
    assert sorted(p for p in draft.files if p.startswith("guide/")) == [
        "guide/d1.md",
        "guide/d2.md",
    ]


def test_a_notice_above_guides_is_common_and_a_blank_form_is_no_clause():
    text = "关于申报的通知\n一、要求\n统一申报。\n某市软科学指南\n一、条件\n软科学条件。\n附表\n栏目甲\n"
    facts = [
        fact(text, "关于申报的通知", "document", "d1", title="关于申报的通知", kind="notice"),
        fact(text, "某市软科学指南", "document", "d2", title="某市软科学指南", kind="guide"),
        fact(text, "附表", "document", "d3", title="附表", kind="form"),
        fact(text, "某市软科学指南", "programme", "p1", name="软科学"),
        section("一、要求", "s1", 1, text),
        fact(text, "一、条件\n软", "section", "s2", level=1, number="一、", title="条件"),
        fact(text, "统一申报", "condition", "e1", subject="项目", attribute="申报", operator="exists", value=["统一"]),
        fact(text, "附表\n栏目甲", "form", "f0", title="附表", fields=[]),
    ]  # fmt: skip

    draft, pack = drafted(text, facts)

    common = [(c.number, [r.key for r in c.rules]) for c in pack.programmes[0].clauses if c.file]
    assert common == [("通知·一", ["E1"])]
    assert "guide/d3.md" not in draft.files


def test_numbers_that_come_again_and_headings_without_number():
    text = "某市项目指南\n一、要求\n甲。\n申报流程\n乙。\n一、要求\n丙。\n"
    second = text.rindex("一、要求")
    facts = [
        section("一、要求", "s1", 1, text),
        fact(text, "申报流程", "section", "s2", level=1, number=None, title="申报流程"),
    ]
    facts.append(replace(facts[0], key="s3", record=replace(facts[0].record, start=second, end=second + 5)))  # fmt: skip

    _, pack = drafted(text, facts)

    headings = [(c.number, c.heading, c.text) for c in pack.programmes[0].clauses]
    assert headings == [
        ("前言", "", "某市项目指南"),
        ("一", "要求", "甲。"),
        ("申报流程", "", "乙。"),
        ("一·2", "要求", "丙。"),
    ]


def test_rows_of_a_table_stand_on_a_line_each():
    text = "某市项目指南\n一、名额\n\t单位\n\t名额\n\n\t甲区\n\t3\n\n\n说明如下。\n"

    _, pack = drafted(text, [section("一、名额", "s1", 1, text)])

    assert next(c.text for c in pack.programmes[0].clauses if c.number == "一") == "单位 名额\n甲区 3\n说明如下。"  # fmt: skip


def test_the_document_says_what_the_draft_is_about():
    facts = [
        fact(CODED, "某市创新能力计划项目指南", "document", "d1", title="某市创新能力计划项目指南", kind="guide", year=2024, region="连云港市"),
        fact(CODED, "某市软科学指南", "document", "d2", title="某市软科学指南", kind="guide", year=2024, region="连云港市", issuer="某局"),
    ]  # fmt: skip

    assert about_from(facts, source_name="a/b.docx") == About("320700-2024", "连云港市2024年度科技计划指南", 2024, "某局", "320700", "a/b.docx")  # fmt: skip
    notice = replace(facts[0], record=replace(facts[0].record, fields={"title": "通知", "kind": "notice", "region": "延边州"}))  # fmt: skip
    assert about_from([notice, facts[1]], pack="x", office_name="乙局") == About("x", "通知", 2024, "乙局", "222400", "")  # fmt: skip
    assert about_from([], source_name="Guide A.pdf") == About("guide-a", "Guide A", 0, "", "", "Guide A.pdf")  # fmt: skip
    assert about_from(facts, region_code="320000").region_code == "320000"


def test_control_characters_and_halves_of_pairs_do_not_reach_the_files():
    text = "某市项目指南\n一、要求\n甲\x07乙\ud83d。\n"

    draft = draft_pack(
        text, [section("一、要求", "s1", 1, text)], About("x", "指\ud83d南\x00", 2025)
    )

    pack = load_pack(draft.files)
    assert pack.title == "指\ufffd南"
    assert next(c.text for c in pack.programmes[0].clauses if c.number == "一") == "甲乙\ufffd。"
    assert len(pack.source.text) == len(text)
