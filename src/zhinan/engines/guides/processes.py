"""Procedures: chains of arrows, reviews and selection, routes by which an application travels, nomination by quota."""

import re
from collections.abc import Iterator, Sequence

from .passages import Passage, Sentence, mended, run_ins, sentences_of, split_at
from .record import Record

_ARROW = re.compile(
    r"\s*(?:→|➔|⟶|—>|->|--+>|＞＞|⇒|—{2,}|(?<=[\u4e00-\u9fff）])[—–](?=[\u4e00-\u9fff]))\s*"
)
_STEPPED = re.compile(r"程序|流程|步骤|评审|遴选|认定|组织")
_METHOD = re.compile(
    r"经(?P<first>(?:组织)?(?:专家)?(?:评审|评估|论证|审核|审查|网络评审|会议评审)[^，。]{0,6}?)(?:后|，|、)?(?P<then>择优[^，。；]*)"
)
_REVIEW = re.compile(
    r"(?:(?P<after>[^，。]{2,14})(?:结束后|完成后|后)，)?(?P<who>[^，。]{0,20}?)(?:将)?组织(?:有关)?(?:专家|评审专家|第三方)(?:组)?(?:对[^，。]{0,24})?(?:进行|开展)?(?P<deed>评审|论证|验收|评估|考察|评价|答辩)(?P<rest>[^。；]*)"
)
_ACT = re.compile(
    r"(?:自愿|组织|在线|网上|统一)?(?:申请|申报|填报|征集|遴选|受理|初审|审核|审查|评审|论证|考察|公示|立项|签订合同|签约|下达|拨付|推荐|汇总|上报|报送|会商|备案|登记|发榜|揭榜|验收|提交|上传)"
)
_ROW = re.compile(
    r"(?:^|按(?:照)?|经(?:过)?|履行|包括|[：:])(?P<row>[\u4e00-\u9fff（）]{2,14}(?:、[\u4e00-\u9fff（）]{2,14}){2,}(?:和|及|、)[\u4e00-\u9fff（）]{2,14}?)(?:等?(?:程序|流程|环节|步骤|阶段)[^，。；]*)?$"
)
_DEED = re.compile(
    r"受理|审查|初审|复审|终审|评审|论证|考察|公示|公布|公告|立项|签约|签订|下达|拨付|推荐|申报|申请|汇总|报送|备案|登记|发榜|揭榜|验收|答辩|联审|审定|审批|审核|核查|遴选|对接|发布|认定|会商|征集|评估"
)
_CLICKS = re.compile(r"登录|点击|进入|搜索|注册账号|打开")
_ROUTE = re.compile(
    r"由(?P<who>[^，。；由]{2,40}?)(?:负责)?(?:统一)?(?P<deed>(?:自愿)?(?:申请|申报)|审核|审查|初审|汇总|推荐|征集|遴选|统一汇总|报送|上报|择优推荐)"
)
_REPORT = re.compile(r"(?:申报书|申请书|材料|文本)(?:统一)?报(?P<to>[^，。；告]{3,24})$")
_QUOTA = re.compile(r"(?:采取|实行|采用)(?P<how>限额推荐|限项推荐|限项申报|限额申报)")
_ORGANISE = re.compile(
    r"(?:请|各)(?P<who>[^，。；]{2,40}?)(?:要)?(?:认真)?做好(?P<what>[^，。；]{4,24}?)工作"
)
_CONSULT = re.compile(
    r"经(?:由)?(?P<who>[^，。；]{2,40}?)与(?P<with>[^，。；]{2,14}?)会商(?:后)?(?P<then>组织申报|申报|推荐)?"
)


def processes_of(passages: Sequence[Passage]) -> list[Record]:
    """All procedures, in order of the text. O(n)."""
    found: list[Record] = []
    for whole in mended(passages):
        if whole.is_cell:
            continue
        for passage in run_ins(whole):
            found += list(_of_passage(passage))
    return found


