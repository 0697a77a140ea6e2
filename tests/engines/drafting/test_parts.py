"""Deadlines, quotas, topics, contacts, stages and papers as parts of a pack."""

from datetime import date
from typing import Any

import pytest

from tests.engines.drafting.made import ABOUT, drafted, fact
from zhinan.engines.drafting.bodies import whom
from zhinan.engines.rules import rulebook_of

TEXT = """某市科学技术局关于申报2025年度重点项目的通知
一、甲类项目
甲类条件。
二、乙类项目
乙类条件。
三、名额与时间
甲句。乙句。丙句。丁句。戊句。
"""
PROGRAMMES = [
    fact(TEXT, "甲类项目", "programme", "p-a", name="甲类项目"),
    fact(TEXT, "乙类项目", "programme", "p-b", name="乙类项目", code="2101"),
    fact(TEXT, "一、甲类项目", "section", "s1", level=1, number="一、", title="甲类项目"),
    fact(TEXT, "二、乙类项目", "section", "s2", level=1, number="二、", title="乙类项目"),
    fact(TEXT, "三、名额与时间", "section", "s3", level=1, number="三、", title="名额与时间"),
]


def with_facts(*facts: Any) -> Any:
    return drafted(TEXT, [*PROGRAMMES, *facts])


def deadline(quote: str = "甲句", key: str = "d1", **more: Any) -> Any:
    fields = {
        "role": "submission_close",
        "relation": "on_or_before",
        "date": "2025-06-30",
        "inclusive": True,
    }
    return fact(TEXT, quote, "deadline", key, **{**fields, **more})  # fmt: skip


def quota(quote: str = "甲句", key: str = "q1", **more: Any) -> Any:
    fields = {"body": "高校", "max": 3, "unit": "项", "per": "each"}
    return fact(TEXT, quote, "quota", key, **{**fields, **more})


def windows(pack: Any, key: str = "p1") -> dict[str, Any]:
    return {w.key: w for w in pack.programme(key).windows}


def test_a_closing_day_is_a_window_of_every_programme_it_stands_over():
    draft, pack = with_facts(deadline(time="17:30"))

    assert [p.key for p in pack.programmes] == ["p1", "2101"]
    for key in ("p1", "2101"):
        closes = windows(pack, key)["closes"]
        assert (closes.day, closes.time, closes.is_inclusive) == (date(2025, 6, 30), "17:30", True)
    assert [s.key for s in pack.source.spans if s.kind == "window"] == ["closes", "closes"]
    assert windows(pack)["opens"].day is None
    assert not [o for o in draft.open if o.fact_key == "d1"]


def test_a_window_of_one_programme_is_not_the_others():
    _, pack = with_facts(deadline(programme="甲类项目"))

    assert windows(pack)["closes"].day == date(2025, 6, 30)
    assert windows(pack, "2101")["closes"].day is None


@pytest.mark.parametrize(
    ("fields", "key", "actor"),
    [
        ({"role": "submission_open", "relation": "on"}, "opens", "office"),
        ({"role": "submission_open", "relation": "after"}, "opens", "office"),
        ({"role": "demand_due"}, "closes", "applicant"),
        ({"role": "recommendation_due"}, "recommendation_closes", "body"),
        ({"role": "consultation_due"}, "consultation", "body"),
        ({"role": "acceptance_due", "subject": "验收"}, "due-d1", "office"),
        ({"role": "paper_due", "subject": "纸质材料"}, "due-d1", "applicant"),
        ({"role": "due", "subject": None}, "due-d1", "applicant"),
    ],
)
def test_a_role_says_whose_window_it_is(fields: dict[str, Any], key: str, actor: str):
    _, pack = with_facts(deadline(**fields))

    assert windows(pack)[key].actor == actor


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "registration_bound", "relation": "before"},
        {"role": "project_start", "relation": "on"},
        {"role": "submission_close", "relation": "after"},
        {"date": "2025-02-30"},
        {"date": None},
        {"role": "publicity_period", "date": None, "relative": "公示期", "days": 5, "day_kind": "natural"},
    ],
)  # fmt: skip
def test_what_judges_an_applicant_or_has_no_day_is_no_window(fields: dict[str, Any]):
    _, pack = with_facts(deadline(**fields))

    assert {k: w.day for k, w in windows(pack).items()} == {"opens": None, "closes": None}


