"""``zhinan setup``: everything a first start needs; a second run changes nothing and takes a second."""

import hashlib
import time
from importlib.util import find_spec
from pathlib import Path

from .words import Refusal, fail, parser, start_django

MARK = ".sources.sha256"


def main(words: list[str]) -> int:
    given = parser(
        "setup",
        "Prepare folder, English catalogue, database, reference data and static files. "
        "In demo mode an empty database gets the demonstration year.",
        "ZHINAN_VAR=/srv/zhinan zhinan setup",
    )
    given.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    options = given.parse_args(words)
    began = time.monotonic()
    start_django()
    try:
        _prepare(with_demo=not options.no_demo)
    except Refusal as refusal:
        return fail("setup", str(refusal))
    print(f"准备完成，用时{time.monotonic() - began:.1f}秒", flush=True)
    return 0


def _prepare(*, with_demo: bool) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError

    from .safety import refuse_demonstration_in_production

    make_folders(settings.VAR)
    if find_spec("zhinan.cli.messages"):
        from . import messages

        messages.main(["compile"])
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise Refusal(f"连不上数据库：{error}".strip()) from error
    refuse_demonstration_in_production()
    from zhinan.apps.registry.services import seed_reference_data

    seed_reference_data()
    if not settings.IS_TEST:
        collect_static(settings.STATIC_ROOT)
    if with_demo and settings.IS_DEMO:
        load_demo()


def make_folders(var: Path) -> None:
    """The data folder, readable by its owner only.

    Raises:
        Refusal: It cannot be made or written.
    """
    try:
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = var / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refusal(
            f"不能写数据目录 {var}：{error.strerror}。请改 ZHINAN_VAR 或目录权限"
        ) from error


def collect_static(root: Path) -> None:
    """Collect static files where a source changed since last time."""
    from django.core.management import call_command

    mark, now = Path(root) / MARK, _sources_digest()
    if mark.exists() and mark.read_text() == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=Path(root).exists())
    mark.write_text(now)


def load_demo() -> None:
    """Load the demonstration year where nothing was ever entered."""
    if find_spec("zhinan.cli.demo") is None:
        return
    from zhinan.demo.year import is_empty

    from . import demo

    if is_empty() and demo.main([]) != 0:
        raise Refusal("演示年度没有装入，原因见上")


def _sources_digest() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
