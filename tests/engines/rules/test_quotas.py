"""限额: against a count by hand over every combination, with blanks, in any order of rows."""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhinan.engines.rules import Case, Decision, Grant, Verdict, judge
from zhinan.engines.rules.rule import Waiver

from .quota_pack import BOOK, case, quota_book, rival

OWN = {
    "body.name": "杭州", "lead.name": "甲公司", "lead.uscc": "1", "lead.kind": "企业", "lead.statuses": (),
    "application.quota_route": "推荐单位名额", "budget.grant": Decimal(1),
}  # fmt: skip
APART = "单列不占名额"
MILLION = Decimal(1_000_000)


def said(key: str, one: Case) -> tuple[str, list[str]]:
    judgement = judge(BOOK.rule(key), one)
    return judgement.verdict.label, [str(m) for m in judgement.missing]


def own(*rivals: dict[str, Any], programme: str = "fund", **values: Any) -> Case:
    known = {**OWN, **{k.replace("__", "."): v for k, v in values.items()}, "rivals": tuple(rivals)}
    return case({k: v for k, v in known.items() if v is not None}, programme=programme)


def test_judge_quota_the_last_place_passes_and_the_next_fails():
    one, two = rival(body="杭州市"), rival(body="杭州市科技局", programme="twin")

    assert said("F-ALL", own(one)) == ("通过", [])
    assert said("F-ALL", own(one, two)) == ("不通过", [])
    assert judge(BOOK.rule("F-ALL"), own(one, two)).usage.code == "QUOTA-FULL"


@pytest.mark.parametrize("state", ["填报中", "已退回", "已撤回", "不予受理"])
def test_judge_quota_what_is_drafted_returned_or_withdrawn_uses_no_place(state: str):
    assert said("F-ALL", own(rival(body="杭州"), rival(body="杭州", state=state))) == ("通过", [])


def test_judge_quota_says_how_many_are_used():
    usage = judge(BOOK.rule("F-HZ"), own(rival(body="杭州"))).usage

    assert (usage.used, usage.most, usage.who, usage.clause) == (1, 2, "杭州市科技局", "一")


def test_judge_quota_another_programme_year_or_body_uses_no_place():
    others = [
        rival(body="杭州", programme="basic"), rival(body="杭州", year=Decimal(2023)), rival(body="宁波"),
    ]  # fmt: skip

    assert judge(BOOK.rule("F-HZ"), own(*others)).usage.used == 0


def test_judge_quota_a_body_without_a_line_is_told_and_never_unlimited():
    for key in ("F-ALL", "F-CITY"):
        judgement = judge(BOOK.rule(key), own(body__name="宁波"))

        assert (judgement.verdict, judgement.usage.code) == (Verdict.MISSING, "QUOTA-NO-ROW")
    assert said("F-HZ", own(body__name="宁波")) == ("不适用", [])
    assert said("F-OUT", own(body__name="宁波")) == ("不适用", [])


def test_judge_quota_where_every_block_names_lines_the_first_speaks_for_who_has_none():
    alone = quota_book("F-HZ", "杭州市科技局", "F-ZJU", "浙江大学")
    other = case({**OWN, "body.name": "某局", "rivals": ()})

    found = [judge(alone.rule(key), other) for key in ("F-HZ", "F-ZJU")]

    assert [j.verdict.label for j in found] == ["待补", "不适用"]
    assert found[0].usage.code == "QUOTA-NO-ROW"


def test_judge_quota_listed_apart_counts_apart_by_number_and_by_money():
    apart = {"body__name": "宁波", "application__quota_route": APART}
    listed = rival(body="宁波", organisation="乙", quota_route=APART, grant=6 * MILLION)

    assert said("F-OUT", own(listed, budget__grant=4 * MILLION, **apart)) == ("通过", [])
    assert said("F-OUT", own(listed, budget__grant=4 * MILLION + 1, **apart)) == ("不通过", [])
    assert judge(
        BOOK.rule("F-OUT"), own(listed, budget__grant=5 * MILLION, **apart)
    ).usage.code == "QUOTA-YUAN"  # fmt: skip
    assert said("F-OUT", own(listed, budget__grant=None, **apart)) == (
        "待补",
        ["预算.申请财政经费"],
    )
    unknown = rival(body="宁波", organisation="乙", quota_route=APART, grant=None)
    assert said("F-OUT", own(unknown, **apart)) == ("待补", ["同年申报#1.申请财政经费"])
    assert said("F-OUT", own(listed, listed, **apart)) == ("不通过", [])
    assert said("F-HZ", own(rival(body="杭州", quota_route=APART), rival(body="杭州"))) == (
        "通过",
        [],
    )


