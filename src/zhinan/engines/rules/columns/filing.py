"""Cases from files: jsonl, csv or parquet, line by line, a line that cannot be read reported by number."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from zhinan.engines.rules.case import Case, fact_value
from zhinan.engines.rules.stating import read_facts
from zhinan.engines.vocabulary import Vocabulary

from .batch import Numbered
from .framing import BadRow

Read = Callable[[Mapping[str, Any]], Case]
CASE_KEYS = frozenset(
    [
        "name",
        "programme",
        "as_of",
        "known_at",
        "reference_day",
        "stage",
        "waivers",
        "decisions",
        "名称",
        "计划",
        "法律日期",
        "知识日期",
        "基准日",
        "阶段",
        "豁免",
        "人工结论",
    ]
)
_SLICE = 20_000
_MOST_KEPT = 200_000  # typed values a column remembers


def read_cases(path: Path, read: Read) -> Iterator[Numbered]:
    """Every case of a file with its number, from 1.

    Args:
        path: ``.jsonl`` (a case a line), ``.csv`` (UTF-8, one header line) or ``.parquet``. In a table a
            column is a term by label or path, or one of ``CASE_KEYS``; a table of the case is JSON text or a
            list of structs; an empty cell is unknown.
        read: Makes the case of a mapping as ``docs/design/cases.md`` writes it. A ``ValueError`` it
            raises is the reason shown with the number.
    """
    lines = {".jsonl": _json_lines, ".csv": _csv_lines, ".parquet": _parquet_lines}.get(
        path.suffix.lower()
    )
    if lines is None:
        raise ValueError(f"expected .jsonl, .csv or .parquet, got {path.name!r}")
    for number, line in enumerate(lines(path), 1):
        yield number, _read(number, line, read)


def _read(number: int, line: Any, read: Read) -> Case | BadRow:
    try:
        line = json.loads(line, parse_float=str) if isinstance(line, str) else _case_of(line)
        if not isinstance(line, Mapping):
            return BadRow(number, "不是一个案例：应为“键: 值”")
        return read(line)
    except json.JSONDecodeError as error:
        return BadRow(number, f"不是 JSON：“{error.doc[:20]}”第{error.colno}个字符处读不懂")
    except (ValueError, KeyError, TypeError) as error:
        return BadRow(number, str(error.args[0]) if error.args else type(error).__name__)


def _json_lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig") as opened:
        for line in opened:
            if line.strip():
                yield line


def _csv_lines(path: Path) -> Iterator[dict[Any, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        yield from csv.DictReader(opened)


def _parquet_lines(path: Path) -> Iterator[dict[Any, Any]]:
    import polars as pl

    whole, start = pl.scan_parquet(path), 0
    while True:
        part = whole.slice(start, _SLICE).collect()
        yield from part.iter_rows(named=True)
        if part.height < _SLICE:
            return
        start += _SLICE


def _case_of(row: dict[Any, Any]) -> dict[str, Any]:
    """A line of a table as a case: its own keys, and the rest as facts."""
    if row.pop(None, None):
        raise ValueError("这一行的格比表头多")
    case: dict[str, Any] = {"facts": {}}
    for name, value in row.items():
        if value is None or value == "":
            continue
        if isinstance(value, str) and value[:1] in "[{" and name not in CASE_KEYS:
            value = json.loads(value, parse_float=str)
        (case if name in CASE_KEYS else case["facts"])[name] = _plain(value)
    return case


def _plain(value: Any) -> Any:
    """A cell as a person would write it: a float by its shortest digits, a day in ISO."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [
            {k: _plain(v) for k, v in row.items()} if isinstance(row, Mapping) else row
            for row in value
        ]
    return value


class FactReader:
    """Facts by label into values by path, each typed value read once a column.

    >>> from zhinan.engines.vocabulary import core_vocabulary
    >>> reader = FactReader(core_vocabulary(), year=2024, known=date(2024, 7, 1))
    >>> reader.values({"牵头单位.销售收入[上年]": "1500"})
    {'lead.revenue[-1]': Decimal('15000000.00')}
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        year: int,
        known: date,
        regions: Mapping[str, str] | None = None,
    ) -> None:
        self.vocabulary, self.year, self.known, self.regions = vocabulary, year, known, regions
        self._kept: dict[tuple[str, Any], dict[str, Any]] = {}

    def values(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Raises ValueError with every finding, in Chinese."""
        found: dict[str, Any] = {}
        for label, typed in facts.items():
            found.update(self._of(label, typed))
        return found

    def _of(self, label: str, typed: Any) -> dict[str, Any]:
        key = (label, typed) if isinstance(typed, (str, int)) else None
        if key is not None and (kept := self._kept.get(key)) is not None:
            return kept
        states, findings = read_facts(
            {label: typed}, self.vocabulary, year=self.year, regions=self.regions
        )
        if findings:
            raise ValueError("；".join(str(finding) for finding in findings))
        made = {}
        for path, state in states.items():
            term = self.vocabulary.get(path)
            value = None if term is None else fact_value(term, state, known=self.known)
            if value is not None:
                made[path] = value
        if key is not None and len(self._kept) < _MOST_KEPT:
            self._kept[key] = made
        return made
