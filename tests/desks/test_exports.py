"""Lists taken away as files are in the record; what is one's own or public is not."""

import pytest

from tests.factories.accounts import make_actor, sign_in
from tests.factories.programmes import make_call
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.models import Act

pytestmark = pytest.mark.django_db


def exports():
    acts = Act.objects.filter(action="records.export")
    return list(acts.values_list("account_id", "summary", "after"))


def test_export_of_the_office_is_recorded_with_its_filters(client):
    officer = make_actor(Role.OFFICE)

    answer = sign_in(client, officer).get("/office/applications/?format=xlsx&state=valid&q=")

    assert answer.status_code == 200
    assert exports() == [
        (officer.account.pk, "导出表格：/office/applications/", {"state": "valid"})
    ]


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.FINANCE, "/office/registry/people/?format=xlsx"),
        (Role.SYSTEM_ADMIN, "/account/people/export/"),
        (Role.SUPERVISOR, "/supervision/acts/export/"),
    ],
)
def test_every_export_leaves_one_line(client, role, address):
    assert sign_in(client, make_actor(role)).get(address).status_code == 200

    assert len(exports()) == 1


def test_a_page_a_refusal_and_the_own_list_leave_no_line(client):
    applicant = make_actor(Role.APPLICANT, organisation=make_organisation())
    programme = make_call().programme

    sign_in(client, make_actor(Role.OFFICE)).get("/office/applications/")
    sign_in(client, applicant).get("/office/applications/?format=xlsx")
    sign_in(client, applicant).get("/apply/applications/?format=xlsx")
    client.logout()
    topics = client.get(f"/guides/{programme.guide_id}/{programme.key}/?format=xlsx")

    assert topics.status_code == 200
    assert exports() == []
