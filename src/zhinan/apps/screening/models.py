"""The formal review: item by item, each with its clause."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.accounts.models import Account
from zhinan.apps.applications.models import Application
from zhinan.apps.programmes.models import Rule


class ItemOutcome(models.TextChoices):
    OPEN = "open", _("未定")
    MET = "met", _("符合")
    WAIVED = "waived", _("裁量认可")  # a soft rule not fully met, accepted with a reason
    TO_CORRECT = "to_correct", _("要求补正")
    FAILED = "failed", _("不符合")
    NOT_APPLICABLE = "not_applicable", _("不适用")


class Conclusion(models.TextChoices):
    OPEN = "open", _("审查中")
    VALID = "valid", _("通过")
    CORRECTION = "correction", _("要求补正")
    REJECTED = "rejected", _("不予受理")
    VOID = "void", _("作废")  # the application was handed in anew while the round was open


class FormalReview(models.Model):
    """形式审查: one round over one application. A correction opens the next round."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="formal_reviews"
    )
    round = models.PositiveSmallIntegerField(default=1)
    conclusion = models.CharField(
        max_length=20, choices=Conclusion.choices, default=Conclusion.OPEN
    )
    reviewer = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveSmallIntegerField(
        default=0
    )  # number of the submitted revision looked at
    reason = models.TextField(blank=True)
    letter = models.TextField(blank=True)  # 补正 / 不予受理 通知书, as sent
    letter_parts = models.JSONField(null=True, blank=True)  # the same, part by part, for print
    letter_number = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="review_round_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(conclusion="open"),
                name="one_open_review_an_application",
            ),
            models.CheckConstraint(
                condition=models.Q(conclusion="open", concluded_at__isnull=True)
                | (
                    ~models.Q(conclusion="open")
                    & models.Q(concluded_at__isnull=False, reviewer__isnull=False)
                ),
                name="review_concluded_has_reviewer_and_time",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "conclusion"])]

    def __str__(self) -> str:
        return f"第{self.round}轮形式审查"


class CheckItem(models.Model):
    """审查项: a rule put to one application, and what the reviewer says of it."""

    review = models.ForeignKey(FormalReview, on_delete=models.CASCADE, related_name="items")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=ItemOutcome.choices, default=ItemOutcome.OPEN)
    remark = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(
        default=0
    )  # +1 for every decision; guards against lost updates
    earlier_outcome = models.CharField(max_length=20, choices=ItemOutcome.choices, blank=True)
    earlier_remark = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "rule"], name="item_once_a_review")
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.rule.label
