"""Rules as SQL text for SQLite, PostgreSQL and DuckDB, to be run where the data lies."""

from .statement import DIALECTS, Statement, statement_of, tables_for

__all__ = ["DIALECTS", "Statement", "statement_of", "tables_for"]
