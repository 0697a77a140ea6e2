"""Rules on people: age and retirement, degrees and titles with their order, shares of a team."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .lexicon import Entry, Lexicon, listed, spoken
from .numbering import numeral
from .shaped import DAY, ON_DAY, Around, Shaped, Unclear, edges, exact, quoted, written

_SIGNS = {">=": ">=", ">": ">", "<=": "<=", "<": "<"}
_WHO = (("引进人才", r"引进|人才|人选|外国专家"), ("团队", r"团队|成员|项目组|课题组|骨干"))
_COLUMNS = {
    "负责人": ("学位", "学历", "职称级别"), "团队": ("学位", "学历", "职称级别", "职业资格"),
    "引进人才": ("学位",), "管理人员": ("学历",),
}  # fmt: skip
_NAMED = {"团队": {"姓名": "示例"}, "管理人员": {"姓名": "示例"}}
_LOWEST = {"学位": "无", "学历": "其他", "职称级别": "无", "职业资格": "无"}


def whom(record: Mapping[str, Any]) -> str:
    """The group of terms a record on a person speaks of: the leader unless it says otherwise."""
    text = f"{record.get('subject') or ''}|{record.get('attribute') or ''}"
    if re.search(r"负责人|带头人|主持人", text):
        return "负责人"
    return next((group for group, words in _WHO if re.search(words, text)), "负责人")


_DAY_SAID = re.compile(
    r"(?:(?P<own>申[请报]当年|当年|本年)|(?:截[至止]到?)?(?P<year>\d{4})年)(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?!（?含?）?以[后前])"
)


def age(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """An age on the day that counts, on a day the text names, or at the end of the project."""
    bound, sign = exact(record["value"]), _SIGNS.get(str(record["operator"]))
    if bound is None or sign is None or bound.denominator != 1 or not 16 <= bound <= 100:
        return Unclear("年龄没有读成整数")
    group = whom(record)
    born = f"{group}.出生日期"
    good, bad = (int(x) for x in edges(sign, bound, Fraction(1)))
    params = {"界限": f"{written(bound)}岁"}
    note = ("年龄按基准日的周岁计算",)
    if re.search("退休", spoken(record)):
        return _at_the_end(born, sign, good, bad, params)
    quote = str(record.get("quote") or "")
    said = _DAY_SAID.search(quote)
    if (
        said is None
        or re.search("出生", quote[: said.start()][-2:])
        or re.match("[^，）]{0,4}出生", quote[said.end() :])
    ):
        return _aged(born, group, sign, (good, bad), params, DAY, "基准日", note, ON_DAY)
    year = int(said["year"]) if said["year"] else around.year
    if not year:
        return Unclear("“当年”是哪一年没有给出")
    day = date(year, int(said["month"]), int(said["day"]))
    words = f'日期("{day.isoformat()}")'
    return _aged(
        born, group, sign, (good, bad), params, day, words, (f"年龄算到{day.isoformat()}",), {}
    )


def _birthday(day: date, years: int, later: int = 0) -> str:
    """A birthday by which somebody is ``years`` old on ``day``; with ``later`` he was so a day before."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    whole = date(day.year - years, day.month, last)
    return (date.fromordinal(whole.toordinal() + later)).isoformat()


def _aged(
    born: str, group: str, sign: str, ages: tuple[int, int], params: Mapping[str, str], day: date, words: str,
    notes: tuple[str, ...], frame: Mapping[str, str],
) -> Shaped:  # fmt: skip
    low = sign in ("<=", "<")
    # the last birthday that passes and the first that does not, a day apart
    fits = _birthday(day, ages[0] + 1, 1) if low else _birthday(day, ages[0])
    not_fits = _birthday(day, ages[1]) if low else _birthday(day, ages[1] + 1, 1)
    if group != "团队":
        test = f"周岁({born}, {words}) {sign} 界限"
        return Shaped(test, ({born: fits},), ({born: not_fits},), (born,), params, notes, frame)
    rows = (
        [{"姓名": "甲", "出生日期": fits}],
        [{"姓名": "甲", "出生日期": fits}, {"姓名": "乙", "出生日期": not_fits}],
    )
    test = f"有(团队) and 全部(团队, 周岁({born}, {words}) {sign} 界限)"
    return Shaped(
        test,
        ({"团队": rows[0]},),
        ({"团队": rows[1]}, {"团队": "无"}),
        (born,),
        params,
        notes,
        frame,
    )


