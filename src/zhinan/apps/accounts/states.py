"""The life of an invitation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.records.workflow import Move

from .guards import invitation_is_in_time, inviter_still_hosts


class InvitationState(models.TextChoices):
    OPEN = "open", _("待接受")
    ACCEPTED = "accepted", _("已接受")
    REVOKED = "revoked", _("已撤销")


S = InvitationState
# fmt: off
#              label        from        to           who                            only if
ACCEPT = Move(_("接受邀请"), (S.OPEN,),  S.ACCEPTED,  "accounts.accept_invitation",  (invitation_is_in_time, inviter_still_hosts))
RENEW  = Move(_("重发邀请"), (S.OPEN,),  S.OPEN,      "accounts.invite")
REVOKE = Move(_("撤销邀请"), (S.OPEN,),  S.REVOKED,   "accounts.invite")
# fmt: on
