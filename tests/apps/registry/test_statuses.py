from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.accounts import make_actor
from tests.factories.registry import make_organisation, make_status
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.facts import FIGURES, STATUS_NAMES, organisation_facts, person_facts
from zhinan.apps.registry.models import Person, YearFigure
from zhinan.apps.registry.services import add_status, end_status, record_figures
from zhinan.engines.vocabulary import NONE, State, core_vocabulary

pytestmark = pytest.mark.django_db
HIGH_TECH = "国家高新技术企业"


def office():
    return make_actor(Role.OFFICE)


def test_add_and_end_status_write_acts():
    organisation = make_organisation()

    held = add_status(
        organisation,
        actor=office(),
        status=HIGH_TECH,
        valid_from=date(2023, 11, 6),
        valid_to=date(2026, 11, 5),
        number="GR2023",
    )
    end_status(held, actor=office(), valid_to=date(2025, 1, 1), reason="取消资格")

    held.refresh_from_db()
    assert held.valid_to == date(2025, 1, 1)
    assert list(Act.objects.order_by("id").values_list("action", flat=True)) == [
        "registry.add_status",
        "registry.end_status",
    ]


@pytest.mark.parametrize(
    ("status", "start", "end", "code"),
    [
        (HIGH_TECH, date(2026, 11, 5), None, "STATUS-OVERLAP"),
        (HIGH_TECH, date(2020, 1, 1), date(2023, 11, 6), "STATUS-OVERLAP"),
        ("省重点实验室", date(2024, 1, 2), date(2024, 1, 1), "STATUS-DATES"),
        (" ", date(2024, 1, 2), None, "STATUS-NAME"),
    ],
)
def test_add_status_refuses_wrong_dates(status, start, end, code):
    organisation = make_organisation()
    make_status(organisation, status=HIGH_TECH)

    with pytest.raises(MoveRefused) as refused:
        add_status(organisation, actor=office(), status=status, valid_from=start, valid_to=end)

    assert [f.code for f in refused.value.findings] == [code]
    assert organisation.statuses.count() == 1


def test_add_status_next_to_an_ended_one_is_taken():
    organisation = make_organisation()
    make_status(organisation, status=HIGH_TECH)

    add_status(organisation, actor=office(), status=HIGH_TECH, valid_from=date(2026, 11, 6))

    assert organisation.statuses.count() == 2


@pytest.mark.parametrize(("reason", "day"), [("", date(2025, 1, 1)), ("撤销", date(2020, 1, 1))])
def test_end_status_refused_without_reason_or_before_its_start(reason, day):
    held = make_status(make_organisation())

    with pytest.raises(MoveRefused):
        end_status(held, actor=office(), valid_to=day, reason=reason)


def test_record_figures_sets_changes_and_takes_out():
    organisation = make_organisation()
    host = make_actor(Role.HOST, organisation=organisation)

    record_figures(
        organisation,
        actor=host,
        year=2024,
        figures={"lead.revenue": Decimal("95000.00"), "lead.employees": Decimal(120)},
        source="2024年审计报告",
    )
    record_figures(
        organisation,
        actor=host,
        year=2024,
        figures={"lead.revenue": Decimal("96000.00"), "lead.employees": None},
        source="更正",
    )
    record_figures(
        organisation,
        actor=host,
        year=2024,
        figures={"lead.revenue": Decimal("96000.00")},
        source="更正",
    )

    assert list(YearFigure.objects.values_list("item", "value")) == [
        ("lead.revenue", Decimal("96000.0000"))
    ]
    assert Act.objects.count() == 2


@pytest.mark.parametrize(
    ("year", "figures", "source", "code"),
    [
        (2099, {}, "x", "FIGURE-YEAR"),
        (2024, {"lead.employees": Decimal("1.5")}, "x", "FIGURE-VALUE"),
        (2024, {"lead.revenue": Decimal(-1)}, "x", "FIGURE-VALUE"),
        (2024, {"lead.revenue": Decimal("NaN")}, "x", "FIGURE-VALUE"),
        (2024, {"lead.revenue": Decimal("1e30")}, "x", "FIGURE-VALUE"),
        (2024, {"lead.luck": Decimal(1)}, "x", "FIGURE-UNKNOWN"),
        (2024, {"lead.revenue": Decimal(1)}, " ", "FIGURE-SOURCE"),
    ],
)
def test_record_figures_refuses(year, figures, source, code):
    with pytest.raises(MoveRefused) as refused:
        record_figures(
            make_organisation(), actor=office(), year=year, figures=figures, source=source
        )

    assert [f.code for f in refused.value.findings] == [code]
    assert not YearFigure.objects.exists()


def test_record_figures_of_another_organisation_is_denied():
    with pytest.raises(PermissionDenied):
        record_figures(
            make_organisation(),
            actor=make_actor(Role.HOST, organisation=make_organisation()),
            year=2024,
            figures={},
            source="x",
        )


def test_losses_may_be_negative():
    record_figures(
        make_organisation(),
        actor=office(),
        year=2024,
        figures={"lead.profit": Decimal("-5.50")},
        source="审计报告",
    )

    assert YearFigure.objects.get().value == Decimal("-5.5")


def test_organisation_facts_are_those_of_the_day():
    organisation = make_organisation(name="示例公司", address="", registered_on=date(2018, 5, 4))
    make_status(organisation, status=HIGH_TECH)
    make_status(
        organisation,
        status="科技型中小企业",
        valid_from=date(2020, 1, 1),
        valid_to=date(2020, 12, 31),
    )
    for item, value in (("lead.revenue", Decimal(95000)), ("lead.employees", Decimal(12))):
        YearFigure.objects.create(
            organisation=organisation, year=2023, item=item, value=value, source="x"
        )

    facts = organisation_facts(organisation, on=date(2024, 3, 1))

    assert facts == {
        "lead.name": State.known("示例公司", source="registry"),
        "lead.uscc": State.known(organisation.uscc, source="registry"),
        "lead.kind": State.known("企业", source="registry"),
        "lead.is_legal_person": State.known(True, source="registry"),
        "lead.region": State.known("320706", source="registry"),
        "lead.registered_on": State.known("2018-05-04", source="registry"),
        "lead.statuses": State.known([HIGH_TECH], source="registry"),
        "lead.revenue[-1]": State.known("95000.00", source="registry"),
        "lead.employees[-1]": State.known(12, source="registry"),
    }


def test_organisation_facts_without_a_status_declare_none():
    facts = organisation_facts(make_organisation(), on=date(2024, 3, 1), subject="partner")

    assert facts["partner.statuses"] == NONE


def test_person_facts_leave_sealed_numbers_out():
    facts = person_facts(
        Person(name="张示例", sex="女", born_on=date(1980, 1, 2), id_number_sealed="v1:x")
    )

    assert facts == {
        "leader.name": State.known("张示例", source="registry"),
        "leader.sex": State.known("女", source="registry"),
        "leader.birth_date": State.known("1980-01-02", source="registry"),
    }


def test_figures_and_statuses_are_those_of_the_vocabulary():
    terms = core_vocabulary()

    assert all(terms[path].is_yearly for path in FIGURES)
    assert terms["lead.statuses"].choices == STATUS_NAMES
