"""Which headings name programmes: by what stands below them, by what they grant, by what divides them."""

import re
from collections.abc import Mapping, Sequence

from .codes import Coded
from .facets import divides, is_core, is_facet, tells_directions
from .outline import Heading
from .paragraphs import Paragraph

_RUN_IN_CORE = re.compile(r"(?:^|。)(?:申报|申请|支持|资助)(?:条件|对象|范围|要求|标准|强度)[：:]")
_TASK = re.compile(r"(?:主要)?(?:研究|攻关|技术|建设|任务|需求)(?:内容|目标|方向|需求)")
_SHARED = re.compile(
    r"^(?:项目)?(?:限项|限额|申[请报]|推荐|填报|报送|受理|评审|评选|时间|材料|咨询|联系|其他|注意|有关|相关|工作|资助|管理)[\u4e00-\u9fff、和及与]{0,8}(?:规定|要求|材料|时间|方式|流程|程序|事项|电话|条件|安排|说明|须知|联系人)$"
)
_LISTED = re.compile(
    r"(?:项目|计划|专项|基金|资金|课题|类|研发中心|创新中心|技术中心|新型研发机构|实验室|工作站|孵化器|众创空间|创新联合体|人才|英才|团队|创新券|科技奖)(?:（.*）)?$"
)
_GRANTED = re.compile(
    r"(?:奖励|补助|补贴|资助|奖补|后补助|贴息|扶持|支持|资金|券|贷|保险|项目|计划|专项|基金|认定|建设|培育|引进|补偿)(?:政策|类)?(?:（[^（）]*）)?$"
)
_GIVES = re.compile(
    r"(?:奖励|补助|补贴|资助|奖补|给予|支持|兑付|贴息)[^。；]{0,40}?\d+(?:\.\d+)?\s*(?:万元|亿元|元|%)|\d+(?:\.\d+)?\s*(?:万元|亿元|元|%)[^。；，]{0,16}(?:奖励|补助|补贴|资助|奖补|支持|贴息)"
)


def has_shared_rules(headings: Sequence[Heading]) -> bool:
    """Whether a document sets rules for all its programmes: headings of its own like 限项规定, 申请材料."""
    shared = [h for h in headings if h.level == 1 and not h.is_box and _SHARED.search(h.title)]
    return len(shared) > 1


def _is_other(heading: Heading) -> bool:
    """A heading that names no programme whatever stands below: a chapter of a measure, a box, 申报条件."""
    chapter = heading.mark.style in ("part", "chapter", "node")
    return (
        chapter
        or heading.is_stray
        or heading.is_box
        or is_facet(heading.title)
        or heading.mark.run_in
    )


def heads_of_programmes(
    paragraphs: Sequence[Paragraph], headings: Sequence[Heading], coded: Sequence[Coded]
) -> list[Heading]:
    """Headings that name programmes, and those that gather them."""
    children: dict[int, list[int]] = {}
    under_code = {place for one in coded for place in range(one.place, one.stop)}
    for at, heading in enumerate(headings):
        if heading.above is not None:
            children.setdefault(heading.above, []).append(at)
    named: set[int] = set()
    for at, heading in enumerate(headings):
        if _is_other(heading):
            continue
        below = [headings[i] for i in children.get(at, [])]
        core = sum(1 for c in below if _is_own(c.title))
        own = paragraphs[heading.place + 1 : below[0].place if below else heading.stop]
        if (
            core
            or any(
                _RUN_IN_CORE.search(p.text)
                for p in own
                if not p.is_cell and p.place not in under_code
            )
            or _is_listed(heading, headings)
        ):
            named.add(at)
    named |= _granting(paragraphs, headings, children)
    for at, heading in enumerate(headings):
        beside = children.get(heading.above, []) if heading.above is not None else []
        alike = sum(1 for i in beside if i in named) > 1 and _LISTED.search(heading.title)
        if alike and not is_facet(heading.title):
            named.add(at)
    for at in list(named):
        above = headings[at].above
        while above is not None:
            if not is_facet(headings[above].title):
                named.add(above)
            above = headings[above].above
    return [headings[at] for at in sorted(named)]


def _granting(
    paragraphs: Sequence[Paragraph],
    headings: Sequence[Heading],
    children: Mapping[int, Sequence[int]],
) -> set[int]:
    """Headings beside each other each of which says what is granted: （一）高新技术企业认定奖励, （二）研发投入补助."""
    found: set[int] = set()
    for above, beside in children.items():
        open_to = [
            i
            for i in beside
            if not is_facet(headings[i].title)
            and _GRANTED.search(headings[i].title)
            and not headings[i].is_box
        ]
        gives = [
            i
            for i in open_to
            if any(
                _GIVES.search(p.text)
                for p in paragraphs[headings[i].place : headings[i].stop]
                if not p.is_cell
            )
        ]
        if len(gives) > 1 and len(gives) >= 0.6 * len(beside) and is_facet(headings[above].title):
            found |= set(open_to)
    return found


def _is_own(title: str) -> bool:
    """Whether a heading below another makes that one a programme; what a task is about does not."""
    return is_core(title) or (tells_directions(title) and not _TASK.fullmatch(title))


def _is_listed(heading: Heading, headings: Sequence[Heading]) -> bool:
    """A name of projects under a heading that divides into kinds: 立项支持方式 … （一）…项目."""
    if not _LISTED.search(heading.title) or heading.above is None:
        return False
    if re.match(r"引进|培养|支持|加强|推进|促进|鼓励", heading.title):
        return False
    above: int | None = heading.above
    while above is not None:
        parent = headings[above]
        if is_facet(parent.title):
            return divides(parent.title) and not tells_directions(parent.title)
        if not _LISTED.search(parent.title):
            return False
        above = parent.above
    return False
