"""One measure with a bound per size: 比例：收入5000万元以下的企业不低于5%，2亿元以上的企业不低于3%."""

import re

from .amounts_read import Amount, amounts_in
from .found import Found, Setting
from .listing import members
from .passages import Clause, Sentence, split_at

_LEAD = re.compile(
    r"(?P<measure>[^，。；：]{0,30}(?:比例|占比|比重|费用|投入|收入|人数|人员|数量|数|面积|总额|金额|原值))(?:应当?|须)?(?:符合|满足|达到)?(?:以下|下列|如下)?(?:要求|标准|条件)?(?:为|分别为)?[：:]\s*"
)
_SIZE = re.compile(r"^(?P<when>.*?\d.*?(?:以上|以下|以内|之间|[至到—~～-]\s*[\d.]+\s*[万亿]?元?|（含）))的?(?:企业|单位|机构|团队)?[，,：:]?(?:应当?|须|为)?$")  # fmt: skip


def class_conditions(sentence: Sentence, kind: str, subject: str) -> list[tuple[Found, Setting]]:
    """A bound per class of size; empty where the sentence does not name at least two."""
    lead = _LEAD.search(sentence.text)
    if lead is None or kind != "conditions":
        return []
    found = []
    for start, end, _ in split_at(sentence.text[lead.end() :], "，,；;"):
        left, right = lead.end() + start, lead.end() + end
        said = sentence.text[left:right]
        bound = _bound(said)
        size = _SIZE.match(said[: bound.start].strip()) if bound else None
        if bound is None or size is None:
            continue
        clause = Clause(said, left, right, sentence.text[left:])
        setting = Setting(sentence, clause, kind, subject, when=size["when"], is_hard=True)
        found.append((_made(bound, lead["measure"], left, right), setting))
    return found if len(found) > 1 else []


def _bound(said: str) -> Amount | None:
    """The last amount of a class: what the measure has to reach there."""
    bounds = [one for one in amounts_in(said) if one.operator]
    return bounds[-1] if bounds and bounds[-1].end >= len(said.rstrip("。 ")) else None


def _made(bound: Amount, measure: str, left: int, right: int) -> Found:
    attribute = re.sub(r"^(?:最?近[一二三两\d]+(?:个会计)?年度?|上年度)|^其?中?", "", measure)
    return Found(
        left, right, bound.operator, bound.value, attribute, unit=bound.unit, confidence=0.85,
        why="数量界限",
    )  # fmt: skip


def either_bound(text: str) -> list[str]:
    """甲不少于3件，或者乙1项以上: the alternatives, each with a number; empty where it is not two of them.

    >>> either_bound("拥有软件著作权不少于4件，或者主持制定地方标准2项以上")
    ['软件著作权不少于4件', '主持制定地方标准2项以上']
    """
    parts = re.split(r"，或者?(?:是)?", text)
    if len(parts) < 2 or not all(any(a.operator for a in amounts_in(part)) for part in parts):
        return []
    return [re.sub(r"^(?:须|应当?)?(?:具备|具有|拥有|取得)", "", part).strip() for part in parts]


_TAKEN_IN = re.compile(
    r"(?:纳入|列入)[^，。：；]{0,12}(?:范围|目录)的(?P<what>[^，。：；]{1,10}?)(?:主要)?(?:为|包括|是|有)[：:]?(?P<list>[^。；]+)$"
)
_USED = re.compile(
    r"^(?P<what>[^，。；：]{0,16}?)(?:须|应当|应|必须|只能|仅限|限)(?:全部|专项)?用于(?P<list>[^，。；]{2,60})$"
)


def scope_conditions(setting: Setting) -> list[Found]:
    """纳入补贴范围的险种为：甲、乙; 贷款须用于丙和丁: what something has to be one of."""
    clause = setting.clause
    for pattern, why in ((_TAKEN_IN, "支持范围"), (_USED, "须用于")):
        match = pattern.search(setting.text)
        value = members(match["list"]) if match else []
        if match and len(value) > 1:
            about = (match["what"] or "用途")[-10:]
            return [Found(clause.start, clause.end, "in", value, about, confidence=0.75, why=why)]
    return []
