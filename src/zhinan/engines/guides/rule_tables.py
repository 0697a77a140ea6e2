"""Rules over tables: how many partners, whether a patent is held, nothing on record against the applicant."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from .lexicon import Entry, Lexicon, spoken
from .numbering import numeral
from .rule_shapes import DAY, Shaped

_ROWS: Mapping[str, Mapping[str, str]] = {
    "合作单位": {"名称": "示例", "类型": "企业"},
    "知识产权": {"名称": "示例", "类型": "发明专利"},
    "团队": {"姓名": "示例", "全职": "是"},
}
_SAME = {
    "诚信记录": {"主体名称": "示例单位", "主体代码": "91320700MA1ABCDE0X"},
    "台账": {"单位名称": "示例单位", "单位代码": "91320700MA1ABCDE0X", "状态": "在研", "计划": "示例计划"},
}  # fmt: skip
_OWN = {"牵头单位.名称": "示例单位", "牵头单位.统一社会信用代码": "91320700MA1ABCDE0X"}


def _where(entry: Entry, record: Mapping[str, Any]) -> str:
    """The filter whose word the record speaks."""
    text = spoken(record)
    return next((test for word, test in entry.said.get("where", {}).items() if word in text), "")


def rows(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    sign, bound = str(record["operator"]), int(Fraction(str(record["value"])))
    step = 1 if sign in (">=", "<=") else 0
    good = bound if step else bound + (1 if sign == ">" else -1)
    bad = bound - step if sign in (">=", ">") else bound + step
    if not 0 <= bad <= 30 or good > 30:
        return None
    where = _where(entry, record)
    inner = f"{entry.term}, {where}" if where else entry.term
    row = _ROWS[entry.term]
    return Shaped(
        f"行数({inner}) {sign} 界限",
        {entry.term: [row] * good},
        {entry.term: [row] * bad},
        (),
        {"界限": str(bound)},
    )


def some_row(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    where = _where(entry, record)
    if record.get("period") and not entry.said.get("since"):
        return None
    late, day, params = _since(entry, record, entry.term)
    tests = " and ".join(test for test in (where, late) if test)
    condition = f"任一({entry.term}, {tests})" if tests else f"有({entry.term})"
    row = {**_ROWS[entry.term], **day}
    frame = {"基准日": DAY.isoformat()} if late else {}
    return Shaped(condition, {entry.term: [row]}, {entry.term: "无"}, (), params, (), frame)


def _since(
    entry: Entry, record: Mapping[str, Any], table: str
) -> tuple[str, dict[str, str], dict[str, str]]:
    """近三年 as a test on the entry's date column, a row's date that meets it, and the parameter."""
    span = re.search(r"([三两二一五\d])年", str(record.get("period") or ""))
    column = entry.said.get("since")
    if span is None or column is None:
        return "", {}, {}
    years = numeral(span[1])
    day = DAY.replace(year=DAY.year - 1).isoformat()
    return f"{table}.{column} >= 加月(基准日, -{12 * years})", {str(column): day}, {}


def mean_age(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    bound = int(Fraction(str(record["value"])))
    born = [date(DAY.year - years, 6, 15).isoformat() for years in (bound, bound + 1)]
    passes, fails = ({"团队": [{"姓名": "示例", "出生日期": day}]} for day in born)
    return Shaped(
        "平均(周岁(团队.出生日期, 基准日)) <= 界限",
        passes,
        fails,
        (),
        {"界限": f"{bound}岁"},
        ("年龄按基准日的周岁计算",),
        {"基准日": DAY.isoformat()},
    )


def history(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    table = str(entry.said["table"])
    tests = [str(entry.said["where"])]
    row = dict(_SAME[table])
    late, day, _ = _since(entry, record, table)
    if record.get("period") and not late:
        return None
    if late:
        tests.append(late)
        row |= day
    until = entry.said.get("until")
    if until and "执行期" in spoken(record):
        tests.append(f"{table}.{until} >= 基准日")
        row[str(until)] = DAY.replace(year=DAY.year + 1).isoformat()
    if "stem" in entry.said:
        stem = re.search(str(entry.said["stem"]), spoken(record))
        if stem is None:
            return None
        tests.append(f'含({table}.计划, "{stem["stem"]}")')
        row["计划"] = stem["stem"] + "计划"
    frame = {"基准日": DAY.isoformat()} if len(tests) > 1 else {}
    return Shaped(
        " and ".join(tests),
        {**_OWN, table: []},
        {**_OWN, table: [row]},
        (),
        {},
        (),
        frame,
        "历史",
        table,
    )


_ONE = {
    "单位": (
        "同单位(同年申报.单位代码, 同年申报.单位名称, 牵头单位.统一社会信用代码, 牵头单位.名称)",
        {"单位名称": "示例单位", "单位代码": "91320700MA1ABCDE0X"},
        _OWN,
    ),
    "负责人": (
        "同年申报.负责人证件号码 == 负责人.证件号码",
        {"负责人": "甲", "负责人证件号码": "示例证件号1"},
        {"负责人.证件号码": "示例证件号1"},
    ),
}


def one_only(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    """一个企业限报一项: no other application of the year under this programme."""
    if str(record["value"]) != "1" or not record.get("programme_key"):
        return None
    who = "负责人" if re.search(r"负责人|主持人|申请人", str(record.get("subject"))) else "单位"
    if re.search(r"限报.*(?:类|领域|方向)", str(record.get("quote", ""))):
        return None
    test, row, own = _ONE[who]
    row = {"计划": record["programme_key"], "状态": "已提交", **row}
    return Shaped(
        f"{test} and 同年申报.计划 == 本计划",
        {**own, "同年申报": []},
        {**own, "同年申报": [row]},
        (),
        kind="唯一",
        table="同年申报",
    )


def no_choice(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    chosen = lexicon.choices(entry.term, spoken(record))
    if not chosen or len(chosen) < len(record["value"]):
        return None
    listed = "[" + ", ".join(f'"{c}"' for c in chosen) + "]"
    return Shaped(
        f"not 交集({entry.term}, {listed})",
        {entry.term: "无"},
        {entry.term: chosen[0]},
        (entry.term,),
    )
