"""A fault of a file that people write: where it is, what is wrong, what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault, told to the office in Chinese.

    >>> print(Fault("topics.csv", 36, "PACK-TOPIC-REPEATED", "指南代码2306已见于第29行", "改正代码"))
    topics.csv:36 指南代码2306已见于第29行。改正代码。[PACK-TOPIC-REPEATED]
    """

    file: str
    line: int  # counted from 1; 0 where the whole file is meant
    code: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.what.rstrip('。')}。{self.remedy.rstrip('。')}。[{self.code}]"


class FaultsFound(Exception):
    """A pack or vocabulary that cannot be used; ``faults`` lists every reason found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
