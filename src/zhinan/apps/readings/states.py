"""Life of a reading."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.records.workflow import Move

from .guards import entries_were_kept


class ReadingState(models.TextChoices):
    READING = "reading", _("读取中")
    REVIEW = "review", _("核对中")
    FAILED = "failed", _("读不了")
    DRAFTED = "drafted", _("已成草案")
    REPLACED = "replaced", _("已被新稿替代")
    ABANDONED = "abandoned", _("已放弃")


S = ReadingState
# fmt: off
#                       label            from                                 to            who                only if
FINISH_READING  = Move(_("读取完成"),   (S.READING,),                         S.REVIEW,     "readings.file")
FAIL_READING    = Move(_("判为读不了"), (S.READING,),                         S.FAILED,     "readings.file")
DRAFT_GUIDE     = Move(_("形成草案指南"), (S.REVIEW,),                        S.DRAFTED,    "readings.draft",  (entries_were_kept,))
REPLACE_READING = Move(_("以新稿替代"), (S.REVIEW, S.DRAFTED),                S.REPLACED,   "readings.file")
ABANDON_READING = Move(_("放弃读取"),   (S.READING, S.REVIEW, S.FAILED),      S.ABANDONED,  "readings.review")
# fmt: on
