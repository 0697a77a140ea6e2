"""The letters of formal review: 补正通知书 and 不予受理通知书, made from what was said of the items."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from zhinan.apps.screening.models import CheckItem, Conclusion, FormalReview, ItemOutcome
from zhinan.engines.calendar.deadlines import SHANGHAI

TITLES = {
    Conclusion.CORRECTION: "形式审查补正通知书",
    Conclusion.REJECTED: "不予受理通知书",
}
PENDING_NUMBER = "（结论作出时编号）"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter part by part; ``text`` is what is stored as sent."""

    title: str
    number: str
    addressee: str
    opening: str
    points: tuple[str, ...]
    closing: str
    signer: str
    dated: str

    @property
    def text(self) -> str:
        points = [f"{n}. {point}" for n, point in enumerate(self.points, 1)]
        lines = [
            self.title,
            self.number,
            f"{self.addressee}：",
            self.opening,
            *points,
            self.closing,
        ]
        return "\n".join([*(line for line in lines if line), self.signer, self.dated])

    def parts(self) -> dict[str, Any]:
        return {**asdict(self), "points": list(self.points)}

    @classmethod
    def of(cls, review: FormalReview) -> "Letter | None":
        """The letter as it was sent, if one was."""
        if not review.letter_parts:
            return None
        return cls(**{**review.letter_parts, "points": tuple(review.letter_parts["points"])})


def letter_of(
    review: FormalReview,
    items: Sequence[CheckItem],
    *,
    conclusion: str,
    number: str = PENDING_NUMBER,
    due_at: datetime | None = None,
    today: date,
    reason: str = "",
) -> Letter:
    """Write the letter that ``conclusion`` would send; the same text is shown while items are decided.

    Args:
        items: All items of the review, in the order of the guide.
        due_at: End of the time to correct; only for a correction.
        reason: Words of the clerk that stand beside the items, or instead of them.

    Raises:
        ValueError: ``conclusion`` sends no letter.
    """
    if conclusion not in TITLES:
        raise ValueError(f"a letter is sent for {sorted(TITLES)}, got {conclusion!r}")
    application = review.application
    wanted = ItemOutcome.TO_CORRECT if conclusion == Conclusion.CORRECTION else ItemOutcome.FAILED
    points = tuple(_point(item) for item in items if item.outcome == wanted)
    return Letter(
        title=TITLES[Conclusion(conclusion)],
        number=number,
        addressee=application.host.name,
        opening=_opening(application, conclusion, len(points), reason),
        points=points,
        closing=_closing(conclusion, due_at),
        signer=application.call.programme.guide.office_name,
        dated=f"{today.year}年{today.month}月{today.day}日",
    )


def _opening(application: Any, conclusion: str, number: int, reason: str) -> str:
    whose = (
        f"你单位申报的“{application}”（受理号{application.number}，{application.call.programme}）"
    )
    said = f"{reason.strip().rstrip('。')}。" if reason.strip() else ""
    if conclusion == Conclusion.CORRECTION:
        return f"{whose}，经形式审查，下列{number}项须补正。{said}"
    if number:
        return f"{whose}，经形式审查，下列{number}项不符合申报要求，决定不予受理。{said}"
    return f"{whose}，经形式审查，决定不予受理。{said}"


def _point(item: CheckItem) -> str:
    rule = item.rule
    fact = item.remark.strip().rstrip("。") or f"不符合“{rule.label}”"
    source = f"（依据：{clause_name(rule)}“{rule.label}”）"
    remedy = f"请按要求补正：{rule.remedy.rstrip('。')}。" if rule.remedy else ""
    return f"{fact}{source}。{remedy if item.outcome == ItemOutcome.TO_CORRECT else ''}"


def clause_name(rule: Any) -> str:
    """How a letter cites the clause of a rule, e.g. ``附件1 三.2``."""
    return " ".join(part for part in (rule.programme.annex, rule.clause.number) if part)


def _closing(conclusion: str, due_at: datetime | None) -> str:
    if conclusion == Conclusion.REJECTED:
        return "如有异议，请自收到本通知之日起，向本局业务处室书面申请复核，并附证明材料。"
    if due_at is None:
        return "请在规定期限内在平台提交补正。逾期不补正的，不予受理。"
    end = due_at.astimezone(SHANGHAI)
    clock = f"{end.hour}时" + (f"{end.minute}分" if end.minute else "")
    return (
        f"请于{end.year}年{end.month}月{end.day}日{clock}前在平台提交补正。逾期不补正的，不予受理。"
    )
