import pytest

from tests.factories.programmes import make_programme
from tests.factories.screening import make_screened_programme
from zhinan.apps.screening.facts import Change, changes_between, names_of


def test_changes_between_rows_files_and_sealed_values():
    before = {
        "leader": {
            "leader.id_number": {"value": "v1:aa", "sealed": True},
            "leader.name": {"value": "王敏"},
        },
        "budget": {
            "budget.items": {
                "value": [
                    {"id": "r1", "cells": {"name": {"value": "设备费"}, "grant": {"value": "1.00"}}}
                ]
            }
        },
        "附件": {"lead.audit": [{"name": "旧.pdf", "sha256": "a", "size": 1}]},
    }
    after = {
        "leader": {
            "leader.id_number": {"value": "v1:bb", "sealed": True},
            "leader.name": {"value": "王敏"},
        },
        "budget": {
            "budget.items": {
                "value": [
                    {
                        "id": "r1",
                        "cells": {"name": {"value": "设备费"}, "grant": {"value": "2.00"}},
                    },
                    {"id": "r2", "cells": {"name": {"blank": True}}},
                ]
            }
        },
        "附件": {"lead.audit": [{"name": "新.pdf", "sha256": "b", "size": 2}]},
    }

    found = list(changes_between(before, after, names={"budget": "经费预算", "grant": "财政经费"}))

    assert found == [
        Change("经费预算 budget.items 1 财政经费", "1.00", "2.00"),
        Change("经费预算 budget.items 2 name", "", "（空）"),
        Change("leader leader.id_number", "（已加密，不显示）", "（已加密，不显示）"),
        Change("附件 lead.audit 1", "旧.pdf", "新.pdf"),
    ]


def test_changes_between_the_same_is_nothing():
    same = {"a": {"b": {"value": ["x", "y"]}}}

    assert list(changes_between(same, same)) == []


@pytest.mark.django_db
def test_names_of_reads_the_form_and_does_without_one():
    names = names_of(make_programme())

    assert any("项目" in name for name in names.values())
    assert names_of(make_screened_programme()) == {}