def test_judge_quota_a_place_apart_is_claimed_and_never_had_by_silence():
    silent = rival(body="杭州", quota_route=None)

    assert said("F-HZ", own(silent, application__quota_route=None)) == ("通过", [])
    assert said("F-HZ", own(silent, silent, application__quota_route=None)) == ("不通过", [])
    assert said("F-OUT", own(application__quota_route=None)) == ("不适用", [])
    assert said("F-ALL", own(body__name="浙江大学", application__quota_route=APART)) == (
        "通过",
        [],
    )


def test_judge_quota_a_group_is_counted_together_and_excepted_elsewhere():
    others = [
        rival(body="浙江大学", organisation="浙江大学"),
        rival(body="省卫健委", organisation="浙二医院"),
    ]

    hospital = own(*others, body__name="省卫健委", lead__name="浙一医院")
    assert said("F-ALL", hospital) == ("不通过", [])
    assert judge(BOOK.rule("F-ALL"), hospital).usage.who == "浙江大学"
    other = judge(BOOK.rule("F-ALL"), own(*others, body__name="省卫健委", lead__name="某医院"))
    assert (other.verdict, other.usage.used) == (Verdict.PASSED, 0)
    unnamed = rival(body="省卫健委")
    assert said("F-ALL", own(unnamed, others[0], body__name="浙江大学")) == (
        "待补",
        ["同年申报#1.单位名称"],
    )


def test_judge_quota_a_unit_with_a_line_of_its_own_leaves_the_named_body_alone():
    district = {"programme": "basic", "body__name": "甲区", "body__category": "区"}
    lab = "省重点实验室"
    freed = rival(body="甲区", programme="basic", uscc="2", statuses=lab, quota_route=None)
    there = rival(body="甲区", programme="basic", uscc="3")

    assert said("B-BODY", own(freed, there, **district)) == ("通过", [])
    assert said("B-BODY", own(there, there, **district)) == ("不通过", [])
    unknown = {k: v for k, v in freed.items() if k != "statuses"}
    assert said("B-BODY", own(unknown, there, **district)) == ("待补", ["同年申报#1.单位资质"])
    assert said("B-BODY", own(lead__statuses=(lab,), **{**district, "application__quota_route": None})) == ("不适用", [])  # fmt: skip
    ministry = {**district, "body__name": "省卫健委", "body__category": None}
    held = rival(body="省卫健委", programme="basic", uscc="2", statuses=lab, quota_route=None)
    assert said("B-BODY", own(held, held, **ministry)) == ("不通过", [])


def test_judge_quota_two_statuses_together_have_their_own_line():
    both = ("全国重点实验室", "省重点实验室")
    mine = rival(programme="basic", uscc="1")

    assert said("B-LAB", own(mine, programme="basic", lead__statuses=both)) == ("通过", [])
    assert said("B-LAB", own(mine, programme="basic", lead__statuses=both[1:])) == ("不通过", [])
    assert said("B-LAB", own(mine, programme="basic", lead__statuses=())) == ("不适用", [])
    assert said("B-LAB", own(mine, programme="basic", lead__statuses=None)) == (
        "待补",
        ["牵头单位.资质"],
    )
    assert said("B-REST", own(mine, programme="basic")) == ("不通过", [])
    assert said("B-REST", own(mine, programme="basic", lead__kind="高校")) == ("不适用", [])
    assert said("B-REST", own(programme="basic", lead__kind=None)) == ("通过", [])


def test_judge_quota_a_university_that_recommends_recommends_itself():
    uni = {
        "programme": "basic",
        "lead__kind": "高校",
        "lead__name": "丙大学",
        "body__name": "丙大学",
    }
    row = rival(programme="basic", body="丙大学")

    assert said("B-UNI", own(row, **uni)) == ("不通过", [])
    assert said("B-UNI", own(**uni)) == ("通过", [])
    silent = {
        **uni,
        "lead__name": None,
        "lead__uscc": None,
        "lead__kind": None,
        "body__category": "高校",
    }
    assert said("B-UNI", own(row, **silent)) == ("不通过", [])
    assert said("B-UNI", own(rival(programme="basic", body="丁大学"), **uni))[0] == "待补"
    firm = rival(programme="basic", body="甲公司")
    assert said("B-REST", own(firm, programme="basic")) == ("待补", ["同年申报#1.单位代码"])


