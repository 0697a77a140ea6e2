"""A reviewed reading made into a draft guide."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.programmes.models import Guide
from zhinan.apps.programmes.services import import_pack
from zhinan.apps.programmes.states import GuideState
from zhinan.apps.readings.facts import digest_of, draft_of
from zhinan.apps.readings.guards import entries_were_kept
from zhinan.apps.readings.models import Reading
from zhinan.apps.readings.states import DRAFT_GUIDE, ReadingState
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.engines.drafting import About
from zhinan.engines.packs import Pack, load_pack
from zhinan.engines.values import Finding


@transaction.atomic
def draft_guide(reading: Reading, *, actor: Any, about: About) -> Guide:
    """Make a draft guide of the entries as they stand; made again, it is the guide's next version.

    The line of record keeps the digest of the text and all entries.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: ``READING-NO-ENTRY``, ``READING-PLAN``, ``DRAFT-SAME``, or it is not under review.
    """
    require(actor, "readings.draft", reading)
    # The guide is looked up after the lock: joined, it would be the one of before the wait.
    locked = Reading.objects.select_for_update().get(pk=reading.pk)
    pack = load_pack(draft_of(locked, about).files)
    _refuse_plan(locked, pack)
    _refuse_same(locked, pack)
    columns = {
        "pack": pack.key,
        "year": pack.year,
        "office_name": pack.office_name[:120],
        "region_code": pack.region,
    }
    digest = digest_of(locked)
    if locked.state != ReadingState.DRAFTED:
        guide = import_pack(pack, actor=actor)
        note = f"记录摘要{digest}"
        perform(DRAFT_GUIDE, locked, actor=actor, note=note, guide=guide, **columns)
        return guide
    if findings := entries_were_kept(locked, now=timezone.now()):
        raise MoveRefused(*findings)
    guide = import_pack(pack, actor=actor)
    before = locked.guide
    for name, value in {**columns, "guide": guide}.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*columns, "guide"])
    record_act(
        "readings.draft_again",
        locked,
        actor=actor,
        summary="再次形成草案指南",
        before={"guide": before},
        after={"guide": guide},
        note=f"记录摘要{digest}",
    )
    return guide


def _refuse_plan(reading: Reading, pack: Pack) -> None:
    if pack.kind == "call":
        return
    raise MoveRefused(
        Finding(
            "READING-PLAN",
            _("“%(title)s”读出的是规划，没有可以申报的计划") % {"title": reading.title},
            remedy=_("规划不形成指南，核对后可导出记录；不是规划的，请改正文件记录的种类"),
        )
    )


def _refuse_same(reading: Reading, pack: Pack) -> None:
    guide = reading.guide
    if guide is None or guide.state != GuideState.DRAFT or guide.digest != pack.digest:
        return
    raise MoveRefused(
        Finding(
            "DRAFT-SAME",
            _("记录没有变化，草案仍是“%(guide)s”") % {"guide": guide},
            remedy=_("请直接打开这份草案；改动记录后可再次形成"),
        )
    )
