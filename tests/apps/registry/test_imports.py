from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import make_actor
from tests.factories.registry import make_ledger_entry, make_organisation, make_uscc
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import LedgerEntry, Organisation
from zhinan.apps.registry.services import (
    check_ledger,
    check_organisations,
    import_ledger,
    import_organisations,
    seed_reference_data,
)
from zhinan.apps.registry.services.sheets import MOST_ROWS, texts_of

pytestmark = pytest.mark.django_db
HEAD = ["单位名称*", "统一社会信用代码", "单位类型", "注册地", "注册日期", "独立法人", "备注"]
LEDGER_HEAD = [
    "项目编号",
    "项目名称",
    "计划类别",
    "立项年度",
    "牵头单位",
    "项目负责人",
    "起始日期",
    "结束日期",
    "财政经费（万元）",
    "状态",
]


def faults(check):
    return [(f.cell, f.finding.code) for f in check.faults]


def test_import_organisations_reads_what_officials_type():
    seed_reference_data()
    texts = texts_of(
        [
            HEAD,
            ["示例甲有限公司", make_uscc(), "企业", "海州区", date(2018, 5, 4), "是", "不读"],
            ["示例大学", make_uscc(), "高校", 320706, "2001年3月", "否"],
            ["", "", "", "", ""],
        ]
    )
    texts[2][4] = "2001年3月5日"

    assert import_organisations(texts, actor=make_actor(Role.OFFICE)) == 2
    assert list(
        Organisation.objects.order_by("registered_on").values_list(
            "name", "kind", "region_code", "registered_on", "is_legal_person"
        )
    ) == [
        ("示例大学", "university", "320706", date(2001, 3, 5), False),
        ("示例甲有限公司", "enterprise", "320706", date(2018, 5, 4), True),
    ]


def test_check_organisations_names_every_wrong_cell():
    held = make_organisation(name="已有公司")
    texts = [
        HEAD,
        ["", make_uscc(), "企业", "320706", "", ""],
        ["乙公司", "123", "企业", "火星", "昨天", "也许"],
        ["丙公司", "123", "企业", "320706", "", ""],
        ["丁公司", held.uscc, "企业", "320706", "", ""],
        ["已有公司", make_uscc(), "企业", "320706", "", ""],
        ["戊公司", (code := make_uscc()), "企业", "320706"],
        ["己公司", code, "行会", "320706"],
        ["庚公司", code, "企业", "320706"],
        ["已有公司", held.uscc, "企业", "320706"],
    ]

    check = check_organisations(texts)

    assert faults(check) == [
        ("A2", "SHEET-BLANK"),
        ("D3", "ORG-REGION"),
        ("E3", "REGISTRY-DATE"),
        ("F3", "SHEET-FLAG"),
        ("C8", "ORG-KIND"),
        ("B4", "USCC-LENGTH"),
        ("B5", "ORG-DUPLICATE"),
        ("B6", "ORG-DUPLICATE"),
        ("B9", "SHEET-REPEAT"),
    ]
    assert (len(check.rows), check.skipped) == (1, 1)
    assert all(f.finding.remedy for f in check.faults)


def test_import_with_a_fault_enters_nothing():
    texts = [HEAD, ["甲公司", make_uscc(), "企业", "320706"], ["乙公司", "1", "企业", "320706"]]

    with pytest.raises(MoveRefused):
        import_organisations(texts, actor=make_actor(Role.OFFICE))

    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([], "SHEET-COLUMN"),
        ([["单位名称"]], "SHEET-COLUMN"),
        ([HEAD, *[["x"]] * (MOST_ROWS + 1)], "SHEET-LONG"),
    ],
)
def test_check_organisations_refuses_a_sheet_that_is_no_table(texts, code):
    check = check_organisations(texts)

    assert {f.finding.code for f in check.faults} == {code}
    assert check.rows == []


def test_check_organisations_costs_the_same_at_any_size():
    def cost(count):
        texts = [HEAD, *[[f"公司{i}", make_uscc(), "企业", "320706"] for i in range(count)]]
        with CaptureQueriesContext(connection) as queries:
            assert len(check_organisations(texts).rows) == count
        return len(queries)

    assert cost(1) == cost(40) == 3


def test_imports_are_the_offices_alone():
    actor = make_actor(Role.HOST, organisation=make_organisation())

    with pytest.raises(PermissionDenied):
        import_organisations([HEAD], actor=actor)
    with pytest.raises(PermissionDenied):
        import_ledger([LEDGER_HEAD], actor=actor, source="x")


def test_import_ledger_finds_leads_by_name_or_code_and_keeps_money_exact():
    lead = make_organisation(name="示例（集团）公司")
    row = [
        "A1",
        "项目一",
        "重点研发",
        "2023年",
        "示例(集团)公司",
        "张三",
        "2023-07-01",
        "2025-06-30",
        "9.50",
        "",
    ]
    texts = [LEDGER_HEAD, row, ["A2", *row[1:4], lead.uscc, *row[5:9], "已验收"]]

    assert import_ledger(texts, actor=make_actor(Role.OFFICE), source="2023年台账") == 2
    assert list(
        LedgerEntry.objects.order_by("number").values_list(
            "number", "lead", "grant_yuan", "state", "source"
        )
    ) == [
        ("A1", lead.pk, Decimal("95000.00"), "running", "2023年台账"),
        ("A2", lead.pk, Decimal("95000.00"), "accepted", "2023年台账"),
    ]
    assert check_ledger(texts).skipped == 2


def test_check_ledger_names_every_wrong_cell():
    lead = make_ledger_entry().lead.name
    texts = [
        LEDGER_HEAD,
        [
            "B1",
            "项目",
            "重点研发",
            "二三年",
            lead,
            "张三",
            "2023-07-01",
            "2025-06-30",
            "十四五",
            "飞了",
        ],
        [
            "B2",
            "项目",
            "重点研发",
            "2023",
            "没有的公司",
            "张三",
            "2023-07-01",
            "2025-06-30",
            "1",
            "",
        ],
        ["B3", "项目", "重点研发", "2023", lead, "张三", "2025-07-01", "2023-06-30", "1", ""],
        ["B3", "项目", "重点研发", "2023", lead, "张三", "2023-07-01", "2025-06-30", "1", ""],
    ]

    assert faults(check_ledger(texts)) == [
        ("D2", "LEDGER-YEAR"),
        ("I2", "MONEY-FORMAT"),
        ("J2", "LEDGER-STATE"),
        ("E3", "LEDGER-LEAD"),
        ("H4", "LEDGER-DATES"),
        ("A5", "SHEET-REPEAT"),
    ]
    with pytest.raises(MoveRefused):
        import_ledger(texts, actor=make_actor(Role.OFFICE), source="x")
