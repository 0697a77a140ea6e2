"""The rows of a form's table read in order: groups that run down several rows, repeated labels, tables within."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .form_fields import Field, field_of, is_heading, is_value, label_text, limits_of, options_of

Row = Sequence[str]
_MEMBERS = re.compile(r"(?:成员|人员|情况|单位|名单|经历|成果|设备|团队|骨干)(?:（[^（）]*）)?$")
_FIRST_COLUMN = re.compile(r"序\s*号|姓\s*名|(?:\S{0,6})名称|起止(?:年月|时间)|年\s*[度份]")


@dataclass
class _Reading:
    """What has been read so far: fields, the group that is open, the label a lone first column repeats."""

    fields: list[Field] = field(default_factory=list)
    group: str | None = None
    columns: list[str] = field(default_factory=list)


def fields_of(rows: Sequence[Row]) -> list[Field]:
    """All fields of a form's rows, in the order of the text."""
    reading = _Reading()
    at = 0
    while at < len(rows):
        at += _read(reading, rows, at)
    return _merged(reading.fields)


def _read(reading: _Reading, rows: Sequence[Row], at: int) -> int:
    """Read one row, or a whole inner table; how many rows were used."""
    row = [cell.strip() for cell in rows[at]]
    inner = _inner_table(reading, rows, at)
    if inner:
        return inner
    if is_heading(row) and _names_members(row):
        columns = [label_text(cell) for cell in row[1:]]
        reading.fields.append(Field(label_text(row[0]), "table", None, (("columns", columns),)))
        reading.group = None
        return 1 + _example_rows(rows, at + 1, len(row))
    if is_heading(row) and _is_table_below(rows, at):
        reading.fields += [Field(label_text(cell), "table_column") for cell in row]
        reading.group = None
        return 1 + _example_rows(rows, at + 1, len(row))
    if row and not row[0] and len(row) > 1:
        _continue(reading, row)
        return 1
    _begin(reading, row)
    return 1


def _names_members(row: Row) -> bool:
    """主要成员 | 姓名 | 年龄 | 职称: the first cell says of what the others are the columns."""
    return len(row) > 3 and bool(_MEMBERS.search(row[0])) and bool(_FIRST_COLUMN.fullmatch(row[1]))


def _is_table_below(rows: Sequence[Row], at: int) -> bool:
    """Whether the rows under a heading are its rows: numbered, or as wide and mostly empty; or there are none."""
    if at + 1 >= len(rows):
        return True
    below = [cell.strip() for cell in rows[at + 1]]
    as_wide = abs(len(below) - len(rows[at])) <= 1
    return as_wide and (
        below[0].isdigit()
        or sum(not c for c in below) * 2 >= len(below)
        or "*" in "".join(below)
        or (len(below) == len(rows[at]) and _is_named(below))
    )


def _example_rows(rows: Sequence[Row], at: int, width: int) -> int:
    """How many rows under a heading are its own: numbered, empty, sums, or names with nothing but room after them."""
    used = 0
    for row in rows[at:]:
        plain = [cell.strip() for cell in row]
        counted = plain[0].isdigit() or not "".join(plain) or "合计" in plain[0]
        if abs(len(row) - width) > 1 or not (counted or _is_named(plain)):
            break
        used += 1
    return used


def _is_named(row: Sequence[str]) -> bool:
    """设备费 | (blank) | (blank): names first, then only room; a label after room begins another field."""
    written = [at for at, cell in enumerate(row) if cell]
    within = bool(written) and written[-1] < len(row) - 1
    no_choice = not any(options_of(cell) for cell in row)
    return (
        len(row) > 2
        and within
        and no_choice
        and (written == list(range(written[0], written[-1] + 1)))
    )


def _inner_table(reading: _Reading, rows: Sequence[Row], at: int) -> int:
    """A group whose second row names columns: 绩效指标 | 一级指标 二级指标 三级指标 指标值, then its rows."""
    row = [cell.strip() for cell in rows[at]]
    if len(row) < 3 or not row[0] or at + 2 >= len(rows):
        return 0
    below = [cell.strip() for cell in rows[at + 1]]
    if below[0] or not is_heading(below[1:]) or len(below) < 4:
        return 0
    listed, used = [], 2
    for later in rows[at + 2 :]:
        cells = [cell.strip() for cell in later]
        if not cells or cells[0]:
            break
        listed.append(cells)
        used += 1
    names = [next((c for c in reversed(cells[:-1]) if c), "") for cells in listed]
    fixed = [name for name in names if name and "自行" not in name and "…" not in name]
    more: dict[str, Any] = {"columns": [label_text(c) for c in below[1:]], "rows": fixed}
    if len(fixed) < len(names):
        more["extensible"] = True
    reading.fields.append(Field(label_text(row[0]), "table", None, tuple(more.items())))
    reading.group = None
    return used