def test_a_question_keeps_a_day_out():
    asked = fact(TEXT, "甲句", "deadline", "d1", question="哪一年？[READ-YEAR]", role="submission_close", relation="on", date="2025-06-30")  # fmt: skip

    draft, pack = with_facts(asked)

    assert windows(pack)["closes"].day is None
    assert ("d1", "DRAFT-ASKED") in [(o.fact_key, o.code) for o in draft.open]


def test_a_day_before_which_is_asked_whether_it_counts():
    draft, pack = with_facts(deadline(relation="before", inclusive=None))

    assert windows(pack)["closes"].is_inclusive
    assert [o.code for o in draft.open if o.fact_key == "d1"] == ["DRAFT-DAY"]


def test_two_days_for_one_thing_are_kept_and_asked():
    draft, pack = with_facts(deadline(), deadline("乙句", "d2", date="2025-07-31"), deadline("丙句", "d3"))  # fmt: skip

    found = windows(pack)
    assert found["closes"].day == date(2025, 6, 30)
    assert found["closes-d2"].day == date(2025, 7, 31)
    assert [o.code for o in draft.open if o.fact_key == "d2"] == ["DRAFT-TWO-DATES"]
    spans = {(s.key, s.fact) for s in pack.source.spans if s.kind == "window"}
    assert spans == {("closes", "d1"), ("closes-d2", "d2"), ("closes", "d3")}


def test_a_day_of_every_year_is_open():
    draft, _ = with_facts(deadline(recurring=True))

    assert [o.code for o in draft.open if o.fact_key == "d1"] == ["DRAFT-RECURRING"]


def test_words_of_bodies_and_channels_are_heard():
    text = TEXT.replace("甲句", "各县区科技局汇总后于6月30日前报送").replace(
        "乙句", "纸质材料一式三份"
    )
    body = fact(text, "各县区科技局汇总后于6月30日前报送", "deadline", "d1", role="submission_close", relation="before", date="2025-06-30", inclusive=True)  # fmt: skip
    paper = fact(text, "纸质材料一式三份", "deadline", "d2", role="paper_due", relation="before", date="2025-07-05", inclusive=True)  # fmt: skip

    _, pack = drafted(text, [body, paper])

    found = {w.key: w for w in pack.programmes[0].windows}
    assert found["recommendation_closes"].actor == "body"
    assert found["due-d2"].channel == "paper"


LIMIT = {
    "role": "running_limit", "relation": "before", "date": None, "relative": "自收到申请之日起10个工作日内",
    "days": 10, "day_kind": "working", "anchor": "收到申请", "direction": "after", "actor": "市科技局",
}  # fmt: skip


def test_a_running_limit_is_counted_from_its_event():
    _, pack = with_facts(deadline(**LIMIT))

    found = windows(pack)
    limit = found["limit-d1"]
    assert (limit.anchor, limit.offset, limit.unit, limit.actor) == (
        "event-d1",
        10,
        "working_days",
        "office",
    )
    assert (found["event-d1"].label, found["event-d1"].day) == ("收到申请", None)


@pytest.mark.parametrize(
    ("anchor", "key"),
    [
        ("申报截止", "closes"),
        ("推荐截止", "recommendation_closes"),
        ("申报开始", "opens"),
        ("本通知发布", "published"),
    ],
)
def test_a_limit_from_a_known_day_is_anchored_to_it(anchor: str, key: str):
    _, pack = with_facts(deadline(**{**LIMIT, "anchor": anchor, "actor": "推荐单位"}))

    limit = windows(pack)["limit-d1"]
    assert (limit.anchor, limit.actor) == (key, "body")


def test_a_limit_before_an_event_with_nobody_named_is_the_role_holders():
    before = {**LIMIT, "direction": "before", "actor": None, "anchor": "申报截止"}
    _, pack = with_facts(
        deadline(**before), deadline("乙句", "d2", **{**before, "role": "reply_due"})
    )

    found = windows(pack)
    assert (found["limit-d1"].direction, found["limit-d1"].actor) == ("before", "applicant")
    assert found["limit-d2"].actor == "office"


@pytest.mark.parametrize(
    "fields", [{"day_kind": "months"}, {"days": None}, {"days": 9999}, {"anchor": None}]
)
def test_a_limit_that_no_window_can_say_is_open(fields: dict[str, Any]):
    draft, pack = with_facts(deadline(**{**LIMIT, **fields}))

    assert set(windows(pack)) == {"opens", "closes"}
    assert [o.code for o in draft.open if o.fact_key == "d1"] == ["DRAFT-LIMIT"]


