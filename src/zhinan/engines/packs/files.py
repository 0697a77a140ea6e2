"""The files of a pack: from a folder or from memory, as bytes and as text."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from zhinan.engines.vocabulary import Fault

MOST_FILES = 2000
LONGEST_PATH = 200
MOST_BYTES = 20 * 1024 * 1024
_LEFTOVERS = ("Thumbs.db", "__pycache__", "desktop.ini")


def read_folder(folder: Path) -> tuple[dict[str, bytes], list[Fault]]:
    """Bytes by path (with ``/``) of every file that belongs to the pack in ``folder``."""
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    root = folder.resolve()
    if not folder.is_dir():
        remedy = "核对路径，或用 zhinan pack list 查看随附的指南包"
        return {}, [Fault(str(folder), 0, "PACK-FILE-MISSING", "没有这个文件夹", remedy)]
    if not folder.joinpath("pack.yaml").is_file():
        what = f"{folder} 里没有 pack.yaml"
        return {}, [Fault("pack.yaml", 0, "PACK-FILE-MISSING", what, "它不是指南包；核对路径")]
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if is_leftover(name) or (path.is_dir() and not path.is_symlink()):
            continue
        if len(files) >= MOST_FILES:
            what = f"文件超过{MOST_FILES}个"
            return {}, [Fault(str(folder), 0, "PACK-FILE-SIZE", what, "核对是否指错了文件夹")]
        fault = _fault_of(path, name, root)
        if fault is None:
            files[name] = path.read_bytes()
        else:
            faults.append(fault)
    return files, faults


def _fault_of(path: Path, name: str, root: Path) -> Fault | None:
    if not path.resolve().is_relative_to(root):
        return Fault(name, 0, "PACK-PATH", "链接指向文件夹之外", "把文件本身放进文件夹")
    if not path.is_file():
        return Fault(name, 0, "PACK-PATH", "不是普通文件", "删除它，或换成文件")
    if path.stat().st_size > MOST_BYTES:
        what = f"超过{MOST_BYTES // 1024 // 1024} MB"
        return Fault(name, 0, "PACK-FILE-SIZE", what, "压缩或拆分文件")
    if len(name) > LONGEST_PATH:
        return Fault(name, 0, "PACK-PATH", f"路径超过{LONGEST_PATH}字", "缩短文件名")
    return None


def is_leftover(name: str) -> bool:
    return any(
        part.startswith((".", "~$")) or part.endswith("~") or part in _LEFTOVERS
        for part in PurePosixPath(name).parts
    )


def is_inside(path: str) -> bool:
    """Say whether a path written in a pack stays inside it.

    >>> [is_inside(p) for p in ("guide/1.md", "../x.md", "/etc/passwd", "a/../../b", "C:/x", "a\\\\b")]
    [True, False, False, False, False, False]
    """
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and not path.startswith("/")
        and ".." not in parts
        and ":" not in path
        and "\\" not in path
    )


def text_of(files: Mapping[str, bytes], path: str, faults: list[Fault]) -> str | None:
    """The file as text; None, with a fault, where it is not UTF-8."""
    content = files[path]
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.append(
            Fault(
                path,
                line,
                "PACK-ENCODING",
                "不是UTF-8编码",
                "用编辑器另存为UTF-8；Excel选“CSV UTF-8”",
            )
        )
        return None
