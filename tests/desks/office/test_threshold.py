"""移动门槛: the curve, who drops out and comes in, and what alone keeps people out."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desks.reading import sheet_of, statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.ruled import make_reviewed
from tests.factories.rules import make_ruled_call
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.models import Revision

pytestmark = pytest.mark.django_db
OTHERS_MET = {"lead.is_legal_person": True, "leader.birth_date": "1985-01-01"}


@pytest.fixture
def call():
    return make_ruled_call()


@pytest.fixture
def client():
    return sign_in(Client(), make_actor(Role.OFFICE))


@pytest.fixture
def address(call):
    return reverse("office:threshold", args=(call.programme.guide_id,))


@pytest.fixture
def three(call):
    """Asking for 20, 45 and 60 (万元): the last is over the bound of 50."""
    return [
        make_reviewed(call, facts=OTHERS_MET | {"budget.grant": grant, "leader.sex": sex}, kind=kind)
        for grant, sex, kind in (
            ("200000.00", "女", "company"),
            ("450000.00", "男", "company"),
            ("600000.00", "男", "university"),
        )
    ]  # fmt: skip


def tiles(page):
    part = page.split('id="moved-tiles"')[1].split("</div>\n    <details")[0]
    return [text.split("<")[0] for text in part.replace("data-out>", "data->").replace("data-came>", "data->").replace("data-passed>", "data->").replace("data-failed>", "data->").replace("data-missing>", "data->").split("data->")[1:]]  # fmt: skip


def test_without_a_move_the_page_says_how_things_stand(client, address, three):
    page = text_of(client, f"{address}?rule=EX-2")

    assert "移动门槛：上限，现为50万元" in page
    assert tiles(page) == ["2", "1", "0", "0", "0"]
    assert "还没有移动" in page


def test_a_lower_bound_drops_those_between(client, address, three):
    page = text_of(client, f"{address}?lever=EX-2:上限&to=40")

    assert "把上限从50万元改为40万元，会怎样" in page
    assert tiles(page) == ["1", "2", "0", "1", "0"]
    assert three[1].title in page
    assert "不超过<del>50</del><ins>40</ins>万元" in page
    assert "，出去1" in page


def test_a_higher_bound_lets_in_whom_this_rule_alone_kept_out(client, address, three):
    _, *rows = sheet_of(client, f"{address}?lever=EX-2:上限&to=60万元&format=xlsx")

    assert [(row[0], row[5], row[6], row[7], row[8]) for row in rows] == [
        (three[2].number, "不通过", "通过", "进来", "")
    ]


def test_a_case_without_the_fact_stays_open(client, call, address):
    make_reviewed(call, facts={})

    assert tiles(text_of(client, f"{address}?lever=EX-2:上限&to=40")) == ["0", "0", "1", "0", "0"]


def test_a_date_moves_by_days_and_by_waiver_stays_for_discretion(client, call, address):
    make_reviewed(call, facts={"leader.birth_date": "1981-05-06"})

    page = text_of(client, f"{address}?lever=EX-3:界限&to=1982-01-01")

    assert "把界限从1980年1月1日改为1982年1月1日，会怎样" in page
    assert "待裁量" in page


def test_other_failing_rules_are_named(client, call, address):
    make_reviewed(call, facts={"budget.grant": "450000.00", "lead.is_legal_person": False})

    page = text_of(client, f"{address}?lever=EX-2:上限&to=40")

    assert "否：另有" in page
    assert ">EX-1</a>" in page


@pytest.mark.parametrize("typed", ["四十", "2024-01-01", "40%", "9" * 400, "-"])
def test_a_value_of_another_kind_is_refused_with_a_remedy(client, address, three, typed):
    answer = client.get(f"{address}?lever=EX-2:上限&to={typed}")

    assert answer.status_code == 422
    assert "写成与参数同类的数或日期" in answer.content.decode()


def test_curve_goes_to_a_workbook(client, address, three):
    heads, *rows = sheet_of(client, f"{address}?lever=EX-2:上限&format=xlsx&table=curve")

    assert heads == ["上限", "通过", "不符", "待补", "其他"]
    assert ["50万元", 2, 1, 0, 0] in rows


def test_only_applications_within_reach_are_moved(call, address, three):
    stranger = sign_in(Client(), make_actor(Role.OFFICE, section=call.programme.section))
    assert tiles(text_of(stranger, f"{address}?rule=EX-2"))[:2] == ["2", "1"]

    from tests.factories.registry import make_section

    elsewhere = sign_in(Client(), make_actor(Role.OFFICE, section=make_section()))
    assert "还没有可以重算的申报" in text_of(elsewhere, f"{address}?rule=EX-2")


def test_personal_facts_are_told_as_counts_alone(client, call, address):
    make_reviewed(call, facts={"leader.birth_date": "1981-05-06", "leader.name": "王示例"})

    page = text_of(client, f"{address}?lever=EX-3:界限&to=1982-01-01")

    assert "1981" not in page.split('id="moved-lines"')[1].split("</section>")[0]
    assert "王示例" not in page


def test_kept_registers_and_verdicts_stand_for_the_day(client, call, address):
    make_reviewed(call, facts={"budget.grant": "450000.00"}, kept={"EX-2": "passed", "EX-6": "failed"})  # fmt: skip
    assert Revision.objects.get().known_on is not None

    assert ">EX-6</a>" in text_of(client, f"{address}?lever=EX-2:上限&to=40")


def test_page_takes_the_same_statements_for_one_and_for_four(client, call, address, three):
    few = statements(client, f"{address}?lever=EX-2:上限&to=40")
    for _ in range(3):
        make_reviewed(call, facts={"budget.grant": "450000.00"})

    assert statements(client, f"{address}?lever=EX-2:上限&to=40") == few


def test_strangers_are_refused(address):
    assert sign_in(Client(), make_actor(Role.SUPERVISOR)).get(address).status_code == 403
    assert Client().get(address).status_code == 302
