"""What exists and must not be shown: other sections' work, what is not announced, what is not open."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories.accounts import make_actor, sign_in
from tests.factories.awards import make_draft, make_leader, make_notice, today
from tests.factories.programmes import make_call
from tests.factories.recommendation import make_handed_in
from tests.factories.registry import make_body, make_section
from tests.factories.screening import (
    make_claimed_review,
    make_clerk,
)
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.awards.services import (
    create_decision_list,
    decide_list,
    give_notice,
    raise_objection,
    set_outcome,
)
from zhinan.apps.programmes.models import Call
from zhinan.apps.registry.services import register_person, reveal_id_number, reveal_phone

pytestmark = pytest.mark.django_db
WORDS = {"name": "李真名", "contact": "13800001234", "text": "该项目与往年项目相同，请核实。"}


def test_office_home_shows_lists_and_objections_of_the_own_section_only(client):
    draft, notice = make_draft(), make_notice()
    receipt = raise_objection(notice, **WORDS).receipt
    stranger = make_actor(Role.OFFICE, section=make_section())

    own = sign_in(client, make_clerk(draft.call.programme)).get("/office/").content.decode()
    all_of_it = sign_in(client, make_actor(Role.OFFICE)).get("/office/").content.decode()
    other = sign_in(client, stranger).get("/office/").content.decode()

    assert draft.title in own
    assert receipt in all_of_it
    assert draft.title not in other
    assert receipt not in other


def test_office_home_shows_finance_no_objection(client):
    receipt = raise_objection(make_notice(), **WORDS).receipt

    page = sign_in(client, make_actor(Role.FINANCE)).get("/office/").content.decode()

    assert receipt not in page


def test_public_home_shows_a_notice_from_its_first_day_to_its_last(client):
    running = make_notice(title="已经开始的公示")
    coming = make_notice(title="明天开始的公示", starts_on=today() + timedelta(days=1))
    over = make_notice(title="已经期满的公示")
    type(over).objects.filter(pk=over.pk).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )

    page = client.get("/").content.decode()

    assert running.title in page
    assert coming.title not in page
    assert over.title not in page


@pytest.mark.parametrize("address", ["/", "/calls/"])
def test_public_lists_of_calls_hide_a_draft_from_the_office_too(client, address):
    call = make_call()
    Call.objects.create(
        programme=call.programme,
        title="尚未定时间的通知",
        closes_at=timezone.now() + timedelta(days=9),
    )

    page = sign_in(client, make_actor(Role.OFFICE)).get(address).content.decode()

    assert call.title in page
    assert "尚未定时间的通知" not in page


def test_supervision_home_counts_every_reveal(client):
    officer = make_actor(Role.OFFICE)
    person = register_person(
        actor=officer,
        name="张三",
        organisation=None,
        id_number="11010519491231002X",
        phone="13800001234",
    )
    reveal_id_number(person, actor=officer, reason="核对限项")
    reveal_phone(person, actor=officer, reason="通知补正")

    page = sign_in(client, make_actor(Role.SUPERVISOR)).get("/supervision/").content.decode()

    assert re.search(r"查看个人信息\D*?(\d+)", page)[1] == "2"


def outsiders(application):
    """The three who follow an application from outside the office, with the address each reads it at."""
    return [
        (application.owner, Role.APPLICANT, {"organisation": application.host}, "apply"),
        (None, Role.HOST, {"organisation": application.host}, "host"),
        (None, Role.RECOMMENDER, {"body": application.body}, "recommend"),
    ]


def passed_application():
    return make_handed_in(make_call(), state=S.VALID, body=make_body())


def decided_application():
    application = passed_application()
    clerk = make_clerk(application.call.programme)
    draft = create_decision_list(application.call, actor=clerk)
    item = draft.items.get()
    set_outcome(item, outcome="award", grant_yuan=Decimal("200000.00"), actor=clerk)
    decided = decide_list(draft, basis="2026年第8次局长办公会", actor=make_leader(draft.call))
    return decided, application


@pytest.mark.parametrize("place", range(3))
def test_a_decision_is_kept_from_outsiders_until_it_is_announced(client, place):
    decided, application = decided_application()
    account, role, scope, desk = outsiders(application)[place]
    actor = make_actor(role, account=account, **scope)
    sign_in(client, actor)
    detail = "review/" if desk == "apply" else ""
    here = f"/{desk}/applications/{application.pk}/{detail}"

    before = client.get(here).content.decode()
    listed = client.get(f"/{desk}/applications/?state=proposed").content.decode()
    as_valid = client.get(f"/{desk}/applications/?state=valid").content.decode()
    give_notice(
        decided,
        starts_on=today(),
        working_days=5,
        contact="高新处 0518-85805561",
        actor=make_clerk(decided.call.programme),
    )
    after = client.get(here).content.decode()

    assert "拟立项" not in before
    assert application.title not in listed
    assert application.title in as_valid
    assert "拟立项" in after


def test_the_office_sees_a_decision_at_once(client):
    _decided, application = decided_application()

    page = sign_in(client, make_actor(Role.OFFICE)).get(f"/office/applications/{application.pk}/")

    assert "列入拟立项" in page.content.decode()


def test_the_applicant_does_not_see_who_has_the_review_on_the_desk(client):
    application = make_handed_in(make_call(), state=S.AT_OFFICE)
    clerk = make_clerk()
    make_claimed_review(application, actor=clerk)
    owner = make_actor(Role.APPLICANT, account=application.owner, organisation=application.host)

    page = sign_in(client, owner).get(f"/apply/applications/{application.pk}/history/")

    assert clerk.name not in page.content.decode()
