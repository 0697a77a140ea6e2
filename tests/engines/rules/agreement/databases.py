"""Frames put into a database of each dialect, and a statement run there."""

import os
import sqlite3
from datetime import date
from typing import Any

import polars as pl

from zhinan.engines.rules.columns.plan import Frames
from zhinan.engines.rules.sql import Statement, tables_for

POSTGRES = os.environ.get("ZHINAN_TEST_DATABASE_URL", "")


def dialects() -> list[str]:
    return ["sqlite", "duckdb", *(["postgresql"] if POSTGRES.startswith("postgres") else [])]


def run(statement: Statement, dialect: str, frames: Frames) -> dict[int, dict[str, int]]:
    """Case to rule to verdict code."""
    tables = {"cases": frames.cases, **frames.tables}
    rows = {"sqlite": _sqlite, "duckdb": _duckdb, "postgresql": _postgres}[dialect](
        statement, tables
    )
    return {row[0]: dict(zip(statement.rules, row[1:], strict=True)) for row in rows}


def _named(columns: list[str]) -> str:
    return ", ".join('"' + column + '"' for column in columns)


def _sqlite(statement: Statement, tables: dict[str, pl.DataFrame]) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(":memory:")
    try:
        for line in tables_for(statement, "sqlite"):
            connection.execute(line)
        for table, frame in tables.items():
            marks = ", ".join("?" * frame.width)
            lines = (
                [v.isoformat() if isinstance(v, date) else v for v in row]
                for row in frame.iter_rows()
            )
            connection.executemany(
                f'INSERT INTO "{table}" ({_named(frame.columns)}) VALUES ({marks})', lines
            )
        return connection.execute(statement.sql).fetchall()
    finally:
        connection.close()


def _duckdb(statement: Statement, tables: dict[str, pl.DataFrame]) -> list[tuple[Any, ...]]:
    import tempfile
    from pathlib import Path

    import duckdb

    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as folder:
        for line in tables_for(statement, "duckdb"):
            connection.execute(line)
        for n, (table, frame) in enumerate(tables.items()):
            path = Path(folder, f"{n}.parquet")
            frame.write_parquet(path)
            connection.execute(
                f"INSERT INTO \"{table}\" BY NAME SELECT * FROM read_parquet('{path}')"
            )
        return connection.execute(statement.sql).fetchall()


def _postgres(statement: Statement, tables: dict[str, pl.DataFrame]) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(POSTGRES) as connection:
        for line in tables_for(statement, "postgresql"):
            connection.execute(line.replace("CREATE TABLE", "CREATE TEMP TABLE"))
        for table, frame in tables.items():
            copy = f'COPY "{table}" ({_named(frame.columns)}) FROM STDIN'
            with connection.cursor().copy(copy) as sink:
                for row in frame.iter_rows():
                    sink.write_row(row)
        found = connection.execute(statement.sql).fetchall()
        connection.rollback()
        return found
