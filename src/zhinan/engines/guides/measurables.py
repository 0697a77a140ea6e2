"""Measurable targets in a list of what a project is examined by: 申请发明专利3项, 转化效率≥25%."""

import re
from collections.abc import Iterator

from .described import years_of
from .documents import Document
from .layout import Layout
from .numbering import label_of
from .paragraphs import Paragraph
from .passages import split_at
from .record import Record
from .source import View

_EXAMINED = re.compile(
    r"(?:考核|绩效|技术|验收|预期|主要技术|产出|成果|经济)(?:目标|指标)(?:要求)?|主要指标"
)
_HEAD = re.compile(
    r"^(?:\d+\s*[.、]|（[一二三四五六七八九\d]+）)?\s*(?:(?:主要)?(?:考核|绩效|技术|验收|预期|产出)(?:目标|指标)(?:要求)?|主要指标)\s*[：:。]\s*"
)
_OP = r"(?P<op>≥|≤|>|<|＞|＜|=|不低于|不少于|不小于|不高于|不大于|不超过|达到?|大于|小于|超过|优于|高于|低于)?"
_COMPARED = re.compile(
    r"^(?P<name>[^≥≤<>＞＜=]{2,40}?)\s*(?P<op>≥|≤|>|<|＞|＜|=|不低于|不少于|不小于|不高于|不大于|不超过|优于|高于|低于|大于|小于|超过|达到)\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>台（套）|[%‰℃]|[a-zA-Zμ·²³0-9]{1,8}(?:/[a-zA-Zμ\u4e00-\u9fff²³0-9]{1,4})?|[\u4e00-\u9fff]{1,3}/[\u4e00-\u9fff]{1,3}|万元|亿元|万\w|(?:(?!以[上下内])[\u4e00-\u9fff]){1,3})?\s*(?P<more>以上|以内|以下|以上的)?"
)
_COUNTED = re.compile(
    r"^(?P<name>.{2,40}?)\s*(?P<op>)(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>台（套）|台套|条|项|件|个|台|套|篇|家|人|名|种|次|部|份|万元|亿元|亩|公顷|吨)(?P<more>以上|以内|以下|以上的)?$"
)
_TARGET = re.compile(
    rf"^(?P<name>[^\d≥≤<>=]{{2,30}}?)\s*{_OP}\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>%|‰|℃|[a-zA-Zμ/²³0-9]{{1,8}}|万元|亿元|万\w|(?:(?!以[上下内])[\u4e00-\u9fff]){{1,3}})?\s*(?P<more>以上|以内|以下|以上的)?"
)
_OPS = {"≥": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "≤": "<=", "不高于": "<=", "不大于": "<=", "不超过": "<=", "＞": ">", ">": ">", "大于": ">", "超过": ">", "高于": ">",
        "优于": ">", "＜": "<", "<": "<", "小于": "<", "低于": "<", "达": ">=", "达到": ">=", "=": "="}  # fmt: skip
_BROUGHT = re.compile(
    r"(?<=..)(?:降低|下降|减少|压减|压缩|缩短|控制|提高|提升|增加|增长|扩大|稳定|保持)(?:到|至|在|为)$"
)
_MORE = {"以上": ">=", "以上的": ">=", "以内": "<=", "以下": "<="}


def measurable_records(
    layout: Layout, paragraph: Paragraph, document: Document
) -> Iterator[Record]:
    """The measurable targets of a paragraph that begins with 考核指标：, or stands under such a heading."""
    text = paragraph.text
    head = _HEAD.match(text)
    over = layout.headings_over(paragraph.place)
    under = (
        bool(over)
        and bool(_EXAMINED.fullmatch(over[-1].title))
        and over[-1].place != paragraph.place
    )
    if head is None and not under:
        return
    yield from targets_in(layout, paragraph.view, head.end() if head else 0, document)


def targets_in(layout: Layout, view: View, begin: int, document: Document) -> Iterator[Record]:
    """The measurable targets of a text that lists what a project is examined by, from ``begin`` on."""
    text = view.text
    programme = layout.programme_at(layout.place_at(view.origin[0])) if view else None
    year = years_of(document.title.text if document.title else "", document.ending.date).year
    for start, end, _ in split_at(text[begin:], "；;。，,"):
        piece = text[begin + start : begin + end]
        label = label_of(piece.strip())
        skipped = len(piece) - len(piece.lstrip()) + (label.length if label else 0)
        said = piece[skipped:].strip()
        match = _COMPARED.match(said) or _COUNTED.match(said) or _TARGET.match(said)
        if match is None:
            continue
        name = re.sub(
            r"^(?:和|及|并|其中|累计|新增|实现|完成|项目|(?:建成|建设|建立|形成|培育|培养|研制|开发|制定|发表)(?=[^，]{3,}))+(?:年产\d+\w?吨)?",
            "",
            match["name"],
        ).strip("：: ")
        name = _BROUGHT.sub("", name)
        number = match["n"]
        a, b = view.span(begin + start, begin + end)
        fields = {
            "programme": programme, "kind": "performance", "table": None, "no": None, "name": name or match["name"],
            "unit": match["unit"], "base_year": None, "base_value": None, "target_year": year,
            "target_op": _MORE.get(match["more"] or "") or _OPS.get(match["op"] or "", "="),
            "target_value": float(number) if "." in number else int(number),
        }  # fmt: skip
        yield Record("indicator", a, b, fields, document.id, 0.5, "indicator.measurable")
