"""Pages of penalties and relations: lists, entering, ending, spreadsheets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.desks.reading import sheet_of, statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.integrity import make_record, make_relation
from tests.factories.registry import make_uscc
from zhinan.apps.accounts.models import Role
from zhinan.apps.integrity.models import IntegrityRecord, OrganisationRelation
from zhinan.engines.documents.spreadsheet import write_rows

pytestmark = pytest.mark.django_db
NUMBER = "320706198801010013"


@pytest.fixture
def office(client):
    sign_in(client, make_actor(Role.OFFICE))
    return client


@pytest.mark.parametrize(
    ("name", "make"), [("integrity", make_record), ("relations", make_relation)]
)
def test_list_takes_as_many_statements_for_three_as_for_one(office, name, make):
    address = reverse(f"office:{name}")
    make()
    one = statements(office, address)
    make()
    make()

    assert statements(office, address) == one


def test_records_are_found_by_name_kind_and_running_penalty(office):
    make_record(name="甲公司", kind="tax", until_on="2023-06-30")
    make_record(name="乙公司")
    address = reverse("office:integrity")

    assert "乙公司" not in text_of(office, f"{address}?q=甲")
    assert "乙公司" not in text_of(office, f"{address}?kind=tax")
    assert "甲公司" not in text_of(office, f"{address}?running=1")
    assert "没有符合条件的记录" in text_of(office, f"{address}?q=丙")


def test_a_persons_number_is_masked_on_pages_and_in_the_export(office):
    made = make_record(id_number=NUMBER, name="张某")

    shown = text_of(office, reverse("office:integrity"))
    shown += text_of(office, reverse("office:integrity_record", args=(made.pk,)))
    shown += str(sheet_of(office, reverse("office:integrity") + "?format=xlsx"))

    assert NUMBER not in shown
    assert "320***********0013" in shown


def test_a_penalty_is_entered_and_its_end_changed_with_a_reason(office):
    facts = {
        "name": "甲公司",
        "uscc": make_uscc(),
        "kind": "serious",
        "from_on": "2024-01-01",
        "until_on": "2026-12-31",
        "source": "处理决定1号",
    }
    assert office.post(reverse("office:integrity_new"), facts).status_code == 302
    again = office.post(reverse("office:integrity_new"), facts)
    made = IntegrityRecord.objects.get()
    page = reverse("office:integrity_record", args=(made.pk,))

    assert (again.status_code, "INTEGRITY-DUPLICATE" in again.content.decode()) == (409, True)
    assert office.post(page, {"on": "2023-01-01", "reason": "误"}).status_code == 409
    assert office.post(page, {"on": "2023-02-30", "reason": "误"}).status_code == 422
    assert office.post(page, {"on": "2025-01-01", "reason": "信用修复"}).status_code == 302
    made.refresh_from_db()
    assert str(made.until_on) == "2025-01-01"


def test_a_relation_is_entered_with_its_share_and_ended(office):
    facts = {
        "owner": "甲",
        "owner_uscc": make_uscc(),
        "owned": "乙",
        "owned_uscc": make_uscc(),
        "kind": "share",
        "share": "35%",
        "source": "公示",
    }
    vague = office.post(reverse("office:relation_new"), facts | {"share": "0.35"})
    assert office.post(reverse("office:relation_new"), facts).status_code == 302
    made = OrganisationRelation.objects.get()
    page = reverse("office:relation", args=(made.pk,))

    assert (vague.status_code, str(made.share)) == (422, "0.350000")
    assert "35.00%" in text_of(office, page)
    assert office.post(page, {"on": "2025-01-01", "reason": "转让"}).status_code == 302
    assert office.post(page, {"on": "2025-01-01", "reason": "转让"}).status_code == 409


@pytest.mark.parametrize(
    ("name", "row", "model"),
    [
        (
            "integrity",
            ["甲公司", "", NUMBER, "税务违法", "2024-01-01", "", "1号", ""],
            IntegrityRecord,
        ),
        (
            "relations",
            ["甲", make_uscc(8), "乙", make_uscc(9), "控股", "", "公示", ""],
            OrganisationRelation,
        ),
    ],
)
def test_import_checks_then_enters(office, name, row, model):
    address = reverse(f"office:{name}_import")
    heads = sheet_of(office, f"{address}?format=xlsx")[0]
    file = SimpleUploadedFile("名单.xlsx", write_rows("名单", heads, [row]))

    page = office.post(address, {"file": file}).content.decode()
    checked = page.split('name="checked" value="')[1].split('"')[0]
    assert not model.objects.exists()
    assert office.post(address, {"checked": checked}).status_code == 302

    assert model.objects.count() == 1


def test_only_the_office_is_offered_to_enter(client):
    sign_in(client, make_actor(Role.SUPERVISOR))
    made = make_record()

    shown = text_of(client, reverse("office:integrity"))
    shown += text_of(client, reverse("office:integrity_record", args=(made.pk,)))

    assert reverse("office:integrity_new") not in shown
    assert "变更结束日期" not in shown
    assert client.post(reverse("office:integrity_new"), {}).status_code == 403
