"""Policies a document refers to: title, number as written, and who issued it where the title says so."""

import re
from collections.abc import Iterator

from .documents import Document
from .layout import Layout
from .paragraphs import Paragraph
from .record import Record

_NUMBER = r"(?P<number>[A-Z\u4e00-\u9fff]{1,12}(?:规|函|办|字)?\s*\[\s*(?:19|20)\d\d\s*\]\s*(?:第)?\s*\d{1,5}\s*号)"
_WITH_TITLE = re.compile(
    rf"《(?P<title>(?:[^《》]|《[^《》]*》){{3,90}}?)》?\s*（\s*{_NUMBER}[^）]*）"
)
_ALONE = re.compile(_NUMBER)
_TITLE = re.compile(
    r"《(?P<title>(?:[^《》]|《[^《》]*》){4,90}?(?:办法|条例|规定|意见|细则|法|方案|规划|纲要|通知|政策|措施|决定|规程|标准|指南|公告|目录)(?:（[^）]{2,12}）)?)》"
)
_ISSUER = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff、\s]{2,40}?(?:政府|办公厅|办公室|厅|局|部|委员会|委|院))(?:等.{1,8})?关于"
)
_LEADING = re.compile(
    r"^(?:根据|按照|依据|按|的|和|及|与|参照|执行|落实|以|见|文件|印发|由|对|照|据|依)+"
)


def citation_records(layout: Layout) -> list[Record]:
    """Each policy once per document, at its first mention."""
    found: list[Record] = []
    for document in layout.documents:
        seen: set[str] = set()
        for paragraph in layout.paragraphs[document.body : document.last]:
            for record in _of(layout, paragraph, document):
                key = str(record.fields["number"] or record.fields["title"])
                if key not in seen:
                    seen |= {key, str(record.fields["title"])}
                    found.append(record)
    return found


def _of(layout: Layout, paragraph: Paragraph, document: Document) -> Iterator[Record]:
    text = paragraph.text
    taken: list[tuple[int, int]] = []
    for why, pattern in (("title_and_number", _WITH_TITLE), ("title", _TITLE), ("number", _ALONE)):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append((match.start(), match.end()))
            parts = match.groupdict()
            title, number = parts.get("title"), parts.get("number")
            start, end = paragraph.view.span(match.start(), match.end())
            issuer = _ISSUER.match(title or "")
            fields = {
                "number": _LEADING.sub("", number).replace(" ", "").replace("[", "〔").replace("]", "〕") if number else None,
                "title": title, "issuer": issuer["issuer"] if issuer else None, "programme": layout.programme_at(paragraph.place),
            }  # fmt: skip
            yield Record(
                "policy_citation", start, end, fields, document.id, 0.5, f"policy_citation.{why}"
            )
