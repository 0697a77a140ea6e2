"""What a document says of itself: title, kind, year, place, issuer, date, whom it is for."""

import re
from dataclasses import dataclass

from .documents import Document
from .layout import Layout
from .places import leading_place, province_of, usual_place
from .record import Record
from .source import joined
from .titles import kind_of

_YEAR = re.compile(r"20\d\d")
_PERIOD = re.compile(
    r"“?(?P<n>十[一二三四五六七八九]?|二十)五”?(?=规划|时期|期间|科技|.{0,12}规划)|“(?P<q>十[一二三四五六七八九])五”"
)
_SELF = re.compile(r"制定本(?P<kind>规划|办法|细则|方案|意见|指南|措施|规定|纲要)")
_CITED = re.compile(r"《(?P<title>[^《》]{4,60})》")
_ORDINALS = {"十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16}
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}\[20\d\d\]\s*\d+\s*号")
_FROM = re.compile(
    r"(?:自(?P<date>20\d\d年\d{1,2}月\d{1,2}日)(?:起)?|自(?P<issue>(?:印发|发布|公布)之日)(?:起)?)(?:施行|实施|执行|生效)"
)
_UNTIL = re.compile(
    r"有效期(?:至|到)(?P<date>20\d\d年\d{1,2}月\d{1,2}日)|有效期(?P<years>[一二三四五六七八九十\d]+)年"
)


@dataclass(frozen=True, slots=True)
class Years:
    """The year a document is for; of a plan, the last year too."""

    year: int | None
    last: int | None = None
    is_inferred: bool = False


def years_of(title: str, date: str | None, number: str | None = None) -> Years:
    """The year named in a title, or of its five-year period, or of its date.

    >>> years_of("2024年度市基础研究计划项目指南", None).year, years_of("吉林省科学技术发展“十四五”规划", None)
    (2024, Years(year=2021, last=2025, is_inferred=True))
    """
    if match := _YEAR.search(title):
        span = re.search(r"(20\d\d)\s*[-—–~至]\s*(20\d\d)", title)
        return Years(int(match[0]), int(span[2]) if span else None)
    if match := re.search(r"“(十[一二三四五六]?|十)五”", title):
        ordinal = {
            "十": 10,
            "十一": 11,
            "十二": 12,
            "十三": 13,
            "十四": 14,
            "十五": 15,
            "十六": 16,
        }.get(match[1], 0)
        if ordinal:
            first = 1951 + 5 * ordinal
            return Years(first, first + 4, True)
    for said in (date, number):
        if said and (match := _YEAR.search(said)):
            return Years(int(match[0]), None, True)
    return Years(None)


def document_records(layout: Layout) -> list[Record]:
    """One record for each document. A title that is not written is inferred and marked so."""
    place = usual_place(layout.source.raw)
    return [record for d in layout.documents if (record := _record(layout, d, place))]


def _record(layout: Layout, document: Document, usual: str | None) -> Record | None:
    ending, title = document.ending, document.title
    if title is None:
        return _untitled(layout, document, usual)
    number = _document_number(layout, document)
    years = years_of(title.text, ending.date, number)
    region = (
        leading_place(title.text.split("关于")[-1])
        or (ending.issuer and leading_place(ending.issuer))
        or usual
    )
    fields: dict[str, object] = {
        "title": title.text, "issuer": ending.issuer, "year": years.year, "kind": title.kind, "region": region,
        "province": province_of(region) if region else None, "annex": document.annex,
    }  # fmt: skip
    if years.last:
        fields["year_end"] = years.last
    if years.is_inferred:
        fields["year_inferred"] = True
    more = {
        "date": ending.date,
        "addressees": list(ending.addressees),
        "attachments": list(ending.attachments),
        "doc_number": number,
    }
    fields.update({name: value for name, value in more.items() if value})
    if title.kind == "measure":
        fields.update(_force(layout, document))
    why = "document.annex" if document.annex else "document.title"
    return Record("document", title.start, title.end, fields, document.id, 0.5, why)


def _document_number(layout: Layout, document: Document) -> str | None:
    for paragraph in layout.paragraphs[document.first : document.body + 1]:
        bracketed = paragraph.text.startswith("（") and paragraph.text.endswith("）")
        if (len(paragraph.text) < 40 or bracketed) and (match := _NUMBER.search(paragraph.text)):
            start, end = paragraph.view.span(match.start(), match.end())
            return layout.source.quote(start, end)
    return None


def _force(layout: Layout, document: Document) -> dict[str, object]:
    """From when to when a measure is in force, where it says so."""
    from .signature import date_written

    text = "\n".join(p.text for p in layout.paragraphs[document.body : document.end])
    found: dict[str, object] = {}
    if match := _FROM.search(text):
        found["effective_from"] = (
            date_written(match["date"]) if match["date"] else document.ending.date
        )
    if match := _UNTIL.search(text):
        found["effective_to"] = (
            date_written(match["date"]) if match["date"] else f"{match['years']}年"
        )
    return {name: value for name, value in found.items() if value}


def _untitled(layout: Layout, document: Document, usual: str | None) -> Record | None:
    """A document that lost its title but says 制定本规划: named after the plan of the level above it."""
    for paragraph in layout.paragraphs[document.body : document.body + 4]:
        own = _SELF.search(paragraph.text)
        if own is None:
            continue
        kind = kind_of(own["kind"])
        title = _mirrored(paragraph.text, own["kind"], usual)
        years = years_of(title or paragraph.text[own.start() :], None)
        start, end = paragraph.view.span(own.start(), len(paragraph.text.rstrip("。")))
        fields: dict[str, object] = {
            "title": title or f"{usual or ''}{own['kind']}", "title_inferred": True, "issuer": None, "year": years.year,
            "kind": kind, "region": usual, "province": province_of(usual) if usual else None, "annex": None,
        }  # fmt: skip
        if years.last:
            fields["year_end"] = years.last
        if years.is_inferred:
            fields["year_inferred"] = True
        return Record("document", start, end, fields, document.id, 0.5, "document.inferred")
    return None


def _mirrored(text: str, kind: str, usual: str | None) -> str | None:
    """The first cited document of the same kind, with its own place put for that of the level above."""
    for match in _CITED.finditer(text):
        cited = match["title"]
        above = leading_place(cited)
        if cited.endswith(kind) and above and usual and not cited.startswith("国家"):
            return usual + cited[len(above) :]
    return None


def is_official(layout: Layout) -> bool:
    """Whether a file looks like an official document at all: a title, or a formal opening, or an outline."""
    titled = any(d.title for d in layout.documents)
    numbered = sum(1 for h in layout.headings if h.mark.number)
    opening = joined(p.view for p in layout.paragraphs[:6]).text
    return titled or numbered >= 3 or bool(_SELF.search(opening))
