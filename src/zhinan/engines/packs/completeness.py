"""What one section of a form still lacks."""

from collections.abc import Mapping
from typing import Any

from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import Knowing, State, read_value

from .form import FormField, FormSection


def missing_in(section: FormSection, values: Mapping[str, Any]) -> list[Finding]:
    """Findings on one section, fields first, then its rows; see ``Form.missing``."""
    findings = [
        f for field in section.fields for f in _on_field(section, field, values.get(field.path))
    ]
    if section.table is not None:
        findings += _on_table(section, values)
    return findings


def _on_field(
    section: FormSection, field: FormField, stored: Mapping[str, Any] | None
) -> list[Finding]:
    return _on_value(
        field,
        State.from_json(stored),
        f"“{section.title}”的{field.term.name}",
        f"{section.key}/{field.path}",
    )


def _on_value(field: FormField, state: State, name: str, place: str) -> list[Finding]:
    if state.knowing is Knowing.UNREAD:
        return [_unreadable(field, state, name, place)]
    if not field.is_required:
        return []
    if field.term.path.startswith("undertaking.") and state.value is False:
        return [Finding("FORM-MISSING", f"{name}未承诺", remedy="请阅读并确认承诺", field=place)]
    if state.is_known and state.value not in ("", []):
        return []
    if state.knowing is Knowing.NONE and field.may_be_none:
        return []
    fact = f"{name}是必填项，不能声明“无”" if state.knowing is Knowing.NONE else f"{name}未填写"
    return [Finding("FORM-MISSING", fact, remedy=_remedy(field), field=place)]


def _remedy(field: FormField) -> str:
    if field.term.type != "file":
        return "请填写后再提交"
    return "请上传后再提交" + ("；确不涉及的，可声明“无”" if field.may_be_none else "")


def _unreadable(field: FormField, state: State, name: str, place: str) -> Finding:
    """Why it cannot be read, where that may be told: what is sensitive is kept sealed."""
    read = None if field.term.is_sensitive else read_value(field.term, state.as_typed, label=name)
    if isinstance(read, Finding):
        return Finding("FORM-UNREADABLE", read.fact, remedy=read.remedy, field=place)
    fact = f"{name}填写的内容不能识别"
    return Finding("FORM-UNREADABLE", fact, remedy="请按提示改正", field=place)


def _on_table(section: FormSection, values: Mapping[str, Any]) -> list[Finding]:
    table = section.table
    assert table is not None
    place = f"{section.key}/{table.path}"
    state = State.from_json(values.get(table.path))
    if state.knowing is Knowing.UNREAD:
        return [
            Finding(
                "FORM-UNREADABLE",
                f"“{section.title}”填写的内容不能识别",
                remedy="请按提示改正",
                field=place,
            )
        ]
    if state.knowing is Knowing.NONE and not section.fixed_rows:
        return [] if section.min_rows == 0 else [_rows_finding(section, 0, place)]
    rows = section.rows(values)
    filled = [row for row in rows if _is_filled(section, row)]
    findings = []
    if not section.fixed_rows and len(filled) < section.min_rows:
        findings.append(_rows_finding(section, len(filled), place))
    if len(rows) > section.max_rows:
        findings.append(
            Finding(
                "FORM-ROWS",
                f"“{section.title}”共{len(rows)}行，最多{section.max_rows}行",
                remedy="请删减后提交",
                field=place,
            )
        )
    for number, row in enumerate(rows, 1):
        if section.fixed_rows or row in filled:
            findings += _on_row(section, row, number, place)
    return findings


def _rows_finding(section: FormSection, filled: int, place: str) -> Finding:
    return Finding(
        "FORM-MISSING",
        f"“{section.title}”已填{filled}行，至少{section.min_rows}行",
        remedy="请补充后再提交",
        field=place,
    )


def _is_filled(section: FormSection, row: Mapping[str, Any]) -> bool:
    return any(
        cell.get("value") not in (None, "", []) or "unread" in cell
        for cell in row["cells"].values()
    )


def _on_row(section: FormSection, row: Mapping[str, Any], number: int, place: str) -> list[Finding]:
    return [
        finding
        for column in section.columns
        if not column.computed
        for finding in _on_value(
            column,
            State.from_json(row["cells"].get(column.term.key)),
            f"“{section.title}”第{number}行的{column.term.name}",
            f"{place}#{row['id']}.{column.term.key}",
        )
    ]
