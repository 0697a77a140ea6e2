"""The recommending body's desk: places left, one by one and in bulk, the summary to seal."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.desks.reading import sheet_of, statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.applications import make_applicant, make_submitted
from tests.factories.programmes import make_call, make_programme
from tests.factories.recommendation import (
    make_handed_in,
    make_host,
    make_joint_guide,
    make_recommender,
)
from tests.factories.registry import make_body
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import confirm_application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import CallBody

pytestmark = pytest.mark.django_db
SUMMARY_HEADS = [
    "序号", "计划类别", "指南代码", "受理号", "项目名称", "申报单位", "合作单位", "项目负责人", "联系电话",
    "申请经费（万元）", "推荐意见",
]  # fmt: skip


@pytest.fixture
def body():
    return make_body(name="示例区科技局")


@pytest.fixture
def client(body):
    return sign_in(Client(), make_recommender(body))


def state_of(row):
    return Application.objects.values_list("state", flat=True).get(pk=row.pk)


def choose(client, rows, query=""):
    return client.post(f"/recommend/applications/{query}", {"chosen": [row.pk for row in rows]})


@pytest.mark.parametrize(
    "address",
    [
        "/recommend/",
        "/recommend/applications/",
        "/recommend/applications/1/",
        "/recommend/calls/1/summary/",
    ],
)
def test_pages_ask_a_stranger_to_sign_in_and_refuse_other_roles(address):
    anonymous = Client().get(address)

    assert (anonymous.status_code, anonymous["Location"]) == (
        302,
        f"/account/sign-in/?next={address}",
    )
    for actor in (make_host(), make_actor(Role.OFFICE), make_actor(Role.SUPERVISOR)):
        assert sign_in(Client(), actor).get(address).status_code == 403


@pytest.mark.parametrize("state", [S.AT_BODY, S.AT_OFFICE])
def test_application_of_another_body_is_not_found_and_not_changed(client, state):
    row = make_handed_in(make_call(), body=make_body(), state=state)
    here = f"/recommend/applications/{row.pk}/"

    answers = [client.get(here).status_code] + [
        client.post(here, {"act": act, "note": "改"}).status_code
        for act in ("recommend", "return", "undo")
    ]

    assert answers == [404] * 4
    assert state_of(row) == state


def test_application_not_yet_confirmed_by_its_unit_is_not_found(client, body):
    row = make_handed_in(make_call(), body=body, state=S.AT_HOST)

    assert client.get(f"/recommend/applications/{row.pk}/").status_code == 404


def test_home_says_what_waits_closing_times_and_places_left(client, body):
    call = make_call()
    waiting = make_handed_in(call, body=body, title="等推荐的项目")
    make_handed_in(call, body=body, state=S.AT_OFFICE, title="刚推荐的项目")
    make_handed_in(call, body=make_body(), title="别处的项目")

    page = text_of(client, "/recommend/")

    assert f"/recommend/applications/{waiting.pk}/" in page
    assert "等您推荐1项" in page
    assert timezone.localtime(call.recommendation_closes_at).strftime("%Y-%m-%d %H:%M") in page
    assert "1 / 5" in page
    assert ">4</b>" in page
    assert "刚推荐的项目" in page
    assert "别处的项目" not in page


def test_home_with_nothing_says_what_to_expect(client):
    page = text_of(client, "/recommend/")

    assert "没有等您推荐的申报" in page
    assert "现在没有需要推荐的申报通知" in page


def test_body_without_a_line_in_the_table_reads_why_everywhere():
    body = make_body(name="示例街道办", kind="街道")
    client = sign_in(Client(), make_recommender(body))
    row = make_handed_in(make_call(), body=body)
    here = f"/recommend/applications/{row.pk}/"

    pages = [
        text_of(client, address) for address in ("/recommend/", "/recommend/applications/", here)
    ]
    refused = client.post(here, {"act": "recommend"})

    assert all("QUOTA-NO-ROW" in page for page in [*pages, refused.content.decode()])
    assert all("请联系主管处室补充名额后再推荐" in page for page in pages)
    assert (refused.status_code, state_of(row)) == (409, S.AT_BODY)


def test_recommend_with_an_opinion_and_take_it_back(client, body):
    row = make_handed_in(make_call(), body=body)
    here = f"/recommend/applications/{row.pk}/"

    client.post(here, {"act": "recommend", "note": "技术先进，同意推荐。"})
    recommended, page = state_of(row), text_of(client, here)
    client.post(here, {"act": "undo", "note": "申报人要求"})

    assert (recommended, state_of(row)) == (S.AT_OFFICE, S.AT_BODY)
    assert "技术先进，同意推荐。" in page


def test_return_gives_it_back(client, body):
    row = make_handed_in(make_call(), body=body)

    client.post(f"/recommend/applications/{row.pk}/", {"act": "return", "note": "预算不平"})

    assert state_of(row) == S.DRAFT


@pytest.mark.parametrize(
    ("call", "sent", "code"),
    [
        ({}, {"act": "return", "note": ""}, "REASON-MISSING"),
        ({}, {"act": "undo", "note": "改"}, "STATE-CHANGED"),
        (
            {"recommendation_closes_at": timezone.now() - timedelta(days=1)},
            {"act": "recommend"},
            "RECOMMENDATION-CLOSED",
        ),
        ({"state": "cancelled"}, {"act": "recommend"}, "CALL-CANCELLED"),
    ],
)
def test_refusals_leave_the_row_keep_the_opinion_and_show_the_code(client, body, call, sent, code):
    row = make_handed_in(make_call(**call), body=body)

    answer = client.post(f"/recommend/applications/{row.pk}/", {"note": "我的意见"} | sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"<code>{code}</code>" in page
    assert sent.get("note", "我的意见") in page
    assert state_of(row) == S.AT_BODY


def test_bulk_keeps_what_succeeded_and_explains_the_rest(client, body):
    call = make_call()
    rows = [make_handed_in(call, body=body, title=f"批量项目{n}") for n in range(6)]

    answer = choose(client, rows)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert [state_of(row) for row in rows] == [S.AT_OFFICE] * 5 + [S.AT_BODY]
    assert "已推荐5项" in page
    assert "1项没有推荐成" in page
    assert "示例区科技局已占用名额5项，限5项" in page


def test_bulk_counts_programmes_that_share_places_together(client, body):
    guide = make_joint_guide(most=1)
    calls = [
        make_call(programme=make_programme(guide=guide, key=k)) for k in ("research", "general")
    ]
    rows = [make_handed_in(call, body=body) for call in calls]

    choose(client, rows)

    assert [state_of(row) for row in rows] == [S.AT_OFFICE, S.AT_BODY]
    assert text_of(client, "/recommend/").count("1 / 1") == 2


def test_bulk_goes_back_to_the_list_as_filtered(client, body):
    row = make_handed_in(make_call(), body=body)

    answer = choose(client, [row], "?state=&q=TJ")

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/recommend/applications/?state=&q=TJ",
    )


@pytest.mark.parametrize("chosen", [[], ["²"], ["9" * 40]])
def test_bulk_with_nothing_chosen_says_so(client, chosen):
    answer = client.post("/recommend/applications/", {"chosen": chosen})

    assert answer.status_code == 409
    assert "没有选中任何申报" in answer.content.decode()


def test_bulk_passes_over_applications_of_another_body(client):
    row = make_handed_in(make_call(), body=make_body())

    choose(client, [row])

    assert state_of(row) == S.AT_BODY


def test_list_shows_what_waits_unless_asked_otherwise(client, body):
    first, second = make_call(), make_call()
    rows = [
        make_handed_in(first, body=body, title="碳纤维"),
        make_handed_in(second, body=body, state=S.VALID, title="海水养殖"),
    ]

    def listed(query):
        page = text_of(client, f"/recommend/applications/?{query}")
        return [row.title for row in rows if f">{row.title}<" in page]

    assert listed("") == ["碳纤维"]
    assert listed("state=") == ["碳纤维", "海水养殖"]
    assert listed(f"state=&call={second.pk}") == ["海水养殖"]
    assert listed(f"state=&q={rows[0].host.name}") == ["碳纤维"]
    assert listed("call=²") == []


@pytest.mark.parametrize(
    ("address", "count"), [("/recommend/", 14), ("/recommend/applications/?state=", 14)]
)
def test_pages_take_the_same_statements_with_one_row_and_three(client, body, address, count):
    call = make_call()
    for state in (S.AT_BODY, S.AT_OFFICE):
        make_handed_in(call, body=body, state=state)
    with_one = statements(client, address)
    for state in (S.AT_BODY, S.AT_BODY, S.AT_OFFICE, S.AT_OFFICE):
        make_handed_in(call, body=body, state=state)

    assert (with_one, statements(client, address)) == (count, count)


@pytest.mark.parametrize("number", [1, 3])
def test_summary_takes_the_same_statements_whatever_its_length(client, body, number):
    call = make_call()
    for _ in range(number):
        make_handed_in(call, body=body, state=S.AT_OFFICE)

    assert statements(client, f"/recommend/calls/{call.pk}/summary/") == 11


def test_summary_has_the_columns_of_the_sample_and_only_what_was_recommended(client, body):
    call, actor = make_call(), make_applicant()
    row = make_submitted_in(call, actor, body)
    client.post(f"/recommend/applications/{row.pk}/", {"act": "recommend", "note": "同意"})
    waiting = make_handed_in(call, body=body)
    elsewhere = make_handed_in(call, body=make_body(), state=S.AT_OFFICE)

    heads, line = sheet_of(client, f"/recommend/calls/{call.pk}/summary/?format=xlsx")
    page = text_of(client, f"/recommend/calls/{call.pk}/summary/")

    assert heads == SUMMARY_HEADS
    assert line[:6] == [
        1,
        "市基础研究计划",
        "7001",
        row.number,
        "近海装备关键技术研发",
        row.host.name,
    ]
    assert (line[7], line[9], line[10]) == ("王示例", 9.5, "同意")
    assert row.title in page
    assert "9.50" in page
    assert waiting.title not in page
    assert elsewhere.title not in page


def make_submitted_in(call, actor, body):
    """Filled in, handed in and confirmed through ``body``."""
    row = make_submitted(actor, programme=call.programme)
    Application.objects.filter(pk=row.pk).update(call=call)
    row.refresh_from_db()
    body.memberships.create(organisation=row.host)
    return confirm_application(row, actor=make_host(row.host), body=body)


@pytest.mark.parametrize("over", [{"state": "draft"}, {"state": "cancelled"}])
def test_summary_of_a_call_that_was_not_announced_is_not_found(client, over):
    call = make_call(**over)

    assert client.get(f"/recommend/calls/{call.pk}/summary/").status_code == 404


def test_summary_before_anything_was_recommended_says_what_to_do(client):
    call = make_call()

    assert "还没有推荐任何申报" in text_of(client, f"/recommend/calls/{call.pk}/summary/")


def test_home_leaves_out_calls_addressed_to_others(client):
    call = make_call()
    CallBody.objects.create(call=call, body=make_body())

    assert "现在没有需要推荐的申报通知" in text_of(client, "/recommend/")


def test_excel_holds_the_list_as_filtered(client, body):
    call = make_call()
    row = make_handed_in(call, body=body)
    make_handed_in(call, body=body, state=S.AT_OFFICE)

    heads, *lines = sheet_of(client, "/recommend/applications/?format=xlsx")

    assert heads[:2] == ["受理号", "项目名称"]
    assert [line[0] for line in lines] == [row.number]
