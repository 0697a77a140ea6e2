"""Numbers in addresses and forms that are none: answered, never an error of the product."""

import pytest

from tests.factories.accounts import make_actor, sign_in
from tests.factories.awards import make_draft, make_notice
from zhinan.apps.accounts.models import Role

pytestmark = pytest.mark.django_db
ODD = ["²", "abc", "-1", "1.5", "9" * 30]


@pytest.mark.parametrize("odd", ODD)
def test_pages_of_the_office_answer_odd_numbers(client, odd):
    draft, notice = make_draft(), make_notice()
    sign_in(client, make_actor(Role.OFFICE))
    decision, on_notice = f"/office/decisions/{draft.pk}/", f"/office/notices/{notice.pk}/"

    answers = [
        client.get("/office/applications/", {"call": odd, "page": odd}),
        client.get("/office/screening/", {"call": odd, "page": odd}),
        client.get("/office/registry/ledger/", {"year": odd}),
        client.post("/office/screening/next/", {"call": odd}),
        client.post("/office/decisions/", {"call": odd}),
        client.post(decision, {"act": "remove", "item": odd, "note": "撤项"}),
        client.post(decision, {"act": "bulk", "chosen": odd, "bulk_outcome": "award"}),
        client.post(decision, {"act": "save", f"outcome-{odd}": "award"}),
        client.post(on_notice, {"act": "finding", "objection": odd}),
    ]

    assert max(answer.status_code for answer in answers) < 500
    assert draft.items.count() == 2


@pytest.mark.parametrize("odd", ODD)
def test_an_objection_to_no_project_of_the_notice_stands_for_the_whole_or_is_refused(client, odd):
    words = {
        "name": "李真名",
        "contact": "13800001234",
        "text": "该项目与往年项目内容相同，请核实。",
    }

    answer = client.post(f"/notices/{make_notice().pk}/", words | {"application": odd})

    assert answer.status_code in (302, 409)
