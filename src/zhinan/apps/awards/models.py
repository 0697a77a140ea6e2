"""Decision lists, public notices and objections."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.accounts.models import Account
from zhinan.apps.applications.models import Application
from zhinan.apps.programmes.models import Call

from .states import DecisionState, NoticeState, ObjectionState


class Outcome(models.TextChoices):
    OPEN = "open", _("未定")
    AWARD = "award", _("拟立项")
    RESERVE = "reserve", _("备选")
    DECLINE = "decline", _("不予立项")


class DecisionList(models.Model):
    """立项建议名单: the outcome of one call, with amounts and reasons."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="decision_lists")
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=20, choices=DecisionState.choices, default=DecisionState.DRAFT
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    basis = models.CharField(max_length=300, blank=True)  # meeting, minutes number
    excess_reason = models.CharField(
        max_length=500, blank=True
    )  # why more is awarded than was planned
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", decided_at__isnull=True)
                | (
                    ~models.Q(state="draft")
                    & models.Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="decision_made_has_person_and_time",
            ),
            models.UniqueConstraint(
                fields=["call"],
                condition=models.Q(state__in=["draft", "decided"]),
                name="one_unannounced_list_a_call",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionItem(models.Model):
    """One application on a decision list."""

    decision_list = models.ForeignKey(DecisionList, on_delete=models.CASCADE, related_name="items")
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="decision"
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.OPEN)
    grant_yuan = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(
        default=0
    )  # +1 for every change; guards against lost updates

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["decision_list", "outcome"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="award")
                | models.Q(grant_yuan__isnull=False, grant_yuan__gte=0),
                name="award_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)


class PublicNotice(models.Model):
    """公示: a decision list shown to the public for counted working days."""

    decision_list = models.ForeignKey(
        DecisionList, on_delete=models.PROTECT, related_name="notices"
    )
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    working_days = models.PositiveSmallIntegerField(default=5)
    ends_on = models.DateField()
    calendar_is_provisional = models.BooleanField(default=False)
    content = models.JSONField()  # what was shown, frozen
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=NoticeState.choices, default=NoticeState.SHOWN)
    published_at = models.DateTimeField()
    contact = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision_list"],
                condition=~models.Q(state="withdrawn"),
                name="one_standing_notice_a_list",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="notice_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Objection(models.Model):
    """异议: raised with a real name during a notice; holds the project until closed."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="objections")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="objections", null=True
    )
    receipt = models.CharField(max_length=40, unique=True)
    name_sealed = models.TextField()
    contact_sealed = models.TextField()
    text = models.TextField(max_length=5000)
    origin_digest = models.CharField(
        max_length=64, blank=True
    )  # keyed hash of the address, for the rate limit
    state = models.CharField(
        max_length=20, choices=ObjectionState.choices, default=ObjectionState.OPEN
    )
    finding = models.TextField(blank=True)
    raised_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [models.Index(fields=["origin_digest", "raised_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True)
                | (
                    ~models.Q(state="open")
                    & models.Q(closed_at__isnull=False)
                    & ~models.Q(finding="")
                ),
                name="objection_closed_has_finding_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt
