"""Plain text in whatever encoding it was saved."""

import re

from .reading import Note, Reading, Unreadable

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_plain(content: bytes, name: str = "") -> Reading:
    """Text in UTF-8, UTF-16 with a mark, or GB18030; line ends become one kind.

    >>> read_plain("第一条".encode("gb18030")).notes[0].code
    'FILE-GB18030'
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return Reading(_lines(_decoded(content, encoding, name)), "txt")
    if encoding := _wide(content):
        return Reading(_lines(_decoded(content, encoding, name)), "txt")
    try:
        return Reading(_lines(content.decode("utf-8")), "txt")
    except UnicodeDecodeError:
        text = _decoded(content, "gb18030", name)
    return Reading(_lines(text), "txt", (Note("FILE-GB18030", "文件按国标编码（GB18030）读出"),))


def is_text(content: bytes) -> bool:
    """Whether bytes with empty ones among them are text all the same."""
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or bool(_wide(content))


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: line ends and digits leave every other byte empty."""
    start = content[:4096]
    if b"\x00" not in start or len(start) % 2:
        return ""
    ends = {"utf-16-le": b"\n\x00", "utf-16-be": b"\x00\n"}
    counts = {
        name: start[0::2].count(0) if name == "utf-16-be" else start[1::2].count(0) for name in ends
    }
    name = max(counts, key=lambda key: counts[key])
    other = min(counts.values())
    return name if ends[name] in start and counts[name] > 4 * other else ""


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(
            "FILE-ENCODING",
            f"文件“{name}”的文字编码认不出来",
            "请在记事本中另存为UTF-8编码后再选择",
        ) from None


def _lines(text: str) -> str:
    return re.sub(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
