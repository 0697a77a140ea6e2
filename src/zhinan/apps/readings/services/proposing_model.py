"""A local model may suggest records that the reader did not see: only where one is configured, never needed."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Account
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.readings.models import Entry, Origin, Reading, Standing, Step, StepKind
from zhinan.apps.records.services import notify, record_act
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.values import Finding

from .model_asking import Answer, Model, Suggestion, ask
from .steps import lock_for_review, take_step

WHY = "模型建议"


def model_is_configured() -> bool:
    """Whether an administrator has named a model and its address."""
    return bool(settings.MODEL_URL and settings.MODEL_NAME)


@transaction.atomic
def propose_by_model(reading: Reading, *, actor: Any) -> None:
    """Have the configured model look for records the reader missed; this returns at once.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``MODEL-OFF``: none is configured; ``READING-STATE``: it is not under review.
    """
    from zhinan.apps.readings.tasks import ask_model

    locked = lock_for_review(reading, actor)
    if not model_is_configured():
        remedy = _("请系统管理员设置ZHINAN_MODEL_URL和ZHINAN_MODEL_NAME；不用模型也能完成核对")
        raise MoveRefused(Finding("MODEL-OFF", _("没有配置模型"), remedy=remedy))
    record_act(
        "readings.propose_by_model", locked, actor=actor, summary=f"请模型“{settings.MODEL_NAME}”提出建议"
    )  # fmt: skip
    account = actor.account.pk if actor is not None and actor.account else None
    transaction.on_commit(lambda: ask_model.enqueue(locked.pk, account))


def ask_for(reading: Reading, *, account: Account | None) -> Step | None:
    """Ask the model and add what holds as open entries; tell who asked. None where nothing was added.

    Raises:
        MoveRefused: ``READING-STATE``: it was abandoned or replaced meanwhile.
    """
    model = Model(
        settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_KEY, settings.MODEL_SECONDS
    )
    answer = ask(model, reading.text)
    step = add_suggestions(reading, answer, account=account)
    if account is not None:
        added = len(step.after) if step else 0
        link = f"/office/readings/{reading.pk}/"
        title, text = outcome_of(reading, answer, added)
        notify([account], title=title, text=text, link=link)
    return step


@transaction.atomic
def add_suggestions(reading: Reading, answer: Answer, *, account: Account | None) -> Step | None:
    """Write the suggestions as one step: open entries of origin ``model``, which anybody may undo.

    What a reader or a person has already written over the same words is not suggested again.

    Raises:
        MoveRefused: ``READING-STATE``.
    """
    locked = lock_for_review(reading, None)
    known = list(Entry.objects.filter(reading=locked, is_withdrawn=False).order_by("start", "pk"))
    fresh = [s for s in answer.kept if not any(_is_same(s, entry) for entry in known)]
    if not fresh:
        return None
    added = [_entry_of(one, known) for one in fresh]
    return take_step(locked, StepKind.ADD, actor=Actor(account), added=added, note=WHY)


def _is_same(one: Suggestion, entry: Entry) -> bool:
    """Whether an entry of the type covers most of the same words already, discarded ones too."""
    shared = min(one.end, entry.end) - max(one.start, entry.start)
    return entry.type == one.type and 2 * shared >= min(
        one.end - one.start, entry.end - entry.start
    )


def _entry_of(one: Suggestion, known: list[Entry]) -> Entry:
    above = [entry.document for entry in known if entry.start <= one.start and entry.document]
    return Entry(
        type=one.type, start=one.start, end=one.end, document=above[-1] if above else "",
        fields=dict(one.fields), confidence_permille=one.confidence_permille, why=WHY,
        standing=Standing.OPEN, origin=Origin.MODEL,
    )  # fmt: skip


def outcome_of(reading: Reading, answer: Answer, added: int) -> tuple[str, str]:
    """What the asker is told: how many were added, what was not kept, which pieces failed."""
    parts = []
    if answer.dropped:
        parts.append(f"{answer.dropped}条与原文对不上或填写不合规，没有采用。")
    if answer.failures:
        count, why = len(answer.failures), answer.failures[0]
        parts.append(
            f"{count}段没有得到回答：{why}。请系统管理员检查模型服务后再试。[MODEL-SILENT]"
        )
    if answer.is_cut:
        parts.append("原文较长，只请模型看了前面的部分。")
    if added:
        return f"“{reading.title}”：模型建议了{added}条记录，请逐条核对", "".join(parts)
    return f"“{reading.title}”：模型没有提出新的建议", "".join(parts) or "不影响核对。"
