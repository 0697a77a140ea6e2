"""Bars after a breach: 弄虚作假的，追回资金，三年内不得申报; 评估不合格的，取消资格. What was done is what is barred."""

import re

from .found import Found, Setting
from .listing import members

_SPAN = r"(?:[一二两三四五六七八九十\d]+\s*(?:个)?(?:年度?|月)(?:之|以)?内|终身|永久|连续[一二两三\d]+年|下一?年度)"
PENALTY = re.compile(
    rf"{_SPAN}[^，。；]{{0,12}}?(?:不得|不予|不再|不受理|不能|禁止|取消|限制|暂停)[^，。；]*|(?:取消|暂停|停止|撤销|终止|丧失)[^，。；]{{0,20}}?(?:资格|称号|申[报请]|备案|立项|项目)|列入[^，。；]{{0,12}}(?:名单|黑名单|失信)|(?:追回|收回|追缴|退回|退还|停拨|扣减)[^，。；]{{0,24}}(?:资金|经费|补助|奖补|奖励|名额|款)|予以(?:出库|除名|通报|清退)"
)
_BARRING = re.compile(
    r"不得|不予|不再|不受理|不能|禁止|资格|申[报请]|名单|出库|备案|终止|撤销|收回|追回|扣减"
)
_DEED = re.compile(
    r"^(?:对于?|如果?|若|凡|经|一经)?(?:发现|查实|核实|认定|存在)?(?:有|在)?(?P<deed>[^，。；]{2,60}?)(?:的(?:[\u4e00-\u9fff、]{2,20})?)?(?:，|$|(?=予以|取消|暂停|追回|收回))"
)
_YEARS = re.compile(_SPAN)


def breach_conditions(setting: Setting) -> list[Found] | None:
    """The bar of a clause that names a penalty; empty where an earlier clause of the sentence told it; None: no penalty."""
    penalty = PENALTY.search(setting.text)
    if penalty is None or not _BARRING.search(setting.text):
        return None
    whole = setting.sentence.text
    first = PENALTY.search(whole)
    assert first is not None
    if first.start() < setting.clause.start:
        return []
    deed = _deed(whole[: first.start()])
    if deed is None:
        return None
    words, start = deed
    years = _YEARS.search(whole[first.start() :])
    more: dict[str, object] = {"consequence": True}
    if years:
        more["period"] = years[0]
    value = [part for part in members(words) if len(part) > 1] or [words]
    return [
        Found(
            start,
            len(whole),
            "not",
            value,
            value[0][-10:],
            confidence=0.8,
            why="违反后果",
            more=more,
        )
    ]


def _deed(before: str) -> tuple[str, int] | None:
    """What was done, in the words before the first penalty; none where nothing stands there."""
    said = before.rstrip("，、 ")
    if len(said) < 2:
        return None
    left = 0
    for part in re.finditer(r"[^，]+", said):  # the last clause that ends in 的 tells the deed
        if re.search(r"的(?:[\u4e00-\u9fff、]{2,20})?$", part[0]):
            left = part.start()
            break
    match = _DEED.match(said[left:])
    if match is None or not match["deed"].strip():
        return None
    return match["deed"].strip(), left
