"""Life of a guide and of a call."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.records.workflow import Move

from .guards import call_has_windows, guide_is_published


class GuideState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    REPLACED = "replaced", _("已被新版替代")


class CallState(models.TextChoices):
    DRAFT = "draft", _("待发布")
    PUBLISHED = "published", _("已发布")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已取消")


G, C = GuideState, CallState
# fmt: off
#                      label          from                         to             who                          only if
PUBLISH_GUIDE = Move(_("发布指南"), (G.DRAFT,),                  G.PUBLISHED,   "programmes.publish")
REPLACE_GUIDE = Move(_("以新版替代"), (G.PUBLISHED,),            G.REPLACED,    "programmes.publish")
PUBLISH_CALL  = Move(_("发布通知"), (C.DRAFT,),                  C.PUBLISHED,   "programmes.publish",        (call_has_windows, guide_is_published))
CLOSE_CALL    = Move(_("结束申报"), (C.PUBLISHED,),              C.CLOSED,      "programmes.publish")
CANCEL_CALL   = Move(_("取消通知"), (C.DRAFT, C.PUBLISHED),      C.CANCELLED,   "programmes.publish")
# fmt: on
