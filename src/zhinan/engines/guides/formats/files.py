"""Which reader a file needs, and the files no reader takes."""

from collections.abc import Callable
from pathlib import Path

from .plain import is_text, read_plain
from .plausible import notes_on
from .portable import read_pdf
from .reading import Progress, Reading, Unreadable
from .unpacking import MOST_BYTES, megabytes
from .web import read_html
from .word import read_docx
from .workbook import read_workbook

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_file(source: Path | bytes, name: str = "", progress: Progress | None = None) -> Reading:
    """The text of an official document at a path; as ``read_bytes``, and a file too large is not even opened."""
    if isinstance(source, bytes):
        return read_bytes(source, name, progress=progress)
    name = name or source.name
    if source.stat().st_size > MOST_BYTES:
        raise _too_large(name, source.stat().st_size)
    return read_bytes(source.read_bytes(), name, progress=progress)


def read_bytes(content: bytes, name: str, *, progress: Progress | None = None) -> Reading:
    """The text of an official document, whatever kind of file it came in.

    The kind is told by the content first and by the name after it. Nothing is fetched from anywhere.

    Args:
        content: The file.
        name: What the file is called; for its ending and for messages.
        progress: Called with pages done and pages in all, for pdf.

    Returns:
        The text with notes on how it was read.

    Raises:
        Unreadable: With a code, the fact and a remedy: empty, too large, locked, a scan, no such kind.

    >>> read_bytes("一、申报条件".encode(), "甲.txt").text
    '一、申报条件'
    """
    if len(content) > MOST_BYTES:
        raise _too_large(name, len(content))
    if not content.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise Unreadable(
            "FILE-EMPTY",
            f"文件{_called(name)}是空的，没有可读的文字",
            "请检查文件是否保存完整，再重新选择",
        )
    reading = _read(content, name, progress)
    return Reading(
        reading.text, reading.kind, (*reading.notes, *notes_on(reading.text)), reading.pages
    )


def _read(content: bytes, name: str, progress: Progress | None) -> Reading:
    ending = Path(name).suffix.lower()
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return read_pdf(content, name, progress)
    if content.startswith(b"PK\x03\x04" if ending not in (".docx", ".xlsx") else b"PK"):
        return _zipped(content, name, ending)
    if content.startswith(_OLD_OFFICE):
        raise _old_office(content, name)
    if content.startswith(_IMAGES):
        raise Unreadable(
            "FILE-SCAN",
            f"文件{_called(name)}是图片，没有文字层",
            "请用原来的Word文件，或先用文字识别软件转成带文字层的PDF并校对",
        )
    if ending in (".html", ".htm") or content[:512].lstrip().lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        return read_html(content, name)
    if content.startswith(b"{\\rtf"):
        raise _old_office(content, name)
    if b"\x00" in content[:4096] and not is_text(content):
        raise _unknown(name)
    return read_plain(content, name)


def _zipped(content: bytes, name: str, ending: str) -> Reading:
    readers: dict[str, Callable[[bytes, str], Reading]] = {"word/": read_docx, "xl/": read_workbook}
    for folder, reader in readers.items():
        if folder.encode() in content[:4096] or folder.encode() in content[-65536:]:
            return reader(content, name)
    if b"OFD.xml" in content[:4096] or b"OFD.xml" in content[-65536:]:
        raise Unreadable(
            "FILE-KIND",
            f"文件{_called(name)}是OFD版式文件，不能直接读",
            "请在OFD阅读软件中导出为PDF，或用原来的Word文件",
        )
    if ending == ".docx":
        return read_docx(content, name)
    if ending == ".xlsx":
        return read_workbook(content, name)
    raise _unknown(name)


def _old_office(content: bytes, name: str) -> Unreadable:
    if _ENCRYPTED in content:
        return Unreadable(
            "FILE-LOCKED",
            f"文件{_called(name)}设有打开密码",
            "请在Word中另存为不带密码的文件后再选择",
        )
    return Unreadable(
        "FILE-OLD",
        f"文件{_called(name)}是旧版格式（doc、xls、wps或rtf）",
        "请在Word或WPS中另存为docx或xlsx后再选择",
    )


def _unknown(name: str) -> Unreadable:
    return Unreadable(
        "FILE-KIND",
        f"文件{_called(name)}不是可读的种类",
        "请用txt、docx、xlsx、html，或带文字层的pdf",
    )


def _too_large(name: str, size: int) -> Unreadable:
    return Unreadable(
        "FILE-LARGE",
        f"文件{_called(name)}有{megabytes(size)} MB，超过{megabytes(MOST_BYTES)} MB",
        "请去掉其中的图片（另存时压缩图片）或只保留指南正文后再选择",
    )


def _called(name: str) -> str:
    return f"“{Path(name).name}”" if name else ""
