"""Lead-ins: 申报单位应当符合下列条件： gives its subject to what follows, and …条件之一： makes one condition of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .condition_words import MAIN_SUBJECTS
from .numbering import label_of
from .passages import Passage, without_label
from .source import View, joined

_LEAD = re.compile(
    r"(?P<head>[^：:。；]{2,60}?)(?:应当|应|须|必须|需)?(?:同时)?(?:具备|符合|满足|达到)?(?:(?:以下|下列|如下)[^：:。；]{0,14}|(?<=具备)|(?<=符合)|(?<=满足)|(?<=具备条件))[：:]"
)
_PAPERS = re.compile(r"材料|文件|资料|程序|步骤|职责|内容")
_ONE = re.compile(r"(?:之一|(?:下列|以下|如下)(?:情[形况]|行为)的)[^：:。；]{0,60}[：:]$")


@dataclass(frozen=True, slots=True)
class Lead:
    """The subject a lead-in gave, and the headings it holds under."""

    subject: str = ""
    asks: bool = False  # it announces conditions: 应当具备下列条件：
    path: tuple[str, ...] = ()
    style: str = ""

    def after(self, passage: Passage) -> "Lead":
        """The lead that holds for a passage: a new one, the one before for its numbered items, or none."""
        match = _LEAD.search(passage.text)
        if match is not None:
            named = MAIN_SUBJECTS.findall(match["head"])
            asks = bool(
                re.search(r"条件|要求|情形|具备[：:]|符合[：:]|满足[：:]", match[0])
                and not _PAPERS.search(match[0])
            )
            return Lead(named[-1] if named else "", asks, passage.path)
        label = label_of(passage.text)
        if not (self.subject or self.asks) or passage.path != self.path or label is None:
            return Lead()
        if self.style and label.style != self.style:
            return Lead()
        return Lead(self.subject, self.asks, self.path, label.style)


def gathered(passages: Iterable[Passage]) -> list[Passage]:
    """Passages with the numbered items after …条件之一： put to their lead-in, as members of one sentence."""
    found: list[Passage] = []
    style = ""
    path: tuple[str, ...] = ()  # of the items: an article with a title heads them, not itself
    for passage in passages:
        label = label_of(passage.text)
        if style and label is not None and label.style == style and path == passage.path:
            found[-1] = found[-1].with_view(_joined(found[-1].view, passage.view))
            continue
        if found and _ONE.search(found[-1].text) and label is not None and not passage.is_cell:
            own = label_of(found[-1].text)
            if own is None or own.style != label.style:
                style, path = label.style, passage.path
                found[-1] = found[-1].with_view(
                    joined([found[-1].view, without_label(passage.view)])
                )
                continue
        style = ""
        found.append(passage)
    return found


def _joined(before: View, item: View) -> View:
    """The item after a semicolon, whatever stop stood between."""
    kept = before.cut(0, len(before.text.rstrip("。；; ")))
    semicolon = View("；", (kept.origin[-1],))
    return joined([kept, semicolon, without_label(item)])
