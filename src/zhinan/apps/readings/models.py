"""Readings of official documents: what was read, what people decided of it, and every step of theirs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.programmes.models import Guide
from zhinan.apps.records.models import StoredFile

from .states import ReadingState


class Reading(models.Model):
    """公文读取: one official document read, under review until a draft guide is made of it."""

    title = models.CharField(_("标题"), max_length=200)
    pack = models.CharField(_("指南包代号"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    office_name = models.CharField(_("主管部门"), max_length=120, blank=True)
    region_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="readings")
    file_name = models.CharField(_("文件名"), max_length=200)
    file_kind = models.CharField(max_length=10)  # txt docx pdf xlsx html
    text = models.TextField(blank=True)  # up to several MB: lists leave it out
    text_length = models.PositiveIntegerField(default=0)
    text_digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the text in UTF-8
    notes = models.JSONField(default=list)  # [{code, fact, remedy}]
    page_starts = models.JSONField(default=list)  # where each page of a pdf begins in the text
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(default=0)
    reader_version = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        max_length=20, choices=ReadingState.choices, default=ReadingState.READING
    )
    failure = models.JSONField(null=True, blank=True)  # {code, fact, remedy}
    attempts = models.PositiveSmallIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)  # last sign of life of the task
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="readings"
    )  # None: the command line
    created_at = models.DateTimeField(auto_now_add=True)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    difference = models.JSONField(null=True, blank=True)  # keys, see selectors.difference_of
    guide = models.ForeignKey(
        Guide, null=True, blank=True, on_delete=models.PROTECT, related_name="readings"
    )  # the draft made of it last
    last_step = models.PositiveIntegerField(default=0)
    last_key = models.PositiveIntegerField(default=0)  # number of the entry added last

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="failed") | models.Q(failure__isnull=False),
                name="reading_failed_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="drafted") | models.Q(guide__isnull=False),
                name="reading_drafted_has_a_guide",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["review", "drafted", "replaced"])
                | ~models.Q(text_digest=""),
                name="reading_reviewed_has_a_text",
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_at"])]

    def __str__(self) -> str:
        return self.title


class Standing(models.TextChoices):
    """Written by steps, each of which can be undone; no state of a workflow."""

    OPEN = "open", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    CORRECTED = "corrected", _("已改正")
    DISCARDED = "discarded", _("已剔除")


class Origin(models.TextChoices):
    READER = "reader", _("读取")
    PERSON = "person", _("人工补充")
    MODEL = "model", _("模型建议")
    CARRIED = "carried", _("沿用上稿")


class Entry(models.Model):
    """记录: one fact of the document, as read or as corrected. Never deleted."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=12)  # e17, stable within the reading
    type = models.CharField(max_length=20)  # engines.guides.record.TYPES
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    document = models.CharField(max_length=12, blank=True)  # D1 …
    fields = models.JSONField(default=dict)
    confidence_permille = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=80, blank=True)  # the pattern that found it
    question = models.TextField(blank=True)  # what only a person can settle
    answers = models.JSONField(default=list)  # [{label, fields}] offered for the question
    standing = models.CharField(max_length=20, choices=Standing.choices, default=Standing.OPEN)
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.READER)
    parents = models.JSONField(default=list)  # keys it was split from or merged of
    read_as = models.JSONField(
        null=True, blank=True
    )  # {type, start, end, fields} before the first correction
    is_withdrawn = models.BooleanField(default=False)  # the step that added it was undone
    version = models.PositiveIntegerField(default=1)  # grows with every change, undoing included
    made_by_step = models.PositiveIntegerField(default=0)  # the standing step that gave its content
    changed_step = models.PositiveIntegerField(default=0)  # the last step that touched it
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "key"], name="entry_key_once"),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="entry_has_a_span"
            ),
        ]
        indexes = [
            models.Index(fields=["reading", "start"]),
            models.Index(fields=["reading", "changed_step"]),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key}"


class StepKind(models.TextChoices):
    CONFIRM = "confirm", _("确认")
    CORRECT = "correct", _("改正")
    SPLIT = "split", _("拆分")
    MERGE = "merge", _("合并")
    DISCARD = "discard", _("剔除")
    REOPEN = "reopen", _("恢复为待确认")
    ADD = "add", _("补充")
    CONFIRM_MANY = "confirm_many", _("批量确认")
    ANSWER = "answer", _("答复")
    CARRY = "carry", _("沿用上稿")
    UNDO = "undo", _("撤销")
    REDO = "redo", _("重做")


class Step(models.Model):
    """步骤: one thing somebody did to entries, with what they were before and after. Numbered without gaps."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # None: the reading itself, or the command line
    at = models.DateTimeField()
    note = models.TextField(blank=True)  # the answer chosen
    before = models.JSONField(default=dict)  # {key: columns the step changed}
    after = models.JSONField(default=dict)
    target = models.PositiveIntegerField(null=True)  # of undo and redo: the step undone or redone
    applied_at_step = models.PositiveIntegerField()  # its own number, or that of its latest redo
    undone_by_step = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "number"], name="step_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Presence(models.Model):
    """在场: who looks at a reading, at which entry, and when last. No history is kept."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="present")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=12, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "account"], name="present_once")]
