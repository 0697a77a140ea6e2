"""Handing in, taking back, giving up, copying, sharing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.applications import (
    fill_in,
    make_submitted,
    save,
)
from tests.factories.registry import make_body, make_organisation
from tests.factories.screening import (
    decide_all,
    make_claimed_review,
    make_clerk,
    make_screened_application,
)
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import (
    confirm_application,
)
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.screening.models import Conclusion, FormalReview, ItemOutcome
from zhinan.apps.screening.services import conclude_review

pytestmark = pytest.mark.django_db


def test_submit_gives_a_receipt(me, actor, draft, media):
    fill_in(draft, actor)

    answer = me.post(reverse("applicant:submit", args=(draft.pk,)), follow=True)

    draft.refresh_from_db()
    page = answer.content.decode()
    assert draft.state == S.AT_HOST
    assert draft.number in page
    assert draft.revisions.get().digest in page


def test_submit_with_something_missing_links_to_each_field(me, draft):
    answer = me.post(reverse("applicant:submit", args=(draft.pk,)))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"/apply/applications/{draft.pk}/fill/leader/#f.leader.name" in page
    draft.refresh_from_db()
    assert (draft.state, draft.number) == (S.DRAFT, None)


def test_submit_twice_says_the_state_changed(me, actor, draft, media):
    fill_in(draft, actor)
    address = reverse("applicant:submit", args=(draft.pk,))
    me.post(address)

    again = me.post(address)

    assert again.status_code == 409
    assert "STATE-CHANGED" in again.content.decode()
    assert draft.revisions.count() == 1


def test_submit_one_second_late_names_notice_and_moment(me, actor, draft, media):
    fill_in(draft, actor)
    draft.call.closes_at = timezone.now() - timedelta(seconds=1)
    draft.call.save(update_fields=["closes_at"])

    answer = me.post(reverse("applicant:submit", args=(draft.pk,)))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "CALL-CLOSED" in page
    assert timezone.localtime(draft.call.closes_at).strftime("%Y-%m-%d %H:%M") in page


def test_form_of_what_was_handed_in_leads_to_the_review(me, actor, media):
    application = make_submitted(actor)

    answer = me.get(reverse("applicant:form", args=(application.pk,)))

    assert answer.headers["Location"] == reverse("applicant:review", args=(application.pk,))


def test_take_back_and_hand_in_again_shows_what_changed(me, actor, media):
    application = make_submitted(actor)
    act = reverse("applicant:act", args=(application.pk,))

    assert me.post(act, {"act": "take_back"}).status_code == 302
    version = application.sections.get(key="leader").version
    save(application, "leader", actor, version, leader__name="孙示例")
    me.post(reverse("applicant:submit", args=(application.pk,)))

    page = me.get(reverse("applicant:history", args=(application.pk,))).content.decode()
    assert application.revisions.count() == 2
    assert "<del>王</del>" in page
    assert "<ins>孙</ins>" in page


def test_taking_back_what_the_unit_confirmed_is_refused(me, actor, media):
    application = make_submitted(actor)
    host = make_actor(Role.HOST, organisation=application.host)
    confirm_application(application, actor=host, body=make_body(members=(application.host,)))

    answer = me.post(reverse("applicant:act", args=(application.pk,)), {"act": "take_back"})

    assert answer.status_code == 409
    assert "STATE-CHANGED" in answer.content.decode()


def test_withdraw_after_handing_in_needs_a_reason(me, actor, media):
    application = make_submitted(actor)
    act = reverse("applicant:act", args=(application.pk,))

    assert me.post(act, {"act": "withdraw", "note": " "}).status_code == 409
    assert me.post(act, {"act": "withdraw", "note": "合作方退出"}).status_code == 302

    application.refresh_from_db()
    assert application.state == S.WITHDRAWN


def test_copy_opens_the_new_draft(me, actor, media):
    application = make_submitted(actor)

    answer = me.post(reverse("applicant:act", args=(application.pk,)), {"act": "copy"})

    made = Application.objects.exclude(pk=application.pk).get()
    assert answer.headers["Location"] == reverse("applicant:form", args=(made.pk,))
    assert made.title == application.title


def test_share_with_a_colleague_only(me, draft):
    colleague = make_actor(Role.APPLICANT, organisation=draft.host).account
    stranger = make_actor(Role.APPLICANT, organisation=make_organisation()).account
    act = reverse("applicant:act", args=(draft.pk,))

    assert me.post(act, {"act": "share", "account": stranger.pk}).status_code == 409
    assert me.post(act, {"act": "share", "account": colleague.pk}).status_code == 302

    assert [c.account for c in draft.collaborators.all()] == [colleague]


def test_what_is_to_be_corrected_stands_where_it_is_corrected(me, actor, draft):
    row = make_screened_application(owner=actor.account, host=draft.host)
    clerk = make_clerk(row.call.programme)
    review = make_claimed_review(row, actor=clerk)
    decide_all(review, ItemOutcome.TO_CORRECT, remark="协议没有盖章", actor=clerk)
    conclude_review(review, conclusion=Conclusion.CORRECTION, actor=clerk)
    Application.objects.filter(pk=draft.pk).update(
        state=S.CORRECTING,
        number="T-1",
        submitted_at=timezone.now(),
        correction_due_at=timezone.now() + timedelta(days=5),
    )
    FormalReview.objects.filter(pk=review.pk).update(application=draft)

    for address in (
        reverse("applicant:home"),
        reverse("applicant:form", args=(draft.pk, "basics")),
        reverse("applicant:review", args=(draft.pk,)),
    ):
        assert "协议没有盖章" in me.get(address).content.decode()
