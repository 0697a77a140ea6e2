"""A database as files, exact to the byte, and back again.

SQLite: one file by its online backup. PostgreSQL: one COPY stream a table, all of one snapshot.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from .words import Refusal

COLUMNS = "columns.json"


def write(folder: Path) -> list[Path]:
    """Write the database into ``folder``; the files written."""
    from django.db import connection

    if connection.vendor == "sqlite":
        path = folder / "database.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        return [path]
    return list(_copy_out(folder))


def read(folder: Path) -> None:
    """Replace the content of the database, whose tables exist, by what ``folder`` holds.

    Raises:
        Refusal: The tables of the dump are not those of this version.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "database.sqlite3")) as copy:
            copy.backup(connection.connection)
        connection.close()
        return
    _copy_in(folder)


def _copy_out(folder: Path) -> Iterator[Path]:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        tables = _tables(cursor)
        for table, columns in tables.items():
            path = folder / f"{table}.copy"
            with (
                path.open("wb") as out,
                _raw(cursor).copy(f"COPY {_names(table, columns)} TO STDOUT") as stream,
            ):
                for block in stream:
                    out.write(block)
            yield path
    path = folder / COLUMNS
    path.write_text(json.dumps(tables, indent=1))
    yield path


def _copy_in(folder: Path) -> None:
    from django.core.management.color import no_style
    from django.db import connection, transaction

    kept: dict[str, list[str]] = json.loads((folder / COLUMNS).read_text())
    with transaction.atomic(), connection.cursor() as cursor:
        here = _tables(cursor)
        if {t: sorted(c) for t, c in here.items()} != {t: sorted(c) for t, c in kept.items()}:
            raise Refusal("备份的表结构与当前版本不同。请用做备份时的版本恢复，再升级")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        quoted = ", ".join(connection.ops.quote_name(table) for table in kept)
        cursor.execute(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE")
        for table, columns in kept.items():
            statement = f"COPY {_names(table, columns)} FROM STDIN"
            with (
                (folder / f"{table}.copy").open("rb") as source,
                _raw(cursor).copy(statement) as stream,
            ):
                while block := source.read(1 << 20):
                    stream.write(block)
        from django.apps import apps

        models = apps.get_models(include_auto_created=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _tables(cursor: Any) -> dict[str, list[str]]:
    from django.db import connection

    names = sorted(t.name for t in connection.introspection.get_table_list(cursor) if t.type == "t")
    describe = connection.introspection.get_table_description
    return {name: [column.name for column in describe(cursor, name)] for name in names}


def _names(table: str, columns: list[str]) -> str:
    from django.db import connection

    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(map(quote, columns))})"


def _raw(cursor: Any) -> Any:
    return cursor.cursor  # psycopg's own, below Django's
