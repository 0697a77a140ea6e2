"""What a file gave: its text, and what the reader has to know about how it was read."""

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know about how a file was read: fact, remedy, code."""

    code: str
    fact: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f"{self.remedy.rstrip('。')}。" if self.remedy else ""
        return f"{self.fact.rstrip('。')}。{remedy}[{self.code}]"


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file. A table's cells stand one a line, each after a tab, its rows parted by a blank line."""

    text: str
    kind: str  # txt docx pdf xlsx html
    notes: tuple[Note, ...] = ()
    pages: tuple[int, ...] = field(default=())  # where each page of a pdf begins in the text


class Unreadable(Exception):
    """A file that is not read, with the reason and what to do.

    >>> str(Unreadable("FILE-EMPTY", "文件是空的", "请检查文件后重新上传"))
    '文件是空的。请检查文件后重新上传。[FILE-EMPTY]'
    """

    def __init__(self, code: str, fact: str, remedy: str) -> None:
        self.note = Note(code, fact, remedy)
        super().__init__(str(self.note))

    @property
    def code(self) -> str:
        return self.note.code


def cells(row: list[str]) -> list[str]:
    """The lines of a table's row: a tab before each cell, line breaks within a cell kept.

    >>> cells(["名称", "", "甲\\n乙"])
    ['\\t名称', '\\t', '\\t甲', '乙', '']
    """
    lines = [line for cell in row for line in ("\t" + cell.strip()).split("\n")]
    return [*lines, ""]
