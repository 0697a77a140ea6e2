"""What a page costs: CPU ms a request and SQL statements, by size and database, beside a bare Django view."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
ROUNDS = 7  # medians of at least 5
REPEATS = 12  # requests a round


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000, 100_000])
    parser.add_argument("--postgres", default=os.environ.get("ZHINAN_TEST_DATABASE_URL", ""))
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    results = []
    for size in options.sizes:
        results.append(in_own_process("SQLite", size, ""))
        if options.postgres:
            results.append(in_own_process("PostgreSQL", size, options.postgres))
    report(results)


def in_own_process(database: str, size: int, url: str) -> dict:
    """Make a database of ``size`` applications, measure, throw it away."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ZHINAN_MODE": "demo", "ZHINAN_VAR": folder}
        base = ""
        if url:
            base = f"zhinan_bench_{os.getpid()}_{size}"
            server = urlsplit(url)
            postgres(url, f"CREATE DATABASE {base}")
            environment["ZHINAN_DATABASE_URL"] = server._replace(path=f"/{base}").geturl()
        try:
            print(f"… {database} {size:,}", file=sys.stderr, flush=True)
            done = subprocess.run(
                [sys.executable, __file__, "--measure", str(size)],
                env=environment, check=True, capture_output=True, text=True,
            )  # fmt: skip
        except subprocess.CalledProcessError as failed:
            sys.exit(failed.stderr[-4000:])
        finally:
            if base:
                postgres(url, f"DROP DATABASE {base} WITH (FORCE)")
        return {"database": database, "asked": size, **json.loads(done.stdout.splitlines()[-1])}


def postgres(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def measure(size: int) -> dict:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhinan.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from zhinan.apps.applications.models import Application
    from zhinan.demo.year import load_demo_year

    Path(os.environ["ZHINAN_VAR"]).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    load_demo_year(scale=Decimal(size) / Decimal(260))
    loaded = time.perf_counter() - began
    pages = cases()
    rows = {name: cost(act) for name, act in pages.items()}
    return {
        "applications": Application.objects.count(),
        "load_seconds": round(loaded, 1),
        "pages": rows,
        "django": django.get_version(),
        "python": platform.python_version(),
        "server": server_version(),
    }


def cases() -> dict:
    """Name of the case → a callable that makes one request and returns its response."""
    from bench_pages import cases as page_cases

    return page_cases()


def cost(act: object) -> dict:
    from django.db import connection, reset_queries

    count = {"n": 0}

    def counting(execute, sql, params, many, context):
        count["n"] += 1
        return execute(sql, params, many, context)

    for _ in range(3):
        check(act())  # warm: templates, forms, plans
    reset_queries()
    with connection.execute_wrapper(counting):
        check(act())
    cpu, wall = [], []
    for _ in range(ROUNDS):
        cpu0, wall0 = time.process_time(), time.perf_counter()
        for _ in range(REPEATS):
            act()
        cpu.append((time.process_time() - cpu0) * 1000 / REPEATS)
        wall.append((time.perf_counter() - wall0) * 1000 / REPEATS)
    return {
        "cpu_ms": round(statistics.median(cpu), 2),
        "wall_ms": round(statistics.median(wall), 2),
        "sql": count["n"],
    }


def check(response: object) -> None:
    status = response.status_code  # type: ignore[attr-defined]
    assert status in (200, 302), f"status {status}: {getattr(response, 'content', b'')[:400]!r}"


def server_version() -> str:
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {connection.pg_version}"


def report(results: list[dict]) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        cwd=HERE,
        check=False,
    )
    head = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "load_average": [round(x, 2) for x in os.getloadavg()],
        "rounds": ROUNDS,
        "repeats": REPEATS,
        "results": results,
    }
    name = HERE / "results" / f"web-{datetime.now(UTC):%Y%m%d-%H%M}.json"
    name.write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n")
    print(
        f"Django {results[0]['django']}, Python {results[0]['python']}, load {head['load_average']}"
    )
    print(
        f"{'page':<22}{'database':<12}{'applications':>13}{'CPU ms':>9}{'×bare':>8}{'wall ms':>9}{'SQL':>5}"
    )
    for page in results[0]["pages"]:
        for result in results:
            row, bare = result["pages"][page], result["pages"]["bare view"]["cpu_ms"]
            print(
                f"{page:<22}{result['database']:<12}{result['applications']:>13,}{row['cpu_ms']:>9}"
                f"{row['cpu_ms'] / max(bare, 0.01):>8.1f}{row['wall_ms']:>9}{row['sql']:>5}"
            )
    print(f"written to benchmarks/results/{name.name}")


if __name__ == "__main__":
    main()