def _of_passage(passage: Passage) -> Iterator[Record]:
    arrows = _ARROW.split(passage.text.strip("。；"))
    if len(arrows) >= 3:
        stages = [re.sub(r"^.*[：:]", "", arrow).strip() for arrow in arrows]
        yield _record(
            passage, 0, len(passage.text.rstrip("。；")), "procedure", stages, 0.95, "箭头"
        )
        return
    sentences = sentences_of(passage)
    for sentence in sentences:
        steps = _steps(sentence)
        if steps is not None:
            start, stages = steps
            first, last = sentence.view.span(start, len(sentence.text))
            yield _made(passage, first, last, "procedure", stages, 0.75, "环节")
    clicks = [s for s in sentences if len(_CLICKS.findall(s.text)) >= 3 or _logs_in(s.text)]
    for sentence in clicks:
        yield _of_sentence(sentence, "submission_route", _clicked(sentence.text), 0.85, "登录")
    yield from _routes(sentences)
    for sentence in sentences:
        if sentence not in clicks:
            yield from _single(sentence)


def _logs_in(text: str) -> bool:
    """登录…平台填写申报书，上传材料: an online route in two acts."""
    return bool(
        re.search(r"登[录陆][^，。；]{2,40}(?:填[写报]|提交|上传|注册)", text)
    ) and not re.search(r"应|不得|\d{1,2}月", text)


def _steps(sentence: Sentence) -> tuple[int, list[str]] | None:
    """按照受理、形式审查、专家评审、公示、立项等程序: acts in a row, and nothing else."""
    text = sentence.text
    match = _ROW.search(text)
    if match is None:
        return None
    stages = [part.strip() for part in re.split("、|和|及", match["row"]) if part.strip()]
    acts = sum(1 for stage in stages if _DEED.search(stage))
    told = "程序" in match[0] or "流程" in match[0] or "环节" in match[0]
    titled = any(_STEPPED.search(title) for title in sentence.passage.path[-2:])
    if len(stages) < 4 or acts < 0.8 * len(stages) or not (told or titled):
        return None
    return match.start("row"), stages


def _clicked(text: str) -> list[str]:
    stages: list[str] = []
    text = re.sub(r"^[^，。；]{0,12}?(?=登[录陆])", "", text)
    text = re.sub(
        r"(登[录陆](?:“[^”]*”|《[^》]*》|[^，。；]{2,30}?(?:平台|系统|网站?|官网))(?:（[^）]*）)?)(?=填|提交|上传|注册|进行)",
        r"\1，",
        text,
    )
    for start, end, _ in split_at(text, "，,"):
        part = re.sub(r"^(?:进入后|然后|再)", "", text[start:end].strip())
        last = re.search(r"进入[^，]*系统$", part)
        if last and last.start() > 0:
            stages += [part[: last.start()], last[0]]
        else:
            stages.append(part)
    return stages


def _single(sentence: Sentence) -> Iterator[Record]:
    text = sentence.text
    method = _METHOD.search(text)
    if method is not None:
        titled = any(
            re.search(r"支持方式|资助方式|立项方式|支持办法", title)
            for title in sentence.passage.path
        )
        kind = (
            "support_method"
            if titled or re.search(r"立项资助|予以支持|择优支持|择优立项", text)
            else "procedure"
        )
        yield _of_sentence(sentence, kind, [method["first"], method["then"]], 0.9, "评审择优")
        return
    quota = _QUOTA.search(text)
    if quota is not None:
        yield _of_sentence(sentence, "nomination", [quota["how"]], 0.8, "限额推荐")
        return
    review = _REVIEW.search(text)
    if review is not None and "或" not in review["who"] and "进一步" not in text:
        yield _of_sentence(sentence, "procedure", _reviewed(review), 0.72, "组织专家")


