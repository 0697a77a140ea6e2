import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import make_actor, sign_in
from tests.factories.registry import (
    make_body,
    make_ledger_entry,
    make_organisation,
    make_person,
    make_status,
    make_uscc,
)
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.encryption import seal
from zhinan.apps.records.models import Act
from zhinan.apps.registry.models import (
    BodyMember,
    CorrectionClaim,
    Organisation,
    RecommendingBody,
    Workday,
    YearFigure,
)
from zhinan.apps.registry.selectors import workdays_after
from zhinan.apps.registry.services import ask_correction, seed_reference_data
from zhinan.engines.documents.spreadsheet import read_rows, write_rows

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
LISTS = ["organisations", "people", "bodies", "ledger", "claims", "workdays"]


@pytest.fixture
def office(client):
    return sign_in(client, make_actor(Role.OFFICE))


def page(client, name, *args, **query):
    return client.get(reverse(f"office:{name}", args=args), query)


def heads_of(response):
    """The linked head of every row shown."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', response.content.decode())


@pytest.mark.parametrize(
    "name", [*LISTS, "organisation_new", "organisations_import", "ledger_import"]
)
def test_pages_open_while_the_registers_are_empty(office, name):
    assert page(office, name).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_read_by_leaders_and_supervision_and_by_no_stranger(client, name):
    assert page(client, name).status_code == 302
    for role, status in (
        (Role.LEADER, 200),
        (Role.SUPERVISOR, 200),
        (Role.HOST, 403),
        (Role.SYSTEM_ADMIN, 403),
    ):
        organisation = make_organisation() if role == Role.HOST else None
        assert (
            page(sign_in(client, make_actor(role, organisation=organisation)), name).status_code
            == status
        )


@pytest.mark.parametrize("name", LISTS)
def test_lists_export_to_excel(office, name):
    make_ledger_entry(leader=make_person(), title="=危险")
    make_body()

    response = page(office, name, format="xlsx")

    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert len(read_rows(response.content)) >= (1 if name == "claims" else 2)


@pytest.mark.parametrize("name", ["organisations", "people", "bodies", "ledger", "claims"])
def test_lists_cost_the_same_for_one_row_and_for_three(office, name):
    def add():
        entry = make_ledger_entry(leader=make_person(id_number_sealed=seal(NUMBER)))
        make_status(entry.lead)
        make_body(members=(entry.lead,))
        actor = make_actor(Role.HOST, organisation=entry.lead)
        ask_correction(entry.lead, actor=actor, field="address", asked_value="新址", reason="迁址")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert page(office, name).status_code == 200
        return len(queries)

    add()
    page(office, name)
    one = cost()
    add()
    add()

    assert cost() == one
    assert one <= 15


def test_organisations_are_found_by_name_kind_region_and_status(office):
    high_tech = make_organisation(name="示例高新公司", region_code="320706")
    make_status(high_tech, status="国家高新技术企业", valid_from=date(2024, 1, 1), valid_to=None)
    make_organisation(name="示例大学", kind="university", region_code="222401")

    def found(**query):
        return heads_of(page(office, "organisations", **query))

    assert found(q="高新") == found(region="320700") == found(region="320000") == ["示例高新公司"]
    assert found(status="国家高新技术企业") == ["示例高新公司"]
    assert found(kind="university") == found(region="222401") == ["示例大学"]
    assert found(q=high_tech.uscc.lower()) == ["示例高新公司"]
    assert found(q="没有") == []
    assert len(found(kind="nonsense", sort="nonsense", page="nonsense")) == 2


def new_organisation(**over):
    fields = {
        "name": "新登记公司",
        "uscc": make_uscc(),
        "kind": "enterprise",
        "region_code": "320706",
        "registered_on": "2018年5月4日",
        "is_legal_person": "on",
    }
    return fields | over


def test_organisation_is_registered_and_a_refusal_keeps_what_was_typed(office):
    url = reverse("office:organisation_new")

    refused = office.post(url, new_organisation(uscc="91110000600037341A"))
    made = office.post(url, new_organisation())

    assert refused.status_code == 409
    assert "应为“L”，现为“A”" in refused.content.decode()
    assert "新登记公司" in refused.content.decode()
    assert made.status_code == 302
    assert Organisation.objects.get().registered_on == date(2018, 5, 4)
    assert (
        office.post(url, new_organisation(registered_on="二月三十", name="乙")).status_code == 422
    )


def test_organisation_page_makes_its_acts(office):
    organisation = make_organisation()
    url = reverse("office:organisation", args=[organisation.pk])
    held = make_status(organisation, valid_to=None)
    facts = new_organisation(
        name=organisation.name, uscc=organisation.uscc, address="海州区", reason="执照"
    )

    assert office.post(url, {"act": "correct", **facts}).status_code == 302
    assert (
        office.post(
            url, {"act": "status", "status": "新型研发机构", "valid_from": "2024-01-01"}
        ).status_code
        == 302
    )
    assert office.post(url, {"act": "end", "status": held.pk, "note": "撤销"}).status_code == 302
    assert (
        office.post(
            url,
            {
                "act": "figures",
                "year": 2024,
                "source": "审计报告",
                "lead-revenue": "9.50",
                "lead-profit": "－1.5",
                "lead-employees": "１２",
            },
        ).status_code
        == 302
    )
    assert office.post(url, {"act": "nonsense"}).status_code == 302

    organisation.refresh_from_db()
    assert organisation.address == "海州区"
    assert dict(YearFigure.objects.values_list("item", "value")) == {
        "lead.revenue": Decimal(95000),
        "lead.profit": Decimal(-15000),
        "lead.employees": Decimal(12),
    }
    shown = office.get(url).content.decode()
    assert "9.50" in shown
    assert shown.count("审计报告") >= 1


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"act": "correct", "name": ""}, "必填"),
        (
            {"act": "status", "status": "x", "valid_from": "2024-01-02", "valid_to": "2024-01-01"},
            "STATUS-DATES",
        ),
        ({"act": "figures", "year": "2024", "source": "x", "lead-revenue": "十四五"}, "十四五"),
        (
            {"act": "figures", "year": "2024", "source": "x", "lead-employees": "1.5"},
            "FIGURE-VALUE",
        ),
    ],
)
def test_organisation_page_refuses_and_says_why(office, posted, words):
    organisation = make_organisation()

    response = office.post(reverse("office:organisation", args=[organisation.pk]), posted)

    assert response.status_code == 409
    assert words in response.content.decode()
    assert not Act.objects.filter(subject_kind="registry.organisation").exists()


def test_leaders_read_but_do_not_change(client):
    organisation = make_organisation()
    leader = sign_in(client, make_actor(Role.LEADER))
    url = reverse("office:organisation", args=[organisation.pk])

    assert leader.get(url).status_code == 200
    assert (
        leader.post(url, {"act": "status", "status": "x", "valid_from": "2024-01-01"}).status_code
        == 403
    )
    assert leader.get(reverse("office:organisation_new")).status_code == 403


def upload(rows):
    content = io.BytesIO(write_rows("表", rows[0], rows[1:]))
    content.name = "单位.xlsx"
    return content


def test_import_checks_first_and_enters_after_confirmation(office):
    url = reverse("office:organisations_import")
    rows = [
        ["单位名称", "统一社会信用代码", "单位类型", "注册地"],
        ["甲公司", make_uscc(), "企业", 320706],
    ]

    checked = office.post(url, {"file": upload(rows)})
    assert not Organisation.objects.exists()
    signed = re.search(r'name="checked" value="([^"]+)"', checked.content.decode())
    done = office.post(url, {"checked": signed[1]})

    assert done.status_code == 302
    assert Organisation.objects.get().name == "甲公司"


def test_import_shows_each_wrong_cell(office):
    rows = [
        ["单位名称", "统一社会信用代码", "单位类型", "注册地"],
        ["甲公司", "12", "行会", 320706],
    ]

    response = office.post(reverse("office:organisations_import"), {"file": upload(rows)})

    assert response.status_code == 409
    assert "C2" in response.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "posted", [{}, {"file": io.BytesIO(b"not a sheet")}, {"checked": "forged"}]
)
def test_import_refuses_what_is_no_sheet(office, posted):
    for file in posted.values():
        if hasattr(file, "seek"):
            file.seek(0)
            file.name = "x.xlsx"

    response = office.post(reverse("office:organisations_import"), posted)

    assert response.status_code == 409


def test_import_templates_carry_the_headers(office):
    for name in ("organisations_import", "ledger_import"):
        heads = read_rows(page(office, name, format="xlsx").content)[0]
        assert heads[0].endswith("*")


def test_export_of_organisations_is_taken_by_the_import(office):
    make_status(make_organisation(legal_representative="张示例"))
    exported = io.BytesIO(page(office, "organisations", format="xlsx").content)
    exported.name = "单位.xlsx"

    checked = office.post(reverse("office:organisations_import"), {"file": exported})

    assert checked.status_code == 200
    assert "将新增0条；已登记而跳过1条" in checked.content.decode()


def test_person_is_masked_until_revealed_with_a_reason(office):
    person = make_person(id_number_sealed=seal(NUMBER), phone_sealed=seal("13812345678"))
    url = reverse("office:person", args=[person.pk])

    before = office.get(url).content.decode()
    refused = office.post(url, {"act": "id_number", "note": " "})
    shown = office.post(url, {"act": "id_number", "note": "核对限项"})

    assert NUMBER not in before
    assert refused.status_code == 409
    assert NUMBER in shown.content.decode()
    assert "13812345678" not in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert Act.objects.get().note == "核对限项"
    assert NUMBER not in page(office, "people").content.decode()


def test_person_is_not_revealed_to_leaders(client):
    person = make_person(id_number_sealed=seal(NUMBER))
    leader = sign_in(client, make_actor(Role.LEADER))

    response = leader.post(
        reverse("office:person", args=[person.pk]), {"act": "id_number", "note": "看看"}
    )

    assert response.status_code == 403
    assert not Act.objects.exists()


def test_bodies_are_registered_and_members_assigned_in_bulk(office):
    one, two = make_organisation(), make_organisation()
    assert (
        office.post(reverse("office:bodies"), {"name": "示例区科技局", "kind": "区"}).status_code
        == 302
    )
    assert (
        office.post(reverse("office:bodies"), {"name": "示例区科技局", "kind": "区"}).status_code
        == 409
    )
    body = RecommendingBody.objects.get()
    url = reverse("office:body", args=[body.pk])

    assert set(heads_of(office.get(url))) == {one.name, two.name}
    office.post(url, {"act": "add", "organisation": [one.pk, two.pk, "x"]})
    office.post(url, {"act": "remove", "organisation": [one.pk]})

    assert list(BodyMember.objects.values_list("organisation_id", flat=True)) == [two.pk]
    assert office.get(url, {"q": one.name}).status_code == 200


@pytest.mark.parametrize(
    ("act", "state", "address"), [("accept", "accepted", "新址"), ("refuse", "refused", "")]
)
def test_claims_are_decided_from_the_list(office, act, state, address):
    organisation = make_organisation()
    host = make_actor(Role.HOST, organisation=organisation)
    claim = ask_correction(
        organisation, actor=host, field="address", asked_value="新址", reason="迁址"
    )

    office.post(reverse("office:claim", args=[claim.pk]), {"act": act, "note": "已核对"})

    organisation.refresh_from_db()
    claim.refresh_from_db()
    assert (claim.state, organisation.address) == (state, address)
    assert page(office, "claim_evidence", claim.pk).status_code == 404
    again = office.post(
        reverse("office:claim", args=[claim.pk]), {"act": "refuse", "note": ""}, follow=True
    )
    assert "REGISTRY-REASON" in again.content.decode()


def test_ledger_is_filtered_and_changed_with_a_reason(office):
    entry = make_ledger_entry(title="示例甲", leader=make_person())
    make_ledger_entry(title="示例乙", year=2021, state="accepted")
    url = reverse("office:ledger_entry", args=[entry.pk])

    def found(**query):
        return heads_of(page(office, "ledger", **query))

    assert (
        found(q="甲")
        == found(state="running")
        == found(year="2023")
        == found(q=entry.number)
        == ["示例甲"]
    )
    changed = {
        "state": "accepted",
        "ends_on": "2025-06-30",
        "leader_name": "李四",
        "reason": "验收",
    }
    assert office.post(url, changed | {"ends_on": "2001-01-01"}).status_code == 409
    assert office.post(url, changed | {"ends_on": ""}).status_code == 422
    assert office.post(url, changed).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.leader_name) == ("accepted", "李四")


def test_workdays_are_shown_counted_changed_and_published(office):
    seed_reference_data()
    url = reverse("office:workdays_of", args=[2027])

    counted = page(
        office,
        "workdays_of",
        2025,
        start="2025-09-28",
        count=5,
        unit="working_days",
        direction="after",
    )
    assert "2025-10-11" in counted.content.decode()
    assert "放假安排尚未公布" in office.get(url).content.decode()
    day = {"act": "change", "day": "2027-02-08", "is_working": "0", "reason": "预计春节"}
    assert office.post(url, day).status_code == 302
    assert office.post(url, day).status_code == 409
    year = {
        "act": "publish",
        "days_off": "2027-02-05至2027-02-11\n2027年1月1日",
        "days_worked": "2027-02-14",
        "source": "国办发明电〔2026〕1号",
    }
    assert office.post(url, year | {"days_off": "2027-02-11至2027-02-05"}).status_code == 409
    assert office.post(url, year).status_code == 302

    assert not Workday.objects.filter(day__year=2027, is_provisional=True).exists()
    assert workdays_after(date(2027, 2, 4), 1).day == date(2027, 2, 12)
    assert "已按通知确定" in office.get(url).content.decode()


def host_page(client, name, **query):
    return client.get(reverse(f"host:{name}"), query)


@pytest.mark.parametrize(
    "name",
    ["organisation", "organisation_edit", "people", "person_new", "figures", "statuses", "ledger"],
)
def test_host_pages_show_ones_own_organisation_only(client, name):
    mine, other = make_organisation(name="我的单位"), make_organisation(name="别家单位")
    for organisation in (mine, other):
        make_person(
            organisation=organisation,
            name=f"{organisation.name}的人",
            id_number_sealed=seal(NUMBER),
        )
        make_ledger_entry(lead=organisation, title=f"{organisation.name}的项目")
        make_status(organisation, number=f"{organisation.name}的证")
    host = sign_in(client, make_actor(Role.HOST, organisation=mine))

    shown = host_page(host, name)

    assert shown.status_code == 200
    assert "别家单位" not in shown.content.decode()
    assert NUMBER not in shown.content.decode()
    assert sign_in(client, make_actor(Role.OFFICE)).get(reverse(f"host:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["people", "statuses", "ledger"])
def test_host_lists_export_to_excel(client, name):
    entry = make_ledger_entry()
    make_person(organisation=entry.lead, id_number_sealed=seal(NUMBER))
    make_status(entry.lead)
    host = sign_in(client, make_actor(Role.HOST, organisation=entry.lead))

    rows = read_rows(host_page(host, name, format="xlsx").content)

    assert len(rows) == 2
    assert NUMBER not in str(rows)


def test_host_asks_a_correction_with_evidence_and_the_office_reads_it(client):
    organisation = make_organisation()
    host = sign_in(client, make_actor(Role.HOST, organisation=organisation))
    evidence = io.BytesIO(
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    )
    evidence.name = "执照.pdf"
    fake = io.BytesIO(b"MZ not a pdf")
    fake.name = "执照.pdf"
    claim = {"field": "address", "asked_value": "新址", "reason": "迁址"}
    url = reverse("host:organisation_edit")

    assert host.post(url, claim | {"evidence": fake}).status_code == 409
    assert host.post(url, claim | {"reason": ""}).status_code == 422
    assert host.post(url, claim | {"evidence": evidence}).status_code == 302
    made = CorrectionClaim.objects.get()

    assert made.evidence_name == "执照.pdf"
    assert b"".join(
        host.get(reverse("host:claim_evidence", args=[made.pk])).streaming_content
    ).startswith(b"%PDF")
    stranger = sign_in(client, make_actor(Role.HOST, organisation=make_organisation()))
    assert stranger.get(reverse("host:claim_evidence", args=[made.pk])).status_code == 404
    office = sign_in(client, make_actor(Role.OFFICE))
    assert b"".join(page(office, "claim_evidence", made.pk).streaming_content).startswith(b"%PDF")


def test_host_registers_a_person_and_figures(client):
    organisation = make_organisation()
    host = sign_in(client, make_actor(Role.HOST, organisation=organisation))
    person = {"name": "张示例", "id_kind": "id_card", "id_number": NUMBER}

    assert host.post(reverse("host:person_new"), person | {"id_number": "1"}).status_code == 409
    assert host.post(reverse("host:person_new"), person | {"name": ""}).status_code == 422
    assert host.post(reverse("host:person_new"), person).status_code == 302
    assert (
        host.post(
            reverse("host:figures"), {"year": "2024", "source": "审计报告", "lead-revenue": "9.50"}
        ).status_code
        == 302
    )
    assert 'value="9.50"' in host_page(host, "figures", year="2024").content.decode()
    assert (
        host.post(
            reverse("host:figures"), {"year": "2024", "source": "", "lead-revenue": "1"}
        ).status_code
        == 422
    )
    assert (
        host.post(
            reverse("host:figures"), {"year": "2024", "source": "x", "lead-employees": "1.5"}
        ).status_code
        == 409
    )
    assert organisation.people.get().born_on == date(1949, 12, 31)
    assert YearFigure.objects.get().value == Decimal(95000)
