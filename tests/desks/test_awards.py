"""The awards desk and the public notice: pages, acts, exports, and a constant number of statements."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import make_actor, sign_in
from tests.factories.awards import (
    make_decided,
    make_draft,
    make_ended_notice,
    make_filled_draft,
    make_leader,
    make_notice,
    make_valid_applications,
    today,
)
from tests.factories.registry import make_section
from tests.factories.screening import make_clerk
from zhinan.apps.accounts.models import Role
from zhinan.apps.awards.models import DecisionList, Objection
from zhinan.apps.awards.services import raise_objection
from zhinan.apps.projects.models import Project
from zhinan.apps.registry.models import LedgerEntry
from zhinan.engines.documents.spreadsheet import read_rows

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "李真名",
    "contact": "13800001234",
    "text": "该项目与2023年已立项目内容相同，请核实。",
}


def statements(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def rows_of(draft, **typed):
    """A posted form of every line as it stands, changed by ``typed`` of each name."""
    form = {}
    for item in draft.items.all():
        fields = {
            "outcome": item.outcome,
            "grant": "",
            "reason": item.reason,
            "version": item.version,
        } | typed
        form |= {f"{name}-{item.pk}": value for name, value in fields.items()}
    return form


def test_decisions_page_offers_calls_and_makes_a_list(client):
    call = make_valid_applications(2)
    sign_in(client, make_clerk(call.programme))

    page = client.get("/office/decisions/")
    made = client.post("/office/decisions/", {"call": call.pk})
    again = client.post("/office/decisions/", {"call": call.pk})

    assert call.title in page.content.decode()
    assert made.status_code == 302
    assert again.status_code == 404
    assert DecisionList.objects.count() == 1


def test_decision_page_saves_amounts_typed_in_wan_exactly(client):
    draft = make_draft()
    sign_in(client, make_clerk(draft.call.programme))

    answer = client.post(
        f"/office/decisions/{draft.pk}/",
        rows_of(draft, outcome="award", grant="９.50") | {"act": "save"},
    )
    shown = client.get(f"/office/decisions/{draft.pk}/").content.decode()

    assert answer.status_code == 302
    assert set(draft.items.values_list("grant_yuan", flat=True)) == {Decimal("95000.00")}
    assert 'value="9.50"' in shown
    assert "19.00" in shown


def test_decision_page_keeps_what_was_typed_when_it_is_refused(client):
    draft = make_draft()
    sign_in(client, make_clerk(draft.call.programme))

    for typed, code in (("五到十", "MONEY-FORMAT"), ("", "AWARD-NO-AMOUNT")):
        answer = client.post(
            f"/office/decisions/{draft.pk}/",
            rows_of(draft, outcome="award", grant=typed, reason="排序第一") | {"act": "save"},
        )
        body = answer.content.decode()
        assert answer.status_code == 409
        assert code in body
        assert f'value="{typed}"' in body
        assert 'value="排序第一"' in body
    assert set(draft.items.values_list("outcome", flat=True)) == {"open"}


def test_bulk_saves_what_was_typed_then_previews_then_writes(client):
    draft = make_draft(3)
    sign_in(client, make_clerk(draft.call.programme))
    first, second, _third = draft.items.all()
    here = f"/office/decisions/{draft.pk}/"
    form = rows_of(draft) | {
        f"grant-{first.pk}": "12.345678",
        "act": "bulk",
        "bulk_outcome": "award",
    }
    form |= {
        "bulk_fill": "same",
        "bulk_amount": "20",
        "chosen": [first.pk, second.pk],
        "bulk_reason": "会议议定",
    }

    preview = client.post(here, form)
    first.refresh_from_db()
    wanted = {"act": "confirm_bulk"}
    for item, amount in ((first, "12.345678"), (second, "20.00")):
        item.refresh_from_db()
        wanted |= {
            f"outcome-{item.pk}": "award",
            f"grant-{item.pk}": amount,
            f"reason-{item.pk}": "会议议定",
            f"version-{item.pk}": item.version,
        }
    written = client.post(here, wanted)

    assert preview.status_code == 200
    assert (first.outcome, first.grant_yuan) == ("open", Decimal("123456.78"))
    assert 'value="12.345678"' in preview.content.decode()
    assert 'value="20.00"' in preview.content.decode()
    assert written.status_code == 302
    assert list(draft.items.values_list("outcome", "grant_yuan")) == [
        ("award", Decimal("123456.78")),
        ("award", Decimal("200000.00")),
        ("open", None),
    ]


def test_bulk_with_nothing_chosen_is_refused(client):
    draft = make_draft()
    sign_in(client, make_clerk(draft.call.programme))

    answer = client.post(f"/office/decisions/{draft.pk}/", rows_of(draft) | {"act": "bulk"})

    assert answer.status_code == 409
    assert "AWARD-BULK-NOTHING" in answer.content.decode()


def test_leader_decides_clerk_announces_and_issues(client):
    draft = make_filled_draft()
    clerk = make_clerk(draft.call.programme)
    here = f"/office/decisions/{draft.pk}/"

    sign_in(client, clerk)
    forbidden = client.post(here, {"act": "decide", "basis": "局长办公会"})
    sign_in(client, make_leader(draft.call))
    decided = client.post(here, {"act": "decide", "basis": "局长办公会"})
    sign_in(client, clerk)
    published = client.post(
        here,
        {
            "act": "publish",
            "starts_on": today().isoformat(),
            "working_days": "5",
            "contact": "高新处 85805561",
        },
    )
    notice = DecisionList.objects.get().notices.get()
    early = client.post(f"/office/notices/{notice.pk}/", {"act": "issue"})
    type(notice).objects.update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    issued = client.post(
        f"/office/notices/{notice.pk}/",
        {"act": "issue", "starts_on": "2026-07-01", "ends_on": "2028-06-30"},
    )

    assert [a.status_code for a in (forbidden, decided, published, early, issued)] == [
        403,
        302,
        302,
        409,
        302,
    ]
    assert Project.objects.count() == 2
    for address in (here, f"{here}letter/", "/office/projects/", f"/office/notices/{notice.pk}/"):
        assert client.get(address).status_code == 200
    assert Project.objects.first().number in client.get("/office/projects/").content.decode()


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("publish", {"starts_on": "明天", "working_days": "5", "contact": "电话"}),
        ("publish", {"starts_on": "2020-01-01", "working_days": "x", "contact": ""}),
        ("revise", {"note": ""}),
        ("save", {}),
        ("add", {}),
    ],
)
def test_decided_list_refuses_with_findings(client, act, fields):
    decided = make_decided()
    actor = make_leader() if act == "revise" else make_clerk()
    sign_in(client, actor)

    answer = client.post(f"/office/decisions/{decided.pk}/", {"act": act, **fields})

    assert answer.status_code == 409
    decided.refresh_from_db()
    assert decided.state == "decided"


def test_revise_add_and_remove_through_the_page(client):
    decided = make_decided()
    here = f"/office/decisions/{decided.pk}/"
    sign_in(client, make_leader())
    client.post(here, {"act": "revise", "note": "金额有误"})
    sign_in(client, make_clerk())
    make_valid_applications(1, decided.call)

    client.post(here, {"act": "add"})
    removed = client.post(here, {"act": "remove", "item": decided.items.last().pk, "note": "退出"})
    gone = client.post(here, {"act": "remove", "item": "99999", "note": "退出"})

    assert (removed.status_code, gone.status_code) == (302, 302)
    assert decided.items.count() == 2


def test_awards_pages_of_another_section_are_not_found(client):
    notice = make_notice()
    sign_in(client, make_actor(Role.OFFICE, section=make_section()))

    for address in (
        f"/office/decisions/{notice.decision_list_id}/",
        f"/office/notices/{notice.pk}/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"act": "revise"}).status_code == 404


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.HOST, Role.EXPERT, Role.RECOMMENDER])
def test_awards_pages_are_for_the_office(client, role):
    notice = make_notice()
    sign_in(client, make_actor(role))

    for address in ("/office/decisions/", f"/office/notices/{notice.pk}/", "/office/projects/"):
        assert client.get(address).status_code == 403
    client.logout()
    assert client.get("/office/decisions/").status_code == 302


def test_finance_reads_and_changes_nothing(client):
    draft = make_filled_draft()
    sign_in(client, make_actor(Role.FINANCE))

    assert client.get(f"/office/decisions/{draft.pk}/").status_code == 200
    for act in ("save", "add", "decide", "publish"):
        answer = client.post(
            f"/office/decisions/{draft.pk}/", {"act": act, "starts_on": "2030-01-01"}
        )
        assert answer.status_code in (403, 409)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_unknown_act_is_not_found(client):
    notice = make_notice()
    sign_in(client, make_clerk())

    for address in (
        f"/office/decisions/{notice.decision_list_id}/",
        f"/office/notices/{notice.pk}/",
    ):
        assert client.post(address, {"act": "burn"}).status_code == 404


def test_objection_is_looked_into_and_closed_through_the_page(client):
    notice = make_notice()
    row = notice.content["rows"][0]
    objection = raise_objection(notice, **WORDS, application_id=row["application"])
    here = f"/office/notices/{notice.pk}/"
    sign_in(client, make_clerk())

    hidden = client.get(here).content.decode()
    shown = client.post(here, {"act": "reveal", "objection": objection.pk, "note": "电话核实"})
    after = client.get(here).content.decode()
    early = client.post(here, {"act": "dismiss", "objection": objection.pk})
    client.post(here, {"act": "finding", "objection": objection.pk, "finding": "查证属实。"})
    forbidden = client.post(here, {"act": "uphold", "objection": objection.pk})
    sign_in(client, make_leader())
    upheld = client.post(here, {"act": "uphold", "objection": objection.pk})

    assert "李真名" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert "李真名" not in hidden + after
    assert [a.status_code for a in (early, forbidden, upheld)] == [409, 403, 302]
    assert "经异议调查，不予立项" in client.get(f"/notices/{notice.pk}/").content.decode()


def test_objection_of_another_notice_is_not_found(client):
    objection = raise_objection(make_notice(), **WORDS)
    other = make_notice()
    sign_in(client, make_clerk())

    answer = client.post(
        f"/office/notices/{other.pk}/", {"act": "dismiss", "objection": objection.pk}
    )

    assert answer.status_code == 404


def test_withdraw_shows_the_reason_in_public_and_hides_the_table(client):
    notice = make_notice()
    sign_in(client, make_clerk())

    refused = client.post(f"/office/notices/{notice.pk}/", {"act": "withdraw", "note": ""})
    client.post(f"/office/notices/{notice.pk}/", {"act": "withdraw", "note": "金额有误，重新公示"})
    client.logout()
    page = client.get(f"/notices/{notice.pk}/").content.decode()

    assert refused.status_code == 409
    assert "金额有误，重新公示" in page
    assert notice.content["rows"][0]["host"] not in page


def test_public_notice_shows_names_amounts_and_digest_without_signing_in(client):
    notice = make_notice()

    page = client.get(f"/notices/{notice.pk}/").content.decode()
    listed = client.get("/notices/?q=公示").content.decode()
    rows = read_rows(client.get(f"/notices/{notice.pk}/?format=xlsx").content)

    for words in (
        notice.title,
        notice.content["rows"][0]["host"],
        "30.00",
        "60.00",
        notice.digest[:16],
        str(notice.ends_on),
    ):
        assert words in page
    assert notice.title in listed
    assert len(rows) == 3


def test_public_notice_is_not_there_before_its_first_day(client):
    notice = make_notice(starts_on=today() + timedelta(days=3))

    assert client.get(f"/notices/{notice.pk}/").status_code == 404
    assert client.post(f"/notices/{notice.pk}/", WORDS).status_code == 404
    assert notice.title not in client.get("/notices/").content.decode()


def test_objection_in_public_gives_a_receipt_that_can_be_asked_about(client):
    notice = make_notice()

    sent = client.post(
        f"/notices/{notice.pk}/", WORDS | {"application": notice.content["rows"][1]["application"]}
    )
    receipt = client.get(sent.url)
    objection = Objection.objects.get()
    status = client.get("/objections/", {"receipt": objection.receipt.lower()}).content.decode()
    unknown = client.get("/objections/?receipt=YY2026-0001-AAAA").content.decode()
    stranger = type(client)().get(sent.url)

    assert objection.receipt in receipt.content.decode()
    assert "调查中" in status
    assert "李真名" not in status
    assert "没有这个回执号" in unknown
    assert stranger.status_code == 404


def test_objection_in_public_keeps_what_was_typed_when_refused(client):
    notice = make_notice()

    answer = client.post(f"/notices/{notice.pk}/", WORDS | {"name": "", "application": "abc"})

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "OBJECTION-NAME" in body
    assert WORDS["text"] in body
    assert Objection.objects.count() == 0


def test_objection_filled_in_by_a_machine_is_dropped(client):
    notice = make_notice()

    answer = client.post(f"/notices/{notice.pk}/", WORDS | {"website": "http://spam.example"})

    assert answer.status_code == 302
    assert Objection.objects.count() == 0


def test_award_letter_exists_only_once_issued(client):
    notice = make_ended_notice()
    sign_in(client, make_clerk())

    assert client.get(f"/office/decisions/{notice.decision_list_id}/letter/").status_code == 404
    assert LedgerEntry.objects.count() == 0


def test_decision_exports_money_in_wan(client):
    draft = make_filled_draft()
    sign_in(client, make_clerk())

    rows = read_rows(client.get(f"/office/decisions/{draft.pk}/?format=xlsx&outcome=award").content)

    assert [row[9] for row in rows[1:]] == [30, 30]


@pytest.mark.parametrize(
    "path",
    [
        "/office/decisions/",
        "/office/projects/",
        "/office/decisions/{pk}/",
        "/notices/",
        "/notices/{notice}/",
        "/office/notices/{notice}/",
    ],
)
def test_pages_run_the_same_statements_with_one_row_and_with_three(client, path):
    clerk = make_clerk()
    sign_in(client, clerk)
    counts = []
    for n in (1, 3):
        notice = make_notice(n)
        raise_objection(notice, **WORDS, application_id=notice.content["rows"][0]["application"])
        address = path.format(pk=notice.decision_list_id, notice=notice.pk)
        client.get(address)
        counts.append(statements(client, address))

    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_full_draft_page_runs_the_same_statements(client):
    sign_in(client, make_clerk())
    small, large = make_draft(1), make_draft(4)
    client.get(f"/office/decisions/{small.pk}/")

    assert statements(client, f"/office/decisions/{small.pk}/") == statements(
        client, f"/office/decisions/{large.pk}/"
    )
