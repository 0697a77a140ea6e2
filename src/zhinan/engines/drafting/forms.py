"""A blank form as a form of the pack: sections, terms of the core vocabulary, and terms of its own."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from zhinan.engines.guides.record import Record
from zhinan.engines.packs.form import Form
from zhinan.engines.packs.form_reading import read_form
from zhinan.engines.packs.sheet import Sheet
from zhinan.engines.vocabulary import Fault, Vocabulary, core_text, read_vocabulary, read_yaml

from .draft_form import DraftForm, finished
from .form_terms import FormTerms, whole
from .labels import core_table, own_name, plain_label
from .writing import one_line

LONGEST_NOTE = 500


def form_of_record(
    record: Record,
    *,
    number: int = 1,
    core: str | None = None,
    taken: Collection[str] = (),
) -> DraftForm:
    """A blank form, section by section.

    Args:
        record: A record of type ``form``; its ``fields`` in their order, each with ``label``, ``kind`` and what only some
            have: ``options``, ``multiple``, ``parent``, ``depends_on``, ``max_chars``, ``length_hint``, ``min_items``,
            ``columns``, ``rows``, ``unit``, ``parts``, ``hint``, ``prefilled``, ``required``, ``term`` (a core term).
        number: Which form of the pack it is; names its own terms.
        core: Text of the core vocabulary; the shipped one unless given.
        taken: Names of groups of terms that other forms have taken.

    Returns:
        A form that ``read_form`` takes with the core vocabulary and its own terms.
    """
    given = record.fields.get("fields")
    listed = given if isinstance(given, list | tuple) else ()
    fields = [f for f in listed if isinstance(f, Mapping) and f.get("label")]
    title = one_line(record.fields.get("title")) or "申报表"
    vocabulary = _vocabulary(core_text() if core is None else core)
    terms = FormTerms(
        vocabulary, _group_name(title, {*taken, *vocabulary.groups, *vocabulary.by_name}), number
    )
    sections = _Sections(terms)
    for at, one in enumerate(fields):
        sections.add(one, fields, at)
    written = sections.written()
    signatures = tuple(
        dict.fromkeys(one_line(f["label"], 40) for f in fields if f.get("kind") == "signature")
    )
    return finished(DraftForm(title, {"title": title, "sections": written}, terms.written(), signatures))  # fmt: skip


@lru_cache(maxsize=4)
def _vocabulary(core: str) -> Vocabulary:
    return read_vocabulary([("核心词汇表", core)])[0]


def preview_form(record: Record, *, core: str | None = None) -> Form:
    """The form of a record as the program has it, to be drawn."""
    drafted = form_of_record(record, core=core)
    return form_read(drafted, core=core)[0]


def form_read(drafted: DraftForm, *, core: str | None = None) -> tuple[Form, list[Fault]]:
    """The drafted form as the pack's reader takes it, and its faults."""
    sources = [("核心词汇表", core_text() if core is None else core)]
    own = [("vocabulary.yaml", drafted.vocabulary_text)] if drafted.terms else []
    vocabulary, faults = read_vocabulary([*sources, *own])
    marked, more = read_yaml(drafted.text, file="forms/draft.yaml")
    sheet = Sheet("forms/draft.yaml", marked, [*faults, *more])
    return read_form(sheet, vocabulary), sheet.faults


def _group_name(title: str, taken: Collection[str]) -> str:
    """What the form's own terms are called under: the word its title ends with."""
    said = re.sub(r"[（(].*", "", title)
    word = re.search(r"[\u4e00-\u9fff]{2}[表书]$", plain_label(said))
    name, number = own_name(word[0]) if word else "填报表", 2
    found = name
    while found in taken:
        found, number = f"{name}{number}", number + 1
    return found


