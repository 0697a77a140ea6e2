"""The text of a case file into its cases: YAML, JSON, JSON lines, CSV; numbers stay exact."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import read_yaml

from .cases import KEYS

SUFFIXES = (".yaml", ".yml", ".json", ".jsonl", ".csv", ".parquet")
_FRAME = {*KEYS, *KEYS.values()}
_GARBLED = re.compile("[\ud800-\udfff]")  # halves of characters: no text holds them


@dataclass(frozen=True, slots=True)
class Written:
    """One case as written. ``number``: its place in the file, from 1. ``fault``: why it cannot be read."""

    number: int
    content: Any = None
    fault: Finding | None = None


def cases_in(lines: Iterable[str], suffix: str, *, file: str) -> Iterator[Written]:
    """The cases of one file, one by one; one that cannot be read comes with its fault.

    Args:
        lines: The file's lines; of JSON lines and CSV no more than one is held at a time. Bytes that are
            no UTF-8 stand in them as ``surrogateescape`` leaves them, and spoil only the case they are in.
        suffix: ``.yaml .yml .json .jsonl .csv``.
        file: Name used in findings.
    """
    if suffix in (".yaml", ".yml"):
        text = "".join(lines)
        yield from _garbled(1, file) if _GARBLED.search(text) else _yaml(text, file)
    elif suffix == ".json":
        yield from _numbered(_json("".join(lines), 1, file))
    elif suffix == ".jsonl":
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _json(line, number, file)
    else:
        table = csv.DictReader(lines, strict=True)
        is_garbled = any(_GARBLED.search(name) for name in table.fieldnames or ())
        yield from _garbled(1, file) if is_garbled else rows_as_cases(table, file)


def _garbled(number: int, file: str) -> Iterator[Written]:
    fact = f"{file}第{number}行不是UTF-8编码"
    remedy = "请用编辑器另存为UTF-8"
    yield Written(number, None, Finding("CASE-FILE", fact, remedy=remedy, field=file))


def _yaml(text: str, file: str) -> Iterator[Written]:
    marked, faults = read_yaml(text, file=file)
    if faults:
        first = faults[0]
        fact = f"{file}第{first.line}行：{first.what}"
        yield Written(1, None, Finding("CASE-YAML", fact, remedy=first.remedy, field=file))
    else:
        yield from _numbered(Written(1, marked.value))


def _numbered(read: Written) -> Iterator[Written]:
    """A list is several cases."""
    if isinstance(read.content, list):
        for number, content in enumerate(read.content, 1):
            yield Written(number, content)
    else:
        yield read


def _json(text: str, number: int, file: str) -> Written:
    def refuse(word: str) -> Any:
        raise ValueError(f"{word}不是数")

    if _GARBLED.search(text):
        return next(_garbled(number, file))
    try:
        content = json.loads(
            text, parse_float=Decimal, parse_constant=refuse, object_pairs_hook=_once
        )
    except (ValueError, RecursionError) as error:
        fact = f"{file}第{number}行不是合法的JSON：{str(error)[:80]}"
        return Written(
            number, None, Finding("CASE-JSON", fact, remedy="检查引号、逗号与括号", field=file)
        )
    if _has_half(text, content):
        fact = f"{file}第{number}行含半个字符（\\ud8…）"
        remedy = "删去它，或写成完整的字"
        return Written(number, None, Finding("CASE-JSON", fact, remedy=remedy, field=file))
    return Written(number, content)


def _has_half(text: str, content: Any) -> bool:
    """Whether an escape has put half a character into what was read: nothing could print it."""
    if "\\ud" not in text.lower():
        return False
    return _GARBLED.search(json.dumps(content, ensure_ascii=False, default=str)) is not None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"“{next(n for n in names if names.count(n) > 1)}”写了两次")
    return found


def rows_as_cases(rows: Iterable[Mapping[Any, Any]], file: str) -> Iterator[Written]:
    """A table with one case a row: columns are terms, or keys of a case; an empty cell is unknown."""
    number, left = 0, iter(rows)
    reader = getattr(rows, "reader", None)
    while True:
        number += 1
        first = getattr(reader, "line_num", number) + 1
        try:
            yield _row(next(left), number, file)
        except StopIteration:
            return
        except csv.Error as error:  # the reader goes on with the next line
            last = getattr(reader, "line_num", number)
            where = f"文件第{first}行" if last == first else f"文件第{first}至{last}行，都没有判"
            fact = f"{file}第{number}件（{where}）不是合法的CSV：{error}"
            yield Written(
                number, None, Finding("CASE-CSV", fact, remedy="检查双引号是否成对", field=file)
            )


def _row(row: Mapping[Any, Any], number: int, file: str) -> Written:
    if None in row:
        fact = f"{file}第{number}行的格数多于表头"
        return Written(
            number, None, Finding("CASE-CSV", fact, remedy="含逗号的内容用双引号括起", field=file)
        )
    frame: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for name, value in row.items():
        cell = _as_written(value)
        if isinstance(cell, str) and _GARBLED.search(cell):
            return next(_garbled(number, file))
        if cell is None or cell == "":
            continue
        if isinstance(cell, str) and cell[:1] in "[{":
            inner = _json(cell, number, file)
            if inner.fault:
                return Written(number, None, inner.fault)
            cell = inner.content
        (frame if name in _FRAME else facts)[name] = cell
    return Written(number, {**frame, "facts": {**facts, **(frame.get("facts") or {})}})


def _as_written(value: Any) -> Any:
    """A cell as a person would write it: a float by its shortest digits, a day in ISO."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        return None if value != value else format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_as_written(one) for one in value]
    if isinstance(value, Mapping):
        return {k: written for k, v in value.items() if (written := _as_written(v)) is not None}
    return value
