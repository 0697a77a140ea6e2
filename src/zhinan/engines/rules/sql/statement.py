"""Rules as one SELECT: ``case`` and each rule's verdict code. The table layout is ``columns.layout``.

```
CREATE TABLE "cases" ("case" BIGINT PRIMARY KEY, "lead.revenue[-1]" BIGINT, …)
CREATE TABLE "team"  ("case" BIGINT, "birth_date" DATE, …)        -- one row a row, an index on "case"
```
In SQLite flags are 0 and 1 and days ISO texts. Everything else, parts included, is as ``columns.layout``
says, so that a frame made by ``columns.framing`` can be written as it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhinan.engines.rules.columns import verdicts
from zhinan.engines.rules.columns.algebra import NotColumnar
from zhinan.engines.rules.columns.layout import DECIDED, GRANTED, Column, kinds_in
from zhinan.engines.rules.columns.lowering import Lowering
from zhinan.engines.rules.kinds import FLAG, Kind
from zhinan.engines.rules.rule import Rule

from .dialects import Dialect, DuckDB, SQLite
from .text import CASES, SqlText, identifier, layered

DIALECTS: Mapping[str, Dialect] = {d.name: d for d in (SQLite(), Dialect(), DuckDB())}
LONGEST = 900_000  # characters of one rule; SQLite takes a million in a statement
_COMPANIONS = {"has": "flag", GRANTED: "flag", DECIDED: "flag", "length": "number", "normal_length": "number",
               "minutes": "number"}  # fmt: skip
_KINDS = {
    "number": "number",
    "choices": "number",
    "flag": "flag",
    "file": "flag",
    "date": "date",
    "table": "flag",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """``sql`` gives a column by each id of ``rules``; ``refused``: rule id -> why SQL cannot decide it."""

    sql: str
    rules: tuple[str, ...]
    columns: tuple[Column, ...]
    tables: tuple[str, ...]
    refused: Mapping[str, str]

    @property
    def needs(self) -> dict[str, list[Column]]:
        """Columns by table, those of the case under the empty name."""
        found: dict[str, list[Column]] = {"": [], **{table: [] for table in self.tables}}
        for column in self.columns:
            found.setdefault(column.table, []).append(column)
        return found


def statement_of(
    rules: Iterable[Rule], dialect: str, *, moments: Mapping[str, Any], law: date
) -> Statement:
    """One SELECT that judges every case by these rules.

    Args:
        dialect: sqlite, postgresql or duckdb.
        moments: 法律日期 知识日期 基准日 (dates), 本年度 (number), 本计划 (key).
        law: Whose parameters and lists hold.
    """
    used: set[tuple[str, str, str]] = set()
    lets: list[str] = []
    kinds: dict[tuple[str, str], Kind] = {}
    made: dict[str, str] = {}
    refused: dict[str, str] = {}
    for rule in rules:
        trial: set[tuple[str, str, str]] = set()
        algebra, before = SqlText(DIALECTS[dialect], trial, lets), len(lets)
        try:
            if not rule.is_valid(law):
                made[rule.key] = "0"
                continue
            trees = verdicts.trees_of(rule, law, moments=moments)
            verdict = verdicts.verdict_of(
                rule, verdicts.lowered(trees, Lowering(algebra, moments)), algebra
            )
            if len(verdict) + sum(map(len, lets[before:])) > LONGEST:
                raise NotColumnar("写成SQL过长")
        except NotColumnar as error:
            del lets[before:]
            refused[rule.key] = error.reason
            continue
        made[rule.key] = verdict
        used |= trial
        kinds.update(kinds_in(trees.all))
    listed = "".join(f",\n  {sql} AS {identifier(key)}" for key, sql in made.items())
    columns = tuple(Column(t, k, p, kinds.get((t, k), FLAG)) for t, k, p in sorted(used))
    tables = tuple(
        sorted({key for (table, key), kind in kinds.items() if not table and kind.name == "table"})
    )
    above, source = layered(lets)
    sql = f'{above}SELECT c."case"{listed}\nFROM {source} c'
    return Statement(sql, tuple(made), columns, tables, refused)


def tables_for(statement: Statement, dialect: str) -> list[str]:
    """CREATE TABLE and CREATE INDEX for the columns a statement reads."""
    types = DIALECTS[dialect].types
    made = []
    for table, columns in statement.needs.items():
        lines = [f'"case" {types["number"]}{"" if table else " PRIMARY KEY"}']
        for column in columns:
            kind = (
                _COMPANIONS.get(column.part, "text")
                if column.part
                else _KINDS.get(column.kind.name, "text")
            )
            lines.append(f"{identifier(column.name)} {types[kind]}")
        made.append(f"CREATE TABLE {identifier(table or CASES)} ({', '.join(lines)})")
        if table:
            made.append(
                f'CREATE INDEX {identifier(f"{table}_case")} ON {identifier(table)} ("case")'
            )
    return made