@pytest.mark.parametrize(
    ("fields", "stage", "parameters"),
    [
        ({"relative": "公示5个工作日", "days": 5, "anchor": "公示", "role": "publicity_period"}, "notice", {"working_days": 5}),
        ({"relative": "公示期不少于7个工作日", "days": 7, "anchor": "公示期"}, "notice", {"working_days": 7}),
        ({"relative": "5个工作日内补正", "days": 5, "anchor": "通知"}, "formal_check", {"correction_working_days": 5}),
        ({"relative": "30日内签订合同", "days": 30, "day_kind": "natural", "role": "contract_due"}, "contract", {"days": 30}),
    ],
)  # fmt: skip
def test_a_limit_of_a_stage_is_its_parameter(fields, stage, parameters):
    _, pack = with_facts(deadline(**{**LIMIT, **fields}))

    assert pack.programmes[0].stage(stage).parameters == parameters
    assert set(windows(pack)) == {"opens", "closes"}


def test_stages_named_in_the_text_join_the_usual_ones():
    process = fact(TEXT, "甲句", "process", "x1", kind="procedure", stages=["申报", "归口管理部门推荐", "现场答辩", "中期检查"])  # fmt: skip
    other = fact(TEXT, "乙句", "process", "x2", kind="procedure", stages=None)

    _, pack = with_facts(process, other)

    kinds = [s.kind for s in pack.programmes[0].flow]
    assert kinds == ["nominate", "formal_check", "mail_review", "hearing", "decide", "notice", "contract", "disburse", "inspect", "accept"]  # fmt: skip
    assert "recommendation_closes" in windows(pack)


@pytest.mark.parametrize(
    ("title", "mode"),
    [
        ("揭榜挂帅榜单", "open_bid"),
        ("定向委托项目", "directed"),
        ("平台备案", "filing"),
        ("研发补助", "subsidy"),
        ("赛马制项目", "parallel"),
        ("军令状项目", "responsibility"),
        ("软科学项目", "competition"),
    ],
)
def test_the_name_says_how_applications_are_come_by(title: str, mode: str):
    named = fact(TEXT, "甲类项目", "programme", "p-a", name=title)

    _, pack = drafted(TEXT, [named])

    assert pack.programmes[0].mode == mode


def test_a_list_with_demanders_is_open_bidding():
    topic = fact(TEXT, "甲句", "topic", "t1", title="难题", demander="某公司", bounty=120)

    _, pack = with_facts(topic)

    assert pack.programmes[0].mode == "open_bid"


def test_quotas_of_classes_names_and_statuses():
    text = TEXT.replace("甲句", "其他高校、科研院所每家推荐不超过3项").replace(
        "乙句", "市卫健委推荐不超过20项"
    )
    text = text.replace("丙句", "建有省重点实验室的单位可申报2项").replace(
        "丁句", "其他项企事业单位每家不超过1项"
    )
    facts = [
        fact(text, "其他高校、科研院所每家推荐不超过3项", "quota", "q1", body="其他高校、科研院所", max=3, unit="项", per="each"),
        fact(text, "市卫健委推荐不超过20项", "quota", "q2", body="市卫健委", max=20, unit="项", per="total"),
        fact(text, "建有省重点实验室的单位可申报2项", "quota", "q3", body="建有省重点实验室的单位", max=2, unit="项", per="each", outside_quota_of="区（功能板块）"),
        fact(text, "其他项企事业单位每家不超过1项", "quota", "q4", body="其他项企事业单位", max=1, unit="项", per="each"),
    ]  # fmt: skip

    _, pack = drafted(text, facts)

    (programme,) = pack.programmes
    assert [(q.key, q.most, q.outside_of) for q in programme.quotas] == [
        ("body:高校", 3, ()), ("body:科研院所", 3, ()), ("body:市卫健委", 20, ()),
        ("host:省重点实验室", 2, ("区（功能板块）",)), ("host:其他企事业单位", 1, ()),
    ]  # fmt: skip
    assert [(c.name, c.is_other) for c in pack.classes] == [
        ("高校", False),
        ("科研院所", False),
        ("其他企事业单位", True),
        ("区（功能板块）", False),
    ]
    assert pack.statuses == ("省重点实验室",)
    assert {r.kind for r in programme.rules} == {"限额"}
    assert rulebook_of(pack).faults == ()
    assert {s.key for s in pack.source.spans if s.kind == "quota"} == {
        q.key for q in programme.quotas
    }


