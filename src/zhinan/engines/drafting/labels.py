"""Labels of blank forms: the core term they stand for, or a name for a term of the pack's own."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from zhinan.engines.vocabulary import Term

_FILE = Path(__file__).with_name("labels.yaml")
_UNIT = re.compile(r"\((?:单位[:：]?)?(?P<unit>万元|亿元|元|%|个|项|家|人次|人|名|篇|件|平方米|年|月|岁|份|台|套)\)$")  # fmt: skip
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\d{1,2}[、.)]\s*|\(\d{1,2}\)|[①-⑳]|其中[:：]?)"
)


@dataclass(frozen=True, slots=True)
class _Line:
    term: str
    labels: tuple[re.Pattern[str], ...]
    under: re.Pattern[str] | None = None

    def fits(self, label: str, above: str) -> bool:
        if self.under is not None and not self.under.search(above):
            return False
        return any(pattern.fullmatch(label) for pattern in self.labels)


@cache
def _lines(part: str) -> tuple[_Line, ...]:
    table = yaml.safe_load(_FILE.read_text(encoding="utf-8"))[part]
    return tuple(
        _Line(
            line["term"],
            tuple(re.compile(p, re.IGNORECASE) for p in line["labels"]),
            re.compile(line["under"]) if "under" in line else None,
        )
        for line in table
    )


def plain_label(label: str) -> str:
    """A label for comparing: NFKC, without spaces, ordinals, units and the colon that ends it.

    >>> plain_label("一、总 投 入（万元）："), plain_label("其中：中央补助")
    ('总投入', '中央补助')
    """
    said = re.sub(r"\s+|[*＊]", "", unicodedata.normalize("NFKC", label)).strip(":：;；。")
    return _UNIT.sub("", _ORDINAL.sub("", said)).strip(":：")


def unit_in(label: str) -> str:
    """The unit a label names in brackets.

    >>> unit_in("总投入（万元）"), unit_in("推荐单位（行业协会）")
    ('万元', '')
    """
    found = _UNIT.search(re.sub(r"\s+", "", unicodedata.normalize("NFKC", label)))
    return found["unit"] if found else ""


def core_term(label: str, above: str = "") -> str:
    """The full label of the core term a form's label stands for; empty where it is not known.

    >>> core_term("课题名称"), core_term("姓名", "项目负责人"), core_term("姓名"), core_term("主要技术指标")
    ('项目.名称', '负责人.姓名', '', '')
    """
    said = plain_label(label)
    return next((line.term for line in _lines("labels") if line.fits(said, above)), "")


def core_table(label: str, columns: Sequence[str], terms: dict[str, Term]) -> tuple[str, list[str]]:
    """The core table a form's table stands for, with its columns there; empty where one of them is not known."""
    said = plain_label(label)
    for line in _lines("tables"):
        table = terms.get(line.term)
        if table is None or not line.fits(said, ""):
            continue
        known = {plain_label(c.name): c.name for c in table.columns}
        named = [known.get(plain_label(c), "") for c in columns]
        if columns and all(named) and len(set(named)) == len(named):
            return line.term, named
    return "", []


def own_name(label: str) -> str:
    """A name that a vocabulary takes: letters, digits and Chinese characters, at least one of these.

    >>> own_name("对标单位及产品（型号）"), own_name("2024年度目标"), own_name("R&D"), own_name("")
    ('对标单位及产品型号', '年度目标2024', '栏目RD', '栏目')
    """
    said = re.sub(r"[^㐀-鿿\w]|_", "", plain_label(label))[:40]
    digits = re.match(r"\d+", said)
    if digits and len(said) > digits.end() + 1:
        said = said[digits.end() :] + digits[0]
    return said if said and not said.isascii() and not said[0].isdigit() else f"栏目{said}"
