"""The formal review desk: queue, one application item by item, letters, live saving."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.accounts import make_actor, sign_in
from tests.factories.applications import PDF, make_pdf
from tests.factories.registry import make_section
from tests.factories.screening import (
    decide_all,
    make_claimed_review,
    make_clerk,
    make_screened_application,
    make_screened_call,
    make_screened_programme,
)
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.models import Application, Attachment, Revision
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.records.models import StoredFile
from zhinan.apps.records.services import store_file
from zhinan.apps.screening.models import FormalReview
from zhinan.apps.screening.selectors import queue, standings_of, tab_counts
from zhinan.apps.screening.services import claim_review, conclude_review, decide_item, open_review
from zhinan.engines.documents.spreadsheet import read_rows

pytestmark = pytest.mark.django_db


def statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def form_of(review, outcome="met", remark=""):
    form = {}
    for item in review.items.all():
        form |= {
            f"outcome-{item.pk}": outcome,
            f"remark-{item.pk}": remark,
            f"version-{item.pk}": item.version,
        }
    return form


def test_queue_lists_what_waits_in_the_section_and_nothing_else(client):
    mine, other = make_screened_application(), make_screened_application()
    draft = make_screened_application(mine.call, state=ApplicationState.AT_BODY)
    sign_in(client, make_clerk(mine.call.programme))

    page = client.get("/office/screening/").content.decode()

    assert mine.title in page
    assert other.title not in page
    assert draft.title not in page
    assert Application.objects.count() == 3


def test_queue_filters_by_tab_call_search_and_my_own(client):
    clerk = make_clerk()
    call = make_screened_call()
    first, second = make_screened_application(call), make_screened_application(call)
    done = make_screened_application(call, state=ApplicationState.VALID)
    make_claimed_review(first, actor=clerk)

    assert set(queue(clerk)) == {first, second}
    assert list(queue(clerk, tab="valid")) == [done]
    assert list(queue(clerk, mine=True)) == [first]
    assert list(queue(clerk, call_id=call.pk, search=second.host.name)) == [second]
    assert list(queue(clerk, search=second.number, sort="-number")) == [second]
    assert tab_counts(clerk, call_id=call.pk) == {
        "waiting": 2,
        "correcting": 0,
        "valid": 1,
        "rejected": 0,
    }
    assert [queue(make_actor(role)).count() for role in (Role.FINANCE, Role.HOST)] == [0, 0]


def test_standings_say_the_most_pressing_outcome():
    clerk = make_clerk()
    untouched = make_screened_application()
    review = make_claimed_review(actor=clerk)
    items = list(review.items.all())
    seen = [standings_of([untouched])[untouched.pk]]

    for item, outcome in ((items[0], "met"), (items[1], "to_correct"), (items[2], "failed")):
        decide_item(item, outcome=outcome, remark="缺证明", actor=clerk)
        seen.append(standings_of([review.application])[review.application_id])
    decide_all(review, actor=clerk)
    seen.append(standings_of([review.application])[review.application_id])

    assert [(s.verdict, s.words) for s in seen] == [
        ("manual", "未开始"),
        ("manual", "2项未定"),
        ("missing", "1项要求补正"),
        ("fail", "1项不符合"),
        ("pass", "全部符合"),
    ]


def test_review_is_claimed_decided_and_concluded_by_plain_forms(client):
    application = make_screened_application()
    clerk = make_clerk(application.call.programme)
    sign_in(client, clerk)
    here = f"/office/screening/{application.pk}/"

    before = client.get(here).content.decode()
    client.post(here, {"act": "claim"})
    review = FormalReview.objects.get()
    saved = client.post(here, form_of(review) | {"act": "save"})
    concluded = client.post(
        here, form_of(review) | {"act": "conclude", "conclusion": "valid"}, follow=True
    )

    application.refresh_from_db()
    assert "条件1" in before
    assert "牵头单位须在市辖区注册。" in client.get(here).content.decode()
    assert (saved.status_code, application.state) == (302, "valid")
    assert "审查结论：通过" in concluded.content.decode()


def test_review_refused_keeps_what_was_typed(client):
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    sign_in(client, clerk)
    first = review.items.first()
    form = form_of(review, "met", "注册证明第2页") | {
        f"outcome-{first.pk}": "failed",
        f"remark-{first.pk}": "",
    }

    answer = client.post(f"/office/screening/{review.application_id}/", form | {"act": "save"})

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "SCREEN-REMARK-MISSING" in body
    assert "注册证明第2页" in body
    assert set(review.items.values_list("outcome", flat=True)) == {"open"}


def test_review_concluded_with_an_open_item_names_it(client):
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    sign_in(client, clerk)
    here = f"/office/screening/{review.application_id}/"

    unchosen = client.post(here, {"act": "conclude"})
    open_items = client.post(here, {"act": "conclude", "conclusion": "valid"})

    assert "SCREEN-NO-CONCLUSION" in unchosen.content.decode()
    assert "3项尚未审查：“条件1”" in open_items.content.decode()
    assert open_items.status_code == 409


def test_review_saves_one_item_live_and_gives_back_the_letter(client):
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    sign_in(client, clerk)
    item = review.items.first()
    here = f"/office/screening/{review.application_id}/"
    form = {
        "act": "save",
        f"outcome-{item.pk}": "to_correct",
        f"remark-{item.pk}": "缺审计报告",
        f"version-{item.pk}": "0",
    }

    saved = client.post(here, form, headers={"X-Zhinan-Live": "1"})
    stale = client.post(here, form | {f"outcome-{item.pk}": "met"}, headers={"X-Zhinan-Live": "1"})

    assert "缺审计报告" in saved.json()["letter"]
    assert "形式审查补正通知书" in saved.json()["letter"]
    assert (
        saved.json()["versions"][str(item.pk)],
        saved.json()["decided"],
        saved.json()["total"],
    ) == (1, 1, 3)
    assert stale.status_code == 409
    assert "SCREEN-ITEM-CHANGED" in stale.json()["findings"][0]


def test_review_letter_is_shown_live_and_printed_as_sent(client):
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    decide_all(review, "to_correct", actor=clerk, remark="缺证明材料")
    sign_in(client, clerk)
    here = f"/office/screening/{review.application_id}/"

    live = client.get(here).content.decode()
    missing = client.get(f"{here}letters/1/")
    concluded = conclude_review(review, conclusion="correction", actor=clerk)
    printed = client.get(f"{here}letters/1/").content.decode()

    assert "（结论作出时编号）" in live
    assert missing.status_code == 404
    assert concluded.letter_number in printed
    assert "缺证明材料" in printed


def test_review_without_days_to_correct_still_shows_a_letter(client):
    clerk = make_clerk()
    call = make_screened_call(make_screened_programme(flow=[]))
    review = make_claimed_review(make_screened_application(call), actor=clerk)
    decide_all(review, "to_correct", actor=clerk, remark="缺证明材料")
    sign_in(client, clerk)

    assert (
        "请在规定期限内"
        in client.get(f"/office/screening/{review.application_id}/").content.decode()
    )


def test_review_that_fails_shows_a_rejection(client):
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    decide_all(review, "failed", actor=clerk, remark="注册地在外市")
    sign_in(client, clerk)

    assert (
        "不予受理通知书"
        in client.get(f"/office/screening/{review.application_id}/").content.decode()
    )


def test_next_takes_one_and_says_when_nothing_waits(client):
    application = make_screened_application()
    sign_in(client, make_clerk())

    taken = client.post("/office/screening/next/", {"call": application.call_id})
    nothing = client.post("/office/screening/next/", {"call": ""}, follow=True)

    assert taken.url == f"/office/screening/{application.pk}/"
    assert "没有待审查的申报" in nothing.content.decode()


def test_release_reopen_and_overdue_through_the_page(client):
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    here = f"/office/screening/{review.application_id}/"
    sign_in(client, clerk)

    released = client.post(here, {"act": "release"})
    claim_review(review, actor=clerk)
    decide_all(review, "to_correct", actor=clerk, remark="缺证明")
    conclude_review(review, conclusion="correction", actor=clerk)
    early = client.post(here, {"act": "overdue"})
    Application.objects.update(correction_due_at=timezone.now() - timedelta(hours=1))
    page = client.get(here).content.decode()
    overdue = client.post(here, {"act": "overdue"})
    unreasoned = client.post(here, {"act": "reopen", "note": ""})
    reopened = client.post(here, {"act": "reopen", "note": "申报人提交了不可抗力证明"})

    assert [a.status_code for a in (released, early, overdue, unreasoned, reopened)] == [
        302,
        409,
        302,
        409,
        302,
    ]
    assert "按逾期不予受理" in page
    assert Application.objects.get().state == "at_office"


def test_review_in_the_hands_of_a_colleague_cannot_be_written(client):
    review = make_claimed_review(actor=make_clerk())
    sign_in(client, make_clerk())
    here = f"/office/screening/{review.application_id}/"

    page = client.get(here).content.decode()
    saved = client.post(here, form_of(review) | {"act": "save"})

    assert f"由{review.reviewer.name}办理中" in page
    assert "data-review" not in page
    assert "SCREEN-CLAIMED" in saved.content.decode()


def test_review_nobody_opened_cannot_be_saved(client):
    application = make_screened_application()
    sign_in(client, make_clerk())

    answer = client.post(f"/office/screening/{application.pk}/", {"act": "save"})

    assert "SCREEN-NOT-OPEN" in answer.content.decode()
    assert FormalReview.objects.count() == 0


def test_second_round_shows_what_the_applicant_changed(client):
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    application = review.application
    decide_all(review, "to_correct", actor=clerk, remark="缺证明")
    conclude_review(review, conclusion="correction", actor=clerk)
    Revision.objects.update(content={"basics": {"project.title": {"value": "旧名称"}}})
    Revision.objects.create(
        application=application,
        number=2,
        content={"basics": {"project.title": {"value": "新名称"}}},
        digest="1" * 64,
        made_by=application.owner,
    )
    Application.objects.update(state=ApplicationState.AT_OFFICE)
    application.refresh_from_db()
    open_review(application, actor=clerk)
    sign_in(client, clerk)

    page = client.get(f"/office/screening/{application.pk}/").content.decode()

    for words in ("申报人改了什么", "旧名称", "新名称", "上一轮：要求补正"):
        assert words in page


def test_review_shows_attachments_and_hands_them_out_within_the_section(client):
    application = make_screened_application()
    stored = store_file(make_pdf(), accept=["pdf"])
    gone = StoredFile.objects.create(digest="a" * 64, size=10, media_type="application/pdf")
    file, lost = (
        Attachment.objects.create(
            application=application,
            term="牵头单位.审计报告",
            file=bytes_,
            name=name,
            added_by=application.owner,
        )
        for bytes_, name in ((stored, "2025年度审计报告.pdf"), (gone, "丢失.pdf"))
    )
    sign_in(client, make_clerk(application.call.programme))

    page = client.get(f"/office/screening/{application.pk}/").content.decode()
    handed = client.get(f"/office/screening/files/{file.pk}/")
    missing = client.get(f"/office/screening/files/{lost.pk}/")
    sign_in(client, make_actor(Role.OFFICE, section=make_section()))
    elsewhere = client.get(f"/office/screening/files/{file.pk}/")

    assert "2025年度审计报告.pdf" in page
    assert (handed.content, handed["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert (missing.status_code, elsewhere.status_code) == (404, 404)


def test_review_of_another_section_is_not_found(client):
    application = make_screened_application()
    sign_in(client, make_actor(Role.OFFICE, section=make_section()))
    here = f"/office/screening/{application.pk}/"

    assert client.get(here).status_code == 404
    assert client.post(here, {"act": "claim"}).status_code == 404
    assert client.get(f"{here}letters/1/").status_code == 404


def test_leader_reads_and_does_not_write(client):
    application = make_screened_application()
    sign_in(client, make_actor(Role.LEADER))
    here = f"/office/screening/{application.pk}/"

    assert client.get("/office/screening/").status_code == 200
    assert client.get(here).status_code == 200
    assert client.post(here, {"act": "claim"}).status_code == 403
    assert client.post("/office/screening/next/").status_code == 403


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.HOST, Role.RECOMMENDER, Role.FINANCE])
def test_screening_is_for_the_office(client, role):
    make_screened_application()
    sign_in(client, make_actor(role))

    assert client.get("/office/screening/").status_code == 403
    client.logout()
    assert client.get("/office/screening/").status_code == 302


def test_unknown_act_is_not_found_and_a_queue_of_nonsense_is_shown(client):
    application = make_screened_application()
    sign_in(client, make_clerk())

    assert client.post(f"/office/screening/{application.pk}/", {"act": "burn"}).status_code == 404
    assert client.get("/office/screening/?tab=x&sort=y&call=z&page=q&mine=2").status_code == 200


def test_queue_exports_every_row_of_the_filter(client):
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    make_screened_application(review.application.call)
    sign_in(client, clerk)

    rows = read_rows(client.get("/office/screening/?format=xlsx").content)

    assert len(rows) == 3
    assert review.application.number in {row[0] for row in rows}


def test_queue_runs_the_same_statements_with_one_row_and_with_three(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    counts = []
    for n in (1, 2):
        for _ in range(n):
            make_claimed_review(actor=clerk)
        client.get("/office/screening/")
        counts.append(statements(client, "/office/screening/"))

    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_review_runs_the_same_statements_with_one_item_and_with_nine(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    counts = []
    for rules in (1, 9):
        call = make_screened_call(make_screened_programme(rules=rules))
        review = make_claimed_review(make_screened_application(call), actor=clerk)
        decide_all(review, "to_correct", actor=clerk, remark="缺证明")
        address = f"/office/screening/{review.application_id}/"
        client.get(address)
        counts.append(statements(client, address))

    assert counts[0] == counts[1]
