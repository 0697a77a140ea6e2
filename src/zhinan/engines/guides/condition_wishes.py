"""What is preferred or allowed: 鼓励产学研联合申报, 优先支持企业牵头, 可联合高校申报."""

import re

from .condition_words import TYPES
from .found import Found, Setting
from .listing import members

_PREFER = re.compile(
    r"(?P<word>鼓励和支持|鼓励|优先支持|重点支持|优先|予以倾斜)(?P<what>[^。；，]*)"
)
_APPLY = re.compile(r"申报|牵头|联合|合作|参与|承担|平台建设|单位$|项目$|企业$|品种$|指标")
_PRAISED = re.compile(
    r"前景|突出问题|创新性|成长性|发展潜力|明显|效益|创业者|自由探索|开展原创|凝练|原创性|非共识|好的"
)
_MAY = re.compile(
    r"^(?P<who>[^，。]*?)可(?:以)?(?P<how>联合(?P<with>[^，。]+?)(?:等?单位)?(?:共同)?(?:申报|参与|承担|实施)|作为(?P<role>[^，。]+?)参与(?:项目)?(?:申报)?|由(?P<by>[^，。]+?)(?:牵头|承担|申报))"
)
_FOR = re.compile(
    r"^支持(?P<who>[^，。]*?(?:企业|高校|科研院所|单位|机构|院所)[^，。]*?)(?:围绕|开展|牵头|申报|承担)"
)
_TOWARDS = re.compile(r"支持?面向但?不限于(?P<list>[^，。]+)")


def wish_conditions(setting: Setting) -> list[Found]:
    """A preference or a permission that a register or a paper can settle."""
    text = setting.text
    may = _MAY.match(text)
    if may is not None and setting.in_conditions:
        what = may["with"] or may["role"] or may["by"]
        return [_wish(setting, "in", [what, *members(what)], "参与方式", 0.72, "可")]
    towards = _TOWARDS.search(text)
    if towards is not None and setting.kind != "scope":
        return [_wish(setting, "in", members(towards["list"]), "合作国家（地区）", 0.7, "面向")]
    match = _PREFER.search(text)
    if match is None or not (setting.in_conditions or match["word"] == "优先支持"):
        return []
    what = match["what"] or text[: match.start()]
    if not _APPLY.search(what) or _PRAISED.search(text) or len(what) < 3:
        return []
    if not setting.in_conditions and not (
        (TYPES.search(what) and "申报" in what) or "指标" in what
    ):
        return []
    value = list(dict.fromkeys([what, *members(what)]))
    if len(value) == 1 and re.search(r"联合|产学研|合作", what):  # one way of applying, not a list
        return [_wish(setting, "=", value, "优先支持", 0.68, match["word"])]
    return [_wish(setting, "in", value, "优先支持", 0.68, match["word"])]


def _wish(
    setting: Setting, operator: str, value: list[str], attribute: str, sure: float, why: str
) -> Found:
    clause = setting.clause
    return Found(
        clause.start,
        clause.end,
        operator,
        value,
        attribute,
        confidence=sure,
        why=why,
        hardness="soft",
    )