def _at_the_end(
    born: str, sign: str, good: int, bad: int, params: Mapping[str, str]
) -> Shaped | Unclear:
    """退休年龄: reached within the project or not."""
    if sign not in ("<", "<="):
        return Unclear("退休年龄的写法没有读清")
    ends = {"项目.结束日期": DAY.isoformat()}
    limit = good + 1 if sign == "<" else good
    reaches, not_yet = _birthday(DAY, limit), _birthday(DAY, limit, 1)
    return Shaped(
        f"周岁({born}, 项目.结束日期) < 界限", ({born: not_yet, **ends},), ({born: reaches, **ends},),
        (born, "项目.结束日期"), params, ("实施期内到龄的，按结束日期的周岁计算",),
    )  # fmt: skip


def mean_age(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    bound = exact(record["value"])
    if (
        bound is None
        or bound.denominator != 1
        or not 16 <= bound <= 100
        or record["operator"] != "<="
    ):
        return Unclear("平均年龄没有读成整数")
    young, old = (
        {"团队": [{"姓名": "示例", "出生日期": _birthday(DAY, int(bound) + n)}]} for n in (0, 1)
    )
    two = {"团队": [{"姓名": "甲", "出生日期": _birthday(DAY, int(bound) + n)} for n in (1, -1)]}
    return Shaped(
        "平均(周岁(团队.出生日期, 基准日)) <= 界限", (young, two), (old,), ("团队.出生日期",),
        {"界限": f"{int(bound)}岁"}, ("年龄按基准日的周岁计算",), ON_DAY,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Graded:
    """A test on a scale: its column, the grades that meet it, the words it was read from."""

    column: str
    grades: tuple[str, ...]
    beyond: str  # a grade that does not meet it
    said: str


def grades_in(text: str, lexicon: Lexicon) -> tuple[list[Graded], str]:
    """Every degree, education or title a text names, with 及以上 or 及以下; and what is left of the text."""
    found: list[Graded] = []
    words = [(word, scale) for scale in lexicon.scales for word in scale.words]
    for word, scale in sorted(words, key=lambda one: -len(one[0])):
        tail = (
            "学位"
            if scale.name == "学位"
            else "学历"
            if scale.name == "学历"
            else "(?:专业)?(?:技术)?(?:职务|职称|资格|职业资格|岗位)?(?:（职称）)?"
        )
        pattern = re.compile(
            rf"(?<![正副]){re.escape(word)}(?P<more>(?:或?相当)?(?:及其?以?上|或以上|以上))?(?:的)?(?:{tail})?(?P<later>(?:及其?以?上|以上))?"
        )
        for match in list(pattern.finditer(text)):
            means = scale.words[word]
            if match["more"] or match["later"]:
                means = scale.grades[min(scale.grades.index(g) for g in means) :]
            others = [g for g in (_LOWEST.get(scale.name, "无"), *scale.grades) if g not in means]
            found.append(Graded(scale.name, tuple(means), others[-1] if others else "", match[0]))
            text = text.replace(match[0], "/", 1)
    return [g for g in found if g.beyond], text


def grade(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """博士学位或副高级以上职称: one of several grades, or all of them."""
    text = listed(record)
    if not grades_in(text, around.lexicon)[0]:
        text = f"{text}|{record.get('attribute') or ''}"
    found, _ = grades_in(text, around.lexicon)
    if not found:
        found, _ = grades_in(str(record.get("quote") or ""), around.lexicon)
        text = str(record.get("quote") or "")
    group = whom(record)
    if not found or any(g.column not in _COLUMNS[group] for g in found):
        return Unclear(f"没有读出{group}应有的学历、学位或职称")
    abroad = re.search(
        r"(?:在)?(?:国外|境外|海外)(?P<n>[一二两三四五\d]+)年以上的?(?:学习或工作|学习|工作|研修)?经历",
        text,
    )
    if abroad and group != "负责人":
        return Unclear(f"没有登记{group}的国外经历")
    is_any = (
        bool(record.get("any_of"))
        or record.get("operator") == "in"
        or bool(re.search("或|之一", text))
    )
    if is_any and re.search("且|并(?!列)|同时", text):
        return Unclear("“或”“且”并用，几项怎样组合没有读清")
    tests = [(f"{{who}}.{g.column} in {quoted(g.grades)}", g) for g in _merged(found)]
    extra = numeral(abroad["n"]) if abroad else None
    said = (*(g.said for g in found), *((abroad[0],) if abroad else ()))
    if not is_any and (len(tests) > 1 or extra):
        return _all_of(tests, group, said)
    return _one_of(tests, group, extra, said)


def _merged(found: Sequence[Graded]) -> list[Graded]:
    """One test for each column, its grades together, in the order of the text."""
    columns: dict[str, Graded] = {}
    for one in found:
        held = columns.get(one.column)
        grades = tuple(dict.fromkeys([*(held.grades if held else ()), *one.grades]))
        columns[one.column] = Graded(one.column, grades, one.beyond, one.said)
    return list(columns.values())


def _one_of(
    tests: Sequence[tuple[str, Graded]], group: str, extra: int | None, said: tuple[str, ...]
) -> Shaped:
    lows = {g.column: g.beyond for _, g in tests} | (
        {"国外经历月数": f"{12 * extra - 1}"} if extra else {}
    )
    ways = [{**lows, g.column: grade} for _, g in tests for grade in g.grades]
    ways += [{**lows, "国外经历月数": str(12 * extra)}] if extra else []
    condition = " or ".join(test.format(who=group) for test, _ in tests)
    condition += f" or {group}.国外经历月数 >= 月数" if extra else ""
    params = {"月数": f"{12 * extra}月"} if extra else {}
    return _of_people(condition, ways, [lows], group, params, said)


def _all_of(tests: Sequence[tuple[str, Graded]], group: str, said: tuple[str, ...]) -> Shaped:
    best = {g.column: g.grades[-1] for _, g in tests}
    ways = [{**best, g.column: grade} for _, g in tests for grade in g.grades]
    fails = [{**best, g.column: g.beyond} for _, g in tests]
    return _of_people(
        " and ".join(t.format(who=group) for t, _ in tests), ways, fails, group, {}, said
    )


def _of_people(
    condition: str, ways: Sequence[Mapping[str, str]], fails: Sequence[Mapping[str, str]], group: str,
    params: Mapping[str, str], said: tuple[str, ...],
) -> Shaped:  # fmt: skip
    """The test of one person, or of every row of the team."""
    if group != "团队":
        passes = tuple({f"{group}.{k}": v for k, v in way.items()} for way in _unlike(ways))
        failing = tuple({f"{group}.{k}": v for k, v in way.items()} for way in fails)
        return Shaped(condition, passes, failing, tuple(passes[0]), params, said=said)
    row = _NAMED[group]
    teams = tuple({group: [{**row, **way}]} for way in _unlike(ways))
    bad: list[Mapping[str, Any]] = [{group: [{**row, **ways[0]}, {**row, **way}]} for way in fails]
    joined = f"有({group}) and 全部({group}, {condition})"
    return Shaped(joined, teams, (*bad, {group: "无"}), (f"{group}.姓名",), params, said=said)


def _unlike(ways: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return list({tuple(sorted(way.items())): way for way in ways}.values())


def share_of_rows(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """大专以上学历的占70%: rows of a table that meet a grade, as a share of all."""
    table, bound = entry.term, exact(record["value"])
    found, _ = grades_in(f"{record.get('attribute') or ''}|{listed(record)}", around.lexicon)
    if not found:
        found, _ = grades_in(str(record.get("quote") or ""), around.lexicon)
    if bound is None or record["operator"] not in (">=", ">") or not found:
        return Unclear("没有读出占比所说的学历、学位或职称")
    if any(g.column not in _COLUMNS[table] for g in found):
        return Unclear(f"“{table}”没有登记这一项")
    part = (bound / 100 if record.get("unit") == "%" else bound).limit_denominator(100)
    if not 0 < part <= 1 or (part == 1 and record["operator"] == ">"):
        return Unclear("占比没有读成一以内的数")
    tests = _merged(found)
    test = " or ".join(f"{table}.{g.column} in {quoted(g.grades)}" for g in tests)
    lows = {g.column: g.beyond for g in tests}
    whole = part.denominator
    need = part.numerator if record["operator"] == ">=" else part.numerator + 1
    if whole > 20 or need > whole:
        whole, need = 20, -(-part.numerator * 20 // part.denominator)

    def rows(good: int) -> list[dict[str, str]]:
        grade = {tests[0].column: tests[0].grades[0]}
        return [
            {"姓名": f"第{n + 1}人", **lows, **(grade if n < good else {})} for n in range(whole)
        ]

    ways = [{table: [{"姓名": "甲", **lows, g.column: grade}]} for g in tests for grade in g.grades]
    return Shaped(
        f"有({table}) and 行数({table}, {test}) {record['operator']} 比例 * 行数({table})",
        ({table: rows(need)}, *ways), ({table: rows(need - 1)}, {table: "无"}), (f"{table}.{tests[0].column}",),
        {"比例": written(part)}, said=tuple(g.said for g in found),
    )  # fmt: skip
