"""A row of a blank form becomes fields: labels, choices from □, lengths, units, signatures, columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

_BOX = re.compile(r"[□☐○◯](?=\s*\S)")
_SEAL = re.compile(r"盖\s*章|签\s*字|签\s*名|签\s*章|公\s*章|年\s+月\s+日|年月日$")
_UNITS = (
    "万元",
    "亿元",
    "元",
    "%",
    "个",
    "项",
    "家",
    "人次",
    "人",
    "名",
    "篇",
    "件",
    "平方米",
    "岁",
    "年",
    "月",
    "份",
    "台",
    "套",
)
_MAX = re.compile(
    r"（?\s*(?:不超过|限|控制在)?\s*(?P<n>\d{2,5})\s*字(?P<how>以内|左右|以上)?\s*）?"
)
_LEAST = re.compile(
    r"（\s*(?:不少于|至少)?\s*(?P<n>\d{1,3})\s*(?:项|家|条|个|名|人|篇|件)(?:以上)?\s*）"
)
_MOST = re.compile(
    r"（\s*(?:不超过|限|最多)(?:填)?\s*(?P<n>\d{1,3})\s*(?:项|家|条|个|名|人|篇|件)(?:以内)?\s*(?:，[^（）]*)?）"
)
_MANY = re.compile(r"（?\s*(?:可)?[多单]选\s*）?")
_BLANKS = re.compile(r"_{2,}|…{2,}|\.{6,}")
_PARTS = re.compile(r"([\u4e00-\u9fff（）]{1,12})\s*[：:]?\s*(?:_{2,}|[：:]\s{2,}|[：:]\s*$|[：:])")
_NUMBERED = re.compile(r"^(?:\d+\s*[.、．]|[①-⑳]|（\d+）)\s*")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a form asks for. ``more`` holds what only some kinds have."""

    label: str
    kind: str  # text number choice table table_column signature group
    parent: str | None = None
    more: tuple[tuple[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        parent = {"parent": self.parent} if self.parent else {}
        return {"label": self.label, "kind": self.kind, **parent, **dict(self.more)}

    def but(self, **more: Any) -> "Field":
        return replace(self, more=tuple({**dict(self.more), **more}.items()))


def label_text(text: str) -> str:
    """A label without lengths, hints and stray spaces; a unit in brackets stays.

    >>> label_text("技术需求 描述（500字以内）"), label_text("总投入（万元）"), label_text("总预算：")
    ('技术需求描述', '总投入（万元）', '总预算')
    """
    for pattern in (_MOST, _MAX, _LEAST, _MANY):
        found = pattern.search(text)
        if found and "（" in found[0]:
            text = text.replace(found[0], "")
    return re.sub(r"\s+|[：:]\s*$|_+|\*", "", text).rstrip("：:")


def limits_of(text: str) -> dict[str, Any]:
    """Lengths and minimum numbers a label or a hint states.

    >>> limits_of("背景（500字以内）"), limits_of("应用单位（3家以上）")
    ({'max_chars': 500}, {'min_items': 3})
    """
    found: dict[str, Any] = {}
    length = _MAX.search(text)
    if length:
        exact = length["how"] == "以内" or "不超过" in length[0] or "限" in length[0]
        found["max_chars" if exact else "length_hint"] = int(length["n"])
    most = _MOST.search(text)
    if most:
        found["max_items"] = int(most["n"])
    least = None if most else _LEAST.search(text)
    if least:
        found["min_items"] = int(least["n"])
    if _MANY.search(text) and "多选" in text:
        found["multiple"] = True
    return found


def options_of(text: str) -> list[str]:
    """The choices of a cell of boxes.

    >>> options_of("□1.科学问题：____□2.技术问题：____")
    ['科学问题', '技术问题']
    """
    parts = _BOX.split(text)[1:] if _BOX.search(text) else []
    plain = [_NUMBERED.sub("", part.strip()) for part in parts]
    return [
        re.sub(r"[：:]?\s*_+.*$|[；;，,、]$", "", part).strip()
        for part in plain
        if part.strip("_ ：:")
    ]


def is_value(text: str) -> bool:
    """Whether a cell is there to be filled in, or explains how: empty, boxes, a hint, a unit, a seal."""
    return (
        not text.strip(" _—-/\\")
        or bool(_BOX.search(text))
        or text.strip() in _UNITS
        or bool(_BLANKS.search(text))
        or bool(
            re.fullmatch(
                r"[（\s]*(?:签字|盖\s*章|签章|公章)[）\s]*|.{0,30}年\s+月\s+日", text.strip()
            )
        )
        or len(re.findall(r"[：:]", text)) >= 2
        or (len(text) > 24 and bool(re.search(r"[。，、；]", text)))
        or text.endswith("。")
    )


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row names columns: three or more short labels and nothing to fill in."""
    return len(cells) >= 3 and all(cells) and all(not is_value(c) and len(c) <= 24 for c in cells)


def field_of(label: str, value: str, parent: str | None = None) -> Field:
    """The field a label and the cell after it make."""
    name, limits = label_text(label), {**limits_of(value), **limits_of(label)}
    options = options_of(value)
    if options:
        return Field(name, "choice", parent, tuple({"options": options, **limits}.items()))
    if re.search(r"意见$|签字|盖章|签章", name) or (_SEAL.search(value) and len(value) < 80):
        return Field(
            name, "signature", parent, (("seal", "章" in label + value), ("date", "日" in value))
        )
    parts = [p.strip("：: ") for p in _PARTS.findall(value)]
    if parts and len(parts) > len(set(parts)):
        return Field(
            name, "table", parent, tuple({**limits, "columns": list(dict.fromkeys(parts))}.items())
        )
    if limits.get("min_items"):
        rows = list(dict.fromkeys(parts)) or ([label_text(value)] if value else [])
        return Field(name, "table", parent, tuple({**limits, "rows": rows}.items()))
    unit = (
        value.strip()
        if value.strip() in _UNITS
        else next((u for u in _UNITS if f"（{u}）" in name or f"（{u}）" in (parent or "")), None)
    )
    if unit or re.search(r"(?:金额|数量|人数|投入|经费|面积|预算)$", name):
        return Field(name, "number", parent, (("unit", unit),) if unit else ())
    more: dict[str, Any] = dict(limits)
    if parts and "_" in value:
        more["parts"] = list(dict.fromkeys(parts))
    elif value.strip():
        more["hint" if is_value(value) or len(value) > 8 or "可" in value else "prefilled"] = (
            value.strip()
        )
    return Field(name, "text", parent, tuple(more.items()))
