"""One application only, so many running projects, not two programmes at once: rules over the other applications."""

import re
from collections.abc import Mapping
from typing import Any

from .lexicon import Entry, Facts, listed, spoken
from .rule_registers import CODE, NAME, OWN, PERSON, Row, by_organisation, by_person, whose
from .shaped import Around, Shaped, Unclear, exact, quoted

_OUT = ("填报中", "已退回", "已撤回", "不予受理")


def at_most(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """限报一项, 限报两项: no more applications of the year under this programme."""
    bound, key = exact(record["value"]), around.programme_key
    quote = str(record.get("quote") or "")
    if bound is None or bound.denominator != 1 or not 1 <= bound <= 20:
        return Unclear("限报的数目没有读成整数")
    if not key:
        return Unclear("属于哪个计划没有给出")
    if re.search(r"限报.*(?:每类|每个(?:领域|方向))|分别|每个推荐|推荐单位", quote):
        return Unclear("限额按类别或推荐单位计算，由限额表执行")
    if re.search(r"[一二两三\d]个?(?:专项|计划|类别|类型|领域|方向|类)(?!.{0,6}项目)", quote):
        return Unclear("限的是计划或类别的个数，不是项目数")
    row = Row("同年申报")
    if PERSON.search(str(record.get("subject") or "") + quote) and not re.search(
        "单位|企业", str(record.get("subject"))
    ):
        by_person(row)
    else:
        by_organisation(row)
    row.add("同年申报.计划 == 本计划", {"计划": key}, {"计划": "other"})
    row.row["状态"] = "已提交"
    row.frame = {"计划": key}
    if bound == 1:
        idle = [{**row.row, "状态": state} for state in _OUT]
        row.misses = [{**m, "状态": "已提交"} for m in row.misses] + idle
        return row.shaped("唯一")
    test = f"同年申报.状态 not in {quoted(_OUT)} and " + " and ".join(row.tests)
    most = int(bound) - 1
    misses = [
        *({**m, "状态": "已提交"} for m in row.misses),
        *({**row.row, "状态": s} for s in _OUT),
    ]
    passes = [{**row.own, "同年申报": [row.row] * most + [miss]} for miss in misses]
    return Shaped(
        f"行数(同年申报, {test}) < 限额", ({**row.own, "同年申报": [row.row] * most}, *passes),
        ({**row.own, "同年申报": [row.row] * (most + 1)},), (), {"限额": str(int(bound))}, ("本项也算一项",), row.frame,
    )  # fmt: skip


def at_most_running(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """主持的在研项目不超过一项."""
    bound, sign = exact(record["value"]), str(record["operator"])
    if bound is None or bound.denominator != 1 or sign not in ("<=", "<") or bound > 20:
        return Unclear("在研项目的数目没有读成整数")
    most = int(bound) if sign == "<=" else int(bound) - 1
    row = Row("台账")
    fault = whose(row, record, spoken(record))
    if fault:
        return Unclear(fault)
    row.add('台账.状态 == "在研"', {"状态": "在研"}, {"状态": "已验收"})
    passes = [{**row.own, "台账": [row.row] * most + [miss]} for miss in row.misses]
    return Shaped(
        f"行数(台账, {' and '.join(row.tests)}) <= 界限", ({**row.own, "台账": [row.row] * most}, *passes),
        ({**row.own, "台账": [row.row] * (most + 1)},), (), {"界限": str(most)},
    )  # fmt: skip


def same_project(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """同一项目不得多头、重复申报."""
    row = Row("同年申报")
    by_organisation(row)
    row.own["项目.名称"] = "示例项目"
    row.add(
        "(规范(同年申报.项目名称) == 规范(项目.名称) or 同年申报.内容相同)", {"项目名称": "示例项目", "内容相同": "否"},
        {"项目名称": "别的项目", "内容相同": "否"}, also=[{"项目名称": "别的项目", "内容相同": "是"}],
    )  # fmt: skip
    row.row["状态"] = "已提交"
    row.also = [{**r, "状态": "已提交"} for r in row.also]
    row.misses = [{**m, "状态": "已提交"} for m in row.misses] + [
        {**row.row, "状态": s} for s in _OUT
    ]
    return row.shaped("唯一", said=("只能通过单个推荐单位申报", "多头申报", "重复申报"))


def exclusion(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """不得同时申报甲计划和乙计划."""
    value = record.get("value")
    said = tuple(map(str, value if isinstance(value, list) else [value]))
    groups = []
    for name in (re.sub(r"(?:类)?项目$|[“”《》]", "", word) for word in said):
        keys = _keys_of(name, around.programmes)
        if not keys:
            return Unclear(f"“{name}”不是本指南里的计划")
        groups.append(keys)
    if len(groups) < 2 or len({k for g in groups for k in g}) < sum(map(len, groups)):
        return Unclear("互斥的两组计划没有读清")
    mine = next((g for g in groups if around.programme_key in g), None)
    if mine is None:
        return Unclear("本计划不在互斥的计划之中")
    return _excluding(groups, mine, around.programme_key, said)


def _keys_of(name: str, programmes: Mapping[str, str]) -> list[str]:
    """Programmes of that name: as it is, with a part in brackets, or within a longer name."""
    exactly = [k for full, k in programmes.items() if full == name or full.startswith((name, f"{name}（"))]  # fmt: skip
    within = [k for full, k in programmes.items() if len(name) >= 6 and name in full]
    return sorted(dict.fromkeys(exactly or within))


def _excluding(groups: list[list[str]], mine: list[str], key: str, said: tuple[str, ...]) -> Shaped:
    """The rule, and an example for every pair of programmes and every state that does not count."""
    rival = {"单位代码": CODE, "单位名称": NAME, "状态": "已提交"}
    others = [k for g in groups if g is not mine for k in g]
    every = [k for g in groups for k in g]

    def beside(**row: str) -> dict[str, Any]:
        return {**OWN, "同年申报": [{**rival, **row}]}

    stranger = beside(计划=others[0], 单位代码="91320700MA1ABCDE9Y", 单位名称="另一单位")
    passes: list[Facts] = [{**OWN, "同年申报": []}, stranger, *(beside(计划=k) for k in mine)]
    passes += [beside(计划=others[0], 状态=state) for state in _OUT]
    fails = [beside(计划=k) for k in others]
    more = tuple(
        (beside(计划=k), any(own in g and k in g for g in groups), {"计划": own})
        for own in every if own != key for k in every
    )  # fmt: skip
    two = "[" + ", ".join(f"[{', '.join(g)}]" for g in groups) + "]"
    return Shaped(
        "", tuple(passes), tuple(fails), (), {}, (), {"计划": key}, "互斥", "同年申报",
        lines=(f"两组: {two}",), said=said, more=more,
    )  # fmt: skip


def relation(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """关联企业不得同时申报."""
    key = around.programme_key
    if not key:
        return Unclear("属于哪个计划没有给出")
    link = [{"甲方代码": CODE, "乙方代码": "91320700MA1ABCDE9Y", "方式": "持股"}]
    rival = {
        "计划": key,
        "单位代码": "91320700MA1ABCDE9Y",
        "单位名称": "关联单位",
        "状态": "已提交",
    }
    base = {**OWN, "关联关系": link}
    passes: list[Facts] = [
        {**OWN, "关联关系": [], "同年申报": []},
        {**base, "同年申报": [{**rival, "单位代码": "91320700MA1ABCDE8Z", "单位名称": "无关单位"}]},
    ]
    passes += [{**base, "同年申报": [{**rival, "计划": "other"}]}]
    passes += [{**base, "同年申报": [{**rival, "状态": s}]} for s in _OUT]
    return Shaped(
        "", tuple(passes), ({**base, "同年申报": [rival]},), (), {}, (), {"计划": key}, "关联", "同年申报",
        lines=(f"计划: [{key}]",), said=(listed(record),),
    )  # fmt: skip
