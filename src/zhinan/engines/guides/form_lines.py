"""A blank form that is no table: labels with room behind them, choices, signatures, numbered heads with a length."""

import re
from collections.abc import Sequence

from .form_fields import Field, field_of, label_text, limits_of, options_of
from .form_rows import fields_of
from .numbering import label_of

_ASKED = re.compile(
    r"(?P<label>[\u4e00-\u9fff（）()、/]{2,24}?)\s*(?P<seal>（\s*(?:盖\s*章|公\s*章|签\s*[字名章]|签章|签字或盖章|签名或盖章)\s*）)?\s*[：:]\s*(?=\s*$|_|\s{2,}|\s+[\u4e00-\u9fff（）]{2,14}\s*[：:]|\s*[□☐○]|\s*年\s|\s*（\s*(?:盖|签|公))"
)
_SEALED = re.compile(
    r"(?P<label>[\u4e00-\u9fff、/]{2,16})\s*（\s*(?:盖\s*章|公\s*章|签\s*[字名章]|签章|签字或盖章)\s*）\s*[：:]?\s*$"
)
_DATED = re.compile(r"[\s_]*年[\s_]*月[\s_]*日\s*$")
_SPREAD = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![年月日]) (?=[\u4e00-\u9fff](?:[ ：:\u4e00-\u9fff]|$))(?![\u4e00-\u9fff]{2,10}[：:])"
)
_SENTENCE = re.compile(r"[，。；]")
_SIGNED = re.compile(r"盖\s*章|公\s*章|签\s*[字名章]")


def fields_of_lines(lines: Sequence[str]) -> list[Field]:
    """What the lines of a form without a table ask for, in their order; sentences ask for nothing.

    >>> [(f.label, f.kind) for f in fields_of_lines(["项目名称：____", "申报单位（盖章）：", "年  月  日", "一、立项依据（500字以内）"])]
    [('项目名称', 'text'), ('申报单位', 'signature'), ('立项依据', 'text')]
    """
    found: list[Field] = []
    lines = [_SPREAD.sub("", line) for line in lines]
    for line in lines:
        found += _of_label(line) or _of_head(line)
    short = [line for line in lines if len(line) <= 16 and not _SENTENCE.search(line)]
    figures = sum(1 for line in lines if re.fullmatch(r"[\d.,%—/-]+", line))
    if (
        len(lines) > 5
        and figures * 5 < len(lines)
        and len(short) > 0.6 * len(lines)
        and len(found) < 0.4 * len(lines)
    ):
        return fields_of([lines])  # a table that lost its lines: labels and what is asked in turn
    return found


def _of_label(line: str) -> list[Field]:
    if _DATED.fullmatch(line):
        return []
    found = []
    for match in _ASKED.finditer(line):
        label = label_text(re.sub(r"^[（(]?\d*[）)]?", "", match["label"]))
        rest = line[match.end() :]
        if match["seal"] or re.match(r"[\s_]*（\s*(?:盖|签|公)", rest):
            found.append(_signature(label, line))
            continue
        options = options_of(rest) if not _ASKED.search(rest) else []
        if options:
            found.append(Field(label, "choice", None, (("options", options),)))
        elif re.match(r"[\s_]*年[\s_]*月", rest) or label.endswith(("日期", "时间")):
            found.append(Field(label, "text", None, (("hint", "日期"),)))
        else:
            found.append(field_of(label, ""))
    if not found and (sealed := _SEALED.search(line)) and not _SENTENCE.search(line):
        found.append(_signature(label_text(sealed["label"]), line))
    return found


def _signature(label: str, line: str) -> Field:
    seal = bool(re.search("章", line[: line.find("：")] if "：" in line else line))
    return Field(label, "signature", None, (("seal", seal), ("date", bool(_DATED.search(line)))))


def _of_head(line: str) -> list[Field]:
    """一、立项依据（500字以内）: a numbered head under which is written."""
    label = label_of(line)
    if label is None or label.style == "article":
        return []
    rest = line[label.length :].strip()
    limits = limits_of(rest)
    title = label_text(rest)
    if (
        not title
        or len(title) > 30
        or _SENTENCE.search(re.sub(r"（[^（）]*）", "", rest))
        or _SIGNED.search(rest)
    ):
        return []
    options = options_of(rest)
    if options:
        return [
            Field(label_text(re.split(r"[□☐○]", rest)[0]), "choice", None, (("options", options),))
        ]
    return [
        Field(re.sub(r"（[^（）]*）$", "", title) or title, "text", None, tuple(limits.items()))
    ]
