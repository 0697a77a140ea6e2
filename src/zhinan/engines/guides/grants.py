"""Sums and shares of one clause of a grant: which are granted, which are thresholds, what a share is of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .amounts_read import Amount, amounts_in

GIVING = re.compile(
    r"补助|资助|奖励|奖补|补贴|拨付|支持强度|支持额度|支持金额|给予(?!优先|重点|倾斜)|支持经费|经费支持|资金支持|贴息|悬赏|榜额|榜单金额|揭榜(?:金额|奖金|经费)|财政(?:资金)?支持|每(?:个|家)?项(?:目)?支持|"
    r"扶持资金|支持(?:资金)?(?:不超过|最高|\d)|兑付|抵扣|减免|报销|返还|资金总额|预算总额|奖金|额度(?:最高|为|不超过)|安排(?:资金|经费)"
)
_WITHHELD = re.compile(
    r"自筹|自有资金|推荐项目|申请财政资金总额|注册资本|不再(?:重复)?(?:补助|支持)|挪用|追回|收回|退回|追缴|惩|罚|匹配资金比例|占比|配套(?:资金|经费)?比例|出资比例|占[^，]{2,16}比例|(?:费|费用)[^，]{0,8}不(?:得)?超过[^，]{0,12}%|结余|合计|总计|共计|比上年"
)
_EARNED = re.compile(
    r"(?:收入|产值|投入|交易额|合同额|成交额|投资额?|销售额?|营收|融资|(?<!资金)(?<!奖补)(?<!补助)(?<!奖励)总额|到账|费用|支出|利润|税收|贡献|估值|面积|研发经费)[^，；给补奖资支]{0,10}$"
)
_FROM_TO = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)\s*(?P<lowunit>万元|亿元|元)?\s*(?:（[^）]{1,4}）)?\s*(?:以上)?(?:（[^）]{1,4}）)?\s*(?P<to>[-—~～–－]|至|到|、?不足|，?不满)\s*(?P<high>\d+(?:\.\d+)?)\s*(?P<unit>万元|亿元|元)(?:（[^）]{1,4}）)?(?:以下)?(?:（[^）]{1,4}）)?"
)
_GROWTH = re.compile(
    r"(?:增长|增幅|增速|提高|提升|占比?|比重|比例|率)(?:达到?|在|为|超过?|不低于)?$"
)
_BASE = re.compile(
    r"(?:按(?:照)?|以|对)?(?:其|该|上年度|当年|实际)?(?P<base>[^，。；按照给]{2,40}?)的?\s*(?:不超过|不高于|最高)?$"
)
_MONEY = ("万元", "亿元", "元", "千元", "万美元", "美元")
_CAPPED = re.compile(r"最高|不超过|上限|封顶|不高于|不得超过|以内|限额|控制在")


@dataclass(frozen=True, slots=True)
class Sum:
    """One grant of a clause: a sum, a share, or both. ``low``: the lower end of a range."""

    amount: Amount | None = None
    share: Amount | None = None
    low: int | float | None = None
    base: str = ""
    is_cap: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """What a clause grants, and between which thresholds."""

    granted: tuple[Sum, ...] = ()
    tier: Mapping[str, object] | None = None


_COUNTS = r"(?:家|件|项|个|人|名|台|万元|亿元|元|%|篇|份|户|级|位)"
_COUNT_TIER = re.compile(
    rf"(?<![\d.])(?P<low>\d+(?:\.\d+)?)(?![\d.])\s*{_COUNTS}?\s*(?:（[^）]{{1,4}}）)?(?:以上)?\s*(?:[-—~～–－]|至|到|、|，|且)?\s*(?:不足|不满|低于|至|到|-)?\s*(?P<high>\d+(?:\.\d+)?)\s*{_COUNTS}(?:（[^）]{{1,4}}）)?(?:以下|以内)?的$|(?P<up>\d+(?:\.\d+)?)\s*{_COUNTS}(?:（[^）]{{1,4}}）)?(?:及?以下|以内)的$|(?P<from>\d+(?:\.\d+)?)\s*{_COUNTS}(?:（[^）]{{1,4}}）)?(?:及?以上)的$"
)


def counted_tier(text: str) -> dict[str, object] | None:
    """Between which counts a grant of this clause's sentence lies: 6件至20件的，…; none where it names none.

    >>> counted_tier("6件至20件的")
    {'tier_from': 6, 'tier_to': 20}
    """
    match = _COUNT_TIER.search(text)
    if match is None:
        return None
    ends = {"tier_from": match["low"] or match["from"], "tier_to": match["high"] or match["up"]}
    return {name: _plain(number) for name, number in ends.items() if number}


def is_withheld(text: str) -> bool:
    """Whether a clause speaks of money that is not granted: the applicant's own, or money taken back.

    >>> is_withheld("企业自筹经费不低于200万元"), is_withheld("给予10万元奖励")
    (True, False)
    """
    return bool(_WITHHELD.search(text))


def sums_in(text: str, after: str, is_giving: bool) -> Sums:
    """The grants and thresholds of a clause; ``is_giving``: the sentence has said that something is granted.

    >>> [s.amount.value for s in sums_in("分别奖励100万元、40万元", "", True).granted]
    [100, 40]
    """
    tier = _tier(text)
    ranges = [m for m in _FROM_TO.finditer(text) if m["to"] in "-—~～–－至到" and not _is_threshold(text, *m.span())]  # fmt: skip
    taken = [m.span() for m in [*ranges, *_FROM_TO.finditer(text)]]
    granted = [_range(m) for m in ranges if is_giving]
    amounts, shares = [], []
    for one in amounts_in(text):
        if any(a < one.end and one.start < b for a, b in taken):
            continue
        if one.unit in _MONEY and is_giving and not _is_threshold(text, one.start, one.end):
            amounts.append(one)
        elif one.unit == "%" and is_giving and _is_share(text, one, after):
            shares.append(one)
        elif one.unit in _MONEY and one.operator in (">=", ">") and _is_threshold(text, one.start, one.end):  # fmt: skip
            tier = tier or {"tier_from": one.value, "tier_unit": one.unit}
    return Sums(tuple(granted + _paired(text, amounts, shares)), tier)


def _paired(text: str, amounts: list[Amount], shares: list[Amount]) -> list[Sum]:
    """A share with the cap beside it in its clause; every other sum and share by itself."""
    found: list[Sum] = []
    left = list(amounts)
    for share in shares:
        cap = next((a for a in left if a.start > share.end and _is_cap(text, a)), None)
        if cap is not None:
            left.remove(cap)
        base = _BASE.search(text[: share.start])
        found.append(Sum(cap, share, base=_base(base["base"]) if base else "", is_cap=cap is not None))  # fmt: skip
    return found + [Sum(a, is_cap=_is_cap(text, a)) for a in left]


def _base(words: str) -> str:
    return re.sub(
        r"^.*?(?:按照?|对)(?=[^，]{2,})|(?:给予|市财政|县财政|财政|比例).*$|的$", "", words
    )


def _is_cap(text: str, amount: Amount) -> bool:
    around = text[max(0, amount.start - 8) : amount.end + 3]
    return amount.operator in ("<=", "<") or bool(_CAPPED.search(around))


def _range(match: re.Match[str]) -> Sum:
    low, high = _plain(match["low"]), _plain(match["high"])
    return Sum(Amount(match.start(), match.end(), "", high, match["unit"]), low=low)


def _tier(text: str) -> dict[str, object] | None:
    match = _FROM_TO.search(text)
    if match is None or not _is_threshold(text, *match.span()):
        return None
    return {
        "tier_from": _plain(match["low"]),
        "tier_to": _plain(match["high"]),
        "tier_unit": match["unit"],
    }


def _is_threshold(text: str, start: int, end: int) -> bool:
    """A sum the applicant must have earned or spent first, not one that is granted: 收入达到1000万元的."""
    before, after = text[max(0, start - 18) : start], text[end:]
    counted = re.match(r"(?:（[^）]*）)?(?:及?以上|及?以下|以内)?(?:（[^）]*）)?(?:、|且|的(?:企业|单位|项目|，|$|部分)|$)", after)  # fmt: skip
    earned = _EARNED.search(before)
    giving = re.search(r"补助|奖励|资助|支持|兑付|抵扣|给予|榜单|奖金|补贴", before)
    if earned and not giving:
        return True
    return bool(counted and after.strip() and re.match(r".{0,12}的(?:企业|单位|项目|$)", after) and not giving)  # fmt: skip


def _is_share(text: str, share: Amount, after: str) -> bool:
    """A share that is granted: not growth, nor a share the applicant has to reach."""
    before = text[: share.start]
    if re.search(r"(?:增长|增幅|增速|占比|占[^，]{0,14}|比重|(?<!抵扣)(?<!补助)(?<!资助)(?<!支持)(?<!拨付)(?<!奖励)(?<!补贴)比例|率)(?:达到?|在|为|超过?|不低于|的)?$", before):  # fmt: skip
        return False
    if share.operator in (">=", ">") and not re.search(r"按|给予|补助|奖励|抵扣", text):
        return False
    return bool(re.search(r"按|给予|补助|奖励|资助|抵扣|拨付|支持|贴息|减免|报销|返还|补贴|承担|首期|尾款|剩余|兑付", text)) or bool(re.search(r"期|后$|后\s*$", before))  # fmt: skip


def _plain(number: str) -> int | float:
    value = float(number)
    return int(value) if value == int(value) else value