def test_bodies_go_by_the_names_registers_know():
    facts = [
        quota(body="海州区", per="total"),
        quota("乙句", "q2", body="市卫健委", per="total"),
        quota("丙句", "q3", body="连云区科技局", per="total"),
    ]

    _, pack = with_facts(*facts)

    aliases = {b.name: b.aliases for b in pack.bodies}
    assert aliases == {
        "海州区": ("海州区科技局", "海州区科学技术局"),
        "市卫健委": ("市卫生健康委", "市卫生健康委员会"),
        "连云区科技局": ("连云区科学技术局",),
    }


def test_most_and_most_yuan_of_one_body_are_one_line():
    _, pack = with_facts(quota(body="市卫健委", per="total"), quota("乙句", "q2", body="市卫健委", per="total", max=500, unit="万元"))  # fmt: skip

    (line,) = pack.programmes[0].quotas
    assert (line.most, str(line.most_yuan)) == (3, "5000000.00")
    assert {s.fact for s in pack.source.spans if s.kind == "quota"} == {"q1", "q2"}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"when": "获得督查激励"}, "只在“获得督查激励”时适用"),
        ({"max": None}, "数额没有读成数"),
        ({"max": 1.5}, "数额没有读成数"),
        ({"max": -1}, "数额没有读成数"),
        ({"max": "许多"}, "数额没有读成数"),
        ({"max": 1e20, "unit": "万元"}, "数额没有读成数"),
        ({"unit": "吨"}, "数额没有读成数"),
        ({"body": None}, "没有读出是谁的名额"),
        ({"body": "同一申请人"}, "没有读出是谁的名额"),
        ({"body": "建有某某平台的单位"}, "没有读出是谁的名额"),
        ({"body": "按上年度立项数排名前列的，经评估"}, "没有读出是谁的名额"),
    ],
)
def test_a_quota_that_no_line_can_say_is_for_a_person_and_open(fields: dict[str, Any], why: str):
    draft, pack = with_facts(quota(**fields))

    (programme, _) = pack.programmes
    assert programme.quotas == ()
    (rule,) = programme.rules
    assert (rule.key, rule.force) == ("Q1", "人工")
    (found,) = [o for o in draft.open if o.fact_key == "q1"]
    assert found.code == "DRAFT-QUOTA"
    assert why in found.what


def test_a_question_keeps_a_quota_for_a_person():
    asked = fact(TEXT, "甲句", "quota", "q1", question="几项？[READ]", body="高校", max=3, unit="项", per="each")  # fmt: skip

    draft, pack = with_facts(asked)

    assert pack.programmes[0].quotas == ()
    assert {o.code for o in draft.open if o.fact_key == "q1"} == {"DRAFT-ASKED", "DRAFT-QUOTA"}


def test_two_limits_of_one_body_are_not_chosen_between():
    other = quota("丙句", "q3", programme="甲类项目", max=4)
    draft, pack = with_facts(quota(), quota("乙句", "q2", max=5), other)

    assert [(q.key, q.most) for q in pack.programmes[0].quotas] == [("host:高校", 3)]
    assert {o.fact_key: o.code for o in draft.open if o.fact_key} == {
        "q2": "DRAFT-QUOTA",
        "q3": "DRAFT-QUOTA",
    }


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"max": 300, "unit": "万元", "body": "市卫健委", "per": "total"}, "限的是金额"),
        ({"body": "市卫健委（除市一院）", "per": "total"}, "有除外的单位"),
        ({"body": "市卫健委", "per": "total", "outside_quota_of": "限额申报数"}, "单列名额"),
        ({"max": 0}, "名额为零"),
        ({"body": "高校和甲区"}, "既限推荐单位又限申报单位"),
        ({"max": 500, "body": "市卫健委", "per": "total"}, "名额较多"),
    ],
)
def test_a_line_that_examples_cannot_show_is_checked_by_a_person(fields, why):
    _, pack = with_facts(quota(**fields))

    line = pack.programmes[0].quotas[0]
    (rule,) = pack.programmes[0].rules
    assert rule.force == "人工"
    assert why in rule.content["note"][0]
    assert (line.exceptions, line.is_outside_body_quota) == (
        ("市一院",) if "除外" in why else (),
        "单列" in why,
    )


