"""Papers that have to be handed in: 申报材料, 须附, 须提供, 出具, 报送, 上传."""

import re
from collections.abc import Iterator, Sequence

from .condition_scope import named_in, programmes_by_name
from .paper_names import is_paper, name_of, names_in
from .passages import Passage, Sentence, clauses_of, mended, run_ins, sentences_of
from .record import Record

_SECTION = re.compile(
    r"(?:申报|申请|附件|佐证|证明|提交|报送|上报|推荐|验收|备案|报名|揭榜|需提供|申领|兑付|兑现|认定|立项|结题|评价)(?:的|所需|需提供的|需提交的)?(?:书面)?(?:材料|资料|文件)(?:要求|清单|目录|组成)?(?:[及和与、](?:方式|要求|程序|流程|报送|报送方式|提交|提交方式|时间|地点|途径))*$|^(?:所需|共性|个性|通用|基本|专项|其他|相关|提交|需提交的?)?(?:申报|申请)?材料(?:清单|目录)?$"
)
_SUPPLY = re.compile(
    r"(?:(?P<modal>应当|应|须|必须|需|要|均须|可)(?:由[^，。；]{2,16}?)?(?:在[^，。；]{0,12}时)?(?:于[^，。；]{2,20}前)?)?(?:同时|一并|如实|另行?|按要求|按规定)*"
    r"(?P<verb>附上?|提供|提交|出具|报送|上传|递交|缴验|提报|寄送|邮寄)(?!情况)(?P<what>[^，。；：]*)"
)
_BEFORE = re.compile(
    r"(?:将|把)(?P<what>[^，。；]{2,60}?)(?:盖章后?|加盖公章后?|签字盖章后?)?(?:扫描|一式[^，]{1,3}份|统一|一并|汇总|电子版)*(?:后)?(?P<verb>上传|报送|寄送|提交|报至|送达|报|发送|送)(?:至|到)?"
)
_SENT = re.compile(
    r"^(?P<what>[^，。；]{2,24}?(?:申报书|申请书|材料|文本|推荐函|汇总表|报告|申报表))(?:一式[^，]{1,3}份)?(?:须|应|统一)?(?:报送?|送交?|寄送?|上传)(?!告)"
)
_FILLED = re.compile(
    r"(?:填写|填报|填制|登记|在)《(?P<what>[^》]{2,30}(?:表|书))》(?:上)?(?:填写|填报)?"
)
_LIST = re.compile(
    r"(?:材料|文件|附件|资料)(?:[^，。；：]{0,6})?[：:]\s*(?:主要)?(?:包括|有|为)?(?P<list>.+)$"
)
_LEAD = re.compile(
    r"(?:提交|提供|报送|附|递交|包括|上传)[^。；]{0,16}(?:材料|文件|附件|资料)[^。；]{0,10}[：:]$"
)
_SIGNED = re.compile(
    r"(?:与(?P<with>[^，。；]{2,16}?))?(?:签署|签订|签有)(?P<what>[^，。；]*?(?:协议|意向书|合同)(?:或[^，。；]*?(?:协议|意向书|合同))?)"
)
_STAGES = (
    ("contract", r"签订[^，]{0,4}合同时|签订任务书时|立项后"),
    ("acceptance", r"验收"),
    ("nomination", r"推荐函|推荐汇总|推荐意见|推荐工作"),
    ("demand", r"需求(?:征集|表|调查|申报)|征集表|征集(?:凝练)?技术需求|所征集"),
    ("execution", r"中期|年度执行"),
)


def papers_of(passages: Sequence[Passage]) -> list[Record]:
    """All papers asked for, each once per programme. O(n)."""
    names = programmes_by_name(passages)
    found: list[Record] = []
    listing: Passage | None = None
    for whole in mended(passages):
        if whole.is_cell:
            continue
        for passage in run_ins(whole):
            if listing is not None and not _in_list(passage, listing):
                listing = None
            if _ATTACHED.match(whole.text):
                continue
            for record in _of_passage(passage, listing is not None):
                found += _for_programmes(record, passage, names)
            if _LEAD.search(passage.text):
                listing = passage
    return _once([*found, *_attached(passages)])


_GUARDED = re.compile(
    r"^(?:如|若|凡|对于?)?(?P<when>[^，。；：]{2,40}?)(?:的|时)，(?:还|另|同时|并)*(?:应当?|须|需|必须)?(?:同时|另行?)?(?:提供|提交|附上?|出具|报送|上传|递交)(?P<rest>.+)$"
)
_KIND_GUARDED = re.compile(
    r"^(?P<when>[\u4e00-\u9fff“”（）]{2,24}?)(?:还|另|同时)(?!附件)(?:应当?|须|需|必须)?(?:另行?|同时)?(?:上传|提供|提交|附上?|出具|报送)(?P<rest>.+)$"
)
_ATTACHED = re.compile(r"附件\s*[：:]?\s*\d?\s*[.、．：]")
_BLANK = re.compile(r"(?:表|书|承诺函|推荐函)(?:（[^（）]*）)?$")


