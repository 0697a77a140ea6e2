"""From a condition record to a proposed rule: a block over vocabulary terms with examples, or one for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .as_read import as_read
from .lexicon import Entry, Guard, Lexicon, spoken
from .lexicon_reading import lexicon_with
from .rule_block import executable, for_a_person
from .rule_guards import applies, is_permission, with_exception
from .rule_registers import is_barred_for_years, penalty
from .shaped import Around, Shaped, Unclear
from .shapes import SHAPES
from .understood import not_understood

_LATER = ("acceptance", "post_acceptance", "execution", "contract")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed rule. ``block`` is the text for the guide; ``lists`` the named lists it needs; ``why`` what is open."""

    key: str
    block: str
    is_executable: bool
    why: str
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def propose(
    record: Mapping[str, Any], key: str, *, terms: frozenset[str] | None = None, regions: Mapping[str, str] | None = None,
    programme_key: str = "", lexicon: Lexicon | None = None, home: str = "", year: int = 0,
    programmes: Mapping[str, str] | None = None, others: Sequence[Mapping[str, Any]] = (),
) -> Proposal:  # fmt: skip
    """A rule for a condition record (as ``Record.to_json`` writes it).

    Args:
        record: The condition with its fields and quote.
        key: The rule's key, e.g. T-3-1.
        terms: Full labels the vocabulary has; None takes every term of the lexicon for known.
        regions: Codes by full name, for places.
        programme_key: Key of the programme the rule will stand under; without it 限报一项 is left to a person.
        lexicon: The core lexicon unless a bureau's own is given.
        home: Region code of the office, by which 我市 and 州内 are understood.
        year: Year of the guide, for 当年1月1日.
        programmes: Keys by the full names that records use, for 不得同时申报.
        others: The other condition records of the reading: what the same sentence says elsewhere.

    Returns:
        An executable block with three or more examples where every word is known, else a block for a person.
    """
    around = Around(
        lexicon or lexicon_with(),
        regions or {},
        home,
        year,
        programme_key,
        programmes or {},
        others,
    )
    shaped, guard, entry, why = _whole(as_read(record), around)
    if shaped is not None and terms is not None:
        unknown = [term for term in _terms_of(shaped, guard) if not _is_known(term, terms)]
        if unknown:
            shaped, why = None, f"词表没有“{unknown[0]}”"
    if shaped is None or entry is None:
        return Proposal(key, for_a_person(record, key, why), False, why)
    remedy = str(entry.said.get("remedy", ""))
    return Proposal(key, executable(record, key, shaped, guard, remedy), True, "", shaped.lists)


def _whole(
    record: Mapping[str, Any], around: Around
) -> tuple[Shaped | None, Guard | None, Entry | None, str]:
    """The rule in parts with its guard; or why it is left to a person."""
    why = _not_asked_now(record)
    if why:
        return None, None, None, why
    if record.get("consequence"):
        return penalty(record), None, Entry("违规后果", "history"), ""
    group = record.get("any_of_group")
    if group:
        return _of_group(record, around, str(group))
    return _of_one(record, around)


def _not_asked_now(record: Mapping[str, Any]) -> str:
    if record.get("consequence") and not is_barred_for_years(record):
        return "写的是违规的后果，由诚信记录执行"
    if record.get("stage") in _LATER:
        return "不在申报阶段审查"
    if is_permission(record):
        return "只是许可，不作条件"
    return ""


def _of_one(
    record: Mapping[str, Any], around: Around
) -> tuple[Shaped | None, Guard | None, Entry | None, str]:
    entry = around.lexicon.entry_for(record)
    if entry is None:
        return None, None, None, "词典里没有这种说法"
    if entry.said.get("person"):
        return None, None, None, str(entry.said["person"])
    shaped = SHAPES[entry.shape](entry, record, around)
    if isinstance(shaped, Unclear):
        return None, None, None, f"“{entry.name}”：{shaped.why}"
    when = applies(entry, record, shaped, around)
    if when.why:
        return None, None, None, when.why
    shaped, guard, why = with_exception(record, shaped, when.guard, around)
    if why:
        return None, None, None, why
    left = not_understood(entry, record, around, (*shaped.said, *when.said))
    if left:
        return None, None, None, f"没有读懂“{'”“'.join(left[:3])}”"
    return shaped, guard, entry, ""


