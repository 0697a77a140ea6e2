"""The record of acts, stored files, number series, and the inbox."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainHead(models.Model):
    """The end of one subject's chain. Locked while a line is added, so lines never fork."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    length = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], name="one_chain_a_subject"
            )
        ]


class Act(models.Model):
    """行为记录: who did what, in which role, on what, before and after, when. Never edited."""

    subject_kind = models.CharField(max_length=60)  # applications.application
    subject_id = models.CharField(max_length=40)
    position = models.PositiveIntegerField()  # 1, 2, 3 … within the subject
    at = models.DateTimeField(db_index=True)
    account_id = models.BigIntegerField(null=True)  # no foreign key: the record outlives accounts
    account_name = models.CharField(max_length=64)
    role = models.CharField(max_length=120)
    action = models.CharField(max_length=60, db_index=True)  # applications.submit
    summary = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    note = models.TextField(blank=True)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    leaf = models.BigIntegerField(null=True, unique=True)  # place in the sealed tree

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "position"], name="one_line_a_position"
            )
        ]


class Checkpoint(models.Model):
    """检查点: a sealed Merkle root over the first ``size`` lines, chained to the one before."""

    number = models.PositiveIntegerField(unique=True)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    frontier = (
        models.JSONField()
    )  # hashes of the perfect subtrees, so that sealing costs only the new lines
    sealed_at = models.DateTimeField()


class StoredFile(models.Model):
    """文件: bytes known by their SHA-256; the same bytes are kept once."""

    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    stored_at = models.DateTimeField(auto_now_add=True)


class NumberSeries(models.Model):
    """编号序列: the last number given out under one prefix. Locked while the next is taken."""

    prefix = models.CharField(max_length=60, unique=True)
    last = models.PositiveIntegerField(default=0)


class Message(models.Model):
    """站内消息: something an account must know; also sent by e-mail where one is known."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages"
    )
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "read_at", "-sent_at"])]
