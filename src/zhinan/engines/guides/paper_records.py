"""A paper as a record: its name, stage, guard and who issues it."""

import re

from .paper_names import name_of
from .passages import Sentence
from .record import Record

_STAGES = (
    ("contract", r"签订[^，]{0,4}合同时|签订任务书时|立项后"),
    ("acceptance", r"验收|结题|总结和?决算|决算"),
    ("nomination", r"推荐函|推荐汇总|推荐意见|推荐工作"),
    ("demand", r"需求(?:征集|表|调查|申报)|征集表|征集(?:凝练)?技术需求|所征集"),
    ("execution", r"中期|年度执行"),
)


def paper_record(
    sentence: Sentence,
    start: int,
    end: int,
    text: str,
    sure: float,
    why: str,
    guard: str | None = None,
    whole: str = "",
) -> Record:
    passage = sentence.passage
    around = whole + text + sentence.text + lead_of(sentence)
    stage = next((key for key, words in _STAGES if re.search(words, around)), "application")
    issuer = re.search(r"(?:由)?(?P<by>[^，。、；将须应由]{2,16}?)出具", sentence.text)
    years = [int(y) for y in re.findall(r"(20\d\d)(?=[、年])", text)]
    first, last = sentence.view.span(start, end)
    fields: dict[str, object] = {
        "programme": passage.programme, "name": name_of(text), "form": _form(text), "stage": stage,
        "when": guard, "copies": None,
    }  # fmt: skip
    if issuer and "出具" in (whole or text):
        fields["issued_by"] = issuer["by"]
    if years:
        fields["years"] = years
    return Record("required_document", first, last, fields, passage.document, sure, why)


def lead_of(sentence: Sentence) -> str:
    """The words that open the list a sentence is: 验收时应提交以下材料：; empty where none stand before it."""
    before = sentence.passage.text.partition(sentence.text)[0].rstrip()
    return before if before.endswith(("：", ":")) else ""


def _form(text: str) -> str:
    for form, words in (
        ("申报书", r"申报书|申请书"),
        ("电子文档", r"电子"),
        ("纸质", r"纸质"),
        ("盖章扫描件", r"推荐函|推荐汇总|承诺书盖章"),
    ):
        if re.search(words, text):
            return form
    return "附件材料"
