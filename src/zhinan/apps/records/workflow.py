"""The only code that writes ``state``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from zhinan.engines.values import Finding

from .services.acts import record_act
from .services.refusal import MoveRefused

__all__ = ["Move", "MoveRefused", "may", "moves_of", "name_of", "perform", "refusals", "require"]

Row = TypeVar("Row", bound=models.Model)
Guard = Callable[..., Iterable[Finding]]


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """One arrow of a state machine: label, states it leaves, state it enters, who, only if."""

    label: Any
    sources: tuple[str, ...]
    target: str
    who: str
    only_if: tuple[Guard, ...] = ()


def may(actor: Any, who: str, row: models.Model | None = None) -> bool:
    """Say whether ``actor`` holds the permission ``who`` ("app.permission") on ``row``."""
    app, name = who.split(".")
    predicate = import_module(f"zhinan.apps.{app}.permissions").PERMISSIONS[name]
    return bool(predicate(actor, row))


def require(actor: Any, who: str, row: models.Model | None = None) -> None:
    """Raise PermissionDenied unless ``may``."""
    if not may(actor, who, row):
        raise PermissionDenied(f"{actor.name!r} as {actor.role!r} may not {who} on {row!r}")


def refusals(move: Move, row: models.Model, *, now: datetime | None = None) -> list[Finding]:
    """Why ``move`` cannot be made on ``row`` now, permission aside; empty where it can."""
    if row.state not in move.sources:  # type: ignore[attr-defined]
        return [
            Finding(
                "STATE-CHANGED",
                f"当前状态为“{row.get_state_display()}”，不能{move.label}",  # type: ignore[attr-defined]
                remedy="请刷新页面查看最新状态",
            )
        ]
    now = now or timezone.now()
    return [finding for guard in move.only_if for finding in guard(row, now=now)]


def perform(move: Move, row: Row, *, actor: Any, note: str = "", **changes: Any) -> Row:
    """Make one move in one transaction: lock, permission, state, guards, save, line of record.

    Args:
        move: An arrow of the row's own table.
        row: The row; it is read again under lock, and that fresh row is returned.
        actor: ``accounts.selectors.Actor``.
        note: Reason or remark, kept in the record.
        changes: Other columns that the new state implies, saved with it.

    Raises:
        PermissionDenied: ``actor`` lacks ``move.who`` on this row.
        MoveRefused: The row is in another state, or a guard said no.
    """
    with transaction.atomic():
        locked = type(row)._base_manager.select_for_update().get(pk=row.pk)
        require(actor, move.who, locked)
        findings = refusals(move, locked)
        if findings:
            raise MoveRefused(*findings)
        before = {name: getattr(locked, name) for name in ("state", *changes)}
        locked.state = move.target  # type: ignore[attr-defined]
        for name, value in changes.items():
            setattr(locked, name, value)
        locked.save(update_fields=["state", *changes])
        record_act(
            f"{locked._meta.app_label}.{name_of(move, type(locked))}",
            locked,
            actor=actor,
            summary=move.label,
            before=before,
            after={"state": move.target, **changes},
            note=note,
        )
    return locked


@cache
def moves_of(model: type[models.Model]) -> dict[str, Move]:
    """The Move table of a model: every Move of its app's ``states`` that enters one of its states."""
    states = import_module(f"zhinan.apps.{model._meta.app_label}.states")
    choices = list(getattr(model._meta.get_field("state"), "choices", None) or ())
    return {
        name.lower(): move
        for name, move in vars(states).items()
        if isinstance(move, Move) and list(type(move.target).choices) == choices  # type: ignore[attr-defined]
    }


def name_of(move: Move, model: type[models.Model]) -> str:
    """The constant a Move is bound to, in lower case: ``submit``.

    Raises:
        ValueError: The move belongs to another machine.
    """
    for name, known in moves_of(model).items():
        if known is move:
            return name
    raise ValueError(f"{move.label} is no move of {model.__name__}")
