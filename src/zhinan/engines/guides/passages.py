"""A paragraph as the extractors see it: its text, the headings it stands under, and whose rules it tells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .numbering import label_of
from .source import View, joined

_OPENING, _CLOSING = "（[“《「(", "）]”》」)"
_STOPS = "。！？；;"
# a heading that runs into its paragraph: 申报条件：…, 实施方式：…
_RUN_IN = re.compile(
    r"(?:^|(?<=[。；]))(?P<title>(?:申报|申请|推荐|立项|支持|实施|组织|资助|奖补|补助|认定|备案|扶持|研究|预期|绩效|考核|其他|其它|单位|人才|项目|平台|工作|有关|相关)?"
    r"(?:条件|要求|方式|材料|对象|范围|主体|标准|强度|程序|流程|内容|目标|指标|说明|成果形式|期限|限项|成果))[：:]"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph. ``path``: titles of the headings above, outermost first; ``programme``: full name, if any."""

    view: View
    path: tuple[str, ...] = ()
    programme: str | None = None
    document: str = ""
    is_cell: bool = False

    @property
    def text(self) -> str:
        return self.view.text

    def with_view(self, view: View, *headings: str) -> "Passage":
        return Passage(view, (*self.path, *headings), self.programme, self.document, self.is_cell)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch up to a full stop or semicolon, without its number and its stop."""

    view: View
    passage: Passage
    stop: str = ""
    place: int = 0  # within its passage, from 0
    count: int = 1  # sentences of the passage

    @property
    def text(self) -> str:
        return self.view.text


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between commas: ``start`` and ``end`` count in the sentence's text."""

    text: str
    start: int
    end: int
    tail: str = field(default="")  # the rest of the sentence from here, for patterns that look on


def depths(text: str) -> list[int]:
    """How many brackets are open at each character; an unclosed bracket is forgotten at its line's end."""
    found, depth = [], 0
    left = {c: text.count(c) for c in _CLOSING}
    for character in text:
        if character in _OPENING and left[_CLOSING[_OPENING.index(character)]]:
            depth += 1
        found.append(depth)
        if character in _CLOSING:
            left[character] -= 1
            depth = max(0, depth - 1)
    return found


def split_at(text: str, stops: str) -> Iterator[tuple[int, int, str]]:
    """Stretches of ``text`` between any of ``stops`` that stand outside brackets: start, end, the stop.

    >>> [text for start, end, stop in split_at("甲（一，二），乙", "，") for text in ["甲（一，二），乙"[start:end]]]
    ['甲（一，二）', '乙']
    """
    start = 0
    for at, depth in enumerate(depths(text)):
        if text[at] in stops and depth == 0 and not _is_thousands(text, at):
            yield start, at, text[at]
            start = at + 1
    if start < len(text):
        yield start, len(text), ""


def _is_thousands(text: str, at: int) -> bool:
    """The comma of 1,200."""
    return text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()


def without_label(view: View) -> View:
    """The text after its own number: 1. …, （一）…; 第十二条 too."""
    text = view.text
    for _ in range(2):
        label = label_of(view.text)
        if label is None or label.style in ("letter", "roman"):
            break
        view = view.cut(label.length, len(view.text)).stripped()
        if not view:
            return view
    return view or View(text, ())


def mended(passages: Iterable[Passage]) -> list[Passage]:
    """Passages with sentences that were broken between two of them put together again."""
    found: list[Passage] = []
    for passage in passages:
        before = found[-1] if found else None
        if before is not None and _is_broken(before, passage):
            found[-1] = before.with_view(joined([before.view, passage.view]))
        else:
            found.append(passage)
    return found


def _is_broken(before: Passage, after: Passage) -> bool:
    """An unfinished numbered sentence followed by a line that begins nothing and ends one."""
    if before.is_cell or after.is_cell or before.programme != after.programme:
        return False
    open_end = "，" in before.text and before.text[-1] not in _STOPS + "：:）"
    return (
        open_end and label_of(after.text) is None and "。" in after.text and len(before.text) < 80
    )


