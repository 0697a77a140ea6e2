"""forms/*.yaml into a Form."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from zhinan.engines.vocabulary import Term, Vocabulary

from .form import FixedRow, Form, FormField, FormSection
from .sheet import Sheet

IN_LISTS = "title topic leader grant total"
Place = tuple[str | int, ...]


def read_form(sheet: Sheet, vocabulary: Vocabulary) -> Form:
    """The form a sheet describes; its faults are left on the sheet."""
    sheet.keys((), "title sections summary", "title sections")
    reading = _FormReading(sheet, vocabulary)
    sections = tuple(reading.section(("sections", n)) for n in range(len(sheet.listed("sections"))))
    if not sections:
        sheet.fault(("sections",), "PACK-KEY-MISSING", "没有栏目", "在 sections: 下写栏目")
    return Form(sheet.word("title"), sections, reading.summary())


class _FormReading:
    def __init__(self, sheet: Sheet, vocabulary: Vocabulary) -> None:
        self.sheet, self.vocabulary = sheet, vocabulary
        self.asked: dict[str, int] = {}  # path -> line of the first asking
        self.keys: dict[str, int] = {}

    def section(self, place: Place) -> FormSection:
        sheet = self.sheet
        sheet.keys(
            place,
            "key title note terms table columns fixed_rows rows totals computed required",
            "key title",
        )
        key = sheet.word(
            *place, "key", most=40, pattern="[a-z][a-z0-9-]*", like="小写英文、数字与连字符"
        )
        if key in self.keys:
            sheet.fault(
                (*place, "key"),
                "PACK-FORM-SECTION",
                f"栏目“{key}”已见于第{self.keys[key]}行",
                "换一个键",
            )
        self.keys.setdefault(key, sheet.marked.line(*place))
        if sheet.at(*place, "terms") is None and sheet.at(*place, "table") is None:
            sheet.fault(place, "PACK-KEY-MISSING", f"栏目“{key}”没有词条", "补写 terms: 或 table:")
        section = FormSection(
            key,
            sheet.word(*place, "title", most=80),
            sheet.word(*place, "note", most=500),
            fields=self._fields(place),
            line=sheet.marked.line(*place),
        )
        return (
            self._with_table(section, place) if sheet.at(*place, "table") is not None else section
        )

    def _fields(self, place: Place) -> tuple[FormField, ...]:
        required = self.sheet.flag(*place, "required")
        found = []
        for n in range(len(self.sheet.listed(*place, "terms"))):
            spot = (*place, "terms", n)
            term = self._term(spot, self._name(spot, "term"))
            if term is None:
                continue
            if term.type == "table" or term.table:
                self.sheet.fault(
                    spot,
                    "PACK-FORM-TERM",
                    f"“{term.label}”是表格或其列，不能列在 terms 下",
                    "另立栏目，写 table: 与 columns:",
                )
                continue
            self._ask_once(term, spot)
            found.append(self._field(term, spot, required))
        return tuple(found)

    def _with_table(self, section: FormSection, place: Place) -> FormSection:
        sheet = self.sheet
        table = self._term((*place, "table"), sheet.word(*place, "table"))
        if table is None:
            return section
        if table.type != "table":
            sheet.fault(
                (*place, "table"), "PACK-FORM-TERM", f"“{table.label}”不是表格", "改列在 terms: 下"
            )
            return section
        self._ask_once(table, (*place, "table"))
        columns = self._columns(place, table)
        names = {name: c.term.key for c in columns for name in (c.term.name, c.term.key)}
        totals = tuple(
            self._column_key(names, (*place, "totals", n), table)
            for n in range(len(sheet.listed(*place, "totals")))
        )
        sheet_rows = sheet.at(*place, "rows")
        if sheet_rows is not None:
            sheet.keys((*place, "rows"), "min max")
        least = sheet.whole(*place, "rows", "min") or 0
        most = sheet.whole(*place, "rows", "max", least=1, most=500) or 100
        if least > most:
            sheet.fault(
                (*place, "rows"), "PACK-VALUE", f"行数最少{least}、最多{most}", "最少不能大于最多"
            )
        fixed = self._fixed_rows(place)
        return replace(
            section, table=replace(table, columns=tuple(c.term for c in columns)), columns=columns, fixed_rows=fixed,
            min_rows=len(fixed) or least, max_rows=len(fixed) or most, totals=tuple(t for t in totals if t),
        )  # fmt: skip

    def _columns(self, place: Place, table: Term) -> tuple[FormField, ...]:
        sheet, required = self.sheet, self.sheet.flag(*place, "required")
        listed = sheet.listed(*place, "columns")
        known = {name: c for c in table.columns for name in (c.name, c.key)}
        found: list[FormField] = []
        for n in range(len(listed)):
            spot = (*place, "columns", n)
            name = self._name(spot, "column")
            if name not in known:
                sheet.fault(
                    spot,
                    "PACK-FORM-TERM",
                    f"表格“{table.label}”没有列“{name}”",
                    f"可用：{'、'.join(c.name for c in table.columns)}",
                )
            elif any(f.term.key == known[name].key for f in found):
                sheet.fault(spot, "PACK-FORM-TERM", f"列“{name}”写了两次", "删去其中一个")
            else:
                found.append(self._field(known[name], spot, required))
        if not listed:
            found = [FormField(c, required) for c in table.columns]
        return self._computed(place, table, tuple(found))

    def _computed(
        self, place: Place, table: Term, columns: tuple[FormField, ...]
    ) -> tuple[FormField, ...]:
        computed = self.sheet.at(*place, "computed")
        if computed is None:
            return columns
        names = {name: c.term.key for c in columns for name in (c.term.name, c.term.key)}
        sums: dict[str, tuple[str, ...]] = {}
        for name in computed if isinstance(computed, dict) else ():
            spot = (*place, "computed", name)
            target = self._column_key(names, spot, table, name)
            parts = [
                self._column_key(names, (*spot, n), table)
                for n in range(len(self.sheet.listed(*spot)))
            ]
            if target and target in parts:
                self.sheet.fault(
                    spot, "PACK-FORM-TERM", f"列“{name}”的合计包含它自己", "去掉它自己"
                )
            elif target:
                sums[target] = tuple(p for p in parts if p)
        chained = {part for parts in sums.values() for part in parts} & set(sums)
        for key in chained:
            self.sheet.fault(
                (*place, "computed"),
                "PACK-FORM-TERM",
                f"合计列“{key}”又用于另一合计",
                "直接列出最初的各列",
            )
        return tuple(
            replace(c, computed=sums.get(c.term.key, ()) if not chained else ()) for c in columns
        )

    def _fixed_rows(self, place: Place) -> tuple[FixedRow, ...]:
        rows: list[FixedRow] = []
        for n in range(len(self.sheet.listed(*place, "fixed_rows"))):
            spot = (*place, "fixed_rows", n)
            name, part_of = self._name(spot, "name"), ""
            if isinstance(self.sheet.at(*spot), dict):
                self.sheet.keys(spot, "name part_of", "name")
                part_of = self.sheet.word(*spot, "part_of")
            if any(row.name == name for row in rows):
                self.sheet.fault(spot, "PACK-FORM-ROW", f"固定行“{name}”写了两次", "删去其中一个")
            if part_of and not any(row.name == part_of and not row.part_of for row in rows):
                self.sheet.fault(
                    spot, "PACK-FORM-ROW", f"“{name}”所属的“{part_of}”不在其上", "先写所属的行"
                )
            rows.append(FixedRow(f"f{n + 1}", name, part_of))
        return tuple(rows)

    def _name(self, place: Place, key: str) -> str:
        return (
            self.sheet.word(*place, key)
            if isinstance(self.sheet.at(*place), dict)
            else self.sheet.word(*place)
        )

    def _column_key(self, names: dict[str, str], place: Place, table: Term, name: str = "") -> str:
        name = name or self.sheet.word(*place)
        if name not in names:
            self.sheet.fault(
                place,
                "PACK-FORM-TERM",
                f"表格“{table.label}”在此没有列“{name}”",
                f"可用：{'、'.join(dict.fromkeys(names))}",
            )
        return names.get(name, "")

    def _term(self, place: Place, name: str) -> Term | None:
        term = self.vocabulary.get(name)
        if term is None:
            near = self.vocabulary.like(name)
            remedy = f"是否想写{'、'.join(near)}" if near else "在 vocabulary.yaml 中增加此词条"
            self.sheet.fault(place, "PACK-FORM-TERM", f"没有词条“{name}”", remedy)
        elif term.is_yearly:
            self.sheet.fault(
                place, "PACK-FORM-TERM", f"“{name}”按年填报，未指明年份", f"写成“{name}[上年]”"
            )
            return None
        return term

    def _ask_once(self, term: Term, place: Place) -> None:
        if term.path in self.asked:
            self.sheet.fault(
                place,
                "PACK-FORM-TERM",
                f"“{term.label}”已在第{self.asked[term.path]}行问过",
                "只在一处填写",
            )
        self.asked.setdefault(term.path, self.sheet.marked.line(*place))

    def _field(self, term: Term, place: Place, required: bool) -> FormField:
        own: Any = self.sheet.at(*place)
        if not isinstance(own, dict):
            return FormField(term, required or term.is_required)
        self.sheet.keys(place, "term column required none hint max min")
        for key in ("max", "min"):
            if key in own and (
                isinstance(own[key], bool) or not isinstance(own[key], (int, Decimal))
            ):
                self.sheet.fault(
                    (*place, key), "PACK-VALUE", f"“{key}”写为“{own[key]}”", "应为一个数"
                )
                own = {k: v for k, v in own.items() if k != key}
        if (
            term.type == "text"
            and term.maximum is not None
            and Decimal(own.get("max", 0)) > term.maximum
        ):
            self.sheet.fault(
                (*place, "max"),
                "PACK-VALUE",
                f"“{term.label}”最多{term.maximum}字，此处放宽到{own['max']}字",
                "不超过词条的上限",
            )
        changed = replace(
            term,
            hint=str(own.get("hint") or term.hint),
            maximum=Decimal(own["max"]) if "max" in own else term.maximum,
            minimum=Decimal(own["min"]) if "min" in own else term.minimum,
        )
        needed = (
            self.sheet.flag(*place, "required")
            if "required" in own
            else required or term.is_required
        )
        return FormField(changed, needed, may_be_none=self.sheet.flag(*place, "none"))

    def summary(self) -> dict[str, Term]:
        if self.sheet.at("summary") is None:
            return {}
        self.sheet.keys(("summary",), IN_LISTS)
        found = {}
        for name in IN_LISTS.split():
            label = self.sheet.word("summary", name)
            term = self._term(("summary", name), label) if label else None
            if term is not None and term.path not in self.asked:
                self.sheet.fault(
                    ("summary", name),
                    "PACK-FORM-TERM",
                    f"“{label}”没有列在任何栏目",
                    "把它加入某个栏目",
                )
            elif term is not None:
                found[name] = term
        return found
