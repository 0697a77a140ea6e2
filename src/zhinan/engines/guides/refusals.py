"""Texts that are not read: empty ones, other languages, hidden direction marks, and what is no official document."""

import re

from .described import is_official
from .layout import Layout

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CHINESE = re.compile("[\u3400-\u9fff]")
_LETTERS = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u04ff\u3040-\u30ff\uac00-\ud7af]")
_OFFICIAL = re.compile(
    r"申报|项目|资金|单位|规划|通知|办法|管理|支持|工作|应当|附件|科技|推荐|评审|专家|企业|建设|条件|要求|组织|部门|计划|创新|技术|负责|规定|指南|绩效|验收"
)
LEAST, MOST = 40, 3_000_000  # Chinese characters a document has at least; characters read at most
DENSITY = 0.012  # official words per character


class UnreadableError(ValueError):
    """A text that cannot be read as an official document; the message is for the person who gave it."""


def refuse_text(text: str) -> None:
    """Refuse a text that cannot be an official document, before anything is read from it.

    Raises:
        UnreadableError: With what is wrong and what to do, in Chinese.
    """
    chinese = len(_CHINESE.findall(text[:MOST]))
    if not text.strip():
        raise UnreadableError(
            "文件里没有文字。请确认选对了文件；若是扫描件，请先做文字识别再导入。[READ-EMPTY]"
        )
    if len(text) > MOST:
        raise UnreadableError(
            f"文件有{len(text)}字，超过{MOST}字的上限。请只保留指南正文和附件后再导入。[READ-SIZE]"
        )
    if "\x00" in text:
        raise UnreadableError(
            "文件含空字节，不是文本文件。请另存为 txt、docx 或 pdf 后再导入。[READ-BYTES]"
        )
    if hidden := _DIRECTION.search(text):
        line = text.count("\n", 0, hidden.start()) + 1
        raise UnreadableError(
            f"第{line}行含改变文字显示方向的控制符（U+{ord(hidden[0]):04X}），看到的文字与实际文字可能不同。请在原文中删去后再导入。[READ-BIDI]"
        )
    if chinese < LEAST and len(_LETTERS.findall(text)) <= chinese:
        raise UnreadableError(f"文件只有{chinese}个汉字，读不出指南。请确认文件完整。[READ-SHORT]")
    if chinese < 0.5 * (chinese + len(_LETTERS.findall(text))):
        raise UnreadableError("文件以外文为主，只能读中文公文。请导入中文文本。[READ-LANGUAGE]")


def refuse_layout(layout: Layout) -> None:
    """Refuse what is laid out like no official document: a novel, an article, a list of words.

    Raises:
        UnreadableError: With what is wrong and what to do, in Chinese.
    """
    text = layout.source.raw
    words = len(_OFFICIAL.findall(text))
    if words < DENSITY * len(text) or not is_official(layout):
        raise UnreadableError(
            "文件不像指南、通知、榜单、管理办法或规划：没有公文标题或编号的章节，公文用语也很少。请确认选对了文件。[READ-KIND]"
        )
