"""Conditions on a name, a form of result, or a date by which money is used: 以“…”为后缀, 成果形式为…, 应在当年执行完毕."""

import re
from dataclasses import replace

from .found import Found, Setting
from .listing import members

_SUFFIX = re.compile(
    r"(?:用|以)[“\"'‘](?P<words>[^”\"'’]+)[”\"'’](?:字样)?(?:作为|为|做)?(?:后缀|结尾|结束)|(?:后缀|结尾)(?:统一|应|须)*(?:为|是)[“\"](?P<again>[^”\"]+)[”\"]"
)
_NAMED = re.compile(r"(?:应|须|要)?(?:当)?(?:包含|体现|反映|含有?|注明|标明)(?P<what>[^，。；]+)$")
_RESULT = re.compile(
    r"(?:预期)?成果(?:的)?(?:主要)?形式(?:主要)?(?:为|是|包括)(?P<what>[^。；，]+)"
)
_SPENT = re.compile(
    r"应当?(?:于|在)(?P<by>[^，。；]{2,20}?)(?:之?前|以前|内)?(?:执行完毕|完成支出|支出完毕|使用完毕|完成|到位|投入使用)"
)
_GUIDED = re.compile(r"(?:应当?|须|统一)?以(?P<what>[^，。；]{2,40}?)为准")


def naming_conditions(setting: Setting) -> list[Found]:
    """Suffix and content of names, form of results, dates without a calendar day, 以…为准."""
    result = _RESULT.search(setting.text)
    if result is not None:
        form = members(result["what"])
        return [_of(setting, "in", form, "成果形式", 0.75, "成果形式", "auto", "soft")]
    if not setting.in_conditions:
        return []
    return _names(setting) or _standards(setting)


def _names(setting: Setting) -> list[Found]:
    """What a project's name must end with or hold."""
    suffix = _SUFFIX.search(setting.text)
    if suffix is not None:
        words = re.sub(r"^[×xX*＊…．.○]+", "", suffix["words"] or suffix["again"])
        found = _of(setting, "ends_with", words, "名称后缀", 0.92, "后缀", "auto")
        return [replace(found, subject="项目名称")]
    named = _NAMED.search(setting.text)
    if named is None or "名称" not in setting.sentence.passage.text[:400]:
        return []
    what = members(named["what"])
    return [_of(setting, "exists", what, "名称内容", 0.85, "名称应包含", "document")]


def _standards(setting: Setting) -> list[Found]:
    """应在当年执行完毕; 以…为准."""
    spent = _SPENT.search(setting.text)
    if spent is not None and not re.search(r"\d", spent["by"]):
        return [_of(setting, "before", spent["by"], "完成期限", 0.7, "完成期限", "auto")]
    guided = _GUIDED.search(setting.text)
    if guided is None or re.search(r"应用|导向|问题", guided["what"]):
        return []
    what = [guided["what"], *members(guided["what"])]
    return [_of(setting, "in", what, "依据", 0.65, "以…为准", "auto")]


def _of(
    setting: Setting,
    operator: str,
    value: object,
    attribute: str,
    sure: float,
    why: str,
    check: str,
    hardness: str = "",
) -> Found:
    clause = setting.clause
    return Found(
        clause.start,
        clause.end,
        operator,
        value,
        attribute,
        check=check,
        confidence=sure,
        why=why,
        hardness=hardness,
    )
