import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import make_account, make_actor, make_grant, sign_in
from tests.factories.registry import make_body, make_organisation, make_section
from zhinan.apps.accounts.models import Account, Role
from zhinan.apps.records.models import Act
from zhinan.engines.documents.spreadsheet import read_rows

PEOPLE = reverse("accounts:people")
pytestmark = pytest.mark.django_db


def test_people_list_finds_by_unit_and_exports_what_it_shows(client):
    sign_in(client, make_actor(Role.SYSTEM_ADMIN))
    make_actor(
        Role.HOST,
        organisation=make_organisation(name="云州精工"),
        account=make_account(username="sought", name="甲"),
    )
    make_account(username="stranger")

    page = client.get(PEOPLE, {"q": "云州精工"}).content.decode()
    sheet = client.get(reverse("accounts:people_export"), {"q": "云州精工"}).content

    assert "sought" in page
    assert "stranger" not in page
    assert [row[:4] for row in read_rows(sheet)][1:] == [
        ["sought", "甲", Account.objects.get(username="sought").email, "单位管理员 云州精工"]
    ]


def test_people_list_runs_the_same_statements_for_one_and_twenty(client):
    sign_in(client, make_actor(Role.SECURITY_ADMIN))
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(PEOPLE)
        counts.append(len(queries))
        for _n in range(20):
            make_actor(Role.LEADER)

    assert counts[0] == counts[1] <= 12


def test_new_account_shows_its_password_once(client):
    sign_in(client, make_actor(Role.SYSTEM_ADMIN))

    page = client.post(reverse("accounts:person_new"), {"username": "wangmin", "name": "王敏"})

    account = Account.objects.get(username="wangmin")
    [password] = re.findall(r"一次性密码：([\w-]+)", page.content.decode())
    assert account.check_password(password)
    assert "no-store" in page["Cache-Control"]
    detail = client.get(reverse("accounts:person", args=[account.pk])).content.decode()
    assert password not in detail


def test_reset_password_shows_a_new_one(client):
    sign_in(client, make_actor(Role.SYSTEM_ADMIN))
    account = make_account()

    page = client.post(reverse("accounts:person_password", args=[account.pk])).content.decode()

    account.refresh_from_db()
    assert account.check_password(re.findall(r"一次性密码：([\w-]+)", page)[0])


@pytest.mark.parametrize(
    ("role", "make", "field"),
    [
        (Role.HOST, make_organisation, "unit"),
        (Role.RECOMMENDER, make_body, "body"),
        (Role.OFFICE, make_section, "section"),
    ],
)
def test_grant_limits_a_role_to_the_row_named(client, role, make, field):
    sign_in(client, make_actor(Role.SECURITY_ADMIN))
    account, row = make_account(), make()
    typed = row.uscc.lower() if field == "unit" else row.pk

    client.post(reverse("accounts:person_grant", args=[account.pk]), {"role": role, field: typed})

    grant = account.grants.get()
    assert (grant.role, grant.scope_id, grant.scope_name) == (role, row.pk, str(row))


@pytest.mark.parametrize(
    "typed", [{}, {"role": "king"}, {"role": "host"}, {"role": "recommender", "body": "x"}]
)
def test_grant_without_role_or_scope_is_refused_on_the_page(client, typed):
    sign_in(client, make_actor(Role.SECURITY_ADMIN))
    account = make_account()

    page = client.post(reverse("accounts:person_grant", args=[account.pk]), typed)

    assert page.status_code == 409
    assert "ROLE-" in page.content.decode()
    assert not account.grants.exists()


def test_grant_that_excludes_another_names_the_basis_on_the_page(client, settings):
    sign_in(client, make_actor(Role.SECURITY_ADMIN))
    account = make_account()
    make_grant(account, Role.LEADER)

    page = client.post(
        reverse("accounts:person_grant", args=[account.pk]), {"role": Role.AUDIT_ADMIN}
    ).content.decode()

    assert "ROLE-EXCLUSIVE" in page
    assert settings.SEPARATION_BASIS in page


def test_end_and_deactivate_need_a_reason_and_show_in_the_record(client):
    sign_in(client, make_actor(Role.SECURITY_ADMIN))
    grant = make_actor(Role.LEADER).grant
    end = reverse("accounts:grant_end", args=[grant.pk])

    silent = client.post(end)
    client.post(end, {"note": "调离本局"})
    page = client.get(reverse("accounts:person", args=[grant.account_id])).content.decode()

    assert silent.status_code == 409
    assert "调离本局" in page
    admin = sign_in(type(client)(), make_actor(Role.SYSTEM_ADMIN))
    active = reverse("accounts:person_active", args=[grant.account_id])
    admin.post(active, {"note": "离职"})
    assert not Account.objects.get(pk=grant.account_id).is_active
    admin.post(active, {"note": "返聘"})
    assert Account.objects.get(pk=grant.account_id).is_active
    assert Act.objects.filter(action__endswith="activate_account").count() == 2


def test_audit_admin_reads_people_and_changes_nobody(client):
    sign_in(client, make_actor(Role.AUDIT_ADMIN))
    account = make_account()

    assert client.get(reverse("accounts:person", args=[account.pk])).status_code == 200
    for name in ("active", "password", "unlock", "grant", "factor"):
        answer = client.post(reverse(f"accounts:person_{name}", args=[account.pk]), {"note": "x"})
        assert answer.status_code == 403
