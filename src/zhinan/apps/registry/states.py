"""Moves of a correction claim."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.records.workflow import Move


class ClaimState(models.TextChoices):
    ASKED = "asked", _("待审核")
    ACCEPTED = "accepted", _("已更正")
    REFUSED = "refused", _("未采纳")


S = ClaimState
# fmt: off
#                      label           from         to          who                      only if
ACCEPT_CLAIM    = Move(_("同意更正"),   (S.ASKED,),  S.ACCEPTED, "registry.decide_claim")
REFUSE_CLAIM    = Move(_("不予更正"),   (S.ASKED,),  S.REFUSED,  "registry.decide_claim")
# fmt: on