def _attached(passages: Sequence[Passage]) -> Iterator[Record]:
    """Blank forms of the list of annexes at a notice's end; none where the text itself points to the annexes."""
    open_list: Passage | None = None
    pointed = {p.document for p in passages if re.search(r"见附件\d", p.text)}
    for passage in passages:
        text = passage.text
        if _ATTACHED.match(text):
            open_list = passage
        elif open_list is not None and not re.match(r"\s*\d{1,2}[.、．]", text):
            open_list = None
        if open_list is None or passage.document in pointed or passage.is_cell:
            continue
        match = re.match(
            r"(?:附件\s*[：:]?)?\s*(?:\d{1,2}\s*[.、．：])?\s*(?P<name>[^。；]+)", text
        )
        if (
            match
            and _BLANK.search(match["name"])
            and not re.search(r"名单|目录|指南|通知|一览|榜单|分配", match["name"])
        ):
            sentence = Sentence(passage.view, passage)
            name = re.sub(r"（[^（）]*）$", "", match["name"])
            yield _record(sentence, match.start("name"), match.end("name"), name, 0.7, "附件表格")


def _in_list(passage: Passage, lead: Passage) -> bool:
    """Whether a numbered paragraph still belongs to the list a lead-in opened."""
    return passage.path == lead.path and bool(
        re.match(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳]", passage.text)
    )


def _once(records: Sequence[Record]) -> list[Record]:
    seen, kept = set(), []
    for record in records:
        key = (record.fields["programme"], record.fields["name"], record.document)
        if key not in seen:
            seen.add(key)
            kept.append(record)
    return kept


def _of_passage(passage: Passage, listed: bool) -> Iterator[Record]:
    titled = any(_SECTION.search(t.rstrip("：: ")) for t in passage.path[-2:])
    supports = False
    for sentence in sentences_of(passage):
        text = sentence.text
        if sentence.place == 0 and re.search(r"提供[^，。]*材料$", text):
            supports = True
            continue
        if (titled or listed) and not re.search(r"(?:应|须)(?:真实|准确|按)|装订|不予受理", text):
            yield from _titled(sentence, listed)
            continue
        yield from _supplied(sentence, supports)


def _titled(sentence: Sentence, listed: bool) -> Iterator[Record]:
    """A paragraph under 申报材料 is itself a paper, or a list of papers; …的，提供… says when."""
    text = sentence.text
    guarded = _GUARDED.match(text) or _KIND_GUARDED.match(text)
    offset = guarded.start("rest") if guarded else 0
    lead = re.match(
        r"(?:[^，。：；]{0,16}?(?:须|需|应|应当)?(?:同时)?(?:上传|提交|提供|报送|递交|附)[^，。：；]{0,10}[：:]|(?:主要)?(?:包括|有)[：:]?|须(?:上传|提交|提供))",
        text[offset:],
    )
    offset += lead.end() if lead else 0
    text = text[offset:]
    if is_paper(text) or listed or len(text) < 60:
        split = guarded or lead or (len(text) > 40 and "、" in text)
        pieces = names_in(text) if split else [(0, len(text))]
        for start, end in pieces:
            if not is_paper(text[start:end]) and not listed:
                continue
            name, when = _bracketed(text[start:end])
            when = guarded["when"] if guarded else when
            span = (0, len(sentence.text)) if guarded and len(pieces) == 1 else (offset + start, offset + end)  # fmt: skip
            yield _record(sentence, *span, name, 0.9, "申报材料", when)


def _bracketed(text: str) -> tuple[str, str | None]:
    """The name without a bracket that only says who hands it in or which annex it is."""
    match = re.search(r"（(?P<inside>[^（）]*)）$", text)
    if match is None:
        return text, None
    inside = match["inside"]
    if re.fullmatch(
        r"近.{1,3}年.*|复印件.{0,8}|原件.{0,6}|扫描件|.{0,6}盖章.{0,4}|.{0,6}公章|纸质.{0,8}|如有|\d+份|(?:见|格式见|样式见)?附\s*[件表]\s*\d*(?:[，、].*)?",
        inside,
    ):
        return text[: match.start()], None
    if re.search(r"提供|提交|如有|可选", inside) and not re.match(
        r"[^，]{2,40}?(?:须|需|应|必须)?(?:提供|提交)(?:[，、]附件\\d*)?$", inside
    ):
        return text[: match.start()], None
    told = re.match(
        r"(?:限|仅)?(?P<when>[^，]{2,40}?)(?:的)?(?:申请人|申报单位|企业|单位|项目|人员|者|团队)?(?:须|需|应|必须)?(?:提供|提交|出具|附)(?:[，、]附件\d*)?$|(?P<of>涉及[^，]{2,40}?|如有[^，]{0,20}|[^，]{2,30}的)(?:项目|企业|单位|人员|申请人)?$",
        inside,
    )
    if told is None:
        return text, None
    when = told["when"] or told["of"]
    return text[: match.start()], re.sub(r"的$", "", when)


