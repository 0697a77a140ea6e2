"""The record of a past year, written in bulk with the chains that live acts would have made."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.records.models import Act, ChainHead
from zhinan.apps.records.services.acts import digest_of, plain
from zhinan.apps.records.workflow import Move, name_of

BATCH = 5000


@dataclass(slots=True)
class Chronicle:
    """Lines waiting to be written, and the end of each chain."""

    acts: list[Act] = field(default_factory=list)
    heads: dict[tuple[str, str], ChainHead] = field(default_factory=dict)

    def add(
        self,
        subject: Model,
        action: str,
        *,
        at: datetime,
        actor: Actor,
        summary: Any,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        note: str = "",
    ) -> None:
        """One line on ``subject``, which must have its primary key."""
        key = (subject._meta.label_lower, str(subject.pk))
        head = self.heads.get(key)
        if head is None:
            head = self.heads[key] = ChainHead(subject_kind=key[0], subject_id=key[1])
        act = Act(
            subject_kind=key[0],
            subject_id=key[1],
            position=head.length + 1,
            at=at,
            account_id=actor.account.pk if actor.account else None,
            account_name=actor.name,
            role=str(actor.grant or ""),
            action=action,
            summary=str(summary),
            before=plain(before) if before is not None else None,
            after=plain(after) if after is not None else None,
            note=note,
            previous_digest=head.digest,
        )
        act.digest = digest_of(act)
        head.length, head.digest = act.position, act.digest
        self.acts.append(act)

    def move(
        self, row: Any, move: Move, *, state: str, at: datetime, actor: Actor, note: str = ""
    ) -> str:
        """The line of one move; returns the state entered.

        Raises:
            ValueError: The table has no such arrow from ``state``.
        """
        if state not in move.sources:
            raise ValueError(f"{move.label} leaves {move.sources}, got {state!r}")
        action = f"{row._meta.app_label}.{name_of(move, type(row))}"
        self.add(
            row, action, at=at, actor=actor, summary=move.label,
            before={"state": state}, after={"state": move.target}, note=note,
        )  # fmt: skip
        return move.target

    def write(self) -> None:
        """Insert all lines in the order of time, then forget them (the heads stay until the end)."""
        self.acts.sort(key=lambda act: act.at)
        Act.objects.bulk_create(self.acts, batch_size=BATCH)
        self.acts.clear()

    def close(self) -> None:
        """Write what is left, and every chain's end."""
        self.write()
        ChainHead.objects.bulk_create(self.heads.values(), batch_size=BATCH)
        self.heads.clear()
