"""Which way each application of the year went, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from zhinan.apps.applications import states as a
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.records.workflow import Move

TO_OFFICE = (a.SUBMIT, a.CONFIRM, a.RECOMMEND)
PATHS: dict[str, tuple[tuple[Move, ...], ...]] = {
    S.DRAFT: ((), (a.SUBMIT, a.HOST_RETURN), (a.SUBMIT, a.CONFIRM, a.BODY_RETURN)),
    S.AT_HOST: ((a.SUBMIT,), (a.SUBMIT, a.HOST_RETURN, a.SUBMIT)),
    S.AT_BODY: ((a.SUBMIT, a.CONFIRM),),
    S.AT_OFFICE: (TO_OFFICE, (*TO_OFFICE, a.ASK_CORRECT, a.CORRECT)),
    S.CORRECTING: ((*TO_OFFICE, a.ASK_CORRECT),),
    S.VALID: ((*TO_OFFICE, a.ACCEPT), (*TO_OFFICE, a.ASK_CORRECT, a.CORRECT, a.ACCEPT)),
    S.REJECTED: ((*TO_OFFICE, a.REJECT),),
    S.PROPOSED: ((*TO_OFFICE, a.ACCEPT, a.PROPOSE),),
    S.RESERVE: ((*TO_OFFICE, a.ACCEPT, a.HOLD),),
    S.DECLINED: ((*TO_OFFICE, a.ACCEPT, a.DECLINE),),
    S.AWARDED: ((*TO_OFFICE, a.ACCEPT, a.PROPOSE, a.AWARD),),
    S.WITHDRAWN: ((a.SUBMIT, a.WITHDRAW),),
}


@dataclass(frozen=True, slots=True)
class Phase:
    """Where a call stands today: its windows as days from today, and the mix of states."""

    opens: int
    closes: int
    host_closes: int
    recommendation_closes: int
    mix: dict[str, int]

    def moments(self, today: datetime) -> dict[str, datetime]:
        at = today.replace(hour=17, minute=0, second=0, microsecond=0)
        return {
            "opens_at": at.replace(hour=9) + timedelta(days=self.opens),
            "closes_at": at + timedelta(days=self.closes),
            "host_closes_at": at + timedelta(days=self.host_closes),
            "recommendation_closes_at": at + timedelta(days=self.recommendation_closes),
        }


OPEN = Phase(
    -25, 6, 9, 13, {S.DRAFT: 45, S.AT_HOST: 25, S.AT_BODY: 18, S.AT_OFFICE: 10, S.WITHDRAWN: 2}
)
OPEN_LONG = Phase(-9, 20, 23, 27, {S.DRAFT: 70, S.AT_HOST: 20, S.AT_BODY: 10})
RECOMMENDING = Phase(-40, -3, 2, 5, {S.DRAFT: 6, S.AT_HOST: 14, S.AT_BODY: 45, S.AT_OFFICE: 35})
CHECKING = Phase(
    -70,
    -30,
    -26,
    -20,
    {S.AT_OFFICE: 45, S.CORRECTING: 14, S.VALID: 30, S.REJECTED: 9, S.WITHDRAWN: 2},
)
ANNOUNCED = Phase(
    -130, -90, -86, -80, {S.PROPOSED: 26, S.RESERVE: 9, S.DECLINED: 53, S.REJECTED: 12}
)
AWARDED = Phase(
    -230, -190, -186, -180, {S.AWARDED: 30, S.DECLINED: 55, S.RESERVE: 5, S.REJECTED: 10}
)
COMING = Phase(12, 45, 48, 52, {})


def choose_path(random: Random, state: str) -> tuple[Move, ...]:
    """A way to ``state``; the first is the usual one."""
    ways = PATHS[state]
    return ways[0] if len(ways) == 1 or random.random() < 0.75 else random.choice(ways[1:])


def moment_of(
    random: Random, move: Move, moments: dict[str, datetime], *, after: datetime, today: datetime
) -> datetime:
    """When a move was made: inside its window, after the move before it, never after today."""
    windows = {
        a.SUBMIT: ("opens_at", "closes_at"),
        a.CONFIRM: ("opens_at", "host_closes_at"),
        a.RECOMMEND: ("opens_at", "recommendation_closes_at"),
    }
    first, last = windows.get(move, ("recommendation_closes_at", ""))
    start = max(moments[first], after)
    end = min(moments[last] if last else start + timedelta(days=12), today)
    if start >= end:
        return min(after + timedelta(minutes=random.randrange(3, 50)), today)
    share: float = random.random() ** 0.6
    return start + (end - start) * share
