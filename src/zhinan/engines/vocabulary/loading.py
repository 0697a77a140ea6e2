"""Reading vocabularies: Chinese keys are terms, ASCII keys are attributes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from .attributes import ATTRIBUTES, make_term
from .faults import Fault, FaultsFound
from .marked import Marked, read_yaml
from .terms import Term, Vocabulary

CORE = "packs/vocabulary.yaml"

_NAME = re.compile(r"[㐀-鿿\w]+")
_PATH_REMEDY = "写 path: 小写英文、数字与下划线"
_PATH = re.compile(r"[a-z][a-z0-9_]*")


def load_vocabulary(*texts: str) -> Vocabulary:
    """The vocabulary of one or more YAML texts, each adding to those before it.

    Raises:
        FaultsFound: A text is faulty, or redefines a term.

    >>> words = load_vocabulary("项目: {path: project, 名称: {path: name, type: text, max: 100}}")
    >>> words["项目.名称"].path, words["project.name"].maximum
    ('project.name', Decimal('100'))
    """
    vocabulary, faults = read_vocabulary(
        (f"vocabulary-{n}.yaml", text) for n, text in enumerate(texts, 1)
    )
    if faults:
        raise FaultsFound(faults)
    return vocabulary


@cache
def core_vocabulary() -> Vocabulary:
    """The terms every pack may use, as shipped."""
    return load_vocabulary(core_text())


def core_text() -> str:
    return files("zhinan").joinpath(CORE).read_text(encoding="utf-8")


def read_vocabulary(sources: Iterable[tuple[str, str]]) -> tuple[Vocabulary, list[Fault]]:
    """Read ``(file name, text)`` pairs in order; give what could be read and every fault."""
    reading = _Reading()
    for name, text in sources:
        marked, faults = read_yaml(text, file=name)
        reading.faults += faults
        if isinstance(marked.value, dict):
            reading.add_text(name, marked)
        elif marked.value is not None:
            what = "词汇表须由“词条名: 属性”组成"
            reading.faults.append(
                Fault(name, 1, "PACK-TERM", what, "照 docs/design/vocabulary.md 书写")
            )
    return Vocabulary.of(*reading.terms, groups=reading.groups), reading.faults


@dataclass(frozen=True, slots=True)
class _Spot:
    """One key of a text and what stands under it."""

    file: str
    marked: Marked
    place: tuple[str, ...]
    body: Any
    faults: list[Fault]

    @property
    def name(self) -> str:
        return self.place[-1]

    @property
    def line(self) -> int:
        return self.marked.line(*self.place)

    def inner(self) -> list["_Spot"]:
        """The terms under it."""
        return [
            replace(self, place=(*self.place, k), body=v)
            for k, v in self.body.items()
            if not k.isascii()
        ]

    def fault(self, code: str, what: str, remedy: str, key: str = "") -> None:
        line = self.marked.line(*self.place, *((key,) if key else ()))
        self.faults.append(Fault(self.file, line, code, what, remedy))

    def has_known_attributes(self, *, is_column: bool) -> None:
        """Fault every attribute that there is not; a column has no terms under it."""
        for key in self.body:
            if key not in ATTRIBUTES and (is_column or key.isascii()):
                what, remedy = (
                    f"词条“{self.name}”有未知属性{key}",
                    f"可用：{'、'.join(sorted(ATTRIBUTES))}",
                )
                self.fault("PACK-KEY-UNKNOWN", what, remedy, key)


class _Reading:
    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.groups: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.seen: dict[str, str] = {}  # label and path -> "file:line"

    def add_text(self, file: str, marked: Marked) -> None:
        for label, body in marked.value.items():
            self._branch(_Spot(file, marked, (label,), body, self.faults), "", "")

    def _branch(self, spot: _Spot, above: str, path: str) -> None:
        """A group, a table or a term; ``above`` and ``path`` name the group it stands in."""
        if not isinstance(spot.body, dict) or not _NAME.fullmatch(spot.name) or spot.name.isascii():
            spot.fault("PACK-TERM", f"“{spot.name}”不是词条", "词条名用中文，属性写在其下")
            return
        spot.has_known_attributes(is_column=False)
        label = f"{above}.{spot.name}" if above else spot.name
        table = next((t for t in self.terms if t.label == label and t.type == "table"), None)
        if table is not None and "type" not in spot.body:
            added = replace(
                table, columns=(*table.columns, *self._columns(spot, label, table.path))
            )
            self.terms[self.terms.index(table)] = added
            return
        own = self._path(spot, label, path)
        if own is None:
            return
        if "type" not in spot.body:
            self.groups[label] = own
            for inner in spot.inner():
                self._branch(inner, label, own)
            return
        is_table = spot.body["type"] == "table"
        columns = self._columns(spot, label, own) if is_table else ()
        term = self._term(spot, label, path, columns=columns)
        self.terms += [term] if term else []
        for inner in () if is_table else spot.inner():
            what = f"“{label}”是单项，其下不能再有“{inner.name}”"
            inner.fault("PACK-TERM", what, "改为 type: table 或去掉 type")

    def _columns(self, spot: _Spot, label: str, table: str) -> tuple[Term, ...]:
        cells = (
            self._term(cell, f"{label}.{cell.name}", table, table=table) for cell in spot.inner()
        )
        return tuple(cell for cell in cells if cell)

    def _path(self, spot: _Spot, label: str, path: str) -> str | None:
        own = spot.body.get("path", self.groups.get(label, "").rpartition(".")[2] or None)
        if not isinstance(own, str) or not _PATH.fullmatch(own):
            spot.fault("PACK-TERM", f"“{label}”缺英文路径 path", _PATH_REMEDY)
            return None
        full = f"{path}.{own}" if path else own
        known = self.groups.get(label)
        if known is not None and known != full:
            spot.fault("PACK-TERM-REDEFINED", f"“{label}”的路径已是{known}", "沿用已有路径", "path")
            return None
        return full

    def _term(
        self, spot: _Spot, label: str, path: str, *, table: str = "", columns: tuple[Term, ...] = ()
    ) -> Term | None:
        body = spot.body
        if not isinstance(body, dict) or not _PATH.fullmatch(str(body.get("path", ""))):
            spot.fault("PACK-TERM", f"“{label}”缺英文路径 path", _PATH_REMEDY)
            return None
        if table:
            spot.has_known_attributes(is_column=True)
        full = f"{path}.{body['path']}" if path else str(body["path"])
        before = self.seen.get(label) or self.seen.get(full)
        if before:
            what = f"词条“{label}”（{full}）已在{before}定义"
            spot.fault("PACK-TERM-REDEFINED", what, "改用新名，词条只能增加不能重定义")
            return None
        term, wrong = make_term(label, full, body, table=table, columns=columns, line=spot.line)
        for key, what, remedy in wrong:
            spot.fault("PACK-TERM", f"“{label}”{what}", remedy, key)
        self.seen[label] = self.seen[full] = f"{spot.file}:{spot.line}"
        return term
