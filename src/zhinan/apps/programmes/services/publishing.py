"""A draft guide made public and frozen."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.apps.programmes.facts import pack_of
from zhinan.apps.programmes.models import Guide
from zhinan.apps.programmes.states import PUBLISH_GUIDE, REPLACE_GUIDE, GuideState
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.apps.registry.models import Section
from zhinan.engines.values import Finding

CHECKED = {  # kinds of spans that decide something of an application
    "rule": gettext_lazy("规则"),
    "quota": gettext_lazy("名额"),
    "window": gettext_lazy("期限"),
    "topic": gettext_lazy("指南方向"),
}


@transaction.atomic
def publish_guide(guide: Guide, *, actor: Any) -> Guide:
    """Make a draft guide public; from here it is frozen, and the version published before is replaced.

    Calls opened under the version before keep it.

    Raises:
        PermissionDenied: ``actor`` may not publish all of its programmes.
        MoveRefused: It is not a draft, a later version is public, or it was drafted from an official text and
            rules, quotas, windows or topics of it were never confirmed (``GUIDE-UNCHECKED``).
    """
    require(actor, "programmes.publish", guide)
    # All versions are locked in one order, so that two published at once come one after the other.
    versions = list(Guide.objects.select_for_update().filter(pack=guide.pack).order_by("version"))
    for other in versions:
        if other.state != GuideState.PUBLISHED or other.pk == guide.pk:
            continue
        if other.version > guide.version:
            raise MoveRefused(
                Finding(
                    "GUIDE-OLDER",
                    f"第{other.version}版已发布，不能再发布较早的第{guide.version}版",
                    remedy="请重新导入为新版本后发布",
                )
            )
        if guide.state == GuideState.DRAFT:
            perform(REPLACE_GUIDE, other, actor=actor, note=f"由第{guide.version}版替代")
    if guide.state == GuideState.DRAFT:
        _refuse_unchecked(guide)
    published = perform(PUBLISH_GUIDE, guide, actor=actor, published_at=timezone.now())
    _bring_sections_up_to_date(published, actor=actor)
    return published


def _refuse_unchecked(guide: Guide) -> None:
    """Nothing that decides an application goes out as a machine read it."""
    source = pack_of(guide).source
    counts = Counter(span.kind for span in source.unchecked(*CHECKED)) if source else None
    if not source or not counts:
        return
    listed = "、".join(f"{CHECKED[kind]}{counts[kind]}条" for kind in CHECKED if counts[kind])
    raise MoveRefused(
        Finding(
            "GUIDE-UNCHECKED",
            _("这份草案由“%(name)s”读出，还有%(count)s处没有人确认：%(listed)s")
            % {"name": source.name, "count": counts.total(), "listed": listed},
            remedy=_("请到“读公文”中核对这些记录，再形成草案，发布新的一版"),
        )
    )


def _bring_sections_up_to_date(guide: Guide, *, actor: Any) -> None:
    sections = {s.key: s for s in Section.objects.select_for_update().order_by("pk")}
    for stated in pack_of(guide).sections:
        section = sections[stated.key]
        before = {
            "name": section.name,
            "contact_name": section.contact_name,
            "contact_phone": section.contact_phone,
        }
        after = {"name": stated.name, "contact_name": stated.contact, "contact_phone": stated.phone}
        if before == after:
            continue
        for column, value in after.items():
            setattr(section, column, value)
        section.save(update_fields=list(after))
        record_act(
            "registry.change_section",
            section,
            actor=actor,
            summary=f"按{guide}更新处室",
            before=before,
            after=after,
        )
