"""Lints of figures: sums, figures that cannot be in their unit, periods of key projects."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from zhinan.engines.packs import Indicator, KeyProject

from .finding import UNKNOWN, LintFinding, Undecided, View, number

PLAN = "plan.yaml"
COUNTED = ("家", "户", "个", "人", "项", "件", "篇", "名", "台", "部", "份")
RATES = ("每", "万名", "万人", "平均", "率", "比")  # such a figure may have decimals in any unit
_COLUMNS = {"名称": "name", "承担单位": "undertaker", "地点": "place", "内容": "content", "起": "begins", "止": "ends"}  # fmt: skip


def sum_wrong(view: View) -> Iterator[LintFinding]:
    """合计相符: parts that do not add up to their total."""
    groups = view.parameter("各组")
    if groups is None:
        keys = ("各项", "合计", "名称", "单位", "容差")
        groups = [{key: view.parameter(key) for key in keys if view.parameter(key) is not None}]
    open_question = ""
    for group in groups:
        try:
            parts = [number(part) for part in _listed(group, "各项")]
            total, slack = number(group.get("合计")), number(group.get("容差", 0))
        except Undecided as undecided:
            open_question = str(undecided) or "各项"
            continue
        if abs(sum(parts) - total) > slack:
            name, unit = group.get("名称") or "各项", group.get("单位") or ""
            shown = "＋".join(str(p) for p in parts)
            what = f"{name}：{shown}＝{sum(parts)}{unit}，写的合计是{total}{unit}，相差{abs(sum(parts) - total)}{unit}"
            yield view.found("LINT-SUM", what, "核对各项与合计", subject=str(name))
    if open_question:
        raise Undecided(open_question)


def _listed(group: Mapping[str, Any], key: str) -> list[Any]:
    value = group.get(key)
    if not isinstance(value, list) or not value:
        raise Undecided(key)
    return value


def figure_implausible(view: View) -> Iterator[LintFinding]:
    """数值合理: a figure that cannot be in its unit. It is told and never corrected."""
    given = view.parameter("数值")
    open_question = ""
    for row, place in _given_figures(given) if given is not None else _plan_figures(view):
        try:
            value = number(row.get("数", row.get("原文")))
        except Undecided as undecided:
            open_question = str(undecided) or "数"
            continue
        reason = _reason(row, value)
        if reason:
            printed = row.get("原文") or row.get("数")
            what = f"{row.get('名称') or '数值'}写作“{printed}”，单位{row.get('单位') or '未写'}，{reason}"
            what += f"；现按{row['理解']}理解，请确认" if row.get("理解") is not None else ""
            yield view.found("LINT-FIGURE", what, "对照原件核对小数点与单位，不得猜改",
                             subject=str(row.get("名称") or ""), **place)  # fmt: skip
    if open_question:
        raise Undecided(open_question)


def _reason(row: Mapping[str, Any], value: Decimal) -> str:
    bounds = row.get("范围")
    unit, name = str(row.get("单位") or ""), str(row.get("名称") or "")
    if bounds is None and unit in ("%", "％"):
        bounds = [0, 100]
    if bounds is not None:
        least, most = number(bounds[0]), number(bounds[1])
        if not least <= value <= most:
            lost = value > most and value == value.to_integral() and least <= value / 100 <= most
            return f"超出合理范围{least}至{most}" + ("，疑似丢失小数点" if lost else "")
    if unit in COUNTED and value != value.to_integral() and not any(r in name for r in RATES):
        return "按个数计的不应有小数"
    return ""


def _given_figures(given: Any) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    if not isinstance(given, list):
        raise Undecided("数值")
    for row in given:
        yield row, {}


def _plan_figures(view: View) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Each figure of plan.yaml: as understood, and as printed where that differs."""
    if view.pack.plan is None:
        raise Undecided("数值")
    for one in view.pack.plan.indicators:
        for figure, key in ((one.base, "base"), (one.target, "target")):
            if figure is None:
                continue
            place = {"file": PLAN, "line": one.line} | (
                {} if view.clause else {"clause": one.clause}
            )
            row = _row(one, f"{one.name}（{figure.year}年）")
            yield row | {"数": figure.value}, place
            printed = one.printed.get(key)
            if printed is not None and number(printed) != figure.value:
                yield row | {"数": number(printed), "原文": printed, "理解": figure.value}, place


def _row(one: Indicator, name: str) -> dict[str, Any]:
    row: dict[str, Any] = {"名称": name, "单位": one.unit}
    if one.least is not None and one.most is not None:
        row["范围"] = [one.least, one.most]
    return row


def period_apart(view: View) -> Iterator[LintFinding]:
    """期间相合: a key project with an empty column, or whose years do not meet the plan's."""
    first, last = _period(view)
    is_within = view.parameter("要求") == "内含"
    for row, place in _projects(view):
        name = str(row.get("名称") or "（未写名称）")
        where = {"subject": name, **place}
        if UNKNOWN in row.values():
            raise Undecided(name)
        if missing := [key for key in _COLUMNS if row.get(key) in (None, "")]:
            yield view.found(
                "LINT-PERIOD", f"重点项目“{name}”缺{'、'.join(missing)}", "补全所缺的栏", **where
            )
        if row.get("起") in (None, "") or row.get("止") in (None, ""):
            continue
        begins, ends = int(number(row["起"])), int(number(row["止"]))
        span = f"重点项目“{name}”为{begins}至{ends}年，规划期为{first}至{last}年"
        if ends < begins:
            yield view.found(
                "LINT-PERIOD",
                f"重点项目“{name}”的止年{ends}早于起年{begins}",
                "核对起止时间",
                **where,
            )
        elif ends < first or begins > last:
            yield view.found("LINT-PERIOD", f"{span}，没有重合", "核对年份，或移出本表", **where)
        elif begins < first or ends > last:
            yield view.found("LINT-PERIOD", f"{span}，只有一部分重合", "核对年份" if is_within else "早开工、晚完工的，无需处理",
                             is_note=not is_within, **where)  # fmt: skip


def _period(view: View) -> tuple[int, int]:
    given = view.parameter("规划期")
    if given is not None:
        return int(number(given[0])), int(number(given[1]))
    if view.pack.plan is None:
        raise Undecided("规划期")
    return view.pack.plan.begins.year, view.pack.plan.ends.year


def _projects(view: View) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    given = view.parameter("项目")
    if given is not None:
        for row in given:
            yield row, {}
        return
    if view.pack.plan is None:
        raise Undecided("项目")
    for project in view.pack.plan.projects:
        yield _columns(project), {"file": PLAN, "line": project.line}


def _columns(project: KeyProject) -> dict[str, Any]:
    return {shown: getattr(project, name) for shown, name in _COLUMNS.items()}
