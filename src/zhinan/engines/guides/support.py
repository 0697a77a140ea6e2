"""What is granted: caps, ratios with caps, one-off sums, ranges, tiers, bounties, instalments."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .amounts_read import Amount
from .grants import GIVING, Sum, counted_tier, is_withheld, sums_in
from .passages import Clause, Passage, Sentence, clauses_of, mended, run_ins, sentences_of
from .record import Record

_TITLED = re.compile(
    r"(?:支持|资助|奖励|补助|奖补|补贴|兑付|悬赏|扶持)(?:资金)?(?:强度|标准|额度|金额|方式|对象与额度|政策)|榜单金额|经费支持|资助强度|(?:类[型别]|种类)[及和与、](?:支持|资助)?(?:经费|金额|额度|标准)|资助类[型别]"
)
# 3.资助额度。不超过…: a title that runs into its paragraph
_OWN_TITLE = re.compile(
    rf"(?:（?[一二三四五六七八九十\d]{{1,3}}[）.．、])?\s*(?:{_TITLED.pattern})[。：:]"
)
_GUARD = re.compile(
    r"^(?:对于?|凡|如|若|经|通过|获|首次|重新|新|从|在|被)[^，]*$|的(?:（[^（）]*）)?$|^对[^，]+$"
)
_PER = re.compile(
    r"每\s*(?:增加|新增|登记|完成|促成|引进)?\s*\d*\s*(?:个|家|项|人|名|年|件|篇|户|份|台|平方米)?(?:项目|单位|企业|机构|平台|团队|人次|课题)?(?:每?年度?|每年)?|单个?(?:机构|项目|企业|单位|平台|团队|课题|家企业)(?:每?年度?|年)?|单项|单户|(?:每一?|同一)(?:项目|企业|单位|家企业)(?:每?年度?)?|(?:年度|全年|当年)?累计|(?<=元/)(?:项|家|人|个|年|件|名)|人均"
)
_OF_EACH = re.compile(r"^对(?:于)?[^，]{2,60}的(?P<who>企业|单位|个人|团队|机构|项目)$")
_SPAN = re.compile(
    r"(?:周期|期限|执行期|实施期)(?:原则上|一般)?为(?P<n>\d+|一|两|二|三)(?P<unit>年|个月)[，,]?即(?P<y1>\d{4})年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日(?:至|—|-|到)(?P<y2>\d{4})年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)
_RUNS = re.compile(
    r"(?:研究|资助|支持|培养|执行|实施|项目|管理|建设)(?:期限?|周期)(?:均|一般|统一|为|是)*\s*(?P<n>\d|[一两二三四五])\s*(?P<unit>年|个月)(?:（[^）]*）)?$"
)
_VAGUE = re.compile(
    r"对(?P<base>[^，。；]{4,50})给予(?:一定(?:的)?|适当(?:的)?|相应(?:的)?)?(?:补助|奖励|补贴|资助|后补助|奖补|经费支持)$"
)
_STAGE = re.compile(
    r"(?P<stage>[^，。；]{0,24}?(?:首期|首笔|首付|第[一二三四]期|第[一二三四]笔|尾款|余款|剩余|当年|次年|第[二三]年|签订后|立项后|通过后|合格后|验收后|完成后|期满后|启动时|认定后|下达后|到位后))"
)
_PARTED = re.compile(
    r"分(?:[两二三四五\d]+|若干)?(?:期|批|次|年|阶段)|拨付|首期|首笔|尾款|分阶段|预拨"
)


@dataclass(frozen=True, slots=True)
class _Grant:
    """A grant being put together. ``start``, ``end`` count in the sentence."""

    start: int
    end: int
    fields: Mapping[str, object]
    why: str
    clause: str
    sure: float = 0.8
    tier: Mapping[str, object] = field(default_factory=dict)


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
    path = sentence.passage.path[-2:]
    titled = any(_TITLED.search(t) for t in path) or bool(_OWN_TITLE.match(sentence.passage.text))
    if not (GIVING.search(text) or titled):
        return
    grants = [*_grants(sentence, titled), *_spans(sentence)]
    for grant in grants:
        yield _record(sentence, grant)
    vague = None if grants or is_withheld(text) else _VAGUE.search(text)
    if vague is not None:
        fields = {"kind": "subsidy", "amount": None, "unit": None, "ratio": None, "base": vague["base"]}  # fmt: skip
        yield _record(sentence, _Grant(0, len(text), fields, "给予补助", text, 0.6))


def _grants(sentence: Sentence, titled: bool) -> list[_Grant]:
    """The grants of a sentence, clause by clause; a cap that follows a share belongs to it."""
    found: list[_Grant] = []
    guard: Clause | None = None
    tier: Mapping[str, object] = {}
    is_giving = titled
    for clause in clauses_of(sentence):
        text = clause.text
        if is_withheld(text):
            continue
        is_giving = is_giving or bool(GIVING.search(text))
        sums = sums_in(text, sentence.text[clause.end :], is_giving)
        tier = sums.tier or counted_tier(text) or tier
        start = guard.start if guard is not None else clause.start
        parted = bool(_PARTED.search(sentence.text)) and (
            bool(_STAGE.search(text)) or bool(found and found[-1].why == "分期")
        )
        for one in sums.granted:
            if _caps(found, one, text) and not parted:
                found[-1] = _capped(found[-1], one, clause)
            else:
                found.append(_grant(sentence, clause, one, start, parted, tier))
        guard = _next_guard(guard, clause, bool(sums.granted))
    return found


def _spans(sentence: Sentence) -> list[_Grant]:
    """How long a grant runs, where the sentence that grants says so: 资助10万元，研究期限3年."""
    found = []
    for clause in clauses_of(sentence):
        match = _RUNS.search(clause.text)
        if match is None:
            continue
        number = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}.get(match["n"]) or int(
            match["n"]
        )
        fields = {"kind": "period", "amount": number, "unit": match["unit"], "ratio": None, "per": None}  # fmt: skip
        found.append(_Grant(clause.start, clause.end, fields, "资助期限", clause.text))
    return found


def _next_guard(guard: Clause | None, clause: Clause, has_granted: bool) -> Clause | None:
    """重新认定的，…: the guard holds for what follows until a grant was read; then a new one begins."""
    if has_granted:
        return None
    return clause if guard is None and _GUARD.search(clause.text) else guard


def _caps(found: Sequence[_Grant], one: Sum, text: str) -> bool:
    """Whether a sum is the upper bound of the share read just before."""
    if not found or one.share is not None or one.amount is None:
        return False
    before = found[-1]
    if len([g for g in found if g.fields["ratio"] is not None and g.fields["amount"] is None]) > 1:
        return False  # 第一年60%，第二年50%，年度不超过20万元: the bound is for all of them
    return before.fields["ratio"] is not None and before.fields["amount"] is None and one.is_cap


def _capped(grant: _Grant, one: Sum, clause: Clause) -> _Grant:
    assert one.amount is not None
    kind = grant.fields["kind"] if grant.fields["kind"] == "tier" else "ratio_with_cap"
    fields = {**grant.fields, "kind": kind, "amount": one.amount.value, "unit": one.amount.unit}
    return replace(
        grant,
        end=clause.end,
        fields=fields,
        why="比例与上限",
        clause=grant.clause + "，" + clause.text,
        sure=0.85,
    )


def _grant(
    sentence: Sentence,
    clause: Clause,
    one: Sum,
    start: int,
    parted: bool,
    tier: Mapping[str, object],
) -> _Grant:
    whole = sentence.text[start : clause.end]
    fields: dict[str, object] = {
        "amount": one.amount.value if one.amount else None,
        "unit": one.amount.unit if one.amount else None,
        "ratio": one.share.value if one.share else None,
    }
    if one.low is not None:
        fields["amount_from"] = one.low
    if one.share is not None:
        fields["ratio_op"] = one.share.operator or "="
    if one.base:
        fields["base"] = one.base
    if parted:
        stage = _STAGE.search(clause.text)
        fields["stage"] = stage["stage"] if stage else None
    kind = "installments" if parted else _kind(one, clause.text, sentence.text, tier)
    why = {"installments": "分期", "ratio_with_cap": "比例与上限", "subsidy": "比例", "range": "区间"}.get(kind, kind)  # fmt: skip
    return _Grant(
        start,
        clause.end,
        {"kind": kind, **fields},
        why,
        whole,
        tier=tier if kind == "tier" else {},
    )


def _kind(one: Sum, clause: str, sentence: str, tier: Mapping[str, object]) -> str:
    if re.search(r"悬赏|榜额|榜单金额|揭榜(?:金额|奖金|经费)", clause):
        return "bounty"
    if re.search(r"每(?:增加|新增|增长|多)|追加|再(?:给予|奖励|补助)|上浮|提高", clause):
        return "increment"
    if one.low is not None:
        return "range"
    if tier and "一次性" not in sentence and not (one.is_cap and _PER.search(clause)):
        return "tier"
    if one.share is not None:
        return "ratio_with_cap" if one.amount else "subsidy"
    if "一次性" in sentence:
        return "one_off"
    if re.search(r"总(?:额|预算|规模|盘子|量)", clause) and not _PER.search(clause):
        return "total_control"
    if one.is_cap:
        return "cap"
    return "fixed"


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
    return _record(sentence, _Grant(*match.span(), fields, "实施周期", match[0], 0.85))


def _record(sentence: Sentence, grant: _Grant) -> Record:
    text, passage = grant.clause, sentence.passage
    start, end = sentence.view.span(grant.start, grant.end)
    fields = grant.fields
    soft = re.search(r"原则上|一般|约|左右|可", text)
    whole = {
        "programme": passage.programme, "base": None, "per": _per(sentence, text),
        "period": None, "hardness": "soft" if soft else "hard", **fields, **grant.tier,
    }  # fmt: skip
    return Record("support", start, end, whole, passage.document, grant.sure, grant.why)


def _per(sentence: Sentence, text: str) -> str | None:
    """For whom or what each sum is, in the words of its own clause; else of the guard of the sentence."""
    marks = [m[0].strip() for m in _PER.finditer(text)]
    if marks:
        return re.sub(r"\d+|\s|登记|完成|促成|引进", "", marks[-1]) or None
    first = sentence.text.split("，", 1)[0]
    each = _OF_EACH.match(first)
    return each["who"] if each else None


__all__ = ["Amount", "support_of"]
