"""How a programme runs: its mode, and the stages its text names."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zhinan.engines.packs.pack import STAGES

from .fact import Fact
from .places import DraftDocument, DraftProgramme, Places

_MODES = (
    ("open_bid", r"揭榜|榜单|发榜|张榜"),
    ("parallel", r"赛马"),
    ("responsibility", r"军令状"),
    ("directed", r"定向"),
    ("filing", r"备案|认定"),
    ("subsidy", r"奖补|补助|后补助|奖励|贯标|补贴"),
)
_STAGES = (
    ("collect", r"征集|编制(?:申报)?指南"),
    ("nominate", r"推荐|归口|汇总(?:审核)?(?:上报|报送)|审核汇总|统一报送"),
    ("formal_check", r"形式审[查核]|资格审[查核]|初审|受理"),
    ("similarity_check", r"查重|查新"),
    ("mail_review", r"网评|函评|网络评审|专家评审|集中评审|评审|论证"),
    ("hearing", r"答辩|现场(?:考察|评审)|会议评审|会评|路演"),
    ("decide", r"立项|审定|决定|确定|批准|会商"),
    ("notice", r"公示"),
    ("contract", r"合同|任务书|签订|签约"),
    ("disburse", r"拨付|下达|资金|兑付"),
    ("report", r"进展报告|年度报告|执行情况"),
    ("inspect", r"中期|检查|监督"),
    ("change", r"变更|调整"),
    ("accept", r"验收|结题"),
    ("evaluate", r"绩效(?:评价|评估)|后评估"),
)
_USUAL = {
    "filing": ("formal_check", "hearing", "decide", "notice"),
    "subsidy": ("formal_check", "decide", "notice", "disburse"),
}
_COMPETITION = ("formal_check", "mail_review", "decide", "notice", "contract", "disburse", "accept")


def mode_of(programme: DraftProgramme, document: DraftDocument, facts: Sequence[Fact]) -> str:
    """How applications are come by, as far as the names say: the programme's own, then the document's."""
    for said in (programme.name, document.title):
        for mode, pattern in _MODES:
            if re.search(pattern, said):
                return mode
    is_list = any(
        f.type == "topic" and (f.said("bounty") or f.said("demander"))
        for f in facts
        if document.start <= f.start < document.stop
    )
    return "open_bid" if is_list else "competition"


def as_parameter(fact: Fact) -> tuple[str, dict[str, Any]] | None:
    """A limit that a stage itself counts: 公示5个工作日, 5个工作日内补正, 30日内签订合同.

    Returns:
        The stage and its parameter; None where a limit is no such one.
    """
    days, kind = fact.said("days"), fact.word("day_kind")
    if fact.type != "deadline" or not isinstance(days, int) or not 0 < days <= 365:
        return None
    said, role = fact.word("relative") + fact.word("anchor"), fact.word("role")
    if kind == "working" and (
        role == "publicity_period" or re.search(r"公示(?:期|时间)?(?:为|不少于)?$|^公示", said)
    ):
        return "notice", {"working_days": days}
    if kind == "working" and re.search(r"补正|补充(?:完善)?材料", said + fact.word("subject")):
        return "formal_check", {"correction_working_days": days}
    if kind == "natural" and role == "contract_due":
        return "contract", {"days": days}
    return None


def flow_of(
    key: str, mode: str, facts: Sequence[Fact], places: Places, *, is_limited: bool
) -> list[dict[str, Any]]:
    """The stages in their order: the usual ones of the mode, and every one the text names.

    Args:
        is_limited: Whether bodies have a quota to recommend within.
    """
    named = set(_USUAL.get(mode, _COMPETITION))
    for fact in (f for f in facts if f.type == "process" and key in places.keys_named(f)):
        stages = fact.said("stages") or ()
        for said in stages if isinstance(stages, list | tuple) else ():
            named |= {stage for stage, pattern in _STAGES if re.search(pattern, str(said))}
    if is_limited:
        named.add("nominate")
    parameters: dict[str, dict[str, Any]] = {}
    for fact in (f for f in facts if key in places.keys_named(f)):
        said_so = as_parameter(fact)
        if said_so is not None and not fact.record.question:
            parameters.setdefault(said_so[0], said_so[1])
    named |= set(parameters)
    return [{"stage": stage, **parameters.get(stage, {})} for stage in STAGES if stage in named]


def is_recommended(flow: Sequence[Mapping[str, Any]]) -> bool:
    return any(stage["stage"] == "nominate" for stage in flow)
