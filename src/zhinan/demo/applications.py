"""Applications of the year, in every state, with their answers and their record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications import states as moves
from zhinan.apps.applications.facts import sealed
from zhinan.apps.applications.models import Application, Revision, SectionDraft
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import Call, Topic
from zhinan.apps.registry.models import Organisation
from zhinan.engines.packs import Form
from zhinan.engines.values import digest

from . import titles
from .accounts import Hands
from .answers import Applicant
from .chronicle import Chronicle
from .filling import fill_form
from .organisations import Cast
from .story import Phase, choose_path, moment_of

ENDINGS = {
    "key-rd-industry": "关键技术研发", "key-rd-social": "技术研究与应用", "commercialisation": "研发及产业化",
    "soft-science": "研究", "basic-youth": "机理研究", "basic-general": "机理与应用基础研究",
}  # fmt: skip
DONE = (S.DRAFT, S.WITHDRAWN)


@dataclass(slots=True)
class Batch:
    """One call's applications while they are written."""

    call: Call
    phase: Phase
    form: Form
    topics: list[Topic]
    hosts: list[Organisation]
    weights: list[int]  # how often each host applies
    cast: Cast
    hands: Hands
    random: Random
    today: datetime
    moments: dict[str, datetime]
    filled: int  # how many get full answers
    applicants: list[Applicant] = field(default_factory=list)

    def rows(self, count: int) -> Iterator[Application]:
        states, weights = list(self.phase.mix), list(self.phase.mix.values())
        prefix = self.call.programme.number_prefix
        number = 0
        for _ in range(count):
            state = self.random.choices(states, weights)[0]
            applicant = self._applicant()
            self.applicants.append(applicant)
            row = Application(
                call=self.call,
                title=applicant.title,
                topic=next((t for t in self.topics if t.code == applicant.topic_code), None),
                host=applicant.host,
                owner=self.hands.applicant[applicant.host.pk].account,
                leader_name=applicant.leader.name,
                leader=applicant.leader,
                grant_yuan=applicant.grant_yuan,
                total_yuan=applicant.grant_yuan + applicant.own_yuan,
                state=state,
                version=len(self.form.sections),
                is_demo=True,
            )
            if state != S.DRAFT:
                number += 1
                row.number = f"{prefix}{number:04d}"
            if state not in (S.DRAFT, S.AT_HOST, S.WITHDRAWN):
                row.body = self.cast.body_of[applicant.host.pk]
            yield row

    def _applicant(self) -> Applicant:
        random = self.random
        host = random.choices(self.hosts, self.weights)[0]
        topic = random.choice(self.topics) if self.topics else None
        key = self.call.programme.key
        grant = Decimal(random.choice((5, 8, 10, 15, 20, 30, 50))) * 10000
        ending = ENDINGS.get(key, "项目")
        if key == "basic-youth" and len(self.applicants) % 4 == 3:
            ending = "应用技术研究"  # not basic research: for discretion, by waiver at best
        return Applicant(
            random=random,
            host=host,
            leader=random.choice(self.cast.people[host.pk]),
            partner=random.choice(self.cast.organisations),
            title=titles.title_for(
                random, topic.title if topic else self.call.programme.name, ending=ending
            ),
            topic_code=topic.code if topic else "",
            year=self.call.programme.guide.year,
            starts_on=self.today.date().replace(day=1),
            months=12 if key == "soft-science" else 36 if key == "commercialisation" else 24,
            grant_yuan=grant,
            own_yuan=grant * random.choice((1, 2, 3)),
        )


def write_applications(batch: Batch, count: int, chronicle: Chronicle) -> list[Application]:
    """Write one call's applications, then their lines of record and, for the first of them, their answers."""
    rows = list(batch.rows(count))
    paths = [choose_path(batch.random, row.state) for row in rows]
    for row, path in zip(rows, paths, strict=True):
        _date(batch, row, path)
    Application.objects.bulk_create(rows, batch_size=2000)
    for row, path in zip(rows, paths, strict=True):
        _record(batch, row, path, chronicle)
    _fill(batch, rows)
    return rows


