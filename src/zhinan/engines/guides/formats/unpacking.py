"""Parts of a docx or xlsx, which are zip archives; sizes are counted while unpacking."""

import io
import zipfile
import zlib

from lxml import etree

from .reading import Unreadable

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_PART = 60 * 1024 * 1024
MOST_ENTRIES = 5000
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


def megabytes(size: int) -> int:
    """Rounded up."""
    return -(-size // (1024 * 1024))


def parts_of(content: bytes, name: str, wanted: tuple[str, ...]) -> dict[str, bytes]:
    """The named parts of an Office file; a part that begins with a wanted name counts too.

    Raises:
        Unreadable: FILE-BROKEN, FILE-LOCKED, or FILE-BOMB for what unpacks to more than a document can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unpacked(archive, name, wanted)
    except _BROKEN:
        raise broken(name) from None


def _unpacked(archive: zipfile.ZipFile, name: str, wanted: tuple[str, ...]) -> dict[str, bytes]:
    entries = archive.infolist()
    if (
        len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > 10 * MOST_UNPACKED
    ):
        raise _bomb(name)
    found: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if not entry.filename.startswith(wanted):
            continue
        if entry.flag_bits & 0x1:
            raise Unreadable(
                "FILE-LOCKED", f"文件“{name}”设有密码", "请另存为不带密码的文件后再选择"
            )
        with archive.open(entry) as stream:
            part = stream.read(MOST_PART + 1)
        total += len(part)
        if len(part) > MOST_PART or total > MOST_UNPACKED:
            raise _bomb(name)
        found[entry.filename] = part
    return found


def xml_of(part: bytes, name: str) -> etree._Element:
    """A part's tree; entities are never resolved and nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise broken(name) from None


def broken(name: str) -> Unreadable:
    return Unreadable(
        "FILE-BROKEN", f"文件“{name}”已损坏，打不开", "请在原来的软件中重新保存一份后再选择"
    )


def _bomb(name: str) -> Unreadable:
    return Unreadable(
        "FILE-BOMB",
        f"文件“{name}”解开后超过{megabytes(MOST_UNPACKED)} MB，不像一份公文",
        "请确认文件来源；确是公文的，另存为新的docx后再选择",
    )
