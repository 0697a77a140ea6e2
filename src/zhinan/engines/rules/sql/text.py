"""The algebra of columns as SQL text."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from zhinan.engines.rules.columns.algebra import Algebra, NotColumnar
from zhinan.engines.rules.columns.layout import named

from .dialects import Dialect

CASES = "cases"
_LONG = 80
_CASE = "c"


def identifier(name: str) -> str:
    """The name quoted.

    >>> identifier('lead.revenue[-1]')
    '"lead.revenue[-1]"'
    """
    return '"' + name.replace('"', '""') + '"'


def quoted(text: str) -> str:
    """A text literal.

    Raises:
        NotColumnar: It holds a NUL, which no SQL text can.
    """
    if "\x00" in text:
        raise NotColumnar("文字含空字符")
    return "'" + text.replace("'", "''") + "'"


class SqlText(Algebra[str]):
    """Expressions over one case, and within ``rows`` of its tables (label of table -> alias)."""

    def __init__(
        self,
        dialect: Dialect,
        used: set[tuple[str, str, str]],
        lets: list[str],
        rows: Mapping[str, str] | None = None,
    ) -> None:
        self.d, self.used, self.lets, self.aliases = dialect, used, lets, rows or {}

    def shared(self, value: str) -> str:
        """A long expression of the case becomes a column of a subquery; else nested ones double at each level."""
        if self.aliases or len(value) < _LONG:
            return value
        if value not in self.lets:
            self.lets.append(value)
        return f'{_CASE}."~{self.lets.index(value)}"'

    def fact(self, path: str, part: str = "") -> str:
        self.used.add(("", path, part))
        return f"{_CASE}.{identifier(named(path, part))}"

    def cell(self, table: str, key: str, part: str = "") -> str:
        if table not in self.aliases:
            raise NotColumnar("表中的列在聚合之外")
        self.used.add((table, key, part))
        return f"{self.aliases[table]}.{identifier(named(key, part))}"

    def number(self, value: int) -> str:
        return str(value) if value >= 0 else f"({value})"

    def flag(self, value: bool | None) -> str:
        return "CAST(NULL AS BOOLEAN)" if value is None else str(value).upper()

    def text(self, value: str) -> str:
        return quoted(value)

    def day(self, value: date) -> str:
        return self.d.day(value)

    def every(self, parts: Sequence[str]) -> str:
        return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"

    def some(self, parts: Sequence[str]) -> str:
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    def negation(self, inner: str) -> str:
        return f"(NOT {inner})"

    def compare(self, sign: str, left: str, right: str) -> str:
        return f"({left} {({'==': '=', '!=': '<>'}).get(sign, sign)} {right})"

    def case(self, branches: Sequence[tuple[str, str]], otherwise: str | None = None) -> str:
        if not branches:
            return otherwise or "NULL"
        whens = " ".join(f"WHEN {condition} THEN {value}" for condition, value in branches)
        return f"(CASE {whens}{f' ELSE {otherwise}' if otherwise is not None else ''} END)"

    def filled(self, *values: str) -> str:
        return values[0] if len(values) == 1 else f"COALESCE({', '.join(values)})"

    def decided(self, yes: str | None, no: str | None) -> str:
        pairs = ((yes, "TRUE"), (no, "FALSE"))
        return self.case([(condition, word) for condition, word in pairs if condition is not None])

    def ranked(self, flag: str) -> str:
        return f"(CASE {flag} WHEN TRUE THEN 2 WHEN FALSE THEN 0 ELSE 1 END)"

    def unknown(self) -> str:
        return "NULL"

    def is_known(self, value: str) -> str:
        return f"({value} IS NOT NULL)"

    def add(self, left: str, right: str) -> str:
        return f"({left} + {right})"

    def times(self, value: str, factor: str) -> str:
        return f"({value} * {factor})"

    def quotient(self, value: str, divisor: int) -> str:
        return self.d.quotient(value, divisor)

    def has_bit(self, mask: str, bit: int) -> str:
        return f"(({mask} & {bit}) <> 0)"

    def one_of(self, value: str, among: Collection[object]) -> str:
        listed = [self.day(one) if isinstance(one, date) else quoted(str(one)) for one in among]
        if not listed:
            return f"(CASE WHEN {value} IS NOT NULL THEN FALSE END)"
        return f"({value} IN ({', '.join(listed)}))"

    def prefix(self, value: str, length: int) -> str:
        return f"substr({value}, 1, {length})"

    def starts(self, value: str, word: str) -> str:
        return f"(substr({value}, 1, length({word})) = {word})"

    def ends(self, value: str, word: str) -> str:
        """A text shorter than the word does not end with it; where ``substr`` begins before 1 dialects differ."""
        tail = f"substr({value}, length({value}) - length({word}) + 1) = {word}"
        is_short = f"length({value}) < length({word})"
        return f"(CASE WHEN {is_short} THEN FALSE WHEN {value} IS NOT NULL THEN {tail} END)"

    def contains(self, value: str, word: str) -> str:
        return f"({self.d.find}({value}, {word}) > 0)"

    def year(self, day: str) -> str:
        return self.d.part("YEAR", day)

    def month(self, day: str) -> str:
        return self.d.part("MONTH", day)

    def day_of_month(self, day: str) -> str:
        return self.d.part("DAY", day)

    def days_between(self, start: str, end: str) -> str:
        return self.d.days_between(start, end)

    def later_days(self, day: str, days: str) -> str:
        return self.d.later_days(day, days)

    def later_months(self, day: str, months: str | int) -> str:
        return self.d.later_months(day, str(months))

    def rows(self, table: str) -> "SqlText":
        if table in self.aliases:
            raise NotColumnar("同一张表的行相互比较")
        return SqlText(
            self.d, self.used, self.lets, {**self.aliases, table: f"r{len(self.aliases) + 1}"}
        )

    def total(self, table: str, function: str, value: str, rows: Algebra[str]) -> str:
        assert isinstance(rows, SqlText)  # made by ``rows`` above
        alias = rows.aliases[table]
        what = f"COUNT(DISTINCT {value})" if function == "kinds" else f"{function.upper()}({value})"
        if function == "sum":
            what = f"COALESCE({what}, 0)"
        below = f'FROM {identifier(table)} {alias} WHERE {alias}."case" = {_CASE}."case"'
        return f"(SELECT {what} {below})"


def layered(lets: Sequence[str]) -> tuple[str, str]:
    """A WITH that gives every shared expression a column, each above those it uses; and the name of the last.

    MATERIALIZED, or a planner puts the expressions back into one another and they double at each level.
    """
    depth: list[int] = []
    for value in lets:
        uses = [int(n) for n in re.findall(r'c\."~(\d+)"', value)]
        depth.append(1 + max((depth[n] for n in uses), default=-1))
    source, parts = identifier(CASES), []
    for level in range(max(depth, default=-1) + 1):
        made = "".join(f',\n  {v} AS "~{n}"' for n, v in enumerate(lets) if depth[n] == level)
        parts.append(f'"~level{level}" AS MATERIALIZED (SELECT c.*{made}\nFROM {source} c)')
        source = f'"~level{level}"'
    return (f"WITH {', '.join(parts)}\n" if parts else ""), source
