"""Ceilings on recommendation and application: who, how many, each or together, and what does not count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .documents import Document
from .layout import Layout
from .numbering import label_of, numeral
from .paragraphs import Paragraph
from .passages import split_at
from .quota_tables import quota_table_records
from .record import Record

_N = r"(?P<n>\d+|[一二两三四五六七八九十]{1,3})"
_UNIT = r"\s*(?P<unit>万元|项|个|名|人|件|家|篇)"
_UPTO = r"(?:不超过|不得超过|不多于|不能超过|不超|限额为?|限报|限申报|限推荐|限申请|限填报|限揭榜|限揭|限|最多|至多|上限为?|为限|控制在|可(?:以)?(?:推荐|申报|申请)?|名额为?|数为|数量为|数|[：:])"
_ACT = r"(?:择优)?(?:限额|限量)?(?:组织|可|可以|最多|只能|原则上)?(?:推荐|申报|申请|报送|上报|推报|承担|牵头|揭榜|竞榜)(?:申报|推荐|的)?(?:项目|课题|数量|总数|名额|数)*(?:总额|总数)?"
_EACH = r"(?P<each>每\s*(?:家|个|所|校|县|区|市|单位|院|人|位)?(?:单位|企业|高校|县|区|机构|依托单位)?(?:分别)?|各|均|分别)?"
_CEILING = re.compile(
    rf"^(?P<body>.*?)(?:[，：]?)(?P<act>{_ACT})?{_EACH}(?P<act2>{_ACT})?(?:(?<=[荐报请])[\u4e00-\u9fff]{{2,14}}?)?(?:财政资金|项目|资金)*(?:总额|总数|数量)?(?:最多|均|各|原则上|一般)?{_UPTO}\s*(?:推荐|申报|申请|报|揭榜|揭)?\s*(?P<each2>各|每家)?{_N}{_UNIT}"
)
_LISTED = re.compile(
    rf"^(?P<body>[\u4e00-\u9fff（）、（\w]{{2,40}}?)\s*[：:]?\s*(?P<each>各|每家|每个|每校)?\s*(?P<n>\d+){_UNIT}(?:（[^（）]*）)?$"
)
_CONTEXT = re.compile(
    r"限额(?!以[上下])|限项|名额|推荐|限报|限揭|限申|揭榜[^，。]{0,8}不超过|只能申[报请]|申[报请][^，。]{0,10}不超过|申报数|指标数|单列|申报项目不|限申报|限申请|申报不超过|推荐数|(?:最多|至多)(?:可|只能)?[申推]"
)
_LIST_CONTEXT = re.compile(r"限项数|名额|限额(?!以[上下])|限项|推荐数|指标数|分配")
_NOT_A_QUOTA = re.compile(
    r"扣减|核减|下一年度|拟(?:遴选|支持|资助|立项)|计划(?:遴选|支持|资助|立项)|(?:遴选|支持|资助|立项)[^，。]{0,8}(?:左右|以内)|作为[^，。]{0,8}参与|成员单位|课题数|下设|参与单位|参加单位|合作单位|协作单位|联合单位|成员|人员|骨干|年龄|字数|字以内|篇幅|子课题|任务书|支持|资助|补助|补贴|奖励|经费|预算|附件|论文|专利|投资|收入|在研|未结题|未验收|总面积|推荐人|专家"
)
_OUTSIDE = re.compile(
    r"不占(?:用)?(?P<of>[^，。；]*?)(?:的)?(?:推荐)?(?:名额|指标|限额|申报数|数)|不(?:纳入|计入|受)(?P<of2>[^，。；]{2,16}?)(?:限制)?(?=[，。；]|$)|(?P<own>单列)"
)
_BY = re.compile(
    r"由(?P<body>[\u4e00-\u9fff（）、]{2,24}?)(?:负责|审核|审查|汇总|组织|推荐|统一|择优|进行)"
)
_FOR = re.compile(
    r"对(?:于)?(?P<when>获得[^，。；]{2,30}?|[^，。；]{4,40}?)的(?P<who>[^，。；]{1,24})[，,]"
)
_GENERIC = re.compile(
    r"^各|每个(?:专项|类)|的(?:单位|企业|高校|院所|机构|依托单位|设区市|市|县|区|县（市、区）|县（市）|平台)$|^(?:一个|每|各|同一|单个)|^(?:同一)?(?:申请人|申报人|项目负责人|负责人|企业|申报单位|依托单位)$"
)
_EACH_FIRST = re.compile(
    r"\s*(?:\d+\s*[.．、）]|（[^）]{1,3}）|其中[，：]?|第.{1,4}条)?\s*(?:原则上)?(?:各|每|同一)"
)
_LEAD = re.compile(
    r"^(?:\d+\s*[.．、）]|（[^）]{1,3}）|其中[：:，]?|原则上|对|即|且|并|同时|另外|此外|推荐名额[：:]|限项数[：:])+"
)
_WINNERS = re.compile(r"(?:拟|计划|预计|共)(?:遴选|支持|资助|立项|评选|认定|择优)")
_PROPER = re.compile(r"(?:大学|学院|医院|研究院|研究所|局|委|厅|[市县区州])$")
_TRAIL = re.compile(
    r"(?:每个(?:专项|类别|项目|计划|领域|方向)|每类(?:项目)?|同一?年度?|当年度?|原则上|一般|最多|可以|可|限|每年|本年度|年度|当年|按|申报|推荐|项目|数量|限额|名额|合计|共计|总|的|只能|，|：|、|均|各|每\s*(?:家|个|校|所)(?:单位)?)+$"
)


@dataclass(frozen=True, slots=True)
class _Ceiling:
    body: str
    n: int
    unit: str
    is_each: bool
    start: int
    end: int
    why: str


def quota_records(layout: Layout) -> list[Record]:
    """All ceilings of the running text and of tables of quotas; plans have none."""
    found: list[Record] = []
    for paragraph, document in layout.body():
        if document.kind != "plan" and _in_context(layout, paragraph):
            found += _of(layout, paragraph, document)
    for table in layout.tables:
        found += quota_table_records(layout, table)
    return found


def _in_context(layout: Layout, paragraph: Paragraph) -> bool:
    over = layout.headings_over(paragraph.place)
    return bool(_CONTEXT.search(paragraph.text) or (over and _LIST_CONTEXT.search(over[-1].title)))


def _of(layout: Layout, paragraph: Paragraph, document: Document) -> Iterator[Record]:
    text = paragraph.text
    over = layout.headings_over(paragraph.place)
    listed = bool(_LIST_CONTEXT.search(text) or (over and _LIST_CONTEXT.search(over[-1].title)))
    when, outside = None, None
    going = False  # 每县推荐不超过3项；高校不超过2项: what was said of recommending goes on
    for start, end, stop in split_at(text, "。；;"):
        sentence = text[start:end]
        follows, going = going, stop != "。" and bool(re.search(r"推荐|申报|限报", sentence))
        own = _outside_of(sentence)
        if match := _FOR.search(sentence):
            when = match["when"]
        if (
            not sentence.lstrip().startswith(("其中", "县", "设区市"))
            and not own
            and not _FOR.search(sentence)
        ):
            when, outside = None, None
        outside = own or outside
        if _WINNERS.search(sentence):
            continue
        for ceiling in _ceilings(sentence, listed or follows, _kinds_of(layout, document)):
            for body in _bodies(ceiling):
                one = replace(ceiling, body=body)
                yield _record(layout, paragraph, document, one, start, when, outside)


def _kinds_of(layout: Layout, document: Document) -> frozenset[str]:
    """The short names of programmes below another: what is recommended, not who recommends."""
    short = {p.short for p in layout.programmes if p.document == document.id and p.parent}
    return frozenset(short | {re.sub(r"(?<=..)项目$", "", name) for name in short})


def _bodies(one: _Ceiling) -> list[str]:
    """甲大学、乙大学各6项 is a ceiling for each of the two."""
    names = re.split("、|和|及", one.body)
    proper = len(names) > 1 and all(_PROPER.search(name) for name in names)
    return names if proper and one.is_each and "其他" not in one.body else [one.body]


def _outside_of(sentence: str) -> str | None:
    found = None
    for match in _OUTSIDE.finditer(sentence):
        said = match["of"] or match["of2"]
        found = said.strip() if said else found or ("限额" if match["own"] else None)
    return found


def _ceilings(sentence: str, listed: bool, kinds: frozenset[str]) -> Iterator[_Ceiling]:
    """The ceilings of one sentence; a part without a subject has that of the part before."""
    parts = _parts(sentence)
    subject = ""
    for at, (start, end) in enumerate(parts):
        said = sentence[start:end]
        match = _CEILING.match(said)
        if match and not _NOT_A_QUOTA.search(_weighed(said)) and _speaks(match, said, listed):
            body, begin, why = (
                _clean(match["body"]) or _noun_of(match["each"]),
                start,
                "quota.ceiling",
            )
            whole, body = body, _without_kind(body, kinds)
            if whole and not body and subject:
                body, why = subject, "quota.same_subject"
            if not body:
                body, begin, why = _subject_before(sentence, parts[:at], subject, start)
            if not body:
                continue
            subject = body
            is_each = any(
                (match["each"], match["each2"], _GENERIC.search(body), _EACH_FIRST.match(said))
            )
            yield _Ceiling(
                body,
                numeral(match["n"].replace("两", "二")),
                match["unit"],
                is_each,
                begin,
                start + match.end(),
                why,
            )
        elif listed and (one := _listed(said, start, end)):
            yield one


def _listed(said: str, start: int, end: int) -> _Ceiling | None:
    """甲大学12项: a body and its number, where the paragraph speaks of places."""
    match = _LISTED.match(said.strip())
    body = _clean(match["body"]) if match else ""
    if not match or not body or _NOT_A_QUOTA.search(body) or re.search(r"总数|限为|不超过", body):
        return None
    n, unit, each = int(match["n"]), match["unit"], bool(match["each"])
    return _Ceiling(body, n, unit, each, start, end, "quota.listed")


def _without_kind(body: str, kinds: frozenset[str]) -> str:
    """市科技局推荐青年英才: the kind recommended is no part of who recommends."""
    said = body
    while kind := next((kind for kind in kinds if said.endswith(kind)), None):
        said = re.sub(
            r"[和与及、]$|(?:可|限额|择优)*(?:推荐|申报|申请|报送)$", "", said[: -len(kind)]
        )
    return said


def _noun_of(each: str | None) -> str:
    """The noun of 每家单位, where nothing else says who; empty for a bare 每家 or 各."""
    noun = re.sub(r"^每\s*(?:家|个|所|位)?|分别$", "", (each or "").strip())
    return noun if len(noun) > 1 else ""


def _weighed(said: str) -> str:
    """A part as judged for what it limits: 申请财政资金 is what is asked for, not support."""
    return re.sub(r"^.*的(?=单位|企业)", "", said)


def _speaks(match: re.Match[str], said: str, listed: bool) -> bool:
    """Whether a part limits recommending or applying, in words or by what stands around it."""
    acts = bool(match["act"] or match["act2"] or re.search(r"推荐|申报|限报|申请|限揭", said))
    return (
        acts
        or (listed and match["unit"] != "万元")
        or bool(re.search(r"每家|各", said) and match["unit"] == "项")
    )


def _parts(sentence: str) -> list[tuple[int, int]]:
    """Between commas; after a colon; at 、 where a second ceiling follows."""
    found = []
    for start, end, _ in split_at(sentence, "，,：:"):
        cut = start
        for match in re.finditer(r"(?<=[项个名件])、", sentence[start:end]):
            found.append((cut, start + match.start()))
            cut = start + match.end()
        found.append((cut, end))
    return found


def _subject_before(
    sentence: str, parts: Sequence[tuple[int, int]], subject: str, start: int
) -> tuple[str, int, str]:
    """由…审核并推荐，推荐项目不超过…: the body stands before; or the subject of the last ceiling goes on."""
    for begin, end in reversed(parts):
        if match := _BY.search(sentence[begin:end]):
            return match["body"], begin + match.start(), "quota.by"
        said = re.sub(r"(?:限额推荐|实行限额|组织申报|推荐申报).*$", "", sentence[begin:end])
        if re.fullmatch(r"(?:每|各|同一|一个).{2,12}", said.strip()):
            return _clean(said) or said.strip(), begin, "quota.subject"
    return (
        (subject, parts[-1][0] if parts else start, "quota.same_subject")
        if subject
        else ("", start, "")
    )


def _clean(body: str) -> str:
    """The body without the words around it; empty where only such words stand."""
    label = label_of(body)
    said = body[label.length :] if label else body
    said = _LEAD.sub("", said.strip())
    said = _TRAIL.sub("", said).strip(" ，：、")
    if re.fullmatch(
        r"(?:每|各)\s*(?:家|个|所|位)?(?P<who>[\u4e00-\u9fff]{2,})", said
    ) and not said.startswith("各"):
        said = re.sub(r"^每\s*(?:家|个|所|位)?", "", said)
    said = re.sub(r"^(?:一个|同一(?=(?:个|家)?(?:企业|单位|项目))个?|单个|一家)", "", said)
    return (
        ""
        if re.fullmatch(r"(?:项目|申报|推荐|本|每家|原则上|总|共|合计)*", said) or len(said) > 40
        else said
    )


def _record(
    layout: Layout,
    paragraph: Paragraph,
    document: Document,
    one: _Ceiling,
    offset: int,
    when: str | None,
    outside: str | None,
) -> Record:
    start, end = paragraph.view.span(offset + one.start, offset + one.end)
    body = one.body
    fields: dict[str, object] = {
        "programme": layout.programme_at(paragraph.place), "body": body, "max": one.n, "unit": "项" if one.unit in "项个件" else one.unit,
        "per": "each" if one.is_each or when else "total",
    }  # fmt: skip
    if outside:
        fields["outside_quota_of"] = outside
    if when:
        fields["when"] = when
        fields["body"] = body if when[:2] in body else f"{_short(when)}的{body}"
    why = one.why + (".when" if when else "")
    return Record("quota", start, end, fields, document.id, 0.5, why)


def _short(when: str) -> str:
    """The verb and the last word of what was obtained: 获得2022年度省政府科技创新督查激励 → 获得督查激励."""
    return when[:2] + when[-4:] if when.startswith("获得") and len(when) > 8 else when
