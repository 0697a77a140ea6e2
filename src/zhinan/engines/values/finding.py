"""A finding: one thing said about a case, with its clause and its remedy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement to a citizen: fact with the number, source clause, remedy, code.

    >>> print(Finding("CALL-CLOSED", "申报已于2026-04-30 17:00截止", source="申报通知 四", remedy="请关注下一批通知"))
    申报已于2026-04-30 17:00截止。依据：申报通知 四。请关注下一批通知。[CALL-CLOSED]
    """

    code: str
    fact: str
    source: str = ""
    remedy: str = ""
    field: str = ""  # term path or form field the fact is about, for a jump

    def __str__(self) -> str:
        parts = [f"{self.fact.rstrip('。')}。"]
        if self.source:
            parts.append(f"依据：{self.source}。")
        if self.remedy:
            parts.append(f"{self.remedy.rstrip('。')}。")
        return f"{''.join(parts)}[{self.code}]"
