"""What a lint finds, and what it reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from zhinan.engines.packs import Clause, Pack, Programme
from zhinan.engines.vocabulary import read_yaml

UNKNOWN = "未知"


class Undecided(Exception):
    """A lint cannot tell: what it needs is not known."""


@dataclass(frozen=True, slots=True, order=True)
class LintFinding:
    """One fault of a guide: where, what, what to do.

    >>> print(LintFinding("topics.csv", 36, "LINT-CODE-REPEATED", "指南代码2306已见于第29行", "改正代码"))
    topics.csv:36 指南代码2306已见于第29行。改正代码。[LINT-CODE-REPEATED]
    """

    file: str
    line: int  # counted from 1; 0 where the whole file is meant
    code: str
    what: str
    remedy: str
    clause: str = ""
    programme: str = ""
    subject: str = ""  # the topic code, body or window it is about
    lint: str = ""
    check: str = ""  # id of the 检查 block that ran it
    is_note: bool = False  # worth knowing, not a fault

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        clause = f"依据：{self.clause}。" if self.clause else ""
        what, remedy = self.what.rstrip("。"), self.remedy.rstrip("。")
        return f"{place} {what}。{clause}{remedy}。[{self.code}]"


@dataclass(frozen=True, slots=True)
class View:
    """A pack as one lint sees it: the data given to it, else those of the pack."""

    pack: Pack
    given: Mapping[str, Any] = field(default_factory=dict)  # 参数
    days: Mapping[date, bool] = field(default_factory=dict)  # day -> whether it is worked
    file: str = ""  # of the 检查 block, or of what is being read
    line: int = 0
    clause: str = ""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of lists.yaml

    def parameter(self, key: str) -> Any:
        """The parameter ``key``; None where it is not given.

        Raises:
            Undecided: It is given as 未知.
        """
        value = self.given.get(key)
        if value == UNKNOWN:
            raise Undecided(key)
        return value

    def programmes(self) -> Sequence[Programme]:
        """Those named by 计划; all where none is named.

        Raises:
            Undecided: The pack has no such programme.
        """
        named = self.parameter("计划")
        if named is None:
            return self.pack.programmes
        keys = [named] if isinstance(named, str) else list(named)
        known = {p.key: p for p in self.pack.programmes}
        if missing := [key for key in keys if key not in known]:
            raise Undecided(f"计划 {'、'.join(map(str, missing))}")
        return [known[key] for key in keys]

    def line_in(self, file: str, *place: str | int) -> int:
        """The line of ``file`` on which a part of its YAML begins."""
        marked, _ = read_yaml(self.pack.files[file].decode("utf-8-sig"), file=file)
        return marked.line(*place)

    def found(self, code: str, what: str, remedy: str, **more: Any) -> LintFinding:
        """A finding at the place of this view, unless ``more`` names another."""
        place: dict[str, Any] = {"file": self.file, "line": self.line, "clause": self.clause} | more
        return LintFinding(code=code, what=what, remedy=remedy, **place)


def file_of(programme: Programme, clause: Clause) -> str:
    """The guide file a clause stands in: its own where it is common to all programmes."""
    return clause.file or programme.guide


def shown(programme: Programme, clause: Clause) -> str:
    """The clause as findings name it: with the annex, unless it is common to all programmes."""
    return f"{'' if clause.file else programme.annex} {clause.number}".strip()


def number(value: Any) -> Decimal:
    """A figure of 参数 as a decimal; ``12,291`` and full-width digits are read too.

    Raises:
        Undecided: It is not known, or no figure.

    >>> number("１２，２９１"), number(3)
    (Decimal('12291'), Decimal('3'))
    """
    from unicodedata import normalize

    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    text = normalize("NFKC", str(value or "")).replace(",", "").strip("<>≥≤= ")
    digits = text.removeprefix("-").replace(".", "", 1)
    if not digits.isdecimal() or not digits.isascii():
        raise Undecided(str(value))
    return Decimal(text)


def each(groups: Any) -> Iterator[tuple[str, list[str]]]:
    """Name and codes of each group as given in 参数."""
    if not isinstance(groups, Mapping):
        raise Undecided("组")
    for name, codes in groups.items():
        if codes == UNKNOWN or not isinstance(codes, list):
            raise Undecided(str(name))
        yield str(name), [str(code) for code in codes]
