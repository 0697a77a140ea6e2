"""Papers under a heading of papers: each paragraph is one or lists several; brackets and guards say whose."""

import re
from collections.abc import Iterator

from .paper_names import is_paper, names_in
from .paper_records import paper_record
from .passages import Sentence
from .record import Record

_GUARDED = re.compile(
    r"^(?:如|若|凡|对于?)?(?P<when>[^，。；：]{2,40}?)(?:的|时)，(?:还|另|同时|并)*(?:应当?|须|需|必须)?(?:同时|另行?)?(?:提供|提交|附上?|出具|报送|上传|递交)(?P<rest>.+)$"
)
_KIND_GUARDED = re.compile(
    r"^(?P<when>[\u4e00-\u9fff“”（）]{2,24}?)(?:还|另|同时)(?!附件)(?:应当?|须|需|必须)?(?:另行?|同时)?(?:上传|提供|提交|附上?|出具|报送)(?P<rest>.+)$"
)
# （维持资助提供）, （涉及人类遗传资源的项目）: whose paper it is
_HOLDER = re.compile(
    r"(?:限|仅)?(?P<when>[^，]{2,40}?)(?:的)?(?:申请人|申报单位|企业|单位|项目|人员|者|团队)?(?:须|需|应|必须)?(?:提供|提交|出具|附)(?:[，、]附件\d*)?$|(?P<of>涉及[^，]{2,40}?|如有[^，]{0,20}|[^，、]{1,8}类|[^，]{2,30}的)(?:项目|企业|单位|人员|申请人)?$"
)


def listed_papers(sentence: Sentence, listed: bool) -> Iterator[Record]:
    """A paragraph under 申报材料 is itself a paper, or a list of papers; …的，提供… says when."""
    text = sentence.text
    guarded = _GUARDED.match(text) or _KIND_GUARDED.match(text)
    offset = guarded.start("rest") if guarded else 0
    lead = re.match(
        r"(?:[^，。：；]{0,16}?(?:须|需|应|应当)?(?:同时)?(?:上传|提交|提供|报送|递交|附)[^，。：；（）]{0,10}(?:（[^（）]*）)?[：:]|(?:主要)?(?:包括|有)[：:]?|须(?:上传|提交|提供))",
        text[offset:],
    )
    offset += lead.end() if lead else 0
    text = text[offset:]
    if is_paper(text) or listed or len(text) < 60:
        split = guarded or lead or (len(text) > 40 and "、" in text) or _counts_up(text)
        pieces = names_in(text) if split else [(0, len(text))]
        for start, end in pieces:
            if not is_paper(text[start:end]) and not listed:
                continue
            name, when = without_bracket(text[start:end])
            when = guarded["when"] if guarded else when
            span = (0, len(sentence.text)) if guarded and len(pieces) == 1 else (offset + start, offset + end)  # fmt: skip
            yield paper_record(sentence, *span, name, 0.9, "申报材料", when)


def _counts_up(text: str) -> bool:
    """甲（附表一）一式2份、乙（丙类）、丁: three papers or more, each by itself; 甲、乙 alone may be one."""
    pieces = [text[start:end] for start, end in names_in(text)]
    return len(pieces) > 2 and all(is_paper(without_bracket(piece)[0]) for piece in pieces)


def without_bracket(text: str) -> tuple[str, str | None]:
    """The name without a bracket that only says who hands it in, how long it may be or which annex it is."""
    text = re.sub(r"(?<=）)(?:一式[^，、]{1,3}份|各?[\d一二三两]+份)$", "", text)
    match = re.search(r"（(?P<inside>[^（）]*)）$", text)
    if match is None or re.search(r"格式|文档|^或", match["inside"]):
        return text, None
    if re.search(r"单$|证$|合同$|协议$", match["inside"]) and is_paper(match["inside"]):
        return text, None  # 保险合同（保单）: another name of the same paper
    told = _HOLDER.match(match["inside"])
    when = (told["when"] or told["of"]) if told else None
    return text[: match.start()], re.sub(r"的$", "", when) if when else None
