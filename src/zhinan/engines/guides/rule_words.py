"""What an organisation is: its kind, its statuses, a legal person, where it sits; any mixture of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .lexicon import Entry, Facts, listed
from .rule_guards import guard_of
from .rule_places import Place, place_in
from .shaped import Around, Shaped, Unclear, quoted

_KIND, _STATUS, _LEGAL, _SEAT = (
    "牵头单位.类型",
    "牵头单位.资质",
    "牵头单位.独立法人",
    "牵头单位.注册地",
)
_PERSON = re.compile(
    r"(?:具有|具备)?(?:独立)?(?:的)?(?:企业|事业)?(?:独立)?法人(?:资格|条件|实体)?(?:的)?(?:法人)?(?:企业|机构|单位)?"
)
_OTHERS = {_KIND: "其他", _STATUS: "无"}
_OPEN = re.compile(r"等(?:单位|机构|主体|各类|$|[，。）])")


@dataclass(slots=True)
class _Heard:
    """What the words of a value say."""

    kinds: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    is_legal: bool = False
    place: Place | None = None
    said: tuple[str, ...] = ()


def _heard(text: str, around: Around) -> _Heard:
    heard = _Heard()
    named = place_in(text, around)
    if named is not None:
        for word in named.said:
            text = text.replace(word, "/")
        heard.place = named
    heard.statuses, text = around.lexicon.chosen(_STATUS, text)
    for legal in [m[0] for m in _PERSON.finditer(text)]:
        heard.is_legal = True
        named_kinds = ("企业" if "企业" in legal else "") + ("事业单位" if "事业" in legal else "")
        heard.kinds += around.lexicon.chosen(_KIND, named_kinds)[0]
        heard.said += (legal, "独立", "法人")
        text = text.replace(legal, "/", 1)
    kinds, _ = around.lexicon.chosen(_KIND, text)
    order = list(around.lexicon.words.get(_KIND, {}))
    heard.kinds = [kind for kind in order if kind in {*heard.kinds, *kinds}]
    heard.said += (*_words(_KIND, heard.kinds, around), *_words(_STATUS, heard.statuses, around))
    return heard


def _words(term: str, chosen: Sequence[str], around: Around) -> list[str]:
    table = around.lexicon.words.get(term, {})
    return [word for choice in chosen for word in table.get(choice, ())]


def identity(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """企业, 独立法人, 高新技术企业, 州内企事业单位: each aspect is a test of its own."""
    value = record.get("value")
    items = [str(v) for v in value] if isinstance(value, list) else [str(value)]
    several = [_heard(item, around) for item in dict.fromkeys(items)]
    mixed = len({h.is_legal for h in several}) > 1 or len({h.place is None for h in several}) > 1
    if mixed and len(several) > 1:
        return Unclear(f"几种说法不是一类，是并列还是举例没有写明：{listed(record)}")
    heard = _heard("、".join(items), around)
    is_barred = record["operator"] in ("not", "excludes")
    if is_barred and (heard.is_legal or heard.place):
        return Unclear("不得有的情形不止一项")
    asked = [
        *heard.kinds,
        *heard.statuses,
        *(["法人"] if heard.is_legal else []),
        *([heard.place] if heard.place else []),
    ]
    if not asked or "规模" in listed(record):
        known = guard_of(listed(record), around)
        if known is not None and not is_barred:  # 规模以上工业企业: what a guard calls by that name
            lacks = tuple(dict.fromkeys(k for f in known.meets for k in f))
            return Shaped(
                known.expression, known.meets, known.misses, lacks, said=(listed(record),)
            )
    if not asked:
        return Unclear(f"没有读出是哪一类单位：{listed(record)}")
    return _shaped(record, heard, around, is_barred)


def _shaped(
    record: Mapping[str, Any], heard: _Heard, around: Around, is_barred: bool
) -> Shaped | Unclear:
    tests, good, params, lists = [], [{}], {}, {}  # type: ignore[var-annotated]
    fails: list[dict[str, str]] = []
    if heard.kinds or heard.statuses:
        test, ways, other = _kinds_or_statuses(heard, around)
        if test is None:
            return Unclear("所列类型已包括全部单位，不成条件")
        tests.append(test)
        good, fails = ways, [other]
    good_of: dict[str, str] = {}
    if heard.is_legal:
        tests.append(_LEGAL)
        good_of[_LEGAL] = "是"
    if heard.place:
        tests.append(f"{_SEAT} in 区域")
        good_of[_SEAT] = heard.place.inside
        params, lists = {"区域": f'区划集("{heard.place.name}")'}, dict(heard.place.lists)
    passes = [{**way, **good_of} for way in good]
    fails = [{**other, **good_of} for other in fails]
    first = passes[0]
    fails += [{**first, _LEGAL: "否"}] if heard.is_legal else []
    fails += [{**first, _SEAT: code} for code in heard.place.outside] if heard.place else []
    said = (*heard.said, *(heard.place.said if heard.place else ()))
    condition = " and ".join(tests)
    if is_barred:
        condition, passes, fails = _barred(heard, good, fails)
    lacks = tuple(dict.fromkeys(name for facts in passes for name in facts))
    waiver = "原文列举之后有“等”字，其他类型由经办人判断" if _is_open(record, heard) else ""
    return Shaped(
        condition, tuple(passes), tuple(fails), lacks, params, (), {}, lists=lists, said=said, waiver=waiver
    )  # fmt: skip


def _barred(
    heard: _Heard, good: Sequence[Facts], fails: Sequence[Facts]
) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    tests = []
    if heard.kinds:
        tests.append(f"{_KIND} not in {quoted(heard.kinds)}")
    if heard.statuses:
        tests.append(f"not 交集({_STATUS}, {quoted(heard.statuses)})")
    fine = {
        **({_KIND: "其他"} if heard.kinds else {}),
        **({_STATUS: "无"} if heard.statuses else {}),
    }
    return " and ".join(tests), [fine], [{**fine, **way} for way in good]


def _kinds_or_statuses(
    heard: _Heard, around: Around
) -> tuple[str | None, list[dict[str, str]], dict[str, str]]:
    """The test, the ways to meet it, and facts that do not."""
    tests, ways = [], []
    base: dict[str, str] = {}
    if heard.kinds:
        tests.append(f"{_KIND} in {quoted(heard.kinds)}")
        base[_KIND] = "其他"
        ways += [{_KIND: kind} for kind in heard.kinds]
    if heard.statuses:
        tests.append(f"交集({_STATUS}, {quoted(heard.statuses)})")
        base[_STATUS] = "无"
        ways += [{_STATUS: status} for status in heard.statuses]
    test = f"({' or '.join(tests)})" if len(tests) > 1 else tests[0]
    return test, [{**base, **way} for way in ways], base


def _is_open(record: Mapping[str, Any], heard: _Heard) -> bool:
    """高校、科研院所、企业等: other kinds are not shut out."""
    text = f"{listed(record)}|{record.get('quote') or ''}"
    return len(heard.kinds) + len(heard.statuses) > 1 and bool(_OPEN.search(text))


def chosen_of(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """A choice of any term by the lexicon's words: 参与角色, 任职类别, 与申报单位关系."""
    quote = str(record.get("quote") or "")
    own = listed(record)
    is_barred = record["operator"] in ("not", "excludes")
    chosen, _ = around.lexicon.chosen(entry.term, f"{own}、{quote}" if is_barred else own)
    if not chosen:
        chosen, _ = around.lexicon.chosen(entry.term, quote)
    table = list(around.lexicon.words.get(entry.term, {}))
    others = [choice for choice in (*table, *entry.said.get("others", ())) if choice not in chosen]
    if not chosen:
        return Unclear(f"没有读出是哪一项：{own}")
    said = tuple(w for c in chosen for w in around.lexicon.words[entry.term][c])
    if entry.said.get("many"):
        others = ["无"]
    if not others:  # every choice will do: one has to be made
        ways = tuple({entry.term: choice} for choice in chosen)
        return Shaped(f"有({entry.term})", ways, ({entry.term: "无"},), (entry.term,), said=said)
    inside = tuple({entry.term: choice} for choice in chosen)
    outside = ({entry.term: others[-1]},)
    if entry.said.get("many"):
        test = f"交集({entry.term}, {quoted(chosen)})"
        outside = ({entry.term: "无"},)
        condition = f"not {test}" if is_barred else test
    else:
        condition = f"{entry.term} {'not in' if is_barred else 'in'} {quoted(chosen)}"
    passes, fails = (outside, inside) if is_barred else (inside, outside)
    return Shaped(condition, passes, fails, (entry.term,), said=said)


def countries(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """Countries and territories by name."""
    names = _names_of(record, around)
    if not names:
        return Unclear("没有读出是哪些国家或地区")
    return Shaped(
        f"规范({entry.term}) in 列举", tuple({entry.term: name} for name in names), ({entry.term: "示例国"},),
        (entry.term,), {"列举": f"[{', '.join(names)}]"}, said=tuple(names),
    )  # fmt: skip


def _names_of(record: Mapping[str, Any], around: Around) -> list[str]:
    value = record.get("value")
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    names = []
    for part in re.split("[、，和及]", text):
        part = re.sub(r"等.*$", "", part).strip()
        if re.search("港澳台", part):
            names += ["香港", "澳门", "台湾", "中国香港", "中国澳门", "中国台湾"]
        elif re.fullmatch(r"[一-龥]{2,7}", part) and not re.search("国家|地区|已|的", part):
            names.append(part)
        else:
            return []
    return list(dict.fromkeys(names))