def _begin(reading: _Reading, row: Row) -> None:
    """A row that starts anew: label and value in turn, or a group with its first member."""
    reading.group = None
    if len(row) == 1:
        if row[0] and not is_value(row[0]):
            reading.fields.append(field_of(row[0], ""))
        return
    if _opens_group(row):
        name = label_text(row[0])
        value = row[1] if is_value(row[1]) else ""
        opened = (
            field_of(row[0], value)
            if value
            else Field(name, "group", None, tuple(limits_of(row[0]).items()))
        )
        reading.fields.append(opened)
        reading.group = name
        _pairs(reading, row[2:] if value else row[1:], name)
        return
    _pairs(reading, row, None)


def _opens_group(row: Row) -> bool:
    """甲 | 乙 | (blank): 甲 holds 乙; but 甲 | (blank) | 乙 | (blank) are two fields."""
    return len(row) >= 3 and not is_value(row[0]) and not is_value(row[1]) and is_value(row[2])


def _continue(reading: _Reading, row: Row) -> None:
    """A row under an open group: its first cell, or first cells, are empty."""
    cells = list(row)
    depth = 0
    while cells and not cells[0]:
        cells.pop(0)
        depth += 1
    if not cells:
        return
    if reading.group is None and reading.fields:
        last = reading.fields[-1]
        reading.group = last.label if last.kind in ("text", "group") else last.parent
        if last.kind == "text" and last.parent is None:
            reading.group = last.label
    last_field = reading.fields[-1] if reading.fields else None
    if (
        depth >= 2
        and len(cells) == 1
        and last_field is not None
        and last_field.kind in ("table", "text")
    ):
        rows = [*dict(last_field.more).get("rows", []), label_text(cells[0])]
        reading.fields[-1] = last_field.but(rows=rows)
        return
    _pairs(reading, cells, reading.group)


def _pairs(reading: _Reading, row: Row, parent: str | None) -> None:
    """Label and value in turn; boxes that stand without a label of their own ask for the level of the label before."""
    at = 0
    while at < len(row):
        cell = row[at]
        if not cell:
            at += 1
            continue
        if is_value(cell):
            _unlabelled(reading, cell)
            at += 1
            continue
        value = row[at + 1] if at + 1 < len(row) else ""
        alone = (
            at + 1 < len(row)
            and value
            and not is_value(value)
            and (len(row) - at) > 2
            and not is_value(row[at + 2])
        )
        reading.fields.append(field_of(cell, "" if alone else value, parent))
        at += 1 if alone else 2


def _unlabelled(reading: _Reading, cell: str) -> None:
    options = options_of(cell)
    if not options or not reading.fields:
        return
    owner = reading.fields[-1].label
    suffix = "级别" if all(option.endswith("级") for option in options) else "选项"
    reading.fields.append(
        Field(owner + suffix, "choice", owner, (("options", options), ("label_inferred", True)))
    )


def _merged(fields: Sequence[Field]) -> list[Field]:
    """One choice out of rows that repeat a label with one box each; what follows each box depends on it."""
    found: list[Field] = []
    owner: Field | None = None
    at = 0
    for one in fields:
        options = dict(one.more).get("options", [])
        same = (
            owner is not None
            and one.label == owner.label
            and one.kind == "choice"
            and len(options) == 1
        )
        if same and owner is not None:
            merged = owner.but(options=[*dict(owner.more)["options"], *options])
            found[at] = owner = merged
            continue
        after = owner is not None and one.kind == "choice" and one.label != owner.label
        if after and owner is not None and len(found) and _repeats(fields, owner.label):
            chosen = dict(owner.more)["options"][-1]
            one = one.but(depends_on=f"{owner.label}={chosen}")
        elif one.kind == "choice" and len(options) == 1 and _repeats(fields, one.label):
            owner, at = one, len(found)
        else:
            owner = None
        found.append(one)
    return found


def _repeats(fields: Sequence[Field], label: str) -> bool:
    return sum(f.label == label for f in fields) > 1


def heading_fields(lines: Sequence[str]) -> list[Field]:
    """Fields in the lines between a title and its table: 推荐单位：（盖章）, 申报日期：."""
    found = []
    for line in lines:
        for match in re.finditer(
            r"(?P<label>[\u4e00-\u9fff]{2,10})(?P<sealed>（\s*盖?\s*章\s*）|（\s*签\s*[字章名]\s*）)?\s*[：:](?!\s*(?:万元|元|亿元|人|项|个|%))\s*(?P<seal>（\s*盖?\s*章\s*）|（[^（）]{1,8}）)?",
            line,
        ):
            signed = bool(match["sealed"]) or bool(match["seal"] and "章" in match["seal"])
            label = match["label"] + ("（盖章）" if signed and "推荐" in match["label"] else "")
            found.append(
                Field(
                    label,
                    "signature" if signed else "text",
                    None,
                    (("seal", True),) if signed else (),
                )
            )
    return found
