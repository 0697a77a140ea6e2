from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.factories.accounts import make_actor
from tests.factories.registry import make_uscc
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Organisation
from zhinan.apps.registry.services import register_organisation


@pytest.mark.django_db(transaction=True)
def test_one_code_registered_by_eight_at_once_is_registered_once():
    actor, uscc = make_actor(Role.OFFICE), make_uscc()

    def register(number):
        try:
            register_organisation(
                actor=actor,
                name=f"同时登记{number}公司",
                uscc=uscc,
                kind="enterprise",
                region_code="320706",
            )
        except MoveRefused as refusal:
            return [f.code for f in refusal.findings]
        finally:
            connections.close_all()
        return ["made"]

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(register, range(8)))

    assert outcomes == [["ORG-DUPLICATE"]] * 7 + [["made"]]
    assert Organisation.objects.count() == 1
