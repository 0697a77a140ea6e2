"""What is odd about a text's characters; whether it is an official document at all is told when it is read."""

import re

from .reading import Note

_HIDDEN = re.compile("[\u200b-\u200d\u2060\ufeff]")


def notes_on(text: str) -> tuple[Note, ...]:
    """Notes on characters that nobody sees or that were not read.

    >>> [note.code for note in notes_on("申\\ufffd单位应为企业")]
    ['FILE-UNCLEAR']
    """
    notes = []
    if len(_HIDDEN.findall(text)) > 5:
        notes.append(Note("FILE-HIDDEN", "文件里有看不见的字符，读时已略过"))
    if "\ufffd" in text:
        fact = f"有{text.count(chr(0xFFFD))}个字没有读出来（显示为�）"
        notes.append(Note("FILE-UNCLEAR", fact, "请对照原件补上"))
    return tuple(notes)
