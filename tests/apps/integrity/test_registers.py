"""Penalties and relations: entered with their source, ended with a reason, read by few."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.factories.accounts import make_actor
from tests.factories.integrity import make_record, make_relation
from tests.factories.registry import make_uscc
from zhinan.apps.accounts.models import Role
from zhinan.apps.integrity.facts import record_rows, relation_rows
from zhinan.apps.integrity.models import IntegrityRecord, OrganisationRelation
from zhinan.apps.integrity.selectors import (
    penalties_running,
    records_concerning,
    records_visible_to,
    relations_around,
    relations_visible_to,
)
from zhinan.apps.integrity.services import (
    add_record,
    add_relation,
    check_records,
    check_relations,
    end_record,
    end_relation,
    import_records,
    import_relations,
    masked_number,
)
from zhinan.apps.records.encryption import keyed_digest
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db
NUMBER = "320706198801010013"


def record(**over):
    fields = {
        "name": "某公司",
        "uscc": make_uscc(),
        "kind": "serious",
        "from_on": date(2024, 1, 1),
        "until_on": date(2026, 12, 31),
        "source": "处理决定1号",
    }
    return add_record(actor=make_actor(Role.OFFICE), **fields | over)


def relation(**over):
    fields = {
        "owner": "甲集团",
        "owner_uscc": make_uscc(),
        "owned": "乙公司",
        "owned_uscc": make_uscc(),
        "kind": "share",
        "share": Decimal("0.35"),
        "source": "公示系统",
    }
    return add_relation(actor=make_actor(Role.OFFICE), **fields | over)


def test_add_record_of_a_person_seals_the_number_and_keeps_it_out_of_the_record_of_acts():
    made = record(uscc="", id_number=NUMBER, name="张某")

    act = Act.objects.get()
    assert (made.id_number_digest, masked_number(made)) == (
        keyed_digest(NUMBER),
        "320***********0013",
    )
    assert NUMBER not in made.id_number_sealed + str(act.after) + act.note


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"uscc": ""}, "INTEGRITY-SUBJECT"),
        ({"id_number": NUMBER}, "INTEGRITY-SUBJECT"),
        ({"uscc": "123"}, "USCC-LENGTH"),
        ({"uscc": "", "id_number": "张三"}, "INTEGRITY-NUMBER"),
        ({"name": " "}, "INTEGRITY-NAME"),
        ({"kind": "minor"}, "INTEGRITY-KIND"),
        ({"source": ""}, "INTEGRITY-SOURCE"),
        ({"until_on": date(2023, 12, 31)}, "INTEGRITY-DATES"),
    ],
)
def test_add_record_refuses_a_wrong_fact(over, code):
    with pytest.raises(MoveRefused) as refused:
        record(**over)

    assert [f.code for f in refused.value.findings] == [code]
    assert not IntegrityRecord.objects.exists()


def test_add_record_refuses_the_same_penalty_twice():
    first = record()

    with pytest.raises(MoveRefused) as refused:
        record(uscc=first.uscc)

    assert [f.code for f in refused.value.findings] == ["INTEGRITY-DUPLICATE"]


def test_end_record_needs_a_reason_and_a_day_after_the_beginning():
    made, clerk = record(), make_actor(Role.OFFICE)

    for day, reason in ((date(2025, 1, 1), " "), (date(2023, 1, 1), "误记")):
        with pytest.raises(MoveRefused):
            end_record(made, actor=clerk, until_on=day, reason=reason)
    ended = end_record(made, actor=clerk, until_on=date(2025, 1, 1), reason="信用修复")

    assert (ended.until_on, Act.objects.last().note) == (date(2025, 1, 1), "信用修复")


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"owner": ""}, "RELATION-NAME"),
        ({"owned_uscc": "1"}, "USCC-LENGTH"),
        ({"kind": "friend"}, "RELATION-KIND"),
        ({"share": Decimal("1.2")}, "RELATION-SHARE"),
    ],
)
def test_add_relation_refuses_a_wrong_fact(over, code):
    with pytest.raises(MoveRefused) as refused:
        relation(**over)

    assert code in [f.code for f in refused.value.findings]
    assert not OrganisationRelation.objects.exists()


def test_add_relation_refuses_itself_and_a_standing_one():
    first = relation()

    for over in ({"owned_uscc": first.owner_uscc, "owner_uscc": first.owner_uscc}, {"owner_uscc": first.owner_uscc, "owned_uscc": first.owned_uscc}):  # fmt: skip
        with pytest.raises(MoveRefused):
            relation(**over)

    assert OrganisationRelation.objects.count() == 1


def test_end_relation_once_and_then_it_may_be_entered_again():
    made, clerk = relation(), make_actor(Role.OFFICE)

    with pytest.raises(MoveRefused):
        end_relation(made, actor=clerk, ended_on=date(2025, 5, 1), reason="")
    end_relation(made, actor=clerk, ended_on=date(2025, 5, 1), reason="转让")
    with pytest.raises(MoveRefused) as again:
        end_relation(made, actor=clerk, ended_on=date(2025, 6, 1), reason="转让")
    relation(owner_uscc=made.owner_uscc, owned_uscc=made.owned_uscc)

    assert [f.code for f in again.value.findings] == ["STATE-CHANGED"]


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.HOST, Role.LEADER, Role.SUPERVISOR])
def test_only_the_office_enters(role):
    with pytest.raises(PermissionDenied):
        add_record(actor=make_actor(role), name="甲", kind="serious", from_on=date(2024, 1, 1), source="x")  # fmt: skip
    with pytest.raises(PermissionDenied):
        import_relations([], actor=make_actor(role), source="x")


def test_the_registers_are_read_by_office_and_supervision_alone():
    make_record()
    make_relation()

    seen = {
        role: records_visible_to(make_actor(role)).count() + relations_visible_to(make_actor(role)).count()
        for role in (Role.OFFICE, Role.SUPERVISOR, Role.HOST, Role.EXPERT)
    }  # fmt: skip

    assert seen == {Role.OFFICE: 2, Role.SUPERVISOR: 2, Role.HOST: 0, Role.EXPERT: 0}


def test_a_penalty_runs_on_its_first_and_last_day_and_without_an_end():
    kept = make_record(from_on=date(2024, 3, 1), until_on=date(2024, 3, 31))
    endless = make_record(from_on=date(2024, 1, 1), until_on=None)

    def running(day):
        return set(penalties_running(IntegrityRecord.objects.all(), on=day))

    assert running(date(2024, 3, 1)) == running(date(2024, 3, 31)) == {kept, endless}
    assert running(date(2024, 4, 1)) == {endless}


def test_relations_around_follow_the_chain_while_it_lasts():
    a, b, c = make_uscc(), make_uscc(), make_uscc()
    first = make_relation(owner_uscc=a, owned_uscc=b)
    second = make_relation(owner_uscc=b, owned_uscc=c)
    make_relation(owner_uscc=c, owned_uscc=make_uscc(), ended_on=date(2024, 1, 1))
    make_relation()

    assert relations_around([a], on=date(2024, 6, 1)) == [first, second]
    assert relations_around([""], on=date(2024, 6, 1)) == []


def test_rows_give_a_number_only_where_the_case_names_it():
    mine = make_record(id_number=NUMBER, name="张某")
    other = make_record(id_number="320706197001010013", name="张某")
    firm = make_record(until_on=None, recorded_on=date(2024, 2, 2))
    found = records_concerning(codes=[firm.uscc], names=["张某"], digests=[mine.id_number_digest])

    rows = {
        row["id"]: row["cells"]
        for row in record_rows(found, numbers={mine.id_number_digest: NUMBER})
    }

    assert rows[f"i{mine.pk}"]["id_number"]["value"] == NUMBER
    assert "id_number" not in rows[f"i{other.pk}"]
    assert rows[f"i{firm.pk}"]["id_number"] == {"none": True}
    assert rows[f"i{firm.pk}"]["until_on"]["value"] == "9999-12-31"
    assert rows[f"i{mine.pk}"]["uscc"] == {"none": True}
    assert rows[f"i{mine.pk}"]["kind"]["value"] == "严重科研失信"


def test_relation_rows_say_the_share_as_a_ratio():
    made = make_relation(share=Decimal("0.350000"))

    [row] = relation_rows([made])

    assert row["cells"]["share"]["value"] == "0.35"


def test_import_takes_all_or_nothing():
    clerk = make_actor(Role.OFFICE)
    heads = [
        "主体名称*",
        "统一社会信用代码",
        "证件号码",
        "类别",
        "惩戒开始日期",
        "惩戒结束日期",
        "依据",
    ]
    good = ["某公司", make_uscc(), "", "严重科研失信", "2024-01-01", "2026-12-31", "1号"]
    bad = ["某人", "", "", "严重", "2024-01-01", "", "1号"]

    check = check_records([heads, good, bad], source="名单.xlsx")
    with pytest.raises(MoveRefused):
        import_records([heads, good, bad], actor=clerk, source="名单.xlsx")
    count = import_records([heads, good], actor=clerk, source="名单.xlsx")

    assert [(f.cell, f.finding.code) for f in check.faults] == [("D3", "SHEET-CHOICE")]
    assert (count, check_records([heads, good]).skipped) == (1, 1)


def test_import_of_relations_reads_shares_in_per_cent():
    clerk = make_actor(Role.OFFICE)
    heads = ["甲方名称", "甲方代码", "乙方名称", "乙方代码", "方式", "持股比例", "依据"]
    line = ["甲", make_uscc(), "乙", make_uscc(), "持股", "35%", ""]
    vague = ["甲", make_uscc(), "乙", make_uscc(), "持股", "0.35", ""]

    check = check_relations([heads, line, vague], source="股权.xlsx")
    import_relations([heads, line], actor=clerk, source="股权.xlsx")

    made = OrganisationRelation.objects.get()
    assert [f.finding.code for f in check.faults] == ["RELATION-SHARE"]
    assert (made.share, made.source) == (Decimal("0.35"), "股权.xlsx")
    assert check_relations([heads, line]).skipped == 1


def test_the_database_holds_one_kind_of_subject():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_record(uscc="", id_number_digest="")
