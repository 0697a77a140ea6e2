"""Places are counted where the guide counts them: by body, by unit, jointly, and beside the quota."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories.programmes import make_call, make_guide, make_programme, pack_files
from tests.factories.recommendation import make_handed_in, make_joint_guide
from tests.factories.registry import make_body, make_organisation, make_status
from zhinan.apps.applications.services.quotas import (
    NOT_RECOMMENDED,
    RECOMMENDED,
    body_quotas,
    body_refusals,
    host_quota,
    host_quotas,
    host_refusals,
    quota_of,
)
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import CallBody

pytestmark = pytest.mark.django_db
QUOTAS = "programme,counted_by,who,most,most_yuan,outside_body_quota,clause\n"


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize("state", list(S))
def test_quota_of_counts_what_was_recommended_and_not_given_up(state):
    call, body = make_call(), make_body()
    make_handed_in(call, body=body, state=state)

    use = quota_of(call, body)

    assert use.used == (1 if state in RECOMMENDED else 0)
    assert (use.most, use.who, use.clause) == (5, "区（功能板块）", "五")
    assert set(RECOMMENDED) | set(NOT_RECOMMENDED) == set(S)


def test_quota_of_counts_neither_other_bodies_nor_other_guides_nor_cancelled_calls():
    call, body = make_call(), make_body()
    programme = call.programme
    make_handed_in(call, body=make_body(), state=S.AT_OFFICE)
    make_handed_in(make_call(programme=programme, state="cancelled"), body=body, state=S.AT_OFFICE)
    make_handed_in(make_call(programme=programme), body=body, state=S.AT_OFFICE)

    assert quota_of(call, body).used == 1


def test_quota_of_counts_all_versions_of_a_guide_together():
    body, first = make_body(), make_call()
    make_handed_in(first, body=body, state=S.VALID)
    second = make_call(programme=make_programme(guide=make_guide()))

    assert second.programme.guide.version == 2
    assert quota_of(second, body).used == 1


def test_quota_of_counts_programmes_that_share_their_places_together():
    guide, body = make_joint_guide(most=2), make_body()
    young = make_call(programme=make_programme(guide=guide))
    general = make_call(programme=make_programme(guide=guide, key="general"))
    make_handed_in(young, body=body, state=S.AT_OFFICE)
    make_handed_in(general, body=body, state=S.AT_OFFICE)
    next_one = make_handed_in(general, body=body)

    uses = [quota_of(call, body) for call in (young, general)]

    assert [(use.used, use.most, use.left, use.is_full) for use in uses] == [(2, 2, 0, True)] * 2
    assert [str(finding) for finding in body_refusals(next_one)] == [
        f"{body.name}已占用名额2项，限2项。依据：五。请先退回或撤销一项，再办理本项。[QUOTA-FULL]"
    ]


def test_quota_of_counts_units_freed_by_the_guide_apart():
    call, body, laboratory = make_call(), make_body(), make_organisation()
    make_status(laboratory, status="全国重点实验室", valid_from=date(2020, 1, 1), valid_to=None)
    for _ in range(5):
        make_handed_in(call, body=body, state=S.AT_OFFICE)
    make_handed_in(call, body=body, host=laboratory, state=S.AT_OFFICE)
    of_laboratory = make_handed_in(call, body=body, host=laboratory)
    of_company = make_handed_in(call, body=body)

    use = quota_of(call, body)

    assert (use.used, use.outside, use.left) == (5, 1, 0)
    assert body_refusals(of_laboratory) == []
    assert codes(body_refusals(of_company)) == ["QUOTA-FULL"]


def test_quota_of_frees_a_unit_by_what_it_held_on_the_day_of_recommendation():
    call, body, laboratory = make_call(), make_body(), make_organisation()
    today = timezone.localdate()
    make_status(
        laboratory,
        status="全国重点实验室",
        valid_from=date(2020, 1, 1),
        valid_to=today - timedelta(days=3),
    )
    then = timezone.now() - timedelta(days=5)
    make_handed_in(call, body=body, host=laboratory, state=S.AT_OFFICE, recommended_at=then)
    make_handed_in(call, body=body, host=laboratory, state=S.AT_OFFICE)

    use = quota_of(call, body)

    assert (use.used, use.outside) == (1, 1)


def test_quota_of_frees_a_unit_from_the_bodies_that_the_line_names_and_from_no_other():
    quotas = (
        f"{QUOTAS}research,body,区（功能板块）,5,,,五\nresearch,body,市卫健委,15,,,五\n"
        "research,host,全国重点实验室,4,,区（功能板块）,五\n"
    )
    call = make_call(programme=make_programme(guide=make_guide(quotas=quotas)))
    district, ministry = make_body(), make_body(name="市卫健委", kind="部门")
    laboratory = make_organisation()
    make_status(laboratory, status="全国重点实验室", valid_from=date(2020, 1, 1), valid_to=None)
    for body in (district, ministry):
        make_handed_in(call, body=body, host=laboratory, state=S.AT_OFFICE)

    uses = [quota_of(call, body) for body in (district, ministry)]

    assert [(use.used, use.outside) for use in uses] == [(0, 1), (1, 0)]


def test_quota_without_a_line_for_the_body_is_an_open_question_and_not_unlimited():
    call = make_call()
    body = make_body(name="示例街道办", kind="街道")
    waiting = make_handed_in(call, body=body)

    use = quota_of(call, body)

    assert (use.most, use.left, use.is_full) == (None, 0, True)
    assert codes(body_refusals(waiting)) == ["QUOTA-NO-ROW"]
    assert use.finding == body_refusals(waiting)[0]
    assert use.finding.remedy


def test_quota_stated_to_be_unlimited_refuses_nothing():
    quotas = f"{QUOTAS}research,body,区（功能板块）,不限,,,五\nresearch,body,高校,3,,,五\n"
    call = make_call(programme=make_programme(guide=make_guide(quotas=quotas)))
    body = make_body()
    for _ in range(7):
        make_handed_in(call, body=body, state=S.AT_OFFICE)

    use = quota_of(call, body)

    assert (use.used, use.most, use.left, use.is_full, use.finding) == (7, None, None, False, None)
    assert body_refusals(make_handed_in(call, body=body)) == []


def test_quota_in_yuan_counts_the_grants_asked_for():
    quotas = f"{QUOTAS}research,body,区（功能板块）,5,500000,,五\n"
    call = make_call(programme=make_programme(guide=make_guide(quotas=quotas)))
    body = make_body()
    make_handed_in(call, body=body, state=S.AT_OFFICE, grant_yuan=Decimal("300000.00"))
    fits = make_handed_in(call, body=body, grant_yuan=Decimal("200000.00"))
    exceeds = make_handed_in(call, body=body, grant_yuan=Decimal("200000.01"))

    assert quota_of(call, body).used_yuan == Decimal("300000.00")
    assert body_refusals(fits) == []
    assert codes(body_refusals(exceeds)) == ["QUOTA-YUAN"]


def test_host_quota_counts_what_the_unit_confirmed_and_refuses_one_more():
    call, unit = make_call(), make_organisation()
    waiting = make_handed_in(call, host=unit, state=S.AT_HOST)
    before = codes(host_refusals(waiting))
    make_handed_in(call, host=unit, state=S.AT_BODY)

    use = host_quota(call, unit)

    assert before == []
    assert (use.used, use.most, use.who) == (1, 1, "其他企事业单位")
    assert codes(host_refusals(waiting)) == ["QUOTA-FULL"]


def test_host_quota_of_a_laboratory_is_its_own():
    call, laboratory = make_call(), make_organisation()
    make_status(laboratory, status="全国重点实验室", valid_from=date(2020, 1, 1), valid_to=None)

    assert host_quota(call, laboratory).most == 4


def test_quotas_of_running_calls_leave_out_those_over_unpublished_or_addressed_to_others():
    programme, unit = make_programme(), make_organisation()
    body = make_body(members=(unit,))
    now = timezone.now()
    running = make_call(programme=programme)
    make_call(programme=programme, state="draft")
    make_call(programme=programme, recommendation_closes_at=now - timedelta(seconds=1))
    make_call(programme=programme, opens_at=now + timedelta(days=1))
    elsewhere, here = make_call(programme=programme), make_call(programme=programme)
    CallBody.objects.create(call=elsewhere, body=make_body())
    CallBody.objects.create(call=here, body=body)

    assert {use.call for use in body_quotas(body)} == {running, here}
    assert {use.call for use in host_quotas(unit)} == {running, here}


@pytest.mark.parametrize("number", [1, 3])
def test_quotas_take_the_same_statements_whatever_their_number(number, django_assert_num_queries):
    guide = make_guide()
    unit, laboratory = make_organisation(), make_organisation()
    make_status(laboratory, status="全国重点实验室", valid_from=date(2020, 1, 1), valid_to=None)
    body = make_body(members=(unit, laboratory))
    for _ in range(number):
        call = make_call(programme=make_programme(guide=guide))
        make_handed_in(call, body=body, host=laboratory, state=S.AT_OFFICE)
        make_handed_in(call, body=body, host=unit, state=S.AT_OFFICE)
    body_quotas(body)  # the pack is read once in a process

    with django_assert_num_queries(5):
        uses = body_quotas(body)
    with django_assert_num_queries(3):
        host_quotas(unit)

    assert [(use.used, use.outside) for use in uses] == [(number, number)] * number


def test_quota_lines_that_disagree_are_named_to_the_unit():
    files = pack_files()
    manifest = (
        files["pack.yaml"].decode().replace("[全国重点实验室]", "[全国重点实验室, 省重点实验室]")
    )
    quotas = files["quotas.csv"].decode() + "research,host,省重点实验室,2,,yes,五\n"
    call = make_call(programme=make_programme(guide=make_guide(manifest=manifest, quotas=quotas)))
    unit = make_organisation()
    for status in ("全国重点实验室", "省重点实验室"):
        make_status(unit, status=status, valid_from=date(2020, 1, 1), valid_to=None)

    assert codes(host_refusals(make_handed_in(call, host=unit, state=S.AT_HOST))) == [
        "QUOTA-UNCLEAR"
    ]
    assert codes([use.finding for use in host_quotas(unit)]) == ["QUOTA-UNCLEAR"]