class _Sections:
    """Sections as the fields come: a run of single ones, a group with what stands in it, a table."""

    def __init__(self, terms: FormTerms) -> None:
        self.terms = terms
        self.sections: list[dict[str, Any]] = []
        self.first_note = ""  # of what stands before the first section
        self.columns: list[Mapping[str, Any]] = []  # a run of columns that make one table

    def add(self, one: Mapping[str, Any], fields: Sequence[Mapping[str, Any]], at: int) -> None:
        kind, above = str(one.get("kind")), str(one.get("parent") or "")
        if kind == "table_column":
            self.columns.append(one)
            if at + 1 == len(fields) or fields[at + 1].get("kind") != "table_column":
                self._table_of_columns()
        elif kind == "group":
            self._open(str(one["label"]), one)
        elif kind == "signature":
            self._note(f"“{one_line(one['label'], 40)}”打印后签章")
        elif kind == "table" and (one.get("columns") or one.get("rows")):
            self._table(one)
        else:
            self._under(above, fields, at)
            self.sections[-1]["terms"] += self.terms.fields_of(one, above)

    def written(self) -> list[dict[str, Any]]:
        kept = [s for s in self.sections if s.get("terms") or "table" in s]
        if kept and self.first_note:
            notes = (self.first_note, kept[0].get("note", ""))
            kept[0]["note"] = one_line("；".join(n for n in notes if n), LONGEST_NOTE)
        for n, section in enumerate(kept, 1):
            section["key"] = f"s{n}"
            if not section.get("note"):
                section.pop("note", None)
        return kept

    def _open(self, title: str, one: Mapping[str, Any] | None = None) -> None:
        note = one_line((one or {}).get("hint"), LONGEST_NOTE)
        said = one_line(title, 80) or "填报内容"
        self.sections.append({"key": "", "title": said, "note": note, "terms": []})

    def _under(self, above: str, fields: Sequence[Mapping[str, Any]], at: int) -> None:
        """The section a field goes into: of its group, else a run of fields that stand alone."""
        group = _group_over(above, fields[:at])
        last = self.sections[-1] if self.sections else None
        if group:
            title = one_line(group, 80)
            if last is None or last["title"] != title or "table" in last:
                self._open(group)
        elif last is None or "table" in last or last["title"] not in ("基本信息", "填报内容"):
            self._open(
                "填报内容" if any(s["title"] == "基本信息" for s in self.sections) else "基本信息"
            )

    def _note(self, said: str) -> None:
        if not self.sections:
            self.first_note = "；".join(s for s in (self.first_note, said) if s)
            return
        before = self.sections[-1].get("note", "")
        self.sections[-1]["note"] = one_line(
            "；".join(s for s in (before, said) if s), LONGEST_NOTE
        )

    def _table_of_columns(self) -> None:
        labels = [
            str(c["label"])
            for c in self.columns
            if plain_label(str(c["label"])) not in ("序号", "备注")
        ]
        above = str(self.columns[0].get("parent") or "明细")
        self.columns = []
        if labels:
            self._write_table(above, labels, {})

    def _table(self, one: Mapping[str, Any]) -> None:
        columns = [str(c) for c in one.get("columns") or ()]
        rows = [one_line(r, 100) for r in one.get("rows") or ()]
        least = whole(one.get("min_items"), 100)
        more: dict[str, Any] = {}
        if not columns and least:  # so many items, each with these values
            columns, rows = [str(one["label"]), *rows], []
        elif not columns:
            columns = ["项目", "内容"]
        if rows and len(columns) == 2 and columns[0] == "项目":
            more["fixed_rows"] = list(dict.fromkeys(rows))[:100]
        elif rows:
            more["note"] = one_line(f"已列：{'、'.join(rows)}", LONGEST_NOTE)
        elif least:
            more["rows"] = {"min": least, "max": 100}
        self._write_table(str(one["label"]), columns, more)

    def _write_table(self, label: str, columns: Sequence[str], more: Mapping[str, Any]) -> None:
        known = {t.label: t for t in self.terms.vocabulary if t.type == "table"}
        table, named = core_table(label, columns, known)
        if not table or table in self.terms.asked:
            table, named = self.terms.own_table(label, columns)
        self.terms.asked.add(table)
        self.sections.append(
            {
                "key": "",
                "title": one_line(label, 80) or "明细",
                "table": table,
                "columns": named,
                **more,
            }
        )


def _group_over(above: str, before: Sequence[Mapping[str, Any]]) -> str:
    """The group a field stands in, over any number of fields between; empty where it stands in none."""
    for _ in range(len(before)):
        one = next((f for f in reversed(before) if f.get("label") == above), None)
        if one is None:
            return ""
        if one.get("kind") == "group":
            return above
        above = str(one.get("parent") or "")
    return ""