def _date(batch: Batch, row: Application, path: Any) -> None:
    """Moments of each move, kept on the row for its record; the columns the states demand."""
    after, steps = batch.moments["opens_at"], []
    for move in path:
        after = moment_of(batch.random, move, batch.moments, after=after, today=batch.today)
        steps.append(after)
        if move is moves.SUBMIT:
            row.submitted_at = after
        elif move is moves.RECOMMEND:
            row.recommended_at = after
        elif move is moves.ASK_CORRECT:
            row.correction_due_at = batch.today + timedelta(days=batch.random.randrange(-2, 7))
    if row.state != S.DRAFT and row.submitted_at is None:
        row.submitted_at = after
    if row.state == S.DRAFT and row.submitted_at is not None:
        row.number = row.number or None
    row.steps = steps  # type: ignore[attr-defined]


def _record(batch: Batch, row: Application, path: Any, chronicle: Chronicle) -> None:
    hands, unit = batch.hands, row.host_id
    owner = hands.applicant[unit]
    steps: list[datetime] = row.steps  # type: ignore[attr-defined]
    begun = min([*steps, batch.today]) - timedelta(days=2)
    begun = max(begun, batch.moments["opens_at"])
    chronicle.add(row, "applications.start", at=begun, actor=owner, summary="开始填报")
    section = hands.section.get(batch.call.programme.section_id or 0, hands.staff["office"])
    who: dict[Any, Callable[[], Actor]] = {
        moves.CONFIRM: lambda: hands.host[unit],
        moves.HOST_RETURN: lambda: hands.host[unit],
        moves.RECOMMEND: lambda: hands.body[batch.cast.body_of[unit].pk],
        moves.BODY_RETURN: lambda: hands.body[batch.cast.body_of[unit].pk],
        moves.ASK_CORRECT: lambda: section,
        moves.ACCEPT: lambda: section,
        moves.REJECT: lambda: section,
    }
    notes = {
        moves.HOST_RETURN: "预算测算依据过于简略，请补充后再提交。",
        moves.BODY_RETURN: "合作协议未注明签署时间，请补齐。",
        moves.ASK_CORRECT: "附件中的授权发明专利证书缺页，请补正。",
        moves.REJECT: "牵头单位注册地不在申报范围。",
    }
    leader, state = hands.staff["leader"], str(S.DRAFT)
    for move, at in zip(path, steps, strict=True):
        actor = (
            who[move]() if move in who else owner if move.who == "applications.submit" else leader
        )
        state = chronicle.move(row, move, state=state, at=at, actor=actor, note=notes.get(move, ""))


def _fill(batch: Batch, rows: list[Application]) -> None:
    drafts, revisions = [], []
    for row, applicant in zip(rows[: batch.filled], batch.applicants, strict=False):
        answers = fill_form(batch.form, applicant, is_draft=row.state == S.DRAFT)
        content = {k: sealed(batch.form.section(k), v, stored={}) for k, v in answers.items()}
        drafts += [
            SectionDraft(
                application=row, key=key, values=values, version=1, saved_by_id=row.owner_id
            )
            for key, values in content.items()
        ]
        if row.submitted_at is not None:
            revisions.append(
                Revision(
                    application=row,
                    number=1,
                    content=content,
                    digest=digest(content),
                    made_by_id=row.owner_id,
                )
            )
    SectionDraft.objects.bulk_create(drafts, batch_size=1000)
    Revision.objects.bulk_create(revisions, batch_size=500)
    for revision, row in zip(
        revisions, (r for r in rows[: batch.filled] if r.submitted_at), strict=True
    ):
        revision.made_at = row.submitted_at  # type: ignore[assignment]
    Revision.objects.bulk_update(revisions, ["made_at"], batch_size=500)
