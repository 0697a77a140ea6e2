"""Smallest valid rows of the registry. Each call makes a new one."""

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from zhinan.apps.registry.models import (
    BodyMember,
    LedgerEntry,
    Organisation,
    OrganisationKind,
    OrganisationStatus,
    Person,
    RecommendingBody,
    Section,
)

_numbers = itertools.count(1)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def make_uscc(serial: int | None = None, *, prefix: str = "91320700") -> str:
    """A credit code with a right check digit."""
    body = f"{prefix}{serial or next(_numbers):09d}"
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _ALPHABET[-total % 31]


def make_organisation(**over: Any) -> Organisation:
    serial = next(_numbers)
    fields = {
        "name": f"示例科技{serial}有限公司",
        "uscc": make_uscc(serial),
        "kind": OrganisationKind.ENTERPRISE,
        "region_code": "320706",
        "registered_on": date(2018, 5, 4),
    }
    return Organisation.objects.create(**fields | over)


def make_person(**over: Any) -> Person:
    if "organisation" not in over:
        over["organisation"] = make_organisation()
    return Person.objects.create(**{"name": f"张示例{next(_numbers)}"} | over)


def make_section(**over: Any) -> Section:
    serial = next(_numbers)
    fields = {"key": f"section-{serial}", "name": f"示例处{serial}"}
    return Section.objects.create(**fields | over)


def make_body(*, members: tuple[Organisation, ...] = (), **over: Any) -> RecommendingBody:
    fields = {"name": f"示例区科技局{next(_numbers)}", "kind": "区（功能板块）"}
    body = RecommendingBody.objects.create(**fields | over)
    for organisation in members:
        BodyMember.objects.create(body=body, organisation=organisation)
    return body


def make_status(organisation: Organisation, **over: Any) -> OrganisationStatus:
    fields = {
        "status": "高新技术企业",
        "valid_from": date(2023, 11, 6),
        "valid_to": date(2026, 11, 5),
    }
    return OrganisationStatus.objects.create(organisation=organisation, **fields | over)


def make_ledger_entry(**over: Any) -> LedgerEntry:
    serial = next(_numbers)
    if "lead" not in over:
        over["lead"] = make_organisation()
    fields = {
        "number": f"LYG2023-{serial:04d}",
        "title": f"示例项目{serial}",
        "programme": "市重点研发计划",
        "year": 2023,
        "leader_name": "张示例",
        "starts_on": date(2023, 7, 1),
        "ends_on": date(2025, 6, 30),
        "grant_yuan": Decimal("200000.00"),
        "source": "示例台账",
    }
    return LedgerEntry.objects.create(**fields | over)
