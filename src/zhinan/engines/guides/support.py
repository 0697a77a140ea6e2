"""What is granted: caps, ratios with caps, one-off sums, ranges, tiers, bounties, instalments."""

import re
from collections.abc import Iterator, Mapping, Sequence

from .amounts_read import Amount, amounts_in
from .passages import Passage, Sentence, mended, run_ins, sentences_of
from .record import Record

_GRANT = re.compile(
    r"补助|资助|奖励|奖补|补贴|拨付|支持强度|支持额度|支持金额|给予(?!优先|重点|倾斜)|支持经费|经费支持|资金支持|贴息|悬赏|榜额|揭榜金额|财政(?:资金)?支持|每项支持|扶持资金|支持(?:资金)?(?:不超过|最高|\d)"
)
_NOT = re.compile(
    r"自筹|推荐项目|申请财政资金总额|注册资本|不再(?:重复)?(?:补助|支持)|销售收入在|挪用|追回|收回|产值|利润|惩"
)
_RANGE = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?:万元)?\s*(?:[-—~～–－]|至|到)\s*(?P<high>\d+(?:\.\d+)?)\s*(?P<unit>万元|亿元|元)"
)
_PER = re.compile(
    r"(?:每(?:个|家|项|人|名|年|件|篇|户|平方米)?(?:项目|单位|企业|机构|平台|团队)?|单个(?:机构|项目|企业|单位|平台)?|每一?项(?:目)?|单项)"
)
_BASE = re.compile(
    r"(?:按(?:照)?|对)(?P<base>[^，。；]{4,50}?)(?:的|，|、)(?:市财政)?(?:给予)?(?=[^，]*\d+\s*%|市财政|给予)"
)
_SPAN = re.compile(
    r"(?:周期|期限|执行期|实施期)(?:原则上|一般)?为(?P<n>\d+|一|两|二|三)(?P<unit>年|个月)[，,]?即(?P<y1>\d{4})年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日(?:至|—|-|到)(?P<y2>\d{4})年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)
_VAGUE = re.compile(
    r"对(?P<base>[^，。；]{4,50})给予(?:一定(?:的)?|适当(?:的)?|相应(?:的)?)?(?:补助|奖励|补贴|资助|后补助|奖补|经费支持)$"
)
_STAGED = re.compile(
    r"首期|首笔|第[一二三四]期|分[两二三四]?期|分阶段|剩余|尾款|余款|预拨|合同签订后|验收(?:通过|合格)后"
)
_MONEY = ("万元", "亿元", "元", "千元", "万美元", "美元")


def support_of(passages: Sequence[Passage]) -> list[Record]:
    """All grants a document promises, in order. O(n)."""
    found: list[Record] = []
    for whole in mended(passages):
        if whole.is_cell:
            continue
        for passage in run_ins(whole):
            for sentence in sentences_of(passage):
                found += _of_sentence(sentence)
    return found


def _of_sentence(sentence: Sentence) -> Iterator[Record]:
    text = sentence.text
    span = _SPAN.search(text)
    if span is not None:
        yield _period(sentence, span)
        return
    titled = any(
        re.search(r"支持强度|资助标准|支持标准|奖励标准|补助标准|支持额度|资助强度", t)
        for t in sentence.passage.path[-2:]
    )
    if not (_GRANT.search(text) or titled) or _NOT.search(text):
        return
    made = list(_sums(sentence))
    yield from made
    if not made:
        vague = _VAGUE.search(text)
        if vague is not None:
            yield _record(
                sentence,
                (0, len(text)),
                {
                    "kind": "subsidy",
                    "amount": None,
                    "unit": None,
                    "ratio": None,
                    "base": vague["base"],
                },
                0.6,
                "给予补助",
            )


def _sums(sentence: Sentence) -> Iterator[Record]:
    """Sums of money and shares of a sentence; a share and a cap that go together are one grant."""
    text = sentence.text
    whole = (0, len(text))
    ranges = list(_RANGE.finditer(text))
    if ranges:
        yield from (_range(sentence, match) for match in ranges)
        return
    amounts = [a for a in amounts_in(text) if a.unit in _MONEY]
    shares = [a for a in amounts_in(text) if a.unit == "%"]
    if _STAGED.search(text) and shares:
        parts = [a.value for a in shares]
        fields = {"kind": "installments", "amount": None, "unit": None, "ratio": parts[0]}
        yield _record(sentence, whole, {**fields, "parts": parts}, 0.7, "分期")
    elif shares:
        cap, sure = (amounts[-1], 0.85) if amounts else (None, 0.7)
        yield _record(
            sentence, whole, _ratio(shares[0], cap), sure, "比例与上限" if cap else "比例"
        )
    else:
        granted = [a for a in amounts if _is_granted(text, a)]
        for amount in granted:
            kind = _kind(text, amount, len(granted))
            fields = {"kind": kind, "amount": amount.value, "unit": amount.unit, "ratio": None}
            yield _record(sentence, whole, fields, 0.82, kind)


def _range(sentence: Sentence, match: re.Match[str]) -> Record:
    low, high = _plain(float(match["low"])), _plain(float(match["high"]))
    fields = {"kind": "range", "amount": high, "amount_from": low, "unit": match["unit"]}
    return _record(sentence, match.span(), {**fields, "ratio": None}, 0.75, "区间")


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _is_granted(text: str, amount: Amount) -> bool:
    """A sum granted, not one the applicant must have earned or spent first: 收入达到1000万元的，给予…."""
    before = text[max(0, amount.start - 16) : amount.start]
    after = text[amount.end : amount.end + 12]
    earned = re.search(
        r"(?:收入|产值|投入|交易额|合同额|投资|销售|成交|营收|融资|总额|到账)[^，；]{0,10}$", before
    )
    return not (earned and not re.search(r"补助|奖励|资助|支持", before + after)) and not re.match(
        r"的(?:企业|单位|项目)", after
    )


def _kind(text: str, amount: Amount, count: int) -> str:
    if re.search(r"悬赏|榜额|揭榜", text):
        return "bounty"
    if re.search(r"每(?:增加|新增|增长)", text):
        return "increment"
    if count > 1:
        return "tier"
    if re.search(r"一次性", text):
        return "one_off"
    if amount.operator in ("<=", "<") or re.search(r"最高|不超过|上限|封顶", text):
        return "cap"
    if re.search(r"总(?:额|预算|经费|盘子)", text):
        return "total_control"
    return "fixed"


def _ratio(share: Amount, cap: Amount | None) -> dict[str, object]:
    return {
        "kind": "ratio_with_cap" if cap else "ratio",
        "ratio": share.value,
        "ratio_op": share.operator or "=",
        "amount": cap.value if cap else None,
        "unit": cap.unit if cap else None,
    }


def _period(sentence: Sentence, match: re.Match[str]) -> Record:
    number = {"一": 1, "两": 2, "二": 2, "三": 3}.get(match["n"]) or int(match["n"])
    first = f"{match['y1']}-{int(match['m1']):02d}-{int(match['d1']):02d}"
    last = f"{match['y2']}-{int(match['m2']):02d}-{int(match['d2']):02d}"
    fields = {
        "kind": "period",
        "amount": number,
        "unit": match["unit"],
        "ratio": None,
        "per": "项目",
        "period": f"{first}/{last}",
    }
    return _record(sentence, match.span(), fields, 0.85, "实施周期")


def _record(
    sentence: Sentence, span: tuple[int, int], fields: Mapping[str, object], sure: float, why: str
) -> Record:
    text, passage = sentence.text, sentence.passage
    start, end = sentence.view.span(*span)
    per, base = _PER.search(text), _BASE.search(text)
    soft = re.search(r"原则上|一般|约|左右|可", text)
    whole = {
        "programme": passage.programme, "base": base["base"] if base else None, "per": per[0] if per else None,
        "period": None, "hardness": "soft" if soft else "hard", **fields,
    }  # fmt: skip
    return Record("support", start, end, whole, passage.document, sure, why)
