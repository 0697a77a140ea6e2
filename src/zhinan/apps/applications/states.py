"""Life of an application, from the first word to the award."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.records.workflow import Move

from .guards import (
    call_is_open,
    correction_is_in_time,
    form_is_complete,
    host_window_is_open,
    no_rule_bars_it,
    recommendation_window_is_open,
)


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("填报中")
    AT_HOST = "at_host", _("待单位确认")
    AT_BODY = "at_body", _("待推荐")
    AT_OFFICE = "at_office", _("形式审查中")
    CORRECTING = "correcting", _("补正中")
    VALID = "valid", _("形审通过")
    REJECTED = "rejected", _("不予受理")
    PROPOSED = "proposed", _("拟立项")
    RESERVE = "reserve", _("备选")
    DECLINED = "declined", _("未立项")
    AWARDED = "awarded", _("已立项")
    WITHDRAWN = "withdrawn", _("已撤回")


S = ApplicationState
EDITABLE = (S.DRAFT, S.CORRECTING)  # the applicant may write
# fmt: off
#                    label                from                                    to             who                        only if
SUBMIT      = Move(_("提交"),           (S.DRAFT,),                             S.AT_HOST,     "applications.submit",     (call_is_open, form_is_complete, no_rule_bars_it))
TAKE_BACK   = Move(_("撤回修改"),       (S.AT_HOST,),                           S.DRAFT,       "applications.submit",     (call_is_open,))
HOST_RETURN = Move(_("单位退回"),       (S.AT_HOST,),                           S.DRAFT,       "applications.confirm")
CONFIRM     = Move(_("单位确认"),       (S.AT_HOST,),                           S.AT_BODY,     "applications.confirm",    (host_window_is_open,))
BODY_RETURN = Move(_("推荐单位退回"),   (S.AT_BODY,),                           S.DRAFT,       "applications.recommend")
RECOMMEND   = Move(_("推荐"),           (S.AT_BODY,),                           S.AT_OFFICE,   "applications.recommend",  (recommendation_window_is_open,))
UNRECOMMEND = Move(_("撤销推荐"),       (S.AT_OFFICE,),                         S.AT_BODY,     "applications.recommend",  (recommendation_window_is_open,))
ASK_CORRECT = Move(_("要求补正"),       (S.AT_OFFICE,),                         S.CORRECTING,  "screening.conclude")
CORRECT     = Move(_("提交补正"),       (S.CORRECTING,),                        S.AT_OFFICE,   "applications.submit",     (correction_is_in_time, form_is_complete))
ACCEPT      = Move(_("形审通过"),       (S.AT_OFFICE,),                         S.VALID,       "screening.conclude")
REJECT      = Move(_("不予受理"),       (S.AT_OFFICE, S.CORRECTING),            S.REJECTED,    "screening.conclude")
REOPEN      = Move(_("撤销形审结论"),   (S.VALID, S.REJECTED),                  S.AT_OFFICE,   "screening.conclude")
PROPOSE     = Move(_("列入拟立项"),     (S.VALID,),                             S.PROPOSED,    "awards.decide")
HOLD        = Move(_("列入备选"),       (S.VALID,),                             S.RESERVE,     "awards.decide")
DECLINE     = Move(_("不予立项"),       (S.VALID,),                             S.DECLINED,    "awards.decide")
UNDECIDE    = Move(_("撤销立项意见"),   (S.PROPOSED, S.RESERVE, S.DECLINED),    S.VALID,       "awards.decide")
AWARD       = Move(_("立项"),           (S.PROPOSED,),                          S.AWARDED,     "awards.award")
WITHDRAW    = Move(_("撤回申报"),       (S.DRAFT, S.AT_HOST, S.AT_BODY, S.AT_OFFICE, S.CORRECTING), S.WITHDRAWN, "applications.submit")
# fmt: on
