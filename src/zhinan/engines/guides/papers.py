"""Papers that have to be handed in: 申报材料, 须附, 须提供, 出具, 报送, 上传."""

import re
from collections.abc import Iterator, Sequence

from .condition_scope import named_in, programmes_by_name, under_named
from .paper_lists import listed_papers, without_bracket
from .paper_names import is_paper, names_in
from .paper_records import lead_of, paper_record
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
    r"(?:将|把)(?P<what>(?:[^，。；（）]|（[^（）]*）){2,90}?)(?:于[^，。；]{2,20}前)?(?:盖章后?|加盖公章后?|签字盖章后?)?(?:扫描|一式[^，]{1,3}份|统一|一并|汇总|电子版)*(?:后)?(?P<verb>上传|报送|寄送|提交|报至|送达|(?<!申)报(?![告表书名价销])|发送|送)(?:至|到)?"
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


def papers_of(passages: Sequence[Passage]) -> list[Record]:
    """All papers asked for, each once per programme. O(n)."""
    names = programmes_by_name(passages)
    found: list[Record] = []
    listing: Passage | None = None
    for whole in mended(passages):
        if whole.is_cell:
            continue
        for passage in run_ins(under_named(whole, names)):
            if listing is not None and not _in_list(passage, listing):
                listing = None
            if _ATTACHED.match(whole.text):
                continue
            for record in _of_passage(passage, listing is not None):
                found += _for_programmes(record, passage, names)
            if _LEAD.search(passage.text):
                listing = passage
    told = tuple(str(record.fields["name"]) for record in found)
    forms = [r for r in _attached(passages) if not str(r.fields["name"]).endswith(told)]
    return _once([*found, *forms, *(r for r in _attached(passages) if r.fields["name"] in told)])


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
            yield paper_record(
                sentence, match.start("name"), match.end("name"), name, 0.7, "附件表格"
            )


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
        if not (titled or listed) and _LEAD.search(lead_of(sentence)):
            yield from listed_papers(sentence, True)
            continue
        if (titled or listed) and not re.search(r"(?:应|须)(?:真实|准确|按)|装订|不予受理", text):
            yield from listed_papers(sentence, listed)
            continue
        yield from _supplied(sentence, supports)


def _supplied(sentence: Sentence, supports: bool) -> Iterator[Record]:
    """The papers of a sentence that asks for them in words of supply."""
    text = sentence.text
    listed = _LIST.search(text)
    if listed is not None and re.search(r"提供|提交|附|包括|报送", text):
        for start, end in names_in(listed["list"], commas=True):
            at = listed.start("list")
            name, when = without_bracket(text[at + start : at + end])
            yield paper_record(sentence, at + start, at + end, name, 0.88, "材料清单", when)
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
        before = whole[: match.start()]
        if match["verb"] == "出具":
            return bool(re.search(r"由[^，]{2,20}$", before)) and not match["what"].startswith("的")
        return bool(_DUE.search(before)) or _was_asked(match["verb"], sentence)
    return True


# 11月21日前提交, 到期后3个月内提交: a time by which it is due asks for it
_DUE = re.compile(r"时$|请|(?:\d|[日月底末天])(?:之)?前$|(?:日|天|个月|年)(?:之)?内$")


def _was_asked(verb: str, sentence: Sentence) -> bool:
    """…须提供甲；…提供乙: the duty said in the half before goes on."""
    before = sentence.passage.text.split(sentence.text, 1)[0]
    asked = re.search(rf"(?:须|应当?|需|必须){verb}", before)
    return bool(asked) and before.rstrip().endswith(("；", ";"))


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
        thing = without_bracket(what[start:end])[0]
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
        yield paper_record(sentence, *span, name, sure, match.re.pattern[:0] + "提供", guard, whole)


def _agreement(
    sentence: Sentence, start: int, end: int, match: re.Match[str], guard: str | None
) -> Record:
    name = match["what"]
    if match["with"]:
        name = f"与{match['with']}的{name}"
    return paper_record(sentence, start, end, name, 0.7, "签署", guard)


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
