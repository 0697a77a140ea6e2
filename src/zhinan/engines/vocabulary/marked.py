"""YAML read with the line of every key and item, and without YAML's surprises.

Plain scalars follow the YAML 1.2 core schema: ``yes`` and ``17:00`` and ``2023-02-30`` stay text,
and a decimal is a ``Decimal``. Anchors are refused (a few lines of them can fill the memory), and a
key written twice in one mapping is a fault, where the standard reader keeps the last in silence.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from .faults import Fault

Place = tuple[str | int, ...]
DEEPEST = 40

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # tenfold faster where libyaml is there
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Marked:
    """What a YAML text says, and on which line each part of it begins."""

    value: Any
    lines: dict[Place, int]

    def line(self, *place: str | int) -> int:
        """The line of ``place``, or of the nearest part around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(text: str, *, file: str, first_line: int = 1) -> tuple[Marked, list[Fault]]:
    """Read ``text``; a faulty text gives an empty value and says why.

    Args:
        text: YAML, one document.
        file: Name used in faults.
        first_line: Line of the file on which ``text`` begins.

    >>> marked, faults = read_yaml("a: 1\\nb:\\n  - 17:00\\n", file="x.yaml")
    >>> marked.value, marked.line("b", 0), faults
    ({'a': 1, 'b': ['17:00']}, 3, [])
    """
    faults: list[Fault] = []

    def fault(line: int, what: str, remedy: str) -> None:
        faults.append(Fault(file, line + first_line, "PACK-YAML", what, remedy))

    lines: dict[Place, int] = {}
    try:
        _refuse_anchors(text, fault)
        node = None if faults else yaml.compose(text, Loader=_LOADER)
        value = None if node is None else _value(node, (), lines, first_line, fault)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        fault(mark.line if mark else 0, "不是合法的YAML", "检查本行和上一行的缩进、冒号与引号")
        value = None
    except (yaml.YAMLError, RecursionError, ValueError):
        fault(0, "不是合法的YAML", "检查控制字符与嵌套层数")
        value = None
    return Marked(value, lines), faults


def _refuse_anchors(text: str, fault: Any) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if getattr(event, "anchor", None):
            fault(_line(event), "不支持YAML的锚点与引用（& 与 *）", "把内容写全")
            return
        if depth > DEEPEST:
            fault(_line(event), f"嵌套超过{DEEPEST}层", "减少嵌套")
            return


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


def _value(node: yaml.Node, place: Place, lines: dict[Place, int], first: int, fault: Any) -> Any:
    lines.setdefault(place, node.start_mark.line + first)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, i), lines, first, fault) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line
            if not isinstance(key_node, yaml.ScalarNode):
                fault(line, "键必须是文字", "改用文字作键")
                continue
            key = key_node.value
            if key in result:
                fault(line, f"键“{key}”在同一处写了两次", "删去其中一个")
                continue
            lines[(*place, key)] = line + first
            result[key] = _value(value_node, (*place, key), lines, first, fault)
        return result
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    text: str = node.value
    if getattr(node, "style", None):  # quoted or block: text as it stands
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text) and not re.fullmatch(r"[-+]?0[0-9]+", text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
