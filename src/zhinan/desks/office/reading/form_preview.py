"""A blank form as applicants will fill it in: the product's own controls, with nothing in them."""

from dataclasses import dataclass

from zhinan.desks.controls import NUMBERS, Choices, Control, control_of
from zhinan.engines.packs import Form, FormSection

CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class PreviewSection:
    """A section: fields, or a table of empty rows, or both. ``heads``: label, class, whether it must be filled."""

    title: str
    note: str
    controls: tuple[Control, ...]
    heads: tuple[tuple[str, str, bool], ...]
    rows: tuple[tuple[str, tuple[Control, ...]], ...]
    least: int


def sections_of(form: Form) -> tuple[PreviewSection, ...]:
    """Every section of the form, in its order."""
    return tuple(_section(section, number) for number, section in enumerate(form.sections))


def _section(section: FormSection, number: int) -> PreviewSection:
    controls = tuple(
        control_of(asked, None, id=f"p{number}-{place}", name="", choices=CHOICES)
        for place, asked in enumerate(section.fields)
    )
    heads = tuple(
        (f"{c.term.name}（{c.term.unit}）" if c.term.unit else c.term.name,
         "num" if c.term.type in NUMBERS else "", c.is_required)
        for c in section.columns
    )  # fmt: skip
    rows = _rows(section, number) if section.table is not None else ()
    return PreviewSection(section.title, section.note, controls, heads, rows, section.min_rows)


def _rows(section: FormSection, number: int) -> tuple[tuple[str, tuple[Control, ...]], ...]:
    names = {row.id: row.name for row in section.fixed_rows}
    return tuple(
        (
            names.get(row["id"], ""),
            tuple(
                control_of(
                    column,
                    row["cells"].get(column.term.key),
                    id=f"p{number}-{place}-{column.term.key}",
                    name="",
                    choices=CHOICES,
                )
                for column in section.columns
            ),
        )
        for place, row in enumerate(section.blank_rows())
    )
