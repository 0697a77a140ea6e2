"""The short name of what a condition is about; names come from attribute_names.yaml, degrees and titles in their order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_DEGREES = (("学位", r"学位|博士(?!后)|硕士(?!以上人员)"), ("学历", r"学历|本科|大专"), ("职称", r"职称|专业技术职务"), ("职业资格", r"职业资格|技师"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    says: re.Pattern[str]
    operators: frozenset[str]
    units: frozenset[str]
    was: re.Pattern[str] | None


@cache
def _names() -> tuple[_Name, ...]:
    text = files("zhinan.engines.guides").joinpath("attribute_names.yaml").read_text("utf-8")
    return tuple(_name(line) for line in yaml.safe_load(text))


def _name(line: Mapping[str, Any]) -> _Name:
    was = line.get("was")
    return _Name(
        line["name"],
        re.compile(line["says"]),
        frozenset(line.get("operators", ())),
        frozenset(line.get("units", ())),
        re.compile(was) if was else None,
    )


def attribute_of(found: str, operator: str, value: object, unit: str | None, clause: str) -> str:
    """The short name; what was found where no name is known.

    >>> attribute_of("出生时间", "after", "1990-01-01", None, "1990年1月1日以后出生")
    '出生日期'
    >>> attribute_of("博士学位", "in", ["博士学位", "高级职称"], None, "须具有博士学位或高级职称")
    '学位/职称'
    """
    said = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    if unit is None and operator in ("in", "exists", "=", ">="):
        held = _degrees(said)
        if held and not re.search(r"符合|申报", found):
            return held
    for one in _names():
        if one.operators and operator not in one.operators:
            continue
        if one.units and unit not in one.units:
            continue
        if one.was is not None and not one.was.search(found):
            continue
        if one.says.search(said) or one.says.search(clause):
            return one.name
    return found


def _degrees(said: str) -> str:
    """学位/职称 in the order in which the value names them."""
    found = [(match.start(), name) for name, words in _DEGREES if (match := re.search(words, said))]
    return "/".join(name for _, name in sorted(found))