def _of_group(
    record: Mapping[str, Any], around: Around, group: str
) -> tuple[Shaped | None, Guard | None, Entry | None, str]:
    """Alternatives in several records: each of them gives the whole choice, so that none asks for all."""
    members = [as_read(r) for r in around.others if r.get("any_of_group") == group]
    if len(members) < 2:
        return None, None, None, "是几种选择之一，其余各项没有一并给出"
    found = [_of_one({**r, "any_of_group": None}, around) for r in members]
    why = next((why for shaped, _, _, why in found if shaped is None), "")
    if why:
        return None, None, None, f"几种选择中有一种没有读懂：{why}"
    shapes = [shaped for shaped, _, _, _ in found if shaped is not None]
    plain = all(s.kind == "规则" and not s.table for s in shapes)
    if not plain or any(guard is not None for _, guard, _, _ in found):
        return None, None, None, "几种选择不能合成一条规则"
    return _either(shapes), None, found[0][2], ""


def _either(shapes: Sequence[Shaped]) -> Shaped:
    """One of several conditions, their parameters kept apart."""
    renamed = []
    for number, one in enumerate(shapes):
        condition, params = one.condition, {}
        for name, value in one.params.items():
            new = f"{name}{'甲乙丙丁戊己'[number % 6]}"
            condition = condition.replace(f" {name}", f" {new}")
            params[new] = value
        renamed.append(replace(one, condition=condition, params=params))
    fails = {k: v for one in renamed for k, v in one.fails[0].items()}
    passes = [{**fails, **facts} for one in renamed for facts in one.passes]
    failing = [{**fails, **facts} for one in renamed for facts in one.fails]
    joined = " or ".join(
        f"({s.condition})" if " and " in s.condition else s.condition for s in renamed
    )
    return Shaped(
        joined, tuple(passes), tuple(failing), tuple(t for s in renamed for t in s.lacks),
        {k: v for s in renamed for k, v in s.params.items()}, tuple(dict.fromkeys(n for s in renamed for n in s.notes)),
        {k: v for s in renamed for k, v in s.frame.items()}, lists={k: v for s in renamed for k, v in s.lists.items()},
    )  # fmt: skip


def _terms_of(shaped: Shaped, guard: Guard | None) -> list[str]:
    """Every term of the rule and its examples, with columns as table.column."""
    found: list[str] = []
    for facts in (
        *shaped.passes,
        *shaped.fails,
        *(guard.meets if guard else ()),
        *(guard.misses if guard else ()),
    ):
        for name, value in facts.items():
            found.append(name.split("[")[0])
            if isinstance(value, Sequence) and not isinstance(value, str):
                found += [f"{name}.{column}" for row in value for column in row]
    return list(dict.fromkeys([*(t.split("[")[0] for t in shaped.lacks), *found]))


def _is_known(term: str, terms: frozenset[str]) -> bool:
    """Whether the vocabulary has a term; a column counts with its table where columns are not listed."""
    table, _, column = term.rpartition(".")
    listed_apart = any(known.startswith(f"{table}.") for known in terms)
    return term in terms or (bool(column) and table in terms and not listed_apart)


def share_executable(proposals: Sequence[Proposal]) -> float:
    """The share of proposals that need no editing before they decide a case.

    >>> share_executable([])
    0.0
    """
    return sum(p.is_executable for p in proposals) / len(proposals) if proposals else 0.0


__all__ = ["SHAPES", "Proposal", "propose", "share_executable", "spoken"]