def run_ins(passage: Passage) -> list[Passage]:
    """The passage cut where a heading runs into it; the heading joins the path of what follows.

    >>> from .source import view_of
    >>> raw = "为促进创新。申报条件：须为企业。实施方式：推荐。"
    >>> [(p.path, p.text) for p in run_ins(Passage(view_of(raw, 0, len(raw))))]
    [((), '为促进创新。'), (('申报条件',), '须为企业。'), (('实施方式',), '推荐。')]
    """
    body = without_label(passage.view)
    marks = list(_RUN_IN.finditer(body.text))
    if not marks:
        return [passage]
    parts = [passage.with_view(body.cut(0, marks[0].start()))] if marks[0].start() else []
    ends = [m.start() for m in marks[1:]] + [len(body.text)]
    for mark, end in zip(marks, ends, strict=True):
        parts.append(passage.with_view(body.cut(mark.end(), end).stripped(), mark["title"]))
    return [part for part in parts if part.view]


def sentences_of(passage: Passage) -> list[Sentence]:
    """The sentences of a passage; a list after 下列条件之一： stays with its head."""
    view = without_label(passage.view)
    text = view.text
    pieces = _kept_together(text, list(split_at(text, _STOPS)))
    found = []
    for place, (start, end, stop) in enumerate(pieces):
        part = view.cut(start, end).stripped()
        lead = _LEAD_IN.match(part.text)
        if lead and lead.end() < len(part.text) and not _OPEN_LIST.search(lead[0]):
            part = part.cut(lead.end(), len(part.text))
        if place or lead:
            part = without_label(part)
        if part:
            found.append(Sentence(part, passage, stop, place, len(pieces)))
    return found


_OPEN_LIST = re.compile(r"(?:之一|(?:下列|以下|如下)(?:情[形况]|行为)的)[^。；]{0,60}[：:]")
_LEAD_IN = re.compile(r"^[^：:。；]{0,60}?(?:下列|以下|如下)[^：:。；]{0,12}[：:]\s*")
_NOUN_HEAD = re.compile(
    r"(?:成果|产品|项目|单位|企业|机构|平台|基地|人才|人员|专家|中心|团队|载体)$"
)
_BEING = re.compile(r"(?:应当|应|须|必须|主要)?(?:是|为|包括)")
_MODAL = re.compile(r"须|应|不得|必须|不超过|不低于|不少于|以上的?$")


def _kept_together(text: str, pieces: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Pieces between semicolons put together where they are the members of one list."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(pieces):
        start, end, stop = pieces[at]
        if stop and stop in "；;":
            last = _last_of(text, pieces, at)
            if last > at:
                end, stop = pieces[last][1], pieces[last][2]
                at = last
        found.append((start, end, stop))
        at += 1
    return found


def _last_of(text: str, pieces: Sequence[tuple[int, int, str]], first: int) -> int:
    """The last piece of the list that begins at ``first``; ``first`` itself where there is none."""
    head = text[pieces[first][0] : pieces[first][1]]
    last = first
    while last + 1 < len(pieces) and pieces[last][2] in ("；", ";"):
        last += 1
    members = [text[a:b].strip() for a, b, _ in pieces[first : last + 1]]
    if _OPEN_LIST.search(head):
        return last
    nouns = len(members) >= 2 and all(
        _NOUN_HEAD.search(m) and not _MODAL.search(_BEING.sub("", m, count=1)) for m in members
    )
    return last if nouns and (len(members) > 2 or _BEING.search(head) or "等" in head) else first


def clauses_of(sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence, with their places in it."""
    text = sentence.text
    found = []
    for start, end, _ in split_at(text, "，,"):
        left = start + len(text[start:end]) - len(text[start:end].lstrip())
        if text[left:end].strip():
            found.append(Clause(text[left:end].rstrip(), left, end, text[left:]))
    return found
