"""The demonstration year, from an empty database to desks with work on them."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from zhinan.apps.accounts.models import Account
from zhinan.apps.programmes.models import Call, Guide, Programme
from zhinan.apps.programmes.services import form_of, import_pack, publish_guide
from zhinan.apps.programmes.states import CallState
from zhinan.apps.records.models import NumberSeries
from zhinan.apps.records.services import seal_checkpoint
from zhinan.apps.registry.models import Organisation, OrganisationKind, Section
from zhinan.apps.registry.services import seed_reference_data

from . import story
from .accounts import Hands, make_hands
from .applications import Batch, write_applications
from .chronicle import Chronicle
from .organisations import Cast, make_cast
from .outcomes import write_outcomes
from .reading import write_reading
from .registers import grant_waivers, write_registers

PACK = "lianyungang-2024"
SIZE = 40  # applications in a call at scale 1
FULLY_ANSWERED = (
    60  # of each call, all at scale 1; the rest carry what lists show, and their record
)
ENTERPRISE, UNIVERSITY = OrganisationKind.ENTERPRISE, OrganisationKind.UNIVERSITY
INSTITUTE, HOSPITAL = OrganisationKind.INSTITUTE, OrganisationKind.HOSPITAL

CITY = ("320706", "320703")
FOR_THE_CITY = (
    "key-rd-industry",
    "commercialisation",
)  # a few from the counties apply all the same

# programme: where its call stands, how many applications against SIZE, who applies
PLAN: dict[str, tuple[story.Phase, Decimal, tuple[str, ...]]] = {
    "key-rd-industry": (story.CHECKING, Decimal("1.5"), (ENTERPRISE, UNIVERSITY)),
    "key-rd-social": (
        story.RECOMMENDING,
        Decimal("1.2"),
        (ENTERPRISE, HOSPITAL, UNIVERSITY, INSTITUTE),
    ),
    "commercialisation": (story.ANNOUNCED, Decimal("0.9"), (ENTERPRISE,)),
    "soft-science": (story.AWARDED, Decimal("0.6"), (UNIVERSITY, INSTITUTE)),
    "basic-youth": (story.OPEN, Decimal("1.2"), (UNIVERSITY, HOSPITAL, INSTITUTE)),
    "basic-general": (story.OPEN_LONG, Decimal("0.8"), (UNIVERSITY, HOSPITAL, INSTITUTE)),
    "industrial-rd-cooperation": (story.OPEN_LONG, Decimal("0.3"), (ENTERPRISE,)),
    "rd-institution-filing": (story.COMING, Decimal(0), (ENTERPRISE,)),
}


def is_empty() -> bool:
    """Say whether nothing was ever entered here."""
    return not Account.objects.exists() and not Guide.objects.exists()


@transaction.atomic
def load_demo_year(
    *,
    seed: int = 20241122,
    scale: Decimal = Decimal(1),
    now: datetime | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> dict[str, int]:
    """Write the year in one transaction; the same seed, scale and day give the same year.

    Args:
        seed: Recorded in the record of acts.
        scale: 1 is about 260 applications; 385 about 100,000.
        now: The moment the year is seen from; windows are counted from its day.
        tell: Called with a line of progress.

    Returns:
        Counts of what was written.
    """
    random, today = Random(seed), timezone.localtime(now or timezone.now())
    seed_reference_data()
    tell("单位、人员、推荐单位")
    cast = make_cast(random, enterprises=int(60 + 60 * (scale - 1).max(0) / 4), today=today.date())
    guide = import_pack(PACK, actor=None)
    hands = make_hands(random, cast, list(Section.objects.order_by("pk")))
    guide = publish_guide(guide, actor=hands.staff["leader"])
    chronicle = Chronicle()
    counts = {"单位": len(cast.organisations)}
    for key, (phase, share, kinds) in PLAN.items():
        programme = guide.programmes.get(key=key)
        call = _call(programme, phase, today, hands, chronicle)
        wanted = int(SIZE * share * scale)
        tell(f"{programme.name}：{wanted}项")
        batch = _batch(call, phase, kinds, cast, hands, random, today)
        rows = write_applications(batch, wanted, chronicle)
        write_outcomes(call, rows, batch, chronicle)
        counts[programme.name] = len(rows)
        _remember_numbers(programme, rows)
        chronicle.write()
    chronicle.close()
    _keep_registers(cast, hands, today)
    return counts


def _keep_registers(cast: Cast, hands: Hands, today: datetime) -> None:
    clerk = hands.staff["office"]
    write_registers(cast, clerk=clerk, today=today.date())
    grant_waivers(clerk=clerk, today=today.date())
    write_reading(clerk=clerk, leader=hands.staff["leader"])
    seal_checkpoint()


def _call(
    programme: Programme, phase: story.Phase, today: datetime, hands: Hands, chronicle: Chronicle
) -> Call:
    moments = phase.moments(today)
    call = Call.objects.create(
        programme=programme,
        title=f"关于组织申报{programme.guide.year}年度{programme.name.removesuffix('项目')}项目的通知（演示）",
        number=f"演示〔{today.year}〕{programme.order + 1}号",
        **moments,
        planned_awards=12,
        planned_yuan=Decimal(6_000_000),
        state=CallState.PUBLISHED,
        published_at=min(moments["opens_at"], today),
        is_demo=True,
    )
    chronicle.add(
        call, "programmes.publish_call", at=min(moments["opens_at"], today), actor=hands.staff["leader"],
        summary="发布通知", before={"state": CallState.DRAFT}, after={"state": CallState.PUBLISHED},
    )  # fmt: skip
    return call


def _batch(
    call: Call,
    phase: story.Phase,
    kinds: tuple[str, ...],
    cast: Cast,
    hands: Hands,
    random: Random,
    today: datetime,
) -> Batch:
    hosts: list[Organisation] = [o for o in cast.organisations if o.kind in kinds]
    return Batch(
        call=call,
        phase=phase,
        form=form_of(call.programme),
        topics=list(call.programme.topics.all()),
        hosts=hosts,
        weights=[
            8 if o.region_code in CITY or call.programme.key not in FOR_THE_CITY else 1
            for o in hosts
        ],
        cast=cast,
        hands=hands,
        random=random,
        today=today,
        moments=phase.moments(today),
        filled=FULLY_ANSWERED,
    )


def _remember_numbers(programme: Programme, rows: list) -> None:  # type: ignore[type-arg]
    taken = sum(1 for row in rows if row.number)
    if taken:
        NumberSeries.objects.create(prefix=programme.number_prefix, last=taken)
