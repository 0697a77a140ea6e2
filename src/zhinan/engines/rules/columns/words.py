"""Texts, lists, choices, regions and organisations in columns."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from zhinan.engines.rules.lists import Members, _lies_in
from zhinan.engines.rules.tree import Call, Cell, Constant, Fact, Node, Parameter, Within

from .algebra import E, NotColumnar
from .layout import bit_of

if TYPE_CHECKING:
    from .lowering import Lowering

LONGEST_CODE = 12


def within(lower: "Lowering[E]", node: Within) -> E:
    """``item in among``."""
    item, among = node.item, node.among
    if isinstance(among, Parameter):
        return lower.a.flag(None)
    if isinstance(among, Constant):
        return listed(lower, item, among.value)
    if isinstance(among, (Fact, Cell)) and among.kind.name == "choices":
        return _chosen(lower, item, among)
    raise NotColumnar("名单随情形而变")


def listed(lower: "Lowering[E]", item: Node, among: Any) -> E:
    """Whether a list of the rule holds the item."""
    if isinstance(among, Members) and among.of == "region":
        return in_region(lower, lower.text(item), among)
    words, is_complete = _words_of(among)
    if item.kind.name == "number":
        point = lower.q.exactly(lower.point(item), unit=lower.quantity(item).unit, most=0)
        found = lower.a.some([lower.q.compare("==", point, lower.literal(w)) for w in words])
    elif item.kind.name == "date":
        found = lower.a.one_of(lower.point(item), [w for w in words if isinstance(w, date)])
    elif item.kind.is_text_like:
        found = lower.a.one_of(lower.text(item), words)
    else:
        raise NotColumnar(f"{item.kind}不能按列在名单中查找")
    return found if is_complete else lower.a.case([(found, lower.a.flag(True))])


def _words_of(value: Any) -> tuple[list[Any], bool]:
    if isinstance(value, Members):
        return sorted(value.words), value.is_complete
    return list(value), True


def _chosen(lower: "Lowering[E]", item: Node, among: Fact | Cell) -> E:
    """Whether a choices term holds a word, or what another term says."""
    a, mask = lower.a, lower.leaf(among)
    if isinstance(item, Constant):
        bit = bit_of(among.kind, str(item.value))
        return a.case([(a.is_known(mask), a.flag(False))]) if bit is None else a.has_bit(mask, bit)
    word = lower.text(item)
    each = [
        a.every(
            [
                a.compare("==", word, a.text(choice)),
                a.has_bit(mask, bit_of(among.kind, choice) or 0),
            ]
        )
        for choice in among.kind.choices
    ]
    return a.case([(a.every([a.is_known(word), a.is_known(mask)]), a.some(each))])


def shared(lower: "Lowering[E]", node: Call) -> E:
    """交集: whether two lists share a word."""
    one, other = node.arguments
    if isinstance(one, Constant):
        one, other = other, one
    if isinstance(one, Parameter) or isinstance(other, Parameter):
        return lower.a.flag(None)
    if not isinstance(one, (Fact, Cell)) or one.kind.name != "choices":
        raise NotColumnar("交集的一边应是多选项")
    a, mask = lower.a, lower.leaf(one)
    if isinstance(other, (Fact, Cell)) and other.kind.name == "choices":
        return _both_chosen(lower, one, other)
    if not isinstance(other, Constant):
        raise NotColumnar("名单随情形而变")
    words, is_complete = _words_of(other.value)
    bits = [bit for word in words if (bit := bit_of(one.kind, word)) is not None]
    found = (
        a.some([a.has_bit(mask, bit) for bit in bits])
        if bits
        else a.case([(a.is_known(mask), a.flag(False))])
    )
    if is_complete:
        return found
    return a.case([(found, a.flag(True)), (a.compare("==", mask, a.number(0)), a.flag(False))])


def _both_chosen(lower: "Lowering[E]", one: Fact | Cell, other: Fact | Cell) -> E:
    a, first, second = lower.a, lower.leaf(one), lower.leaf(other)
    each = [
        a.every(
            [
                a.has_bit(first, bit_of(one.kind, word) or 0),
                a.has_bit(second, bit_of(other.kind, word) or 0),
            ]
        )
        for word in one.kind.choices
        if word in other.kind.choices
    ]
    known = a.every([a.is_known(first), a.is_known(second)])
    return a.case([(known, a.some(each) if each else a.flag(False))])


def matching(test: str) -> Callable[["Lowering[E]", Call], E]:
    """结尾, 开头 and 含 of one word or any of a list."""

    def match(lower: "Lowering[E]", node: Call) -> E:
        said = node.arguments[1]
        if isinstance(said, Parameter):
            return lower.a.flag(None)
        text, is_complete = lower.text(node.arguments[0]), True
        if isinstance(said, Constant) and not isinstance(said.value, str):
            listed, is_complete = _words_of(said.value)
            words = [lower.a.text(str(word)) for word in listed]
        else:
            words = [lower.text(said)]
        found = lower.a.some([getattr(lower.a, test)(text, word) for word in words])
        return found if is_complete else lower.a.case([(found, lower.a.flag(True))])

    return match


def in_region_call(lower: "Lowering[E]", node: Call) -> E:
    """区划内."""
    code, among = node.arguments
    if isinstance(among, Parameter):
        return lower.a.flag(None)
    if not isinstance(among, Constant):
        raise NotColumnar("区划集随情形而变")
    held = among.value
    members = held if isinstance(held, Members) else Members("", "region", frozenset(held))  # type: ignore[arg-type]
    return in_region(lower, lower.text(code), members)


def in_region(lower: "Lowering[E]", code: E, among: Members) -> E:
    """As ``Members.has`` decides: outside, too coarse to tell, inside, else outside or unknown."""
    a = lower.a
    out = _lying_in(lower, code, among.exceptions)
    inside = _lying_in(lower, code, among.words)
    over_exceptions, over_words = _coarse(among.exceptions), _coarse(among.words)
    yes = (
        a.every([inside, a.negation(a.one_of(code, over_exceptions))])
        if over_exceptions
        else inside
    )
    branches = [(out, a.flag(False))] if among.exceptions else []
    branches += [(yes, a.flag(True))]
    if among.is_complete:
        undecided = [inside, *([a.one_of(code, over_words)] if over_words else [])]
        branches += [(a.negation(a.some(undecided)), a.flag(False))]
    return a.case(branches)


def _lying_in(lower: "Lowering[E]", code: E, wholes: Iterable[str]) -> E:
    by_length: dict[int, set[str]] = defaultdict(set)
    for whole in wholes:
        stem = _stem(whole)
        by_length[len(stem)].add(stem)
    found = [
        lower.a.one_of(lower.a.prefix(code, length), sorted(stems))
        for length, stems in sorted(by_length.items())
    ]
    return lower.a.some(found) if found else lower.a.flag(False)


def _stem(code: str) -> str:
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def _coarse(parts: Iterable[str]) -> list[str]:
    """Every code that one of ``parts`` lies in: what is stated too coarsely to tell."""
    found = {
        part[:length] + "00" * more
        for part in parts
        for length in range(1, len(part) + 1)
        for more in range((LONGEST_CODE - length) // 2 + 1)
    }
    return sorted(code for code in found if any(_lies_in(part, code) for part in parts))


def same_organisation(lower: "Lowering[E]", node: Call) -> E:
    """同单位: codes decide where both are known, else equal names say yes."""
    a = lower.a
    code, name, other_code, other_name = node.arguments
    codes = [_part(lower, part, "code") for part in (code, other_code)]
    names = [_part(lower, part, "normal") for part in (name, other_name)]
    nothing = a.text("")
    coded = a.every([a.is_known(part) for part in codes])
    one_code = a.every([a.compare("!=", codes[0], nothing), a.compare("==", *codes)])
    said = a.every([*(a.compare("!=", part, nothing) for part in names), a.compare("==", *names)])
    return a.case([(coded, one_code), (a.every([a.negation(coded), said]), a.flag(True))])


def _part(lower: "Lowering[E]", node: Node, part: str) -> E:
    from .layout import PARTS

    if isinstance(node, Constant):
        return lower.a.text(PARTS[part](str(node.value)))
    return lower.leaf(node, part)


FLAGS: dict[str, Callable[..., Any]] = {
    "结尾": matching("ends"),
    "开头": matching("starts"),
    "含": matching("contains"),
    "交集": shared,
    "区划内": in_region_call,
    "同单位": same_organisation,
}
