"""Smallest valid rows of the registers of integrity and relations. Each call makes a new one."""

from datetime import date
from typing import Any

from tests.factories.registry import make_uscc
from zhinan.apps.integrity.models import BreachKind, IntegrityRecord, OrganisationRelation
from zhinan.apps.records.encryption import keyed_digest, seal


def make_record(*, id_number: str = "", **over: Any) -> IntegrityRecord:
    fields: dict[str, Any] = {
        "name": "示例失信单位",
        "uscc": "" if id_number else make_uscc(),
        "id_number_sealed": seal(id_number),
        "id_number_digest": keyed_digest(id_number) if id_number else "",
        "kind": BreachKind.SERIOUS,
        "from_on": date(2023, 1, 1),
        "until_on": date(2099, 12, 31),
        "source": "处理决定〔2023〕1号",
        "recorded_on": date(2023, 1, 2),
    }
    return IntegrityRecord.objects.create(**fields | over)


def make_relation(**over: Any) -> OrganisationRelation:
    fields: dict[str, Any] = {
        "owner": "示例集团",
        "owner_uscc": make_uscc(),
        "owned": "示例子公司",
        "owned_uscc": make_uscc(),
        "kind": "share",
        "source": "公示系统",
        "recorded_on": date(2023, 1, 2),
    }
    return OrganisationRelation.objects.create(**fields | over)