def test_a_name_that_is_a_class_elsewhere_is_one():
    text = TEXT.replace("甲句", "每个某园推荐不超过3项").replace("乙句", "某园申报不超过2项")
    each = fact(
        text, "每个某园推荐不超过3项", "quota", "q1", body="某园", max=3, unit="项", per="each"
    )
    one = fact(text, "某园申报不超过2项", "quota", "q2", body="某园", max=2, unit="项", per="total")

    _, pack = drafted(text, [each, one])

    assert ([c.name for c in pack.classes], pack.bodies) == (["某园"], ())


def test_every_unit_is_a_class_of_all_kinds():
    _, pack = with_facts(quota(max=1, body="每个单位"))

    assert [(q.key, q.most) for q in pack.programmes[0].quotas] == [("host:申报单位", 1)]
    assert pack.classes_of("企业") == pack.classes_of("高校") == ("申报单位",)
    assert pack.programmes[0].rules[0].kind == "限额"


def test_whom_a_quota_means():
    assert [w.name for w in whom("各乡镇（街道）", "each", ())] == ["乡镇（街道）"]
    assert [(w.name, w.kinds) for w in whom("高校院所", "each", ())] == [
        ("高校院所", ("高校", "科研院所"))
    ]
    assert whom("", "each", ()) == []
    assert whom("高校和负责人", "each", ()) == []


def topic(quote: str, key: str, **more: Any) -> Any:
    return fact(TEXT, quote, "topic", key, **more)


def test_topics_keep_their_codes_and_others_get_their_place():
    facts = [
        topic("甲句", "t1", code="1101", title="新材料", group="材料"),
        topic("乙句", "t2", title="新能源"),
        topic("丙句", "t3", code="02", title="新工艺"),
        topic("丁句", "t4", code="很长的代码" * 9),
        topic("戊句", "t5", title="新能源"),
    ]

    _, pack = with_facts(*facts)

    assert [(t.group, t.code, t.title) for t in pack.programmes[0].topics] == [
        ("材料", "1101", "新材料"),
        ("", "03", "新能源"),
        ("", "02", "新工艺"),
        ("", "04", "丁句"),
    ]
    assert "project.topic" in pack.programmes[0].form.terms


def test_a_code_that_comes_again_is_kept_and_open():
    draft, pack = with_facts(topic("甲句", "t1", code="2306", title="甲"), topic("乙句", "t2", code="2306", title="乙"))  # fmt: skip

    assert [f.code for f in pack.accepted] == ["PACK-TOPIC-REPEATED"] * 2
    assert ("t2", "DRAFT-CODE") in [(o.fact_key, o.code) for o in draft.open]
    keys = [(s.programme, s.key) for s in pack.source.spans if s.kind == "topic"]
    assert keys == [("2101", "2306"), ("p1", "2306"), ("2101", "2306@2"), ("p1", "2306@2")]


def contact(quote: str, key: str, **more: Any) -> Any:
    fields = {"department": "规划处", "persons": ["张三", "李四"], "phones": ["123"], "email": None}
    return fact(TEXT, quote, "contact", key, **{**fields, **more})


def test_contacts_become_sections_of_their_programmes():
    _, pack = with_facts(
        contact("甲类条件", "c1"),
        contact("乙类条件", "c2", department="高新处", persons=["王五"]),
    )

    names = {s.key: (s.name, s.contact, s.phone) for s in pack.sections}
    assert [names[p.section] for p in pack.programmes] == [
        ("规划处", "张三、李四", "123"),
        ("高新处", "王五", "123"),
    ]


def test_a_contact_without_person_or_phone_is_open():
    draft, pack = with_facts(
        contact("甲句", "c1", persons=None, phones=["1" * 30, "2" * 30]),
        contact("乙句", "c2", phones=None, email="a@b.cn", department=None, purpose="政策咨询"),
        contact("丙句", "c3", phones=None),
    )

    assert [(s.name, s.contact, s.phone) for s in pack.sections] == [
        ("规划处", "原文未写", "1" * 30),
        ("政策咨询", "张三、李四", "a@b.cn"),
        ("规划处", "张三、李四", "原文未写"),
    ]
    assert [(o.fact_key, o.code) for o in draft.open if o.code == "DRAFT-CONTACT"] == [
        ("c1", "DRAFT-CONTACT"),
        ("c3", "DRAFT-CONTACT"),
    ]


def test_a_programme_that_names_nobody_goes_to_its_documents_section():
    draft, pack = with_facts(contact("甲类条件", "c1"))

    assert len({p.section for p in pack.programmes}) == 1
    assert [o.code for o in draft.open if not o.fact_key] == ["DRAFT-SECTION"]


