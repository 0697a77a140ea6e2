"""Lints of codes and clause numbers: repeated, outside their group, out of order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhinan.engines.packs import Clause, Programme

from .finding import LintFinding, View, each, file_of

TOPICS = "topics.csv"
_NUMERALS = "一二三四五六七八九十"
_CHAPTER = re.compile(rf"()第([{_NUMERALS}]+|\d+)[章节条篇]")
_NUMBER = re.compile(rf"(.*?)[.．（(、]?(\d+|[{_NUMERALS}]+)[)）]?")


@dataclass(frozen=True, slots=True)
class _Code:
    text: str
    line: int


def code_repeated(view: View) -> Iterator[LintFinding]:
    """代码重复: a topic code twice in one programme."""
    given = view.parameter("代码")
    if given is not None:
        yield from _repeats(view, [_Code(str(c), 0) for c in given], "")
        return
    for programme in view.programmes():
        yield from _repeats(view, [_Code(t.code, t.line) for t in programme.topics], programme.key)


def _repeats(view: View, codes: Sequence[_Code], programme: str) -> Iterator[LintFinding]:
    first: dict[str, int] = {}
    for code in codes:
        if code.text in first:
            at = f"第{first[code.text]}行" if code.line else "前面"
            yield _at(view, code, "LINT-CODE-REPEATED", f"指南代码{code.text}已见于{at}",
                      "改正代码；原文如此的，写明理由予以保留", programme)  # fmt: skip
        first.setdefault(code.text, code.line)


def _at(view: View, code: _Code, kind: str, what: str, remedy: str, programme: str) -> LintFinding:
    place = {"file": TOPICS, "line": code.line} if code.line else {}
    return view.found(kind, what, remedy, programme=programme, subject=code.text, **place)


def code_outside_group(view: View) -> Iterator[LintFinding]:
    """代码越组: first digits that are not those of the group, or of a group out of turn."""
    for programme, groups in _groups(view):
        before = ("", "")
        for name, codes in groups:
            head = _head(view, codes)
            for code in codes:
                if _split(view, code.text)[0] != head:
                    what = f"代码{code.text}列在“{name}”组，该组代码以{head}开头"
                    yield _at(
                        view, code, "LINT-CODE-GROUP", what, "改正代码或移到所属的组", programme
                    )
            if before[1].isdecimal() and head.isdecimal() and int(head) != int(before[1]) + 1:
                what = (
                    f"“{name}”组的代码{codes[0].text}没有接在上一组“{before[0]}”（{before[1]}）之后"
                )
                yield _at(view, codes[0], "LINT-CODE-GROUP", what, f"按次序应以{int(before[1]) + 1}开头", programme)  # fmt: skip
            before = (name, head)


def code_out_of_order(view: View) -> Iterator[LintFinding]:
    """代码次序: codes of one group that do not ascend one by one.

    A code outside its group is taken by its last digits, so that one misprint is told once.
    """
    for programme, groups in _groups(view):
        for name, codes in groups:
            last: int | None = None
            for code in codes:
                tail = _split(view, code.text)[1]
                here = int(tail) if tail.isdecimal() else None
                if last is not None and here is not None and here != last + 1 and here != last:
                    what = f"“{name}”组的代码{code.text}没有接在前一个之后"
                    yield _at(view, code, "LINT-CODE-ORDER", what, "核对是否漏写或排错", programme)
                last = here


def _groups(view: View) -> Iterator[tuple[str, list[tuple[str, list[_Code]]]]]:
    """Groups in order, of each programme."""
    given = view.parameter("组")
    if given is not None:
        yield "", [(n, [_Code(c, 0) for c in codes]) for n, codes in each(given) if codes]
        return
    for programme in view.programmes():
        groups: dict[str, list[_Code]] = {}
        for topic in programme.topics:
            groups.setdefault(topic.group, []).append(_Code(topic.code, topic.line))
        yield programme.key, list(groups.items())


def _split(view: View, code: str) -> tuple[str, str]:
    digits = view.parameter("位数")
    cut = int(digits) if digits is not None else max(len(code) - 2, 0)
    return code[:cut], code[cut:]


def _head(view: View, codes: Sequence[_Code]) -> str:
    """The digits most codes of a group begin with; of equals, those met first."""
    return Counter(_split(view, code.text)[0] for code in codes).most_common(1)[0][0]


def clause_out_of_order(view: View) -> Iterator[LintFinding]:
    """条款次序: clause numbers that do not ascend, or leave one out."""
    given = view.parameter("条款")
    if given is not None:
        yield from _order(view, [(str(n), 0) for n in given], set(), "", "")
        return
    for programme in view.programmes():
        for file, clauses in _by_file(programme).items():
            present = {c.number for p in view.pack.programmes for c in _by_file(p).get(file, ())}
            numbers = [(c.number, c.line) for c in clauses]
            yield from _order(view, numbers, present, file, programme.key)


def _by_file(programme: Programme) -> dict[str, list[Clause]]:
    """Clauses by the file they stand in: the programme's own, and those common to all."""
    found: dict[str, list[Clause]] = {}
    for clause in programme.clauses:
        found.setdefault(file_of(programme, clause), []).append(clause)
    return found


def _order(
    view: View, numbers: Sequence[tuple[str, int]], present: set[str], file: str, programme: str
) -> Iterator[LintFinding]:
    siblings: dict[str, tuple[int, str]] = {}
    elsewhere = {place for place in map(_place, present) if place is not None}
    for text, line in numbers:
        place = _place(text)
        if place is None:
            continue
        parent, here = place
        last, before = siblings.get(parent, (0, ""))
        missing = [n for n in range(last + 1, here) if (parent, n) not in elsewhere]
        where = {"file": file, "line": line} if file else {}
        if before and here <= last:
            what = f"条款{text}排在{before}之后"
            yield view.found("LINT-CLAUSE-ORDER", what, "按次序编号", programme=programme, subject=text, **where)  # fmt: skip
        elif before and missing:
            what = f"条款{before}之后是{text}，中间缺{len(missing)}条"
            yield view.found("LINT-CLAUSE-ORDER", what, "核对是否漏写；原文如此的，写明理由予以保留",
                             programme=programme, subject=text, **where)  # fmt: skip
        siblings[parent] = (here, text)


def _place(number: str) -> tuple[str, int] | None:
    """What a clause number stands under, and its own number there.

    >>> [_place(n) for n in ("三.2", "第三章二", "第三章", "三（十一）", "附则")]
    [('三', 2), ('第三章', 2), ('', 3), ('三', 11), None]
    """
    match = _CHAPTER.fullmatch(number) or _NUMBER.fullmatch(number)
    if match is None:
        return None
    text = match[2]
    if text.isdecimal():
        return match[1], int(text)
    tens, ten, units = text.rpartition("十")
    unit = _NUMERALS.index(units) + 1 if units else 0
    return match[1], unit + (10 * (_NUMERALS.index(tens) + 1 if tens else 1) if ten else 0)
