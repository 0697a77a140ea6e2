"""The terms of one blank form: of the core vocabulary where the label is known there, else of its own."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhinan.engines.vocabulary import Term, Vocabulary

from .labels import core_term, own_name, plain_label, unit_in
from .writing import one_line

LONGEST = 10_000
_LONG = re.compile(
    r"(?:内容|目标|方案|情况|说明|意义|背景|依据|效益|指标|简介|基础|描述|概况|成果|分析|安排|建议)$"
)
_MONEY = ("万元", "亿元", "元")


class FormTerms:
    """What one form asks. ``group`` and ``number`` name the terms it adds."""

    def __init__(self, vocabulary: Vocabulary, group: str, number: int) -> None:
        self.vocabulary, self.group, self.path = vocabulary, group, f"form{number}"
        self.own: dict[str, Any] = {}
        self.asked: set[str] = set()

    def written(self) -> dict[str, Any]:
        return {self.group: {"path": self.path, **self.own}} if self.own else {}

    def fields_of(self, one: Mapping[str, Any], above: str) -> list[dict[str, Any]]:
        """The entries of ``terms:`` that one field becomes; a value in parts becomes several."""
        parts = [str(p) for p in one.get("parts") or () if plain_label(str(p))]
        if len(parts) > 1:
            label = plain_label(str(one["label"]))
            return [self._field({"label": f"{label}（{p}）", "kind": "text"}, above) for p in parts]
        return [self._field(one, above)]

    def _field(self, one: Mapping[str, Any], above: str) -> dict[str, Any]:
        label, hint = str(one["label"]), hint_of(one)
        named = str(one.get("term") or "") or core_term(label, above)
        term = self.vocabulary.get(named) if named else None
        written: dict[str, Any] = {}
        if term is not None and term.label not in self.asked and takes(term, one):
            written["term"] = term.label
            length = _length(one)
            if length and term.type == "text":
                written["max"] = length
            name = term.name
            if plain_label(label) not in (name, term.label.replace(".", "")):
                hint = "；".join(s for s in (f"原表栏目：{one_line(label, 40)}", hint) if s)
        else:
            written["term"] = self._own(one)
        self.asked.add(written["term"])
        if one.get("required") is True:
            written["required"] = True
        if hint:
            written["hint"] = one_line(hint, 300)
        return written

    def own_table(self, label: str, columns: Sequence[str]) -> tuple[str, list[str]]:
        """A table of the form's own; its label and the names of its columns."""
        name = self._free(own_name(label))
        body: dict[str, Any] = {"path": f"t{len(self.own) + 1}", "type": "table"}
        named: list[str] = []
        for n, column in enumerate(columns, 1):
            said = own_name(column)
            while said in named:
                said = f"{said}{n}"
            named.append(said)
            body[said] = {"path": f"c{n}", **_typed({"label": column, "kind": _kind_of(column)})}
        self.own[name] = body
        return f"{self.group}.{name}", named

    def _own(self, one: Mapping[str, Any]) -> str:
        label = str(one["label"])
        depends = str(one.get("depends_on") or "").partition("=")[2]
        name = self._free(own_name(label), own_name(f"{label}{depends}") if depends else "")
        self.own[name] = {"path": f"f{len(self.own) + 1}", **_typed(one)}
        return f"{self.group}.{name}"

    def _free(self, name: str, second: str = "") -> str:
        """A name not taken yet: the second where it is given, else with a number."""
        found, number = name, 2
        if second and name in self.own:
            found = name = second
        while found in self.own:
            found, number = f"{name}{number}", number + 1
        return found


def takes(term: Term, one: Mapping[str, Any]) -> bool:
    """Whether a core term can hold what a field of the form asks for."""
    kind, length = str(one.get("kind")), _length(one)
    if term.is_yearly or term.type in ("table", "file") or term.table:
        return False
    if kind == "choice":
        options = {one_line(o, 100) for o in one.get("options") or ()}
        return term.type in ("choice", "choices") and options <= set(term.choices)
    if kind == "number":
        return term.type in ("money", "integer", "decimal", "ratio")
    if term.type == "text":
        return not length or term.maximum is None or Decimal(length) <= term.maximum
    return kind == "text" and not length


def hint_of(one: Mapping[str, Any]) -> str:
    """What the form says beside a field."""
    near = whole(one.get("length_hint"), LONGEST)
    parts = [
        one_line(one.get("hint"), 260),
        f"{near}字左右" if near and f"{near}字" not in str(one.get("hint")) else "",
        f"{one_line(str(one['depends_on']).replace('=', '为'), 60)}时填写" if one.get("depends_on") else "",
        f"已填：{one_line(one['prefilled'], 60)}" if one.get("prefilled") else "",
    ]  # fmt: skip
    return "；".join(p.rstrip("。；") for p in parts if p)


def _length(one: Mapping[str, Any]) -> int:
    return whole(one.get("max_chars"), LONGEST)


def whole(value: Any, most: int) -> int:
    """A number of 1 to ``most``; 0 where it is none."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 < value <= most else 0


def _kind_of(column: str) -> str:
    return "number" if unit_in(column) else "text"


def _typed(one: Mapping[str, Any]) -> dict[str, Any]:
    """Type and bounds of a term of the form's own."""
    kind, label = str(one.get("kind")), str(one["label"])
    options = list(
        dict.fromkeys(said for o in one.get("options") or () if (said := one_line(o, 100)))
    )
    if kind == "choice" and options:
        return {"type": "choices" if one.get("multiple") else "choice", "choices": options}
    if kind == "number":
        return _number(str(one.get("unit") or unit_in(label)), plain_label(label))
    length, about = _length(one), whole(one.get("length_hint"), LONGEST // 2) * 2
    most = (
        length
        or about
        or (2000 if kind == "table" or len(str(one.get("hint") or "")) > 24 else 200)
    )
    return {"type": "text", "max": most, **({"long": True} if most > 200 else {})}


def _number(unit: str, label: str) -> dict[str, Any]:
    if unit in _MONEY or (
        not unit and label.endswith(("金额", "经费", "投入", "资金", "预算", "收入"))
    ):
        return {"type": "money", **({"unit": "元"} if unit == "元" else {})}
    if unit == "%":
        return {"type": "ratio"}
    if unit == "平方米" or label.endswith("面积"):
        return {"type": "decimal", "min": 0, "unit": "平方米"}
    if unit:
        return {"type": "integer", "min": 0, "unit": unit}
    whole = label.endswith(("数量", "数")) and not label.endswith(("系数", "指数", "倍数", "分数"))
    return {"type": "integer" if whole else "decimal", "min": 0}
