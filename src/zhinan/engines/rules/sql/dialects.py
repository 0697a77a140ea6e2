"""Where SQLite, PostgreSQL and DuckDB differ: days, and few words else."""

from datetime import date


class Dialect:
    """PostgreSQL, and what all three share."""

    name = "postgresql"
    find = "strpos"
    types = {"number": "BIGINT", "flag": "BOOLEAN", "text": "TEXT", "date": "DATE"}

    def day(self, value: date) -> str:
        return f"DATE '{value.isoformat()}'"

    def part(self, part: str, day: str) -> str:
        """YEAR, MONTH or DAY of a day, as a number."""
        return f"CAST(EXTRACT({part} FROM {day}) AS BIGINT)"

    def days_between(self, start: str, end: str) -> str:
        return f"({end} - {start})"

    def later_days(self, day: str, days: str) -> str:
        return f"({day} + CAST({days} AS INTEGER))"

    def later_months(self, day: str, months: str) -> str:
        return f"CAST({day} + make_interval(months => CAST({months} AS INTEGER)) AS DATE)"

    def quotient(self, value: str, divisor: int) -> str:
        return f"({value} / {divisor})"


class DuckDB(Dialect):
    name = "duckdb"

    def later_months(self, day: str, months: str) -> str:
        return f"CAST({day} + to_months(CAST({months} AS INTEGER)) AS DATE)"

    def quotient(self, value: str, divisor: int) -> str:
        return f"({value} // {divisor})"


class SQLite(Dialect):
    """Days are ISO texts; a month too short has to be cut by hand, and an unknown count stays unknown."""

    name = "sqlite"
    find = "instr"
    types = {"number": "INTEGER", "flag": "INTEGER", "text": "TEXT", "date": "TEXT"}
    _LETTERS = {"YEAR": "%Y", "MONTH": "%m", "DAY": "%d"}

    def day(self, value: date) -> str:
        return f"'{value.isoformat()}'"

    def part(self, part: str, day: str) -> str:
        return f"CAST(strftime('{self._LETTERS[part]}', {day}) AS INTEGER)"

    def days_between(self, start: str, end: str) -> str:
        return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"

    def later_days(self, day: str, days: str) -> str:
        return f"CASE WHEN {days} IS NOT NULL THEN date({day}, printf('%+d days', {days})) END"

    def later_months(self, day: str, months: str) -> str:
        first = f"{day}, 'start of month', printf('%+d months', {months})"
        same = f"date({first}, printf('+%d days', {self.part('DAY', day)} - 1))"
        last = f"date({first}, '+1 month', '-1 day')"
        return f"CASE WHEN {months} IS NOT NULL THEN min({same}, {last}) END"