def _reviewed(match: re.Match[str]) -> list[str]:
    stages = []
    after = match["after"]
    if after:
        awarded = re.match(r"立项(?=项目)", after)
        stages += [*([awarded[0]] if awarded else []), (after[2:] + "结束") if awarded else after]
    stages.append("专家" + match["deed"])
    then = re.search(r"择优[^，。；]*|公示[^，。；]*|确定[^，。；]*", match["rest"])
    if then:
        stages.append(re.sub("予以|进行|给予", "", then[0]))
    return stages


def _routes(sentences: Sequence[Sentence]) -> Iterator[Record]:
    """The way an application goes, told in one or two neighbouring sentences."""
    for place, sentence in enumerate(sentences):
        stages = _stages_of_route(sentence.text)
        first = last = sentence
        before = sentences[place - 1] if place else None
        reported = _REPORT.search(before.text) if before else None
        if stages and before is not None and reported:
            stages, first = ["报" + reported["to"], *stages], before
        if len(stages) < 2:
            continue
        gathered = (
            re.search(r"集中评审|统一评审", before.text) if before and len(stages) >= 2 else None
        )
        if gathered and before:
            stages, first = [*stages, gathered[0]], before
        start, end = first.view.origin[0], last.view.origin[-1] + 1
        yield _made(sentence.passage, start, end, "submission_route", stages, 0.8, "由…报送")


def _stages_of_route(text: str) -> list[str]:
    """The acts of a sentence in order, each with who does it where that is said."""
    consult = _CONSULT.search(text)
    if consult is not None:
        inner = re.search(
            r"（由?(?P<who>[^（）]*?)(?P<deed>汇总)[^（），]*?(?P<what>申报意向|意向|材料)", text
        )
        first = [f"{inner['who']}汇总{inner['what']}"] if inner else []
        return [*first, f"与{consult['with']}会商", *([consult["then"]] if consult["then"] else [])]
    organised = _ORGANISE.search(text)
    if organised is not None:
        stages = re.split(r"[、和及]", organised["what"])
        sent = re.search(r"(?:将|把)[^，。；]*?(?:盖章)?[^，。；]*?(?:上传|报送)", text)
        return (
            [*stages, "推荐材料盖章扫描上传" if sent and "上传" in sent[0] else "报送推荐材料"]
            if sent
            else stages
        )
    match = _ROUTE.search(text)
    if match is None or re.search(r"不得|应由[^，]*出具|权属|承担责任", text):
        return []
    tail = text[match.end("who") :]
    who = match["who"]
    parts = [
        p for p in re.split(r"[，、；]|后，?|并(?=择优|统一|推荐|上报|报)|和(?=协会)", tail) if p
    ]
    stages = [
        p for p in parts if _ACT.search(p) and len(p) <= 30 and not re.search(r"不超过|\d|周期", p)
    ]
    if not stages:
        return []
    deed = re.sub(r"^(?:负责)", "", stages[0])
    mixed = re.fullmatch(r"统一汇总(?P<then>报送|上报)", deed)
    if mixed:
        return [f"{who}汇总", f"统一{mixed['then']}"]
    return [_short(who) + deed, *(re.sub(r"^各", "", s) for s in stages[1:])]


def _short(who: str) -> str:
    return re.sub(r"^(?:符合条件的|相关|各)+", "", who)


def _of_sentence(sentence: Sentence, kind: str, stages: list[str], sure: float, why: str) -> Record:
    view = sentence.view
    return _made(sentence.passage, view.origin[0], view.origin[-1] + 1, kind, stages, sure, why)


def _record(
    passage: Passage, start: int, end: int, kind: str, stages: list[str], sure: float, why: str
) -> Record:
    first, last = passage.view.span(start, end)
    return _made(passage, first, last, kind, stages, sure, why)


def _made(
    passage: Passage, start: int, end: int, kind: str, stages: list[str], sure: float, why: str
) -> Record:
    fields = {"kind": kind, "programme": passage.programme, "stages": stages}
    return Record("process", start, end, fields, passage.document, sure, why)