def test_judge_quota_names_what_is_missing_and_no_more():
    assert said("F-HZ", case({**OWN})) == ("待补", ["同年申报"])
    blanks = [rival(body="杭州", state=None), rival(body=None, state="已撤回"), rival(body="宁波", state=None)]  # fmt: skip
    assert said("F-HZ", own(rival(body="杭州"), *blanks)) == ("待补", ["同年申报#2.状态"])
    assert said("F-HZ", own(rival(body="杭州"), rival(body="杭州", programme=None)))[1] == [
        "同年申报#2.计划"
    ]
    assert said("F-HZ", own(body__name=None)) == ("通过", [])
    # whoever recommends it, one more fits the places of 杭州市科技局, unless that is full
    assert said("F-HZ", own(*[rival(body="杭州")] * 2, body__name=None)) == (
        "待补",
        ["推荐单位.名称"],
    )


def test_judge_quota_waiver_decision_guard_and_force():
    full = own(rival(body="杭州"), rival(body="杭州"))
    rule = replace(BOOK.rule("F-HZ"), waivers=(Waiver("一", "省厅"),), ready={})

    assert judge(rule, full).verdict is Verdict.DISCRETION
    granted = replace(full, grants=(Grant("F-HZ", "省厅"),))
    assert judge(rule, granted).verdict is Verdict.WAIVED
    soft = replace(BOOK.rule("F-HZ"), force="软")
    assert judge(soft, full).verdict is Verdict.DISCRETION
    let = replace(full, decisions=(Decision("F-HZ", True, "省厅"),))
    assert judge(soft, let).verdict is Verdict.PASSED
    assert judge(replace(soft, nature="优先"), full).verdict is Verdict.NOT_APPLICABLE


BODIES = ["杭州", "杭州市科技局", "宁波", "浙江大学", "省卫健委", "某局", "浙一医院"]
HOSTS = ["甲公司", "浙一医院", "浙二医院", "丙院"]
NAMED = {"杭州": "杭州", "杭州市科技局": "杭州", "宁波": "宁波"}
rivals = st.lists(
    st.builds(
        rival, body=st.sampled_from(BODIES), organisation=st.sampled_from(HOSTS),
        state=st.sampled_from(["已提交", "已立项", "已退回"]), programme=st.sampled_from(["fund", "twin", "basic"]),
        quota_route=st.sampled_from(["推荐单位名额", APART]), grant=st.sampled_from([MILLION, 6 * MILLION]),
    ),
    max_size=5,
)  # fmt: skip
owners = st.fixed_dictionaries(
    {
        "body.name": st.sampled_from(BODIES), "lead.name": st.sampled_from(HOSTS),
        "application.quota_route": st.sampled_from(["推荐单位名额", APART]),
        "budget.grant": st.sampled_from([MILLION, 4 * MILLION]),
    }
)  # fmt: skip


def line_by_hand(body: str, host: str, route: str) -> str:
    """Which line of the fund holds, written out case by case."""
    body = NAMED.get(body, body)
    if body in ("杭州", "宁波") and route == APART:
        return f"apart {body}"
    if body == "杭州":
        return "杭州"
    if body == "浙江大学":
        return "浙大"
    if host in ("浙一医院", "浙二医院") and body == "省卫健委":
        return "浙大"
    if body == "浙一医院":
        return "浙大"
    return {"省卫健委": "卫健"}.get(body, "none")


def by_hand(values: dict[str, Any], others: list[dict[str, Any]]) -> str:
    line = line_by_hand(values["body.name"], values["lead.name"], values["application.quota_route"])
    if line == "none":
        return "待补"
    held = [
        r for r in others
        if r["state"] != "已退回" and r["programme"] in ("fund", "twin")
        and line_by_hand(r["body"], r["organisation"], r["quota_route"]) == line
    ]  # fmt: skip
    if len(held) + 1 > 2:
        return "不通过"
    total = sum((r["grant"] for r in held), values["budget.grant"])
    return "不通过" if line.startswith("apart") and total > 10 * MILLION else "通过"


@settings(max_examples=300, deadline=None)
@given(owners, rivals, st.randoms(use_true_random=False), st.floats(0, 0.3))
def test_judge_quota_as_counted_by_hand_in_any_order_and_never_wrong_with_blanks(
    values: dict[str, Any], others: list[dict[str, Any]], random: Random, share: float
):
    full = case({**values, "rivals": tuple(others)})
    expected = by_hand(values, others)

    assert said("F-ALL", full)[0] == expected
    shuffled = case({**values, "rivals": tuple(random.sample(others, len(others)))})
    assert said("F-ALL", shuffled)[0] == expected

    def kept(cells: dict[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in cells.items() if "quota_route" in k or random.random() >= share}

    blanked = case({**kept(values), "rivals": tuple(kept(r) for r in others)})
    found, missing = said("F-ALL", blanked)
    assert found in (expected, "待补")
    if found == "待补" and expected != "待补":
        assert missing
