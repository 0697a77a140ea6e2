"""The unit administrator's desk: what waits, confirm, return, by whom and when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.desks.reading import sheet_of, statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.programmes import make_call
from tests.factories.recommendation import make_handed_in, make_host
from tests.factories.registry import make_body, make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import CallBody

pytestmark = pytest.mark.django_db
ADDRESSES = ["/host/", "/host/applications/", "/host/applications/1/"]


@pytest.fixture
def unit():
    return make_organisation(name="示例海工有限公司")


@pytest.fixture
def body(unit):
    return make_body(members=(unit,))


@pytest.fixture
def client(unit):
    return sign_in(Client(), make_host(unit))


def state_of(row):
    return Application.objects.values_list("state", flat=True).get(pk=row.pk)


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_ask_a_stranger_to_sign_in_and_refuse_other_roles(address):
    anonymous = Client().get(address)
    body = make_body()

    assert (anonymous.status_code, anonymous["Location"]) == (
        302,
        f"/account/sign-in/?next={address}",
    )
    for actor in (make_actor(Role.RECOMMENDER, body=body), make_actor(Role.OFFICE)):
        assert sign_in(Client(), actor).get(address).status_code == 403


def test_application_of_another_unit_is_not_found_and_not_changed(client):
    row = make_handed_in(make_call(), state=S.AT_HOST)
    here = f"/host/applications/{row.pk}/"

    answers = [
        client.get(here).status_code,
        client.post(here, {"act": "confirm"}).status_code,
        client.post(here, {"act": "return", "note": "改"}).status_code,
    ]

    assert answers == [404, 404, 404]
    assert state_of(row) == S.AT_HOST


def test_home_says_what_waits_by_when_and_the_places_left(client, unit):
    call = make_call()
    waiting = make_handed_in(call, host=unit, state=S.AT_HOST, title="等确认的项目")
    due = timezone.now() - timedelta(days=1)
    make_handed_in(call, host=unit, state=S.CORRECTING, title="补正的项目", correction_due_at=due)
    make_handed_in(call, host=unit, state=S.AT_BODY, title="已转推荐的项目")

    page = text_of(client, "/host/")

    assert f"/host/applications/{waiting.pk}/" in page
    assert timezone.localtime(call.host_closes_at).strftime("%Y-%m-%d %H:%M") in page
    assert "等您确认1项" in page
    assert "补正的项目" in page
    assert "已过" in page
    assert "2 / 1" in page


def test_home_without_applications_says_what_to_do(client):
    page = text_of(client, "/host/")

    assert "没有等您确认的申报" in page
    assert "邀请同事" in page


def test_confirm_hands_it_to_the_body(client, unit, body):
    row = make_handed_in(make_call(), host=unit, state=S.AT_HOST)

    answer = client.post(
        f"/host/applications/{row.pk}/", {"act": "confirm", "body": body.pk}, follow=True
    )

    assert "已确认，转推荐单位" in answer.content.decode()
    assert state_of(row) == S.AT_BODY


@pytest.mark.parametrize(
    ("call", "sent", "code", "remedy"),
    [
        ({}, {"body": ""}, "BODY-MISSING", "请选择归口的推荐单位"),
        ({}, {"body": "²"}, "BODY-MISSING", "请选择归口的推荐单位"),
        ({}, {"act": "return", "note": " "}, "REASON-MISSING", "请写明理由"),
        (
            {"host_closes_at": timezone.now() - timedelta(days=1)},
            {},
            "HOST-CLOSED",
            "请联系推荐单位",
        ),
        ({"state": "cancelled"}, {}, "CALL-CANCELLED", "请联系主管处室"),
    ],
)
def test_refusals_leave_the_row_and_show_code_and_remedy(
    client, unit, body, call, sent, code, remedy
):
    row = make_handed_in(make_call(**call), host=unit, state=S.AT_HOST)

    answer = client.post(
        f"/host/applications/{row.pk}/", {"act": "confirm", "body": body.pk} | sent
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert code in page
    assert remedy in page
    assert state_of(row) == S.AT_HOST


def test_confirm_over_the_units_places_shows_the_limit(client, unit, body):
    call = make_call()
    make_handed_in(call, host=unit, body=body)
    row = make_handed_in(call, host=unit, state=S.AT_HOST)

    answer = client.post(f"/host/applications/{row.pk}/", {"act": "confirm", "body": body.pk})

    assert answer.status_code == 409
    assert "示例海工有限公司已占用名额1项，限1项" in answer.content.decode()
    assert state_of(row) == S.AT_HOST


def test_bodies_offered_are_those_the_call_is_addressed_to(client, unit, body):
    call = make_call()
    other = make_body(members=(unit,))
    CallBody.objects.create(call=call, body=other)
    row = make_handed_in(call, host=unit, state=S.AT_HOST)

    page = text_of(client, f"/host/applications/{row.pk}/")

    assert other.name in page
    assert body.name not in page


def test_return_tells_the_applicant_why(client, unit):
    row = make_handed_in(make_call(), host=unit, state=S.AT_HOST)

    client.post(f"/host/applications/{row.pk}/", {"act": "return", "note": "缺负责人签字"})

    assert state_of(row) == S.DRAFT
    assert "缺负责人签字" in text_of(client, f"/host/applications/{row.pk}/")


def test_list_filters_by_call_state_and_words(client, unit):
    first, second = make_call(), make_call()
    rows = [
        make_handed_in(first, host=unit, state=S.AT_HOST, title="碳纤维", leader_name="周甲"),
        make_handed_in(second, host=unit, state=S.AT_BODY, title="海水养殖", leader_name="吴乙"),
    ]
    make_handed_in(first, title="别家的碳纤维")

    def listed(query):
        page = text_of(client, f"/host/applications/?{query}")
        return [row.title for row in rows if f">{row.title}<" in page]

    assert listed("") == ["碳纤维", "海水养殖"]
    assert listed(f"call={first.pk}") == ["碳纤维"]
    assert listed("state=at_body") == ["海水养殖"]
    assert listed("q=吴乙") == ["海水养殖"]
    assert [listed(q) for q in ("call=²", f"call={'9' * 40}", "call=x")] == [[], [], []]
    assert "别家的碳纤维" not in text_of(client, "/host/applications/")


@pytest.mark.parametrize(("address", "count"), [("/host/", 13), ("/host/applications/", 8)])
def test_pages_take_the_same_statements_with_one_row_and_three(client, unit, address, count):
    call = make_call()
    make_handed_in(call, host=unit, state=S.AT_HOST)
    with_one = statements(client, address)
    for _ in range(2):
        make_handed_in(call, host=unit, state=S.AT_HOST)

    assert (with_one, statements(client, address)) == (count, count)


def test_excel_holds_the_list_as_filtered(client, unit, body):
    call = make_call()
    row = make_handed_in(call, host=unit, body=body, title="=1+1 碳纤维")
    make_handed_in(call, host=unit, state=S.AT_HOST, title="海水养殖")

    heads, *lines = sheet_of(client, "/host/applications/?format=xlsx&state=at_body")

    assert heads[:3] == ["受理号", "项目名称", "计划类别"]
    assert [line[:7] for line in lines] == [
        [row.number, "=1+1 碳纤维", "市基础研究计划", "", "王示例", body.name, 20]
    ]
