"""Guides, the programmes in them, and calls."""

from django.db import models

from zhinan.apps.registry.models import RecommendingBody, Section

from .states import CallState, GuideState


class Guide(models.Model):
    """指南: one version of one pack. Frozen and hashed when published."""

    pack = models.CharField(max_length=80)  # e.g. lianyungang-2024
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    office_name = models.CharField(max_length=120)
    region_code = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)  # SHA-256 over all files
    core_vocabulary = (
        models.TextField()
    )  # the core terms it was made with: a later release changes nothing
    state = models.CharField(max_length=20, choices=GuideState.choices, default=GuideState.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "version"], name="guide_version_once"),
            models.CheckConstraint(
                condition=models.Q(state="draft", published_at__isnull=True)
                | (~models.Q(state="draft") & models.Q(published_at__isnull=False)),
                name="guide_published_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["pack"],
                condition=models.Q(state="published"),
                name="guide_one_published_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"


class GuideFile(models.Model):
    """One file of the pack, byte for byte: the truth the rows below are derived from."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=200)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guide", "path"], name="guide_file_once")]


class Programme(models.Model):
    """计划类别: something that can be applied to under a guide."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="programmes")
    key = models.CharField(max_length=60)
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    annex = models.CharField(max_length=40, blank=True)
    section = models.ForeignKey(
        Section, null=True, on_delete=models.PROTECT, related_name="programmes"
    )
    mode = models.CharField(max_length=20)
    flow = models.JSONField(default=list)  # [{"stage": "formal_check", ...}]
    windows = models.JSONField(default=list)  # deadlines, see docs/design/packs.md
    number_prefix = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()  # from 0, as in the pack

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "key"], name="programme_once_a_guide")
        ]
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """指南方向. Codes may repeat in an official guide (2306), so a topic is named by its order."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="topics")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=1000)
    group = models.CharField(max_length=80, blank=True)
    is_first_of_code = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField()  # from 1 within the programme

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="topic_order_once")
        ]
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def choice(self) -> str:
        """What 项目.指南代码 stores: the code, or ``2306@29`` for a repeat of a code above it."""
        return self.code if self.is_first_of_code else f"{self.code}@{self.order}"


class Clause(models.Model):
    """条款: one numbered clause, its text and the check items written under it. Level 2 is a section."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="clauses")
    number = models.CharField(max_length=40)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]


class Rule(models.Model):
    """规则 / 审查项: what is checked under a clause. Without a condition a person judges it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rules")
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="rules")
    key = models.CharField(max_length=40)  # LYG-1-2
    label = models.CharField(max_length=200)
    subject = models.CharField(max_length=60, blank=True)
    force = models.CharField(max_length=10)  # 硬 / 软 / 人工
    remedy = models.CharField(max_length=400, blank=True)
    content = models.JSONField(default=dict)  # the whole block as written
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]


class QuotaRow(models.Model):
    """名额: how many a body may recommend, or a host may apply for."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="quotas")
    counted_by = models.CharField(max_length=10)  # body / host
    who = models.CharField(max_length=120)  # a name, a class, or a status
    most = models.PositiveSmallIntegerField(null=True, blank=True)
    most_yuan = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    is_outside_body_quota = models.BooleanField(default=False)
    clause_number = models.CharField(max_length=40, blank=True)
    counted_with = models.JSONField(
        default=list
    )  # keys of the programmes whose applications count together
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]


class FormSection(models.Model):
    """申报书栏目: one section of a programme's form, as the pack writes it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="form_sections")
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    content = models.JSONField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="form_section_once")
        ]


class Call(models.Model):
    """申报通知: one programme open to applications between two moments."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)  # 文号
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)  # the applicant submits
    host_closes_at = models.DateTimeField(null=True, blank=True)
    recommendation_closes_at = models.DateTimeField(null=True, blank=True)
    planned_awards = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_yuan = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=20, choices=CallState.choices, default=CallState.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "cancelled"])  # a draft may be cancelled
                | models.Q(
                    opens_at__isnull=False, closes_at__isnull=False, published_at__isnull=False
                ),
                name="call_published_has_its_windows",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CallBody(models.Model):
    """Which recommending bodies a call is addressed to (empty: all)."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="addressed_bodies")
    body = models.ForeignKey(
        RecommendingBody, on_delete=models.CASCADE, related_name="addressed_calls"
    )
