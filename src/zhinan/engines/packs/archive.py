"""The files of a pack out of a zip, without trusting a word the zip says about itself."""

import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from zhinan.engines.vocabulary import Fault

from .files import LONGEST_PATH, MOST_BYTES, MOST_FILES, is_inside, is_leftover

MOST_ARCHIVE_BYTES = 20 * 1024 * 1024
MOST_UNPACKED_BYTES = 60 * 1024 * 1024
MANIFEST = "pack.yaml"
_UTF8_NAME, _SEALED = 0x800, 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


def read_archive(
    content: IO[bytes], *, name: str = "指南包.zip"
) -> tuple[dict[str, bytes], list[Fault]]:
    """Bytes by path of every file that belongs to the pack in a zip; a folder that holds all is left out.

    Sizes are counted while unpacking, so that an entry larger than it says is stopped as well.

    Args:
        content: The zip, seekable; read from its beginning.
        name: What it is called to the reader in faults about the whole.

    Returns:
        Files, and every fault found; with a fault the files are not to be used.
    """
    size = content.seek(0, 2)
    content.seek(0)
    if size > MOST_ARCHIVE_BYTES:
        what = f"压缩包超过{_megabytes(MOST_ARCHIVE_BYTES)} MB"
        return {}, [Fault(name, 0, "PACK-FILE-SIZE", what, "去掉与指南无关的文件后再压缩")]
    try:
        with zipfile.ZipFile(content) as archive:
            return _Unpacking(archive, name).files()
    except _BROKEN:
        what = "不是完好的zip压缩包"
        return {}, [Fault(name, 0, "PACK-ARCHIVE", what, "把指南包的文件夹重新压缩成zip后再上传")]


@dataclass(slots=True)
class _Unpacking:
    archive: zipfile.ZipFile
    name: str
    faults: list[Fault] = field(default_factory=list)
    unpacked: int = 0

    def files(self) -> tuple[dict[str, bytes], list[Fault]]:
        entries = self._entries()
        if not self.faults:
            top = _folder_of(entries)
            files = {
                path.removeprefix(top): content
                for path, entry in entries.items()
                if (content := self._content(path, entry)) is not None
            }
        return ({}, self.faults) if self.faults else (files, [])

    def _entries(self) -> dict[str, zipfile.ZipInfo]:
        entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self.archive.infolist():
            path = _path_of(entry)
            if entry.is_dir() or (is_inside(path) and _is_beside(path)):
                continue
            if len(entries) >= MOST_FILES:
                self._fault(
                    self.name,
                    "PACK-FILE-SIZE",
                    f"文件超过{MOST_FILES}个",
                    "核对是否压缩了别的文件夹",
                )
                break
            if path in entries:
                self._fault(path, "PACK-PATH", "同一路径出现两次", "删除其中一个")
            elif self._is_usable(path, entry):
                entries[path] = entry
        return entries

    def _is_usable(self, path: str, entry: zipfile.ZipInfo) -> bool:
        mode = entry.external_attr >> 16
        told = len(self.faults)
        if not is_inside(path):
            self._fault(
                path, "PACK-PATH", f"路径“{path}”越出了压缩包", "只压缩指南包文件夹里的文件"
            )
        elif len(path) > LONGEST_PATH:
            self._fault(path, "PACK-PATH", f"路径超过{LONGEST_PATH}字", "缩短文件名")
        elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            self._fault(path, "PACK-PATH", "不是普通文件", "把文件本身放进压缩包，不要放链接")
        elif entry.flag_bits & _SEALED:
            self._fault(path, "PACK-ARCHIVE", "文件加了密码", "去掉密码后重新压缩")
        return len(self.faults) == told

    def _content(self, path: str, entry: zipfile.ZipInfo) -> bytes | None:
        if self.unpacked > MOST_UNPACKED_BYTES:
            return None
        with self.archive.open(entry) as opened:
            content = opened.read(MOST_BYTES + 1)
        self.unpacked += len(content)
        if len(content) > MOST_BYTES:
            self._fault(
                path, "PACK-FILE-SIZE", f"超过{_megabytes(MOST_BYTES)} MB", "压缩或拆分文件"
            )
            return None
        if self.unpacked > MOST_UNPACKED_BYTES:
            what = f"解开后超过{_megabytes(MOST_UNPACKED_BYTES)} MB"
            self._fault(self.name, "PACK-FILE-SIZE", what, "去掉与指南无关的文件后再压缩")
            return None
        return content

    def _fault(self, path: str, code: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(path, 0, code, what, remedy))


def _path_of(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: what Windows wrote in GBK is read as GBK."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        written = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_beside(path: str) -> bool:
    return path.startswith("__MACOSX/") or is_leftover(path)


def _folder_of(paths: dict[str, zipfile.ZipInfo]) -> str:
    """The one folder that all files lie in, with its slash; nothing where the pack lies at the top."""
    tops = {PurePosixPath(path).parts[0] for path in paths}
    if MANIFEST in paths or len(tops) != 1:
        return ""
    return f"{tops.pop()}/"


def _megabytes(size: int) -> int:
    return size // 1024 // 1024
