"""Applications and what is filled in them."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.accounts.models import Account
from zhinan.apps.programmes.models import Call, Topic
from zhinan.apps.records.models import StoredFile
from zhinan.apps.registry.models import Organisation, Person, RecommendingBody
from zhinan.engines.values import Finding

from .states import ApplicationState


class PlainEncoder(json.JSONEncoder):
    """Chinese stays Chinese in the stored JSON: half the bytes of the escapes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class Application(models.Model):
    """申报书. The columns are what lists need; what was typed is in the sections."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField(_("受理号"), max_length=40, null=True, blank=True, unique=True)
    title = models.CharField(_("项目名称"), max_length=200, blank=True)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    body = models.ForeignKey(
        RecommendingBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="applications")
    leader_name = models.CharField(_("项目负责人"), max_length=64, blank=True)
    leader = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    grant_yuan = models.DecimalField(
        _("申请经费"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    total_yuan = models.DecimalField(
        _("总预算"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(
        max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    version = models.PositiveIntegerField(default=0)  # +1 for every saved section
    submitted_at = models.DateTimeField(null=True, blank=True)
    recommended_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(
        null=True, blank=True
    )  # by host or body; emptied when handed in again
    correction_due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"])
                | models.Q(number__isnull=False, submitted_at__isnull=False),
                name="application_handed_in_has_number_and_time",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "-id"]),
            models.Index(fields=["state", "-id"]),
            models.Index(fields=["state", "recommended_at", "id"]),  # who has waited longest
            models.Index(fields=["body", "state", "-id"]),
            models.Index(fields=["host", "-id"]),
            models.Index(fields=["owner", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title or "（未命名）"

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # stubs
        """The state in words, as the reader it was read for may know it."""
        return str(ApplicationState(getattr(self, "shown_state", self.state)).label)

    def missing(self) -> list[Finding]:
        """What still keeps the form from being handed in; guards ask this."""
        from .facts import missing_in

        return missing_in(self)

    def barred(self) -> list[Finding]:
        """Which rules bar it, as it is filled in now; guards ask this."""
        from .facts import bars_on

        return bars_on(self)


class SectionDraft(models.Model):
    """One section of an application as last saved; ``version`` guards against lost updates."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)
    values = models.JSONField(
        default=dict, encoder=PlainEncoder
    )  # {term path: {"value": …} | {"blank": true} | {"none": true}}
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="section_once")]


class SectionEdit(models.Model):
    """改动: what one save changed in a section. ``before`` gives back the section as it was, so that two
    people who fill in the same section are merged term by term. Only the newest are kept."""

    section = models.ForeignKey(SectionDraft, on_delete=models.CASCADE, related_name="edits")
    version = models.PositiveIntegerField()  # the version this save made
    before = models.JSONField(
        encoder=PlainEncoder
    )  # {term path: stored state, null where there was none}
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "version"], name="edit_once_a_version")
        ]


class Revision(models.Model):
    """提交稿: the whole application as handed in, frozen and hashed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(encoder=PlainEncoder)
    # what every rule said of it that day, and the sealed registers it was said from: see facts.judging
    judgements = models.JSONField(default=list, encoder=PlainEncoder)
    judged_from = models.TextField(blank=True)
    law_on = models.DateField(null=True, blank=True)
    known_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="revision_once")
        ]


class Attachment(models.Model):
    """附件: a stored file in a slot (a file term) of an application."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="attachments"
    )
    term = models.CharField(max_length=120)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)


class WaiverGrant(models.Model):
    """豁免批准: a person to whom the guide gives the power lets a rule pass for one application."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="waiver_grants"
    )
    rule = models.CharField(_("规则"), max_length=40)  # LYG-1-2
    granted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    granted_on = models.DateField(_("批准日期"))
    reason = models.CharField(_("理由"), max_length=500)
    document = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="waiver_grants"
    )
    document_name = models.CharField(_("批准材料"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "rule"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_waiver_a_rule",
            )
        ]

    def __str__(self) -> str:
        return self.rule


class Collaborator(models.Model):
    """协作填报人: a colleague who may fill in an application too."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="collaborators"
    )
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="collaborations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "account"], name="collaborator_once")
        ]
