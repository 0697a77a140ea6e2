"""What the pages about rules share: who may enter, the guide with its rules, and words for kinds."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from zhinan.apps.accounts.models import Role, ScopeKind
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.facts.handed_in import last_revisions
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import applications_visible_to
from zhinan.apps.programmes.models import Guide, Programme
from zhinan.apps.programmes.selectors import guides_visible_to
from zhinan.desks.access import DeskView
from zhinan.engines.rules import Rule

KINDS: dict[str, Any] = {
    "rule": pgettext_lazy("rule kind", "规则"),
    "quota": pgettext_lazy("rule kind", "限额"),
    "exclusion": pgettext_lazy("rule kind", "互斥"),
    "uniqueness": pgettext_lazy("rule kind", "唯一"),
    "history": pgettext_lazy("rule kind", "历史"),
    "relation": pgettext_lazy("rule kind", "关联"),
    "calculation": pgettext_lazy("rule kind", "计算"),
    "target": pgettext_lazy("rule kind", "目标"),
    "lint": pgettext_lazy("rule kind", "检查"),
}
FORCES: dict[str, Any] = {
    "硬": pgettext_lazy("force", "硬"),
    "软": pgettext_lazy("force", "软"),
    "人工": pgettext_lazy("force", "人工"),
}
NATURES: dict[str, Any] = {
    "条件": pgettext_lazy("nature", "条件"),
    "优先": pgettext_lazy("nature", "优先"),
}
STAGES: dict[str, Any] = {
    "申报": pgettext_lazy("rule stage", "申报"),
    "受理": pgettext_lazy("rule stage", "受理"),
    "立项": pgettext_lazy("rule stage", "立项"),
    "合同": pgettext_lazy("rule stage", "合同"),
    "拨付": pgettext_lazy("rule stage", "拨付"),
    "执行": pgettext_lazy("rule stage", "执行"),
    "变更": pgettext_lazy("rule stage", "变更"),
    "验收": pgettext_lazy("rule stage", "验收"),
    "评价": pgettext_lazy("rule stage", "评价"),
}


class RuleView(DeskView):
    roles = (Role.OFFICE, Role.LEADER, Role.FINANCE)


def guide_for(request: Any, pk: int) -> Guide:
    """The guide as the reader may see it, with the vocabulary its rules are read by."""
    return get_object_or_404(guides_visible_to(request.actor), pk=pk)


def programmes_of(guide: Guide) -> dict[str, Programme]:
    """By key, in the order of the guide; one statement."""
    return {p.key: p for p in guide.programmes.defer("flow", "windows").order_by("order")}


def short_names(rule: Rule, programmes: Mapping[str, Programme]) -> list[str]:
    found = (programmes[key] for key in rule.programmes if key in programmes)
    return [p.short_name or p.name for p in found]


def clause_address(guide: Guide, rule: Rule) -> str:
    """The rule beside its clause on the public page of its first programme."""
    if not rule.programmes:
        return ""
    return f"{reverse('public:programme', args=(guide.pk, rule.programmes[0]))}#{rule.key}"


def applications_under(
    actor: Actor, guide: Guide, programmes: Iterable[str] | None = None
) -> QuerySet[Application]:
    """Applications of the guide's calls that have reached the office and that the actor may see."""
    rows = applications_visible_to(actor).filter(call__programme__guide=guide)
    if programmes is not None:
        rows = rows.filter(call__programme__key__in=list(programmes))
    return rows


def fingerprint(applications: QuerySet[Application]) -> tuple[Any, ...]:
    """How many were handed in, and the newest revision: what was made of them holds while this does. One statement."""
    found = last_revisions(applications).aggregate(
        many=Count("pk"), newest=Max("pk"), at=Max("made_at")
    )
    return found["many"], found["newest"], found["at"]


def reach_of(actor: Actor) -> tuple[Any, ...]:
    """What limits the actor's sight of applications; those with the same reach see the same counts."""
    return actor.section_id, actor.scope(ScopeKind.PROGRAMME)
