import io
import json

import pytest
from django.db import connection

from tests.factories.accounts import make_account, make_actor, sign_in
from tests.factories.records import make_act, make_subject
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.models import Act, Checkpoint
from zhinan.apps.records.services import exported_seal, receipt_holds, seal_checkpoint
from zhinan.engines.documents.spreadsheet import read_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    actor = make_actor(Role.SUPERVISOR)
    sign_in(client, actor)
    return actor


@pytest.fixture
def record():
    subject = make_subject()
    lines = [
        make_act(
            subject, summary="提交", before={"state": "draft"}, after={"state": "at_host", "n": 1}
        ),
        make_act(subject, summary="单位退回", note="缺第三项", after={"state": "draft"}),
    ]
    seal_checkpoint()
    return [*lines, make_act(subject, summary="再次提交", after={"state": "at_host"})]


def body(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", ["", "acts/", "acts/export/", "checkpoints/", "checkpoints/1/"])
@pytest.mark.parametrize(
    "role", [Role.OFFICE, Role.LEADER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.APPLICANT]
)
def test_the_record_is_shut_to_other_roles(client, record, path, role):
    sign_in(client, make_actor(role))

    assert client.get(f"/supervision/{path}").status_code == 403


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDIT_ADMIN])
def test_home_says_what_was_never_verified(client, record, role):
    sign_in(client, make_actor(role))

    page = body(client.get("/supervision/"))

    assert "还没有核验过记录" in page
    assert Checkpoint.objects.get().digest in page


def test_home_of_an_empty_record_says_what_will_come(client, auditor):
    assert "还没有任何行为" in body(client.get("/supervision/"))


def test_inspect_notes_the_verdict_in_the_record(client, auditor, record):
    response = client.post("/supervision/inspect/", follow=True)

    act = Act.objects.get(action="records.inspect")
    assert (act.summary, act.account_id, act.after) == (
        "核验行为记录：完整",
        auditor.account.pk,
        {"lines": 3, "faults": []},
    )
    assert "记录完整" in body(response)


def test_inspect_shows_the_first_fault(client, auditor, record):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_act SET note = '改' WHERE id = %s", [record[0].pk])

    page = body(client.post("/supervision/inspect/", follow=True))

    assert "第 1 行：内容与摘要不符，被改动" in page
    assert "处理核验不符：1处" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["再次提交", "单位退回", "提交"]),
        ("?who=系统", ["再次提交", "单位退回", "提交"]),
        ("?who=无此人", []),
        ("?action=records.", ["再次提交", "单位退回", "提交"]),
        ("?action=awards.", []),
        ("?subject=records.numberseries", ["再次提交", "单位退回", "提交"]),
        ("?subject=nobody", []),
        ("?since=2000-01-01", ["再次提交", "单位退回", "提交"]),
        ("?until=2000-01-01", []),
        ("?since=昨天", ["再次提交", "单位退回", "提交"]),
    ],
)
def test_acts_are_narrowed_as_asked(client, auditor, record, query, shown):
    response = client.get(f"/supervision/acts/{query}")

    assert response.status_code == 200
    page = response.content.decode()
    links = [f'">{act.summary}</a>' for act in reversed(record)]
    assert [link[2:-4] for link in links if link in page] == shown
    assert ("没有符合条件的行" in page) == (shown == [])


def test_acts_of_one_subject_are_asked_for_by_kind_and_number(client, auditor, record):
    other = make_act(make_subject("别的"), summary="别的事")

    page = body(client.get(f"/supervision/acts/?subject={other.subject_kind}+{other.subject_id}"))

    assert "别的事" in page
    assert "再次提交" not in page


def test_acts_go_on_with_older_lines(client, auditor):
    subject = make_subject()
    lines = [make_act(subject, summary=f"第{n}件事") for n in range(60)]

    first = body(client.get("/supervision/acts/"))
    second = body(client.get(f"/supervision/acts/?before={lines[10].pk}"))

    assert f"before={lines[10].pk}" in first
    assert "第9件事<" in second
    assert "第10件事<" not in second


@pytest.mark.parametrize("count", [1, 3])
def test_acts_run_a_constant_number_of_statements(
    client, auditor, count, django_assert_num_queries
):
    for _n in range(count):
        make_act(make_subject())
    client.get("/supervision/acts/")

    with django_assert_num_queries(6):
        client.get("/supervision/acts/")


def test_one_act_shows_what_changed_and_its_chain(client, auditor, record):
    page = body(client.get(f"/supervision/acts/{record[0].pk}/"))

    assert "<del>draft</del>" in page
    assert "<ins>at_host</ins>" in page
    assert record[0].digest in page
    assert "首尾相扣" in page
    assert "再次提交" in page


def test_one_act_of_a_broken_chain_says_so(client, auditor, record):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_act SET note = '改' WHERE id = %s", [record[1].pk])

    assert "第 2 行：内容与摘要不符" in body(client.get(f"/supervision/acts/{record[0].pk}/"))


def test_one_act_of_a_forgotten_kind_is_still_shown(client, auditor, record):
    Act.objects.filter(pk=record[2].pk).update(subject_kind="gone.thing")

    assert "gone.thing" in body(client.get(f"/supervision/acts/{record[2].pk}/"))


def test_proof_is_a_receipt_and_is_noted(client, auditor, record):
    response = client.get(f"/supervision/acts/{record[0].pk}/proof/")

    assert receipt_holds(json.loads(body(response)))
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert Act.objects.filter(action="records.prove", account_id=auditor.account.pk).count() == 1


def test_proof_of_an_unsealed_line_leads_back_to_it(client, auditor, record):
    response = client.get(f"/supervision/acts/{record[2].pk}/proof/")

    assert (response.status_code, response.url) == (302, f"/supervision/acts/{record[2].pk}/#seal")


def test_export_holds_the_lines_asked_for_and_is_noted(client, auditor, record):
    response = client.get("/supervision/acts/export/?subject=records.numberseries")

    rows = read_rows(response.content)
    assert [row[5] for row in rows[1:]] == ["再次提交", "单位退回", "提交"]
    act = Act.objects.get(action="records.export")
    assert (act.summary, act.after) == ("导出行为记录3行", {"subject": "records.numberseries"})


def test_checkpoints_are_listed_shown_and_exported(client, auditor, record):
    checkpoint = Checkpoint.objects.get()

    assert checkpoint.digest in body(client.get("/supervision/checkpoints/"))
    assert checkpoint.root in body(client.get("/supervision/checkpoints/1/"))
    kept = exported_seal(json.loads(body(client.get("/supervision/checkpoints/1/export/"))))
    assert kept.digest == checkpoint.digest
    book = client.get("/supervision/checkpoints/?format=xlsx").content
    assert read_rows(io.BytesIO(book).getvalue())[1][5] == checkpoint.digest


def test_no_checkpoint_says_what_to_do(client, auditor):
    assert "还没有检查点" in body(client.get("/supervision/checkpoints/"))
    assert client.get("/supervision/checkpoints/1/").status_code == 404
    assert client.get("/supervision/acts/1/").status_code == 404


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/supervision/").url.startswith("/account/sign-in/")


def test_an_account_without_a_role_is_refused(client):
    client.force_login(make_account(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/supervision/acts/").status_code == 403
