"""What the bytes of a file say it is, whatever its name says."""

import re
import zipfile
import zlib
from typing import BinaryIO

PDF, DOCX, XLSX, PPTX = "pdf", "docx", "xlsx", "pptx"
PNG, JPG, ZIP, OLD_OFFICE = "png", "jpg", "zip", "ole2"
TEXT, HTML = "text", "html"
MACRO, BOMB, EMPTY, UNKNOWN = "macro", "bomb", "empty", "unknown"

MEDIA_TYPES = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    PNG: "image/png",
    JPG: "image/jpeg",
    TEXT: "text/plain",
    HTML: "text/html",
}
SAME_EXTENSION = {"jpeg": JPG, "txt": TEXT, "htm": HTML}
EXPANDED_LIMIT_BYTES = 500 * 1024 * 1024
TYPES_LIMIT_BYTES = 1024 * 1024  # the list of parts, which is read whole
OFFICE_PARTS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPG),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"MZ", "windows-program"),
    (b"\x7fELF", "linux-program"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"GIF8", "gif"),
    (b"{\\rtf", "rtf"),
)


def kind_of(file: BinaryIO) -> str:
    """Name the kind by its first bytes, and by its parts where it is a package.

    The file is left at its beginning.
    """
    file.seek(0)
    start = file.read(1024)
    file.seek(0)
    if not start:
        return EMPTY
    kind = next((kind for magic, kind in SIGNATURES if start.startswith(magic)), None)
    if kind == ZIP:
        kind = _package_kind(file)
        file.seek(0)
    return kind or _text_kind(start)


def _package_kind(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            if "[Content_Types].xml" not in names:
                return ZIP
            if sum(member.file_size for member in members) > EXPANDED_LIMIT_BYTES:
                return BOMB
            with package.open("[Content_Types].xml") as listed:
                types = listed.read(TYPES_LIMIT_BYTES + 1)
            if len(types) > TYPES_LIMIT_BYTES:
                return BOMB
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        return "broken-zip"
    if b"macroEnabled" in types or any(n.lower().endswith("vbaproject.bin") for n in names):
        return MACRO
    return next(
        (kind for part, kind in OFFICE_PARTS if any(n.startswith(part) for n in names)), ZIP
    )


def _text_kind(start: bytes) -> str:
    text = _as_text(start)
    if text is None or _CONTROLS.search(text):
        return UNKNOWN
    if text.lstrip().lower().startswith(("<!doctype html", "<html", "<script", "<svg", "<?xml")):
        return HTML
    return TEXT


def _as_text(start: bytes) -> str | None:
    """The sample in one of the encodings Chinese offices save in; a character cut at its end is left out."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", errors="ignore")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return start.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(start) - 4:
                return start[: error.start].decode(encoding)
    return None
