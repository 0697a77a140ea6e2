"""One reader per type: typed in, state out, or ``Unreadable`` with fact and remedy."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhinan.engines.values.text import count_characters

from .dates import EXAMPLES, narrow, read_date
from .numbers import plain_decimal, read_money, read_number, read_ratio
from .states import State
from .terms import Term

YES = frozenset(["是", "有", "true", "yes", "on", "1", "√", "✓", "对"])
NO = frozenset(["否", "无", "没有", "false", "no", "off", "0", "×", "✗", "不是"])
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)


class Unreadable(Exception):
    def __init__(self, code: str, fact: str, remedy: str) -> None:
        super().__init__(code)
        self.code, self.fact, self.remedy = code, fact, remedy  # fact names {name} and {typed}


def brief(typed: Any) -> str:
    text = " ".join(storable(str(typed)).split())
    return text if len(text) <= 40 else f"{text[:40]}…"


def storable(text: str) -> str:
    """Without characters that no database or document takes: control signs and halves of pairs."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _text_of(typed: Any) -> str:
    if isinstance(typed, bool) or not isinstance(typed, (str, int)):
        raise Unreadable("NOT-TEXT", "{name}填写的不是文字：“{typed}”", "请填写文字")
    return str(typed)


def _read_text(term: Term, typed: Any) -> State:
    text = _text_of(typed).replace("\r\n", "\n").replace("\r", "\n")
    bad = next(
        (c for c in text if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs")), None
    )
    if bad is not None:
        raise Unreadable(
            "CONTROL-CHARACTER",
            f"{{name}}含不可见的控制字符（U+{ord(bad):04X}）",
            "请删除该字符；从其他软件粘贴时可先粘贴为纯文本",
        )
    text = text.strip() if term.is_long else " ".join(text.split("\n")).strip()
    count = count_characters(text)  # as the counter beside the field counts: no spaces
    if term.maximum is not None and count > term.maximum:
        raise Unreadable(
            "TOO-LONG",
            f"{{name}}已填{count}字，最多{term.maximum}字",
            f"请删减{count - int(term.maximum)}字",
        )
    return State.known(text)


def _bounded(term: Term, value: Decimal, shown: Callable[[Decimal], str] = plain_decimal) -> None:
    least = (
        term.minimum if term.minimum is not None else (None if term.may_be_negative else Decimal(0))
    )
    if least is not None and value < least:
        raise Unreadable(
            "TOO-SMALL",
            f"{{name}}填写为{shown(value)}{term.unit}，不能小于{shown(least)}{term.unit}",
            f"请填写不小于{shown(least)}的数",
        )
    if term.maximum is not None and value > term.maximum:
        raise Unreadable(
            "TOO-LARGE",
            f"{{name}}填写为{shown(value)}{term.unit}，不能大于{shown(term.maximum)}{term.unit}",
            f"请填写不大于{shown(term.maximum)}的数",
        )


def _number(
    term: Term, typed: Any, read: Callable[[str], tuple[Decimal, str]], what: str
) -> tuple[Decimal, str]:
    if isinstance(typed, float):
        raise Unreadable(
            "NOT-A-NUMBER", "{name}须以文字形式提交，以免小数失真", "请刷新页面后重新填写"
        )
    try:
        return read(_text_of(typed))
    except ValueError as error:
        raise Unreadable(
            "NOT-A-NUMBER", f"{{name}}填写为“{{typed}}”：{error}", f"请填写{what}"
        ) from error


def _read_integer(term: Term, typed: Any) -> State:
    value, _ = _number(
        term,
        typed,
        lambda text: read_number(text, unit=term.unit),
        f"整数{f'，单位为{term.unit}' if term.unit else ''}",
    )
    if value != value.to_integral_value():
        raise Unreadable("NOT-A-NUMBER", "{name}填写为“{typed}”，应为整数", "请填写整数")
    _bounded(term, value)
    return State.known(int(value))


def _read_decimal(term: Term, typed: Any) -> State:
    value, digits = _number(
        term,
        typed,
        lambda text: read_number(text, unit=term.unit),
        f"数字{f'，单位为{term.unit}' if term.unit else ''}",
    )
    _bounded(term, value)
    return State.known(plain_decimal(value), as_typed=digits)


def _read_money(term: Term, typed: Any) -> State:
    unit = term.unit or "万元"
    value, digits = _number(
        term, typed, lambda text: read_money(text, unit=unit), f"金额，单位为{unit}，如 9.50"
    )
    _bounded(term, value, lambda yuan: plain_decimal(yuan / (10_000 if unit == "万元" else 1)))
    return State.known(format(value, "f"), as_typed=digits)


def _read_ratio(term: Term, typed: Any) -> State:
    value, digits = _number(term, typed, read_ratio, "百分数，如 80%")
    _bounded(term, value, lambda share: plain_decimal(share * 100))
    return State.known(format(value, "f"), as_typed=digits)


def _read_date(term: Term, typed: Any) -> State:
    try:
        return State.known(read_date(_text_of(typed)).isoformat())
    except ValueError as error:
        raise Unreadable(
            "NOT-A-DATE", f"{{name}}填写为“{{typed}}”：{error}", f"请填写一个日期，{EXAMPLES}"
        ) from error


def _read_flag(term: Term, typed: Any) -> State:
    if isinstance(typed, bool):
        return State.known(typed)
    word = narrow(_text_of(typed)).strip().lower()
    if word in YES or word in NO:
        return State.known(word in YES)
    raise Unreadable("NOT-A-FLAG", "{name}填写为“{typed}”，应为是或否", "请选择“是”或“否”")


def _choice(typed: Any, listed: Sequence[str]) -> str:
    word = _text_of(typed).strip()
    by_shape = {narrow(choice).strip(): choice for choice in listed}
    if narrow(word) not in by_shape:
        shown = "、".join(listed[:12]) + ("等" if len(listed) > 12 else "")
        raise Unreadable(
            "NOT-A-CHOICE",
            "{name}填写为“{typed}”，不在可选范围内",
            f"请从中选择：{shown}" if listed else "当前没有可选项，请联系主管处室",
        )
    return by_shape[narrow(word)]


def _read_choice(term: Term, typed: Any, listed: Sequence[str]) -> State:
    return State.known(_choice(typed, listed))


def _read_choices(term: Term, typed: Any, listed: Sequence[str]) -> State:
    words = (
        typed
        if isinstance(typed, list)
        else [w for w in re.split(r"[、，,;；\n]", _text_of(typed)) if w.strip()]
    )
    chosen = {_choice(word, listed) for word in words}
    return State.known([choice for choice in listed if choice in chosen])


def _read_region(term: Term, typed: Any, regions: Mapping[str, str] | None) -> State:
    word = narrow(_text_of(typed)).strip()
    if regions is not None:
        codes = (
            [word] if word in regions else [code for code, name in regions.items() if name == word]
        )
        if len(codes) == 1:
            return State.known(codes[0])
    elif re.fullmatch(r"\d{6}|\d{9}|\d{12}", word) and word[:2] in _PROVINCES:
        return State.known(word)
    raise Unreadable(
        "NOT-A-REGION",
        "{name}填写为“{typed}”，不是有效的行政区划",
        "请从列表中选择，或填写6位行政区划代码，如 320706",
    )


def _read_files(term: Term, typed: Any) -> State:
    listed = typed if isinstance(typed, list) else [typed]
    if not all(
        (isinstance(n, int) and not isinstance(n, bool))
        or (isinstance(n, str) and n.isascii() and n.isdigit())
        for n in listed
    ):
        raise Unreadable("NOT-A-FILE", "{name}的附件编号无法识别", "请重新上传附件")
    if len(listed) > 1 and not term.is_many:
        raise Unreadable(
            "ONE-FILE",
            f"{{name}}已传{len(listed)}个文件，限1个",
            "请合并为一个文件，或删除多余的文件",
        )
    return State.known(list(dict.fromkeys(int(n) for n in listed)))


READERS: dict[str, Callable[..., State]] = {
    "text": _read_text, "organisation": _read_text, "person": _read_text, "choice": _read_choice, "topic": _read_choice,
    "choices": _read_choices, "flag": _read_flag, "integer": _read_integer, "decimal": _read_decimal,
    "money": _read_money, "ratio": _read_ratio, "date": _read_date, "region": _read_region, "file": _read_files,
}  # fmt: skip
