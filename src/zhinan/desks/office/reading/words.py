"""Words for what a reader finds: types of record, values of its choices, and the patterns that found it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

TYPE_NAMES: Mapping[str, Any] = {
    "document": _("公文"),
    "section": _("标题层次"),
    "programme": _("计划类别"),
    "topic": _("支持方向"),
    "condition": _("条件"),
    "quota": _("名额"),
    "support": _("支持"),
    "deadline": _("时间"),
    "required_document": _("材料"),
    "process": _("程序"),
    "contact": _("联系方式"),
    "form": _("表格"),
    "indicator": _("指标"),
    "key_project": _("重点项目"),
    "policy_citation": _("政策依据"),
}
ORDER = tuple(TYPE_NAMES)
QUIET = (
    "document",
    "section",
    "programme",
    "form",
    "topic",
    "key_project",
)  # their text is no clause to mark

CHOICES: Mapping[str, Mapping[str, Any]] = {
    "operator": {
        ">=": _("≥ 不低于"), ">": _("> 超过"), "<=": _("≤ 不超过"), "<": _("< 低于"), "=": _("= 为"),
        "in": _("∈ 其中之一"), "exists": _("须有"), "not": _("不得有"), "excludes": _("不可同时"),
        "before": _("早于"), "after": _("不早于"), "ends_with": _("以此结尾"),
    },
    "hardness": {"hard": _("硬：必须满足"), "soft": _("软：可裁量")},
    "check": {"auto": _("数据可判"), "document": _("看材料")},
    "condition.stage": {
        "application": _("申报"), "execution": _("实施"), "acceptance": _("验收"), "post_acceptance": _("验收后"),
    },
    "required_document.stage": {
        "demand": _("征集需求"), "application": _("申报"), "nomination": _("推荐"), "contract": _("签订合同"),
        "execution": _("实施"), "acceptance": _("验收"), "post_acceptance": _("验收后"),
    },
    "deadline.role": {
        "submission_open": _("开始申报"), "submission_close": _("申报截止"), "recommendation_due": _("推荐截止"),
        "demand_due": _("需求征集截止"), "consultation_due": _("会商截止"), "registration_bound": _("注册时间界限"),
        "establishment_bound": _("成立时间界限"), "arrival_bound": _("来华到岗时间界限"), "birth_bound": _("出生时间界限"),
        "agreement_bound": _("协议时间界限"), "project_start": _("项目开始"), "project_end": _("项目结束"),
        "spend_by": _("支出时间界限"), "performance_report_due": _("绩效报告"), "running_limit": _("办理时限"),
        "due": _("其他时限"),
    },
    "relation": {"on_or_before": _("当日或之前"), "before": _("之前"), "on": _("当日"), "after": _("之后")},
    "day_kind": {"working": _("工作日"), "natural": _("自然日"), "weeks": _("周"), "months": _("月"), "years": _("年")},
    "direction": {"before": _("事前"), "after": _("事后")},
    "quota.per": {"each": _("每家"), "total": _("合计")},
    "support.kind": {
        "cap": _("不超过"), "fixed": _("定额"), "range": _("区间"), "ratio": _("按比例"), "ratio_with_cap": _("按比例，设上限"),
        "one_off": _("一次性"), "subsidy": _("补助"), "bounty": _("榜单金额"), "tier": _("分档"), "increment": _("增量"),
        "installments": _("分期拨付"), "stage_payment": _("按阶段拨付"), "total_control": _("总额控制"), "period": _("实施期"),
    },
    "process.kind": {
        "procedure": _("办理程序"), "support_method": _("支持方式"), "submission_route": _("报送渠道"), "nomination": _("推荐"),
    },
    "document.kind": {
        "guide": _("指南"), "notice": _("通知"), "demand_call": _("需求征集"), "plan": _("规划"), "form": _("表格"),
        "measure": _("管理办法"), "challenge_list": _("榜单"),
    },
    "indicator.kind": {"plan": _("规划指标"), "performance": _("绩效指标")},
    "target_op": {"=": _("= 为"), ">": _("> 超过"), ">=": _("≥ 不低于"), "<=": _("≤ 不超过"), "<": _("< 低于")},
    "attribute": {"预期性": _("预期性"), "约束性": _("约束性")},
}  # fmt: skip

PATTERNS: Mapping[str, Any] = {
    "section.bracket": _("编号（一）"),
    "section.comma": _("编号一、"),
    "section.dot": _("编号1."),
    "section.digit_bracket": _("编号（1）"),
    "section.half_bracket": _("编号1）"),
    "section.run_in": _("段首编号"),
    "section.node": _("章节编号"),
    "section.chapter": _("第…章"),
    "section.box": _("专栏标题"),
    "section.plain": _("单独成行的标题"),
    "programme.heading": _("标题下有申报要求"),
    "programme.title": _("公文标题"),
    "programme.code": _("代码行"),
    "topic.code": _("代码行"),
    "topic.paragraph": _("支持重点下的段落"),
    "topic.item": _("支持重点下的分项"),
    "topic.heading": _("支持重点下的标题"),
    "topic.label": _("支持重点下的分项"),
    "topic.run_in": _("支持重点下的分项"),
    "topic.scope": _("支持范围"),
    "document.title": _("公文标题"),
    "document.annex": _("附件标题"),
    "contact.line": _("姓名与电话在一行"),
    "contact.labelled": _("联系人、电话字样"),
    "quota.listed": _("名额列举"),
    "quota.ceiling": _("不超过…项"),
    "quota.by": _("由…推荐…项"),
    "indicator.table": _("指标表"),
    "indicator.performance_table": _("绩效表"),
    "indicator.list": _("指标列举"),
    "indicator.implausible": _("数值不合常理"),
    "key_project.table": _("项目表"),
    "key_project.list": _("项目列举"),
    "policy_citation.title": _("书名号"),
    "policy_citation.title_and_number": _("书名号与文号"),
    "deadline.before": _("…前"),
    "deadline.after": _("…后"),
    "deadline.on": _("日期"),
    "deadline.period": _("起止日期"),
    "deadline.same_year": _("当年日期"),
    "cap": _("不超过"),
    "one_off": _("一次性"),
}


def pattern_words(why: str) -> str:
    """The pattern that found a record, in words: its own name where that is Chinese.

    >>> str(pattern_words("数量界限"))
    '数量界限'
    """
    if why in PATTERNS:
        return str(PATTERNS[why])
    if why and not why.isascii():
        return why
    near = why.rpartition(".")[0]
    return str(PATTERNS.get(near, "")) if near else ""


def choice_words(kind: str, name: str, value: Any) -> str:
    """The word for one value of a choice; the value itself where it is none of ours."""
    words = choices_of(kind, name).get(str(value))
    return str(words if words is not None else value)


def choices_of(kind: str, name: str) -> Mapping[str, Any]:
    """The values a field may have, of one type or of all."""
    return CHOICES.get(f"{kind}.{name}") or CHOICES.get(name) or {}
