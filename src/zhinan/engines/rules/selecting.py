"""Programmes and rules by what people call them; what names none, or several, is told with what is near."""

import re
from collections.abc import Callable, Sequence

from zhinan.engines.packs import Pack, Programme
from zhinan.engines.values import Finding

from .rulebook import Rulebook

LEAST = 3  # characters of a part of a name


def find_programme(pack: Pack, said: str) -> str | None:
    """The key of the programme named by key, short name, name, code, or a part that only one has; else None."""
    ways: tuple[Callable[[Programme], bool], ...] = (
        lambda p: said == p.key,
        lambda p: said in (p.short, p.name),
        lambda p: said == p.code,
        lambda p: len(said) >= LEAST and (said in p.short or said in p.name),
    )
    for way in ways:
        found = [p.key for p in pack.programmes if said and way(p)]
        if len(found) == 1:
            return found[0]
    return None


def find_rules(book: Rulebook, said: Sequence[str]) -> tuple[tuple[str, ...], list[Finding]]:
    """Ids of the rules named; a row of the acceptance list names all its parts.

    >>> # LYG-3-4 names LYG-3-4, LYG-3-4a and LYG-3-4-角色; ZJ-Q-1…10 its ten blocks
    """
    chosen: list[str] = []
    findings = []
    for name in (word.strip() for word in said if word.strip()):
        span = re.fullmatch(r"(.*-)(\d+)(?:…|\.\.\.)(\d+)", name)
        rows = [f"{span[1]}{n}" for n in range(int(span[2]), int(span[3]) + 1)] if span else [name]
        parts = "|".join(map(re.escape, rows))
        wanted = re.compile(rf"(?:{parts})(?:[a-z]+|-[^\d\W]\D*)?")
        keys = [key for key in book.by_key if wanted.fullmatch(key)]
        chosen += keys
        if not keys:
            remedy = (
                near_names(name, list(book.by_key))
                or "用 zhinan pack terms 或 zhinan rules coverage 查看"
            )
            findings.append(Finding("CASE-RULE", f"没有规则“{name}”", remedy=remedy, field=name))
    return tuple(dict.fromkeys(chosen)), findings


def near_names(said: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(said, known, n=3, cutoff=0.5)
    return f"相近的有：{'、'.join(near)}" if near else ""
