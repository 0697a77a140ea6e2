"""``zhinan guide import``: an official document into the database, as a reading under review and a draft guide."""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .guide_read import NAMES
from .words import start_django

if TYPE_CHECKING:
    from zhinan.apps.programmes.models import Guide
    from zhinan.apps.readings.models import Reading
    from zhinan.engines.guides.formats import Reading as Given
    from zhinan.engines.guides.record import Record

PACK = re.compile(r"[a-z0-9-]{1,40}")


def add_import(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The act ``import`` among the acts of ``zhinan guide``."""
    given = acts.add_parser(
        "import",
        help="read an official document into the database: a reading to review and a draft guide",
        description="Read an official document into the database: a reading to review and a draft guide. All or nothing.",
        epilog="example:\n  zhinan guide import 指南.docx --office 连云港市科学技术局 --confirm-sure",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    given.add_argument(
        "file", metavar="FILE", type=Path, help="txt, docx, pdf with a text layer, xlsx or html"
    )
    given.add_argument("--office", metavar="O", required=True, help="name of the office it is of")
    given.add_argument(
        "--pack", metavar="P", default="", help="key of the guide, e.g. 320700-2024; the same key again is its next version"
    )  # fmt: skip
    given.add_argument(
        "--confirm-sure", action="store_true", help="confirm what the reader is at least 90% sure of"
    )  # fmt: skip
    given.set_defaults(act=import_file)


def import_file(options: argparse.Namespace) -> int:
    """Import one file; 0 when it is in, 1 when it cannot be, 2 on wrong use."""
    file: Path = options.file
    if wrong := _wrong(options):
        print(f"zhinan guide import: {wrong}", file=sys.stderr)
        return 2
    start_django()
    from zhinan.apps.records.workflow import MoveRefused
    from zhinan.engines.guides.formats import Unreadable, read_file
    from zhinan.engines.guides.reading import read_document
    from zhinan.engines.guides.refusals import UnreadableError

    if waiting := _migrations_waiting():
        print(f"zhinan guide import: {waiting}", file=sys.stderr)
        return 1
    try:
        given = read_file(file)
        records = read_document(given.text, name=file.name)
        reading, guide = _keep(options, given, records)
    except (Unreadable, UnreadableError) as refused:
        print(f"{file.name}：{refused}", file=sys.stderr)
        return 1
    except MoveRefused as refused:
        for finding in refused.findings:
            print(f"{file.name}：{finding}", file=sys.stderr)
        return 1
    for note in given.notes:
        print(f"{file.name}：{note}", file=sys.stderr)
    _show(reading, guide)
    return 0


def _wrong(options: argparse.Namespace) -> str:
    """What is wrong with the words, in Chinese; empty where nothing is."""
    file: Path = options.file
    if file.is_dir():
        return f"{file} 是文件夹，请给出一个文件"
    if not file.is_file():
        return f"没有 {file}，请核对路径"
    if not options.office.strip():
        return "--office 为空，请写主管部门的名称"
    if options.pack and not PACK.fullmatch(options.pack):
        return f"--pack “{options.pack}”不可用，请用1至40位小写字母、数字和连字符，如 320700-2024"
    return ""


def _migrations_waiting() -> str:
    """Why the database cannot take anything yet; empty where it can."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        return f"连不上数据库（{error}）。请核对 ZHINAN_DATABASE_URL 或 ZHINAN_VAR"
    return f"数据库还差{len(waiting)}步升级。请先运行 zhinan setup" if waiting else ""


def _keep(
    options: argparse.Namespace, given: "Given", records: "Sequence[Record]"
) -> "tuple[Reading, Guide | None]":
    """Reading and draft in one transaction; of a plan no guide is drafted."""
    from django.core.files.base import File
    from django.db import transaction

    from zhinan.apps.readings.facts import about_of
    from zhinan.apps.readings.services import confirm_sure, draft_guide
    from zhinan.apps.readings.services.filing import file_reading
    from zhinan.apps.readings.services.starting import take_in
    from zhinan.apps.records.workflow import MoveRefused

    with options.file.open("rb") as stream, transaction.atomic():
        waiting = take_in(
            File(stream, name=options.file.name),
            actor=None,
            office_name=options.office,
            pack=options.pack,
            is_queued=False,
        )
        reading = file_reading(waiting, given, records)
        if options.confirm_sure:
            try:
                confirm_sure(reading, actor=None)
            except MoveRefused as refused:
                print(refused.findings[0], file=sys.stderr)
        reading.refresh_from_db()
        try:
            return reading, draft_guide(reading, actor=None, about=about_of(reading))
        except MoveRefused as refused:
            if [finding.code for finding in refused.findings] != ["READING-PLAN"]:
                raise
            print(refused.findings[0], file=sys.stderr)
            return reading, None


def _show(reading: "Reading", guide: "Guide | None") -> None:
    from zhinan.apps.readings.models import Standing
    from zhinan.apps.readings.selectors import entries_of, progress_of

    entries = list(entries_of(reading))
    counted = Counter(entry.type for entry in entries)
    for kind, title in NAMES.items():
        if counted[kind]:
            print(f"{title}：{counted[kind]}条")
    for entry in entries:
        if entry.question and entry.standing == Standing.OPEN:
            print(f"待定（{entry.key}）：{entry.question}")
    progress = progress_of(reading)
    print(
        f"{reading.title}：{progress.total}条记录，已确认{progress.confirmed}条，"
        f"待确认{progress.open}条，其中{progress.asked}条须由人定。"
    )
    print(f"核对：/office/readings/{reading.pk}/")
    if guide is not None:
        print(f"草案“{guide}”：/office/guides/{guide.pk}/")