def test_nobody_named_at_all_is_the_office():
    draft, pack = with_facts()

    (section,) = pack.sections
    assert (section.name, section.contact) == (ABOUT.office_name, "原文未写")
    assert [o.code for o in draft.open if not o.fact_key] == ["DRAFT-CONTACT"]


def paper(quote: str, key: str, **more: Any) -> Any:
    return fact(TEXT, quote, "required_document", key, **more)


def test_papers_are_asked_for_and_checked_by_a_person():
    _, pack = with_facts(
        paper("甲句", "r1", name="营业执照", stage="application"),
        paper("乙句", "r2", name="场地租赁合同", stage="application", issued_by="出租方"),
        paper("丙句", "r3", name="赋权书", stage="application", when="非在职人员"),
        paper("丁句", "r4", name="验收报告", stage="acceptance"),
        paper("戊句", "r5", name="项目申报书", stage="application"),
    )

    rules = {r.key: (r.force, r.content.get("require")) for r in pack.programmes[0].rules}
    assert rules == {
        "R1": ("人工", "有(附件.营业执照)"),
        "R2": ("人工", "有(附件.场地租赁合同)"),
        "R3": ("人工", None),
        "R4": ("人工", None),
        "R5": ("人工", None),
    }
    files = [s for s in pack.programmes[0].form.sections if s.title == "附件材料"]
    assert [f.term.label for f in files[0].fields] == ["附件.营业执照", "附件.场地租赁合同"]
    assert {s.key for s in pack.source.spans if s.kind == "paper"} == {"r1", "r2", "r3", "r4", "r5"}


def test_a_paper_named_like_a_yearly_one_gets_a_term_of_its_own():
    _, pack = with_facts(
        paper("甲句", "r1", name="审计报告", stage="application"),
        paper("乙句", "r2", name="场地证明", stage=None),
        paper("丙句", "r3", name="场地证明", stage=None),
    )

    rules = [r.content["require"] for r in pack.programmes[0].rules]
    assert rules == ["有(附件.审计报告材料)", "有(附件.场地证明)", "有(附件.场地证明)"]


def test_support_is_bound_and_citations_are_the_legal_basis():
    _, pack = with_facts(
        fact(TEXT, "甲句", "support", "u1", kind="cap", amount=50, unit="万元"),
        fact(TEXT, "乙句", "policy_citation", "y1", title="某办法", number="某政发〔2024〕1号"),
        fact(TEXT, "丙句", "policy_citation", "y2", title="某办法", number="某政发〔2024〕1号"),
        fact(TEXT, "丁句", "policy_citation", "y3", number="某政发〔2024〕2号"),
        fact(TEXT, "戊句", "policy_citation", "y4"),
    )

    assert [s.key for s in pack.source.spans if s.kind == "support"] == ["u1"]
    assert pack.legal_basis == (
        {"title": "某办法", "number": "某政发〔2024〕1号"},
        {"title": "某政发〔2024〕2号", "number": "某政发〔2024〕2号"},
    )


def test_a_form_belongs_to_its_programme_and_rivals_are_told():
    form = {"title": "项目申报书", "fields": [{"label": "项目名称", "kind": "text"}]}
    lists = {"title": "推荐汇总表", "fields": [{"label": "序号", "kind": "table_column"}]}
    draft, pack = with_facts(
        fact(TEXT, "甲句", "form", "f1", **form),
        fact(TEXT, "乙句", "form", "f2", **{**form, "title": "资金申报书", "filled_by": "企业"}),
        fact(TEXT, "丙句", "form", "f3", **{**form, "title": "课题申报书", "filled_by": "企业"}),
        fact(TEXT, "丁句", "form", "f4", **lists),
    )

    assert {p.form.title for p in pack.programmes} == {"资金申报书"}
    assert sorted(path for path in draft.files if path.startswith("forms/")) == [
        "forms/2101.yaml",
        "forms/other-1.yaml",
        "forms/other-3.yaml",
        "forms/other-4.yaml",
        "forms/p1.yaml",
    ]
    assert [o.code for o in draft.open if o.fact_key == "f2"] == ["DRAFT-FORMS"] * 2
    assert {s.key for s in pack.source.spans if s.kind == "form"} == {"forms/p1.yaml", "forms/2101.yaml"}  # fmt: skip
