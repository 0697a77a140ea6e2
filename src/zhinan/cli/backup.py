"""``zhinan backup`` and ``zhinan restore``: database and files in one archive."""

import hashlib
import json
import tarfile
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

from .words import Refusal, fail, parser, start_django

FORMAT = "zhinan-backup-1"


def backup(words: list[str]) -> int:
    given = parser(
        "backup",
        "Write the database, as of one moment, and all stored files into one archive. The system may keep running.",
        "zhinan backup /srv/backup/zhinan-2026-11-22.tar.gz",
    )
    given.add_argument("file", type=Path)
    options = given.parse_args(words)
    start_django()
    try:
        lines = _write_archive(options.file)
    except Refusal as refusal:
        return fail("backup", str(refusal))
    except OSError as error:
        return fail("backup", f"写不了 {options.file}：{error}")
    print(f"已备份到 {options.file}：{lines}")
    return 0


def restore(words: list[str]) -> int:
    given = parser(
        "restore",
        "Bring back database and files from an archive made by the same kind of database. Stop the system first.",
        "zhinan restore /srv/backup/zhinan-2026-11-22.tar.gz",
    )
    given.add_argument("file", type=Path)
    given.add_argument(
        "--force", action="store_true", help="replace a database that already holds accounts"
    )
    options = given.parse_args(words)
    start_django()
    try:
        _read_archive(options.file, force=options.force)
    except Refusal as refusal:
        return fail("restore", str(refusal))
    except (OSError, tarfile.TarError) as error:
        return fail("restore", f"读不了 {options.file}：{error}")
    print("已恢复。请核对：zhinan audit verify")
    return 0


def _write_archive(target: Path) -> str:
    from django.db import connection

    from . import dump

    part = target.with_name(target.name + ".part")
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": version("zhinan"),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "parts": {},
    }
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            tarfile.open(part, "w:gz", compresslevel=3) as archive,
        ):
            for path in dump.write(Path(folder)):
                manifest["parts"][path.name] = _digest(path)
                archive.add(path, f"database/{path.name}")
            count = _add_files(archive)
            manifest["files"] = count
            text = json.dumps(manifest, indent=1).encode()
            entry = tarfile.TarInfo("manifest.json")
            entry.size = len(text)
            archive.addfile(entry, BytesIO(text))
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return (
        f"数据库 {connection.vendor}，文件 {count} 个，{target.stat().st_size / 1024 / 1024:.1f} MB"
    )


def _add_files(archive: tarfile.TarFile) -> int:
    home = _storage_folder()
    if home is None or not home.exists():
        return 0
    count = 0
    for path in sorted(home.rglob("*")):
        if path.is_file() and not path.name.startswith(".incoming-"):
            archive.add(path, f"files/{path.relative_to(home)}")
            count += 1
    return count


def _read_archive(source: Path, *, force: bool) -> None:
    from django.core.management import call_command
    from django.db import connection

    from . import dump

    with tempfile.TemporaryDirectory() as name, tarfile.open(source) as archive:
        folder = Path(name)
        archive.extractall(folder, filter="data")
        manifest = _manifest(folder, source)
        if manifest["database"] != connection.vendor:
            raise Refusal(
                f"备份来自 {manifest['database']}，当前数据库是 {connection.vendor}。请把 ZHINAN_DATABASE_URL 指向同类数据库"
            )
        call_command("migrate", verbosity=0, interactive=False)
        if not force and _holds_accounts():
            raise Refusal("当前数据库已有账户，恢复会全部覆盖。确需覆盖请加 --force，并先另做备份")
        dump.read(folder / "database")
        call_command("migrate", verbosity=0, interactive=False)
        _bring_back_files(folder / "files")


def _manifest(folder: Path, source: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError) as error:
        raise Refusal(f"{source} 不是 zhinan backup 的备份，或没有写完") from error
    if manifest.get("format") != FORMAT:
        raise Refusal(f"{source} 的格式是 {manifest.get('format')!r}，应为 {FORMAT}")
    for part, digest in manifest["parts"].items():
        path = folder / "database" / part
        if not path.is_file() or _digest(path) != digest:
            raise Refusal(f"{source} 里的 {part} 已损坏，与清单的摘要不符。请换一份备份")
    return dict(manifest)


def _bring_back_files(kept: Path) -> None:
    home = _storage_folder()
    if home is None:
        return
    for path in kept.rglob("*"):
        target = home / path.relative_to(kept)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(
                target
            ) if path.stat().st_dev == home.stat().st_dev else target.write_bytes(path.read_bytes())


def _storage_folder() -> Path | None:
    from django.core.files.storage import default_storage

    try:
        return Path(default_storage.path(""))
    except NotImplementedError:  # an object store is backed up by its own means
        return None


def _holds_accounts() -> bool:
    from django.contrib.auth import get_user_model

    return bool(get_user_model().objects.exists())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
