from datetime import date

import pytest
from django.utils import translation

from tests.factories.programmes import GOOD, make_guide, make_programme
from tests.factories.registry import make_body, make_organisation, make_status
from zhinan.apps.programmes.facts import (
    body_limit,
    counted_programmes,
    host_limit,
    topic_choices,
    topic_chosen,
)
from zhinan.apps.programmes.services import import_pack
from zhinan.apps.registry.models import OrganisationKind

pytestmark = pytest.mark.django_db

DAY = date(2024, 8, 1)


@pytest.mark.parametrize(
    ("over", "most"),
    [
        ({"kind": "区（功能板块）"}, 5),
        ({"kind": "部门", "name": "市卫健委"}, 15),
        ({"kind": "高校"}, 3),
    ],
)
def test_body_limit_by_name_and_by_class(over: dict[str, str], most: int):
    assert body_limit(make_programme(), make_body(**over)).most == most


def test_body_limit_of_a_body_without_a_row_is_an_error():
    limit = body_limit(make_programme(), make_body(name="某行业协会", kind="协会"))

    assert limit.finding is not None
    assert limit.finding.code == "QUOTA-NO-ROW"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_host_limit_by_kind_in_any_language(language: str):
    with translation.override(language):
        limit = host_limit(make_programme(), make_organisation(), on=DAY)

    assert (limit.most, limit.who) == (1, "其他企事业单位")


def test_host_limit_by_a_status_held_on_the_day():
    host = make_organisation()
    make_status(
        host, status="全国重点实验室", valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31)
    )
    programme = make_programme()

    assert host_limit(programme, host, on=DAY).is_outside_body_quota
    assert host_limit(programme, host, on=DAY).most == 4
    assert host_limit(programme, host, on=date(2025, 1, 1)).most == 1


def test_host_limit_of_a_university_is_held_by_the_body_rows():
    host = make_organisation(kind=OrganisationKind.UNIVERSITY)

    limit = host_limit(make_programme(), host, on=DAY)

    assert (limit.most, limit.finding) == (None, None)


def test_counted_programmes_of_a_quota_over_two():
    guide = import_pack("lianyungang-2024", actor=None)
    youth = guide.programmes.get(key="basic-youth")

    assert counted_programmes(youth, counted_by="body") == {"basic-youth", "basic-general"}
    assert counted_programmes(guide.programmes.get(key="key-rd-social"), counted_by="body") == {
        "key-rd-social"
    }


def test_topic_chosen_finds_the_repeat_of_a_code():
    topics = GOOD.joinpath("topics.csv").read_text().replace("7002", "7001")
    manifest = GOOD.joinpath("pack.yaml").read_text() + (
        'accepted_faults:\n  - {code: "7001", in: topics.csv, reason: 原文如此}\n'
    )
    programme = make_programme(guide=make_guide(topics=topics, manifest=manifest))

    assert topic_choices(programme) == ["7001", "7001@2"]
    assert topic_chosen(programme, "7001@2").title == "信息学科"
    assert topic_chosen(programme, "7001").title == "基础学科"
    assert topic_chosen(programme, "9") is None
