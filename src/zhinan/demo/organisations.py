"""Organisations, people and recommending bodies of the demonstration year."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from zhinan.apps.records.encryption import keyed_digest, seal
from zhinan.apps.registry.models import (
    BodyMember,
    Organisation,
    OrganisationKind,
    OrganisationStatus,
    Person,
    RecommendingBody,
    YearFigure,
)

from . import names

SOURCE = "演示数据"
DISTRICTS = {
    "320706": "海州区", "320703": "连云区", "320707": "赣榆区",
    "320722": "东海县", "320723": "灌云县", "320724": "灌南县",
}  # fmt: skip
ZONES = {"市开发区科技局": "320703", "市高新区科技局": "320706", "徐圩新区科技局": "320703"}
PUBLIC_BODIES = [
    ("江苏海洋大学", OrganisationKind.UNIVERSITY, "12"),
    ("连云港演示师范高等专科学校", OrganisationKind.UNIVERSITY, "12"),
    ("连云港演示职业技术学院", OrganisationKind.UNIVERSITY, "12"),
    ("连云港市演示农业科学研究院", OrganisationKind.INSTITUTE, "12"),
    ("江苏中科能源动力研究中心", OrganisationKind.INSTITUTE, "12"),
    ("连云港市演示海洋研究所", OrganisationKind.INSTITUTE, "12"),
    ("连云港市演示第一人民医院", OrganisationKind.HOSPITAL, "12"),
    ("连云港市演示第二人民医院", OrganisationKind.HOSPITAL, "12"),
    ("连云港市演示中医院", OrganisationKind.HOSPITAL, "12"),
    ("连云港市演示妇幼保健院", OrganisationKind.HOSPITAL, "12"),
]


@dataclass(slots=True)
class Cast:
    """Everybody who acts in the year."""

    organisations: list[Organisation] = field(default_factory=list)
    people: dict[int, list[Person]] = field(default_factory=dict)  # by organisation
    bodies: list[RecommendingBody] = field(default_factory=list)
    body_of: dict[int, RecommendingBody] = field(default_factory=dict)  # organisation -> body


def make_cast(random: Random, *, enterprises: int, today: date) -> Cast:
    """Write organisations, their facts and people, bodies and memberships in bulk."""
    cast = Cast()
    public = [_public_body(random, *entry) for entry in PUBLIC_BODIES]
    firms = _enterprises(random, enterprises, today)
    cast.organisations = Organisation.objects.bulk_create(_mixed(public, firms))
    OrganisationStatus.objects.bulk_create(_statuses(random, cast.organisations, today))
    YearFigure.objects.bulk_create(_figures(random, cast.organisations, today), batch_size=2000)
    people = Person.objects.bulk_create(_people(random, cast.organisations, today), batch_size=2000)
    for person in people:
        cast.people.setdefault(person.organisation_id or 0, []).append(person)
    cast.bodies = _bodies(cast.organisations)
    _join_bodies(cast, random)
    return cast


def _mixed(public: list[Organisation], firms: list[Organisation]) -> list[Organisation]:
    """Two firms after each public body, so that the first few show every kind."""
    rows: list[Organisation] = []
    for place, body in enumerate(public):
        rows += [body, *firms[2 * place : 2 * place + 2]]
    return rows + firms[2 * len(public) :]


def _public_body(random: Random, name: str, kind: OrganisationKind, prefix: str) -> Organisation:
    return Organisation(
        name=name,
        uscc=names.credit_code(random, kind=prefix, region="320700"),
        kind=kind,
        region_code="320706",
        registered_on=date(random.randrange(1958, 2012), random.randrange(1, 13), 1),
        legal_representative=names.person_name(random),
        address=f"连云港市海州区演示路{random.randrange(1, 300)}号",
        is_demo=True,
    )


def _enterprises(random: Random, count: int, today: date) -> list[Organisation]:
    taken: set[str] = set()
    firms: list[Organisation] = []
    while len(firms) < count:
        name = names.enterprise_name(random, random.choice(list(names.TRADES)))
        if name in taken:
            name = name.replace(
                "有限公司", f"{random.choice('甲乙丙丁戊己庚辛')}{len(firms)}有限公司"
            )
        taken.add(name)
        region = random.choice(list(DISTRICTS))
        firms.append(
            Organisation(
                name=name,
                uscc=names.credit_code(random, region=region),
                kind=OrganisationKind.ENTERPRISE,
                region_code=region,
                registered_on=date(
                    random.randrange(2003, today.year),
                    random.randrange(1, 13),
                    random.randrange(1, 28),
                ),
                legal_representative=names.person_name(random),
                address=f"{DISTRICTS[region]}演示大道{random.randrange(1, 900)}号",
                is_demo=True,
            )
        )
    return firms


def _statuses(
    random: Random, organisations: list[Organisation], today: date
) -> list[OrganisationStatus]:
    found = []
    for organisation in organisations:
        if organisation.kind != OrganisationKind.ENTERPRISE:
            continue
        since = date(today.year - random.randrange(1, 4), 11, 1)
        for status, share in (
            ("高新技术企业", 0.45),
            ("科技型中小企业", 0.5),
            ("省工程技术研究中心", 0.1),
        ):
            if random.random() < share:
                found.append(
                    OrganisationStatus(
                        organisation=organisation,
                        status=status,
                        number=f"演示{random.randrange(10**7, 10**8)}",
                        valid_from=since,
                        valid_to=since.replace(year=since.year + 3),
                        source=SOURCE,
                    )
                )
    return found


def _figures(random: Random, organisations: list[Organisation], today: date) -> list[YearFigure]:
    figures = []
    for organisation in organisations:
        revenue = Decimal(random.randrange(300, 60000)) * 10000
        for year in range(today.year - 3, today.year):
            revenue = (revenue * Decimal(random.randrange(90, 128)) / 100).quantize(Decimal(1))
            spent = (revenue * Decimal(random.randrange(10, 90)) / 1000).quantize(Decimal(1))
            for item, value in (("lead.revenue", revenue), ("lead.rd_spending", spent)):
                figures.append(
                    YearFigure(
                        organisation=organisation, year=year, item=item, value=value, source=SOURCE
                    )
                )
    return figures


def _people(random: Random, organisations: list[Organisation], today: date) -> list[Person]:
    people = []
    for organisation in organisations:
        for _ in range(40 if organisation.kind != OrganisationKind.ENTERPRISE else 4):
            sex = random.choice("男女")
            born_on = date(
                today.year - random.randrange(27, 59),
                random.randrange(1, 13),
                random.randrange(1, 28),
            )
            number = names.identity_number(random, born_on=born_on, sex=sex)
            people.append(
                Person(
                    name=names.person_name(random),
                    id_number_sealed=seal(number),
                    id_number_digest=keyed_digest(number),
                    sex=sex,
                    born_on=born_on,
                    degree=random.choices(names.DEGREES, (4, 5, 3))[0],
                    title=random.choice(names.TITLES),
                    organisation=organisation,
                    is_demo=True,
                )
            )
    return people


def _bodies(organisations: list[Organisation]) -> list[RecommendingBody]:
    rows = [
        RecommendingBody(
            name=f"{name}科技局",
            kind="区（功能板块）",  # counties too, as the sample pack's help page says
            region_code=code,
            is_demo=True,
        )
        for code, name in DISTRICTS.items()
    ]
    rows += [
        RecommendingBody(name=name, kind="区（功能板块）", region_code=code, is_demo=True)
        for name, code in ZONES.items()
    ]
    rows.append(RecommendingBody(name="市卫健委", kind="部门", region_code="320700", is_demo=True))
    kinds = {OrganisationKind.UNIVERSITY: "高校", OrganisationKind.INSTITUTE: "科研院所"}
    rows += [
        RecommendingBody(
            name=o.name,
            kind=kinds[OrganisationKind(o.kind)],
            organisation=o,
            region_code=o.region_code,
            is_demo=True,
        )
        for o in organisations
        if o.kind in kinds
    ]
    return RecommendingBody.objects.bulk_create(rows)


def _join_bodies(cast: Cast, random: Random) -> None:
    by_name = {body.name: body for body in cast.bodies}
    own = {body.organisation_id: body for body in cast.bodies if body.organisation_id}
    members = []
    for organisation in cast.organisations:
        if organisation.pk in own:
            body = own[organisation.pk]
        elif organisation.kind == OrganisationKind.HOSPITAL:
            body = by_name["市卫健委"]
        elif organisation.region_code in ("320703", "320706") and random.random() < 0.4:
            zones = [zone for zone, code in ZONES.items() if code == organisation.region_code]
            body = by_name[random.choice(zones)]
        else:
            body = by_name[f"{DISTRICTS[organisation.region_code]}科技局"]
        cast.body_of[organisation.pk] = body
        members.append(BodyMember(body=body, organisation=organisation))
    BodyMember.objects.bulk_create(members, batch_size=2000)
