"""Life of a decision list, a public notice and an objection."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.records.workflow import Move

from .guards import (
    every_application_waits_for_a_decision,
    every_item_is_decided,
    no_notice_stands,
    no_objection_is_open,
    notice_has_ended,
    objection_has_a_finding,
)


class DecisionState(models.TextChoices):
    DRAFT = "draft", _("拟稿")
    DECIDED = "decided", _("已审定")
    NOTICED = "noticed", _("公示中")
    AWARDED = "awarded", _("已下达")


class NoticeState(models.TextChoices):
    SHOWN = "shown", _("公示中")
    ENDED = "ended", _("公示结束")
    WITHDRAWN = "withdrawn", _("已撤下")


class ObjectionState(models.TextChoices):
    OPEN = "open", _("调查中")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


D, N, O = DecisionState, NoticeState, ObjectionState  # noqa: E741  one letter keeps the table narrow
# fmt: off
#                       label            from           to            who               only if
DECIDE          = Move(_("审定"),      (D.DRAFT,),     D.DECIDED,    "awards.decide",  (every_item_is_decided, every_application_waits_for_a_decision))
REVISE          = Move(_("退回拟稿"),  (D.DECIDED,),   D.DRAFT,      "awards.decide")
GIVE_NOTICE     = Move(_("公示"),      (D.DECIDED,),   D.NOTICED,    "awards.notice")
RECALL          = Move(_("撤回公示"),  (D.NOTICED,),   D.DECIDED,    "awards.notice",  (no_notice_stands,))
ISSUE           = Move(_("下达立项"),  (D.NOTICED,),   D.AWARDED,    "awards.award",   (notice_has_ended, no_objection_is_open))
END_NOTICE      = Move(_("结束公示"),  (N.SHOWN,),     N.ENDED,      "awards.notice",  (notice_has_ended,))
WITHDRAW_NOTICE = Move(_("撤下公示"),  (N.SHOWN,),     N.WITHDRAWN,  "awards.notice")
UPHOLD          = Move(_("认定成立"),  (O.OPEN,),      O.UPHELD,     "awards.decide",  (objection_has_a_finding,))
DISMISS         = Move(_("认定不成立"), (O.OPEN,),     O.DISMISSED,  "awards.notice",  (objection_has_a_finding,))
# fmt: on