def _supplied(sentence: Sentence, supports: bool) -> Iterator[Record]:
    """The papers of a sentence that asks for them in words of supply."""
    text = sentence.text
    listed = _LIST.search(text)
    if listed is not None and re.search(r"提供|提交|附|包括|报送", text):
        for start, end in names_in(listed["list"], commas=True):
            at = listed.start("list")
            yield _record(
                sentence, at + start, at + end, text[at + start : at + end], 0.88, "材料清单"
            )
        return
    guard: str | None = None
    for clause in clauses_of(sentence):
        whole = clause.text
        if re.match(r"如|若|对", whole) or whole.endswith("的"):
            guard = re.sub(r"^(?:如果?|若|对于?)|的$", "", whole)
        for pattern, sure in ((_BEFORE, 0.8), (_SENT, 0.8), (_FILLED, 0.75), (_SUPPLY, 0.8)):
            match = pattern.search(whole)
            if match is None or (pattern is _SUPPLY and not _is_asked(match, whole, sentence)):
                continue
            yield from _named(sentence, clause.start, whole, match, sure, guard)
            break
        else:
            signed = _SIGNED.search(whole) if supports else None
            if signed is not None:
                yield _agreement(sentence, clause.start, clause.end, signed, guard)


def _is_asked(match: re.Match[str], whole: str, sentence: Sentence) -> bool:
    """Whether the words of supply bind somebody: 能够提供服务 asks for no paper."""
    if re.search(
        r"能够?(?:为[^，]{0,12})?$|可为?[^，]{0,12}$|为[^，]{1,14}$", whole[: match.start()]
    ):
        return False
    if not (match["modal"] or match["verb"] in ("附", "附上", "上传", "递交")):
        return re.search(r"时$|请", whole[: match.start()]) is not None
    return True


def _named(
    sentence: Sentence,
    offset: int,
    whole: str,
    match: re.Match[str],
    sure: float,
    guard: str | None,
) -> Iterator[Record]:
    what = match["what"]
    for start, end in names_in(what):
        thing = what[start:end]
        if not is_paper(thing) or thing.endswith("情况"):
            continue
        subject = whole[: match.start()]
        name = thing
        if (
            re.search(r"翻译件$|复印件$|扫描件$", thing)
            and re.search(r"(?:文件|协议|合同|证书)$", subject)
            and len(thing) < 8
        ):
            name = subject + re.sub(r"^同时", "", thing)
        at = offset + match.start("what")
        whole_clause = (offset, offset + len(whole))
        span = whole_clause if len(names_in(what)) == 1 else (at + start, at + end)
        yield _record(sentence, *span, name, sure, match.re.pattern[:0] + "提供", guard, whole)


def _agreement(
    sentence: Sentence, start: int, end: int, match: re.Match[str], guard: str | None
) -> Record:
    name = match["what"]
    if match["with"]:
        name = f"与{match['with']}的{name}"
    return _record(sentence, start, end, name, 0.7, "签署", guard)


def _record(
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
    around = whole + text + sentence.text
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


def _for_programmes(
    record: Record, passage: Passage, names: dict[str, tuple[str, ...]]
) -> list[Record]:
    """The paper once for each programme its sentence names."""
    text = passage.text
    own = record.fields["programme"]
    around = next(
        (
            s.text
            for s in sentences_of(passage)
            if s.view.origin and s.view.origin[0] <= record.start <= s.view.origin[-1]
        ),
        text,
    )
    head = re.split(r"应|须|需|必须", around)[0]
    guard = str(record.fields["when"] or "")
    if re.match(r"申[报请领]", guard):
        head = guard
    named = ("项目" in head and record.why != "申报材料") or head == guard
    programmes = named_in(head, names, own) if named else ()
    if not programmes:
        return [record]
    return [
        Record(
            record.type,
            record.start,
            record.end,
            {**record.fields, "programme": one},
            record.document,
            record.confidence,
            record.why,
        )
        for one in programmes
    ]
