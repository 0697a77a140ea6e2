"""How a known condition is written as a rule: amounts, shares, dates, flags, names."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from .lexicon import Entry, spoken
from .rule_years import over_years
from .shaped import DAY, Around, Shaped, Unclear, edges, exact, written

FINEST = 10_000  # of a 万元: one yuan
_SIGNS = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "=": "=="}
_UNREAD = Unclear("数值没有读成可计算的")
_IN_MYRIADS = {"万元": Fraction(1), "亿元": Fraction(10000), "元": Fraction(1, 10000)}
_LONGEST = 600  # months; nobody asks for more than fifty years
_NOT_NAMES = re.compile(r"[“”\"'：:，。；（）\s]")
Record = Mapping[str, Any]


def number(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    bound, unit = exact(record["value"]), str(record.get("unit") or "")
    sign = _SIGNS.get(str(record["operator"]))
    if bound is None or sign is None or (sign == "==" and bound <= 0):
        return _UNREAD
    step, shown = Fraction(1), str(entry.said.get("unit", ""))
    if unit in _IN_MYRIADS:  # amounts are kept and compared in 万元
        bound, shown = bound * _IN_MYRIADS[unit], "万元"
        step = Fraction(1, 10000) if unit == "元" else Fraction(1, 100)
    if unit == "年" and entry.said.get("unit") == "月":
        bound *= 12
    if (bound * FINEST).denominator != 1:
        return _UNREAD  # a third of a yuan is nobody's figure
    if record.get("approx"):
        return _about(entry.term, sign, bound, shown)
    good, bad = edges(sign, bound, step)
    fails = [bad] if sign != "==" else [bound - step, bound + step]
    if min(fails) < 0:
        return _UNREAD
    return over_years(entry, record, sign, f"{written(bound)}{shown}", good, fails, shown)


def _about(term: str, sign: str, bound: Fraction, unit: str) -> Shaped | Unclear:
    """约, 近, 左右: a tenth either way is not held against the applicant."""
    slack = Fraction(int(bound / 10)) if bound >= 10 else bound / 10
    way = "-" if sign in (">=", ">", "==") else "+"
    edge = bound - slack if way == "-" else bound + slack
    beyond = edge - 1 if way == "-" else edge + 1
    sign = ">=" if way == "-" else "<="
    return Shaped(
        f"{term} {sign} 界限 {way} 容差", ({term: f"{written(edge)}{unit}"},), ({term: f"{written(beyond)}{unit}"},),
        (term,), {"界限": f"{written(bound)}{unit}", "容差": f"{written(slack)}{unit}"}, ("左右容差",),
    )  # fmt: skip


def months(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    bound = exact(record["value"])
    sign = _SIGNS.get(str(record["operator"]))
    if bound is None or sign is None:
        return _UNREAD
    whole = bound * 12 if record.get("unit") == "年" else bound
    good, bad = edges(sign, whole, Fraction(1))
    fails = [bad] if sign != "==" else [whole - 1, whole + 1]
    if whole.denominator != 1 or min(good, *fails) < 1 or max(good, *fails) > 120:
        return _UNREAD
    return Shaped(
        f"{entry.term} {sign} 界限", ({entry.term: written(good)},),
        tuple({entry.term: written(bad)} for bad in fails), (entry.term,), {"界限": f"{written(whole)}月"},
    )  # fmt: skip


def share(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    bound, sign = exact(record["value"]), _SIGNS.get(str(record["operator"]))
    if bound is None or sign in (None, "=="):
        return _UNREAD
    part = bound / 100 if record.get("unit") == "%" else bound
    return _part_of(entry, record, str(sign), part)


def _part_of(entry: Entry, record: Record, sign: str, part: Fraction) -> Shaped | Unclear:
    """A share of the whole that ``entry`` names; over several years the sums are compared."""
    whole = str(entry.said["whole"])
    unit = str(entry.said.get("unit", "万元"))
    numerator, denominator = part.numerator, part.denominator
    base = 10000 if 10000 % denominator == 0 else 10000 // denominator * denominator
    exact_part = part * base
    good, bad = edges(sign, exact_part, Fraction(1))
    if bad < 0 or exact_part.denominator != 1:
        return _UNREAD
    plain = denominator in (1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 125, 200, 250, 500, 1000)
    if plain:
        test, params = "{part} " + sign + " 比例 * {whole}", {"比例": written(part)}
    else:  # a third cannot be written as a decimal
        test, params = f"{denominator} * {{part}} {sign} {numerator} * {{whole}}", {}
    shaped = over_years(
        entry, record, sign, "", good, [bad], unit, whole=whole, base=base, test=test, params=params
    )
    if isinstance(shaped, Unclear) or sign not in (">=", ">") or whole.startswith("预算."):
        return shaped
    return _of_something(shaped, entry.term, whole, unit)


def _of_something(shaped: Shaped, term: str, whole: str, unit: str) -> Shaped:
    """A share of nothing is no share: what it is a share of has to be above nought."""
    wholes = [name for name in shaped.passes[0] if name.split("[")[0] == whole.split("[")[0]]
    least = "0.01万元" if unit == "万元" else f"1{unit}"
    nothing = dict.fromkeys(shaped.passes[0], f"0{unit}")
    little = {**nothing, wholes[0]: least, term: shaped.passes[0][term]}
    total = " + ".join(wholes)
    condition = f"({shaped.condition})" if " or " in shaped.condition else shaped.condition
    return replace(
        shaped, condition=f"{condition} and {total} > 0", passes=(*shaped.passes, little), fails=(*shaped.fails, nothing)
    )  # fmt: skip


def ratio_of_two(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    sign = _SIGNS.get(str(record["operator"]))
    value, unit = str(record["value"]), record.get("unit")
    bound = exact(value)
    if bound is None and re.search(r"\d", value):
        return _UNREAD
    if sign in (None, "==") or unit in ("万元", "元", "亿元"):
        return _UNREAD
    part = Fraction(1) if bound is None else bound / 100 if unit == "%" else bound
    return _part_of(entry, record, str(sign), part)


def _date_said(record: Record) -> date | None:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(record["value"]))
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def on_date(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    day = _date_said(record)
    if day is None:
        return Unclear("日期没有读成年月日")
    one = timedelta(days=1)
    includes = record.get("inclusive") or re.search(r"（含", str(record.get("quote") or ""))
    if record["operator"] == "before":
        sign, good, bad = ("<=", day, day + one) if includes else ("<", day - one, day)
        note = "所写日期当日含在内" if includes else "前不含当日"
    else:
        sign, good, bad, note = ">=", day, day - one, "以后含当日"
    if entry.said.get("optional"):  # who declares none does not meet it
        return Shaped(
            f"有({entry.term}) and {entry.term} {sign} 界限", ({entry.term: good.isoformat()},),
            ({entry.term: bad.isoformat()}, {entry.term: "无"}), (entry.term,), {"界限": day.isoformat()}, (note,),
        )  # fmt: skip
    return Shaped(
        f"{entry.term} {sign} 界限", ({entry.term: good.isoformat()},), ({entry.term: bad.isoformat()},),
        (entry.term,), {"界限": day.isoformat()}, (note,),
    )  # fmt: skip


def since(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    """注册满一年: so many months before the day that counts, that day included."""
    bound, sign = exact(record["value"]), str(record["operator"])
    span = bound * 12 if bound is not None and record.get("unit") == "年" else bound
    if span is None or span.denominator != 1 or not 1 <= span <= _LONGEST or sign not in _SIGNS:
        return _UNREAD
    year, month = divmod(DAY.year * 12 + DAY.month - 1 - int(span), 12)
    edge = date(year, month + 1, 15)  # the middle of a month, so that no month is too short
    one = timedelta(days=1)
    before = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}[sign]
    good, bad = {
        ">=": (edge, edge + one), ">": (edge - one, edge), "<=": (edge, edge - one), "<": (edge + one, edge)
    }[sign]  # fmt: skip
    return Shaped(
        f"加月({entry.term}, 期限) {before} 基准日", ({entry.term: good.isoformat()},),
        ({entry.term: bad.isoformat()},), (entry.term,), {"期限": f"{int(span)}月"}, ("满期按对应日计算",), {"基准日": DAY.replace(day=15).isoformat()},
    )  # fmt: skip


def flag(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    return Shaped(entry.term, ({entry.term: "是"},), ({entry.term: "否"},), (entry.term,))


def no_flag(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    return Shaped(f"not {entry.term}", ({entry.term: "否"},), ({entry.term: "是"},), (entry.term,))


def zero(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    return Shaped(f"{entry.term} <= 0", ({entry.term: "0万元"},), ({entry.term: "0.01万元"},), (entry.term,))  # fmt: skip


def has(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    shown = "有" if entry.term.startswith("附件.") else "示例"
    return Shaped(f"有({entry.term})", ({entry.term: shown},), ({entry.term: "无"},), (entry.term,))


def several(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    """Several things at once, or one of several: 科研管理制度和财务管理制度, 合作协议或合作意向书."""
    text = f"{spoken(record)}|{record.get('quote') or ''}"
    terms = [term for term, words in entry.said["each"].items() if any(w in text for w in words)]
    is_any = bool(record.get("any_of")) or record.get("operator") == "in"
    if not terms or (is_any and len(terms) > 1 and not re.search("或|之一|/", text)):
        return Unclear("没有读出是哪几样")
    files = all(term.startswith("附件.") for term in terms)
    yes, no = ("有", "无") if files else ("是", "否")
    tests = [f"有({term})" if files else term for term in terms]
    every = dict.fromkeys(terms, yes)
    said = tuple(w for term in terms for w in entry.said["each"][term])
    if is_any:
        passes = tuple({**dict.fromkeys(terms, no), term: yes} for term in terms)
        return Shaped(
            " or ".join(tests), passes, (dict.fromkeys(terms, no),), tuple(terms), said=said
        )
    fails = tuple({**every, term: no} for term in terms)
    return Shaped(" and ".join(tests), (every,), fails, tuple(terms), said=said)


def suffix(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    words = str(record["value"])
    if not words or _NOT_NAMES.search(words):
        return Unclear("后缀没有读清")
    before = f"字数({entry.term}) > {len(words)}"  # something has to stand before it
    return Shaped(
        f"结尾(规范({entry.term}), 后缀) and {before}", ({entry.term: f"某{words}"},),
        ({entry.term: f"示例产品{words}一二"}, {entry.term: f"{words}示例"}, {entry.term: words}), (entry.term,),
        {"后缀": f'"{words}"'}, said=(words,),
    )  # fmt: skip


def length(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    bound, sign = exact(record["value"]), _SIGNS.get(str(record["operator"]))
    if bound is None or bound.denominator != 1 or sign is None:
        return _UNREAD
    most = int(entry.said.get("most", 10_000))  # what the term itself takes: no example is longer
    too_long = Unclear(f"“{entry.term}”本身最多填{most}字")
    if record.get("approx"):
        whole, slack = int(bound), max(int(bound) // 4, 1)
        good = ({entry.term: "字" * (whole - slack)}, {entry.term: "字" * (whole + slack)})
        bad = ({entry.term: "字" * (whole + slack + 1)}, {entry.term: "字" * (whole - slack - 1)})
        if whole + slack >= most:
            return too_long
        return Shaped(
            f"绝对值(字数({entry.term}) - 界限) <= 容差", good, bad, (entry.term,),
            {"界限": str(whole), "容差": str(slack)}, ("左右容差",),
        )  # fmt: skip
    right, wrong = (int(x) for x in edges(sign, bound, Fraction(1)))
    if right < 1 or sign == "==":
        return _UNREAD
    if max(right, wrong) > most:
        return too_long
    return Shaped(
        f"字数({entry.term}) {sign} 界限", ({entry.term: "字" * right},), ({entry.term: "字" * wrong},),
        (entry.term,), {"界限": written(bound)},
    )  # fmt: skip


def named(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    """定向: one organisation by its name."""
    name = str(record["value"])
    if not re.fullmatch(r"[^\s，。；、“”\"'：:（）的]{4,40}", name):
        return Unclear("单位名称没有读清")
    return Shaped(
        f"规范({entry.term}) == 单位", ({entry.term: name},), ({entry.term: "示例单位"},), (entry.term,),
        {"单位": f'"{name}"'}, said=(name,),
    )  # fmt: skip


def fixed(entry: Entry, record: Record, around: Around) -> Shaped | Unclear:
    """A condition that the lexicon spells out, with the facts of its examples."""
    said = entry.said
    passes, fails = (
        tuple(f) if isinstance(f, list) else (f,) for f in (said["passes"], said["fails"])
    )
    params = {str(k): str(v) for k, v in (said.get("params") or {}).items()}
    return Shaped(str(said["condition"]), passes, fails, (), params)
