"""What anyone may read: calls found and told by time, guides and their versions, timetables, tables to take away."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.desks.reading import sheet_of, statements, text_of
from tests.desks.route_objects import Side, a_notice
from tests.factories.accounts import make_actor, sign_in
from tests.factories.programmes import make_call, make_guide, make_programme
from tests.factories.recommendation import make_joint_guide
from tests.factories.registry import make_section
from zhinan.apps.accounts.models import Role
from zhinan.apps.awards.models import PublicNotice
from zhinan.apps.programmes.models import Call
from zhinan.apps.programmes.states import CallState
from zhinan.engines.calendar.deadlines import SHANGHAI

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_calls():
    """One open, one to come, one over, of one programme."""
    now, programme = timezone.now(), make_programme()
    return [
        make_call(programme=programme, title="开放的通知"),
        make_call(programme=programme, title="将来的通知", opens_at=now + timedelta(days=3)),
        make_call(programme=programme, title="过去的通知", closes_at=now - timedelta(days=1)),
    ]


def in_order(page, titles):
    return sorted((t for t in titles if f">{t}</a>" in page), key=lambda t: page.index(f">{t}</a>"))


def listed(client, query=""):
    titles = [call.title for call in Call.objects.all()]
    return in_order(text_of(client, f"/calls/{query}"), titles)


def test_home_shows_what_is_open_and_to_come(client, three_calls):
    page = text_of(client, "/")

    assert in_order(page, ["开放的通知", "将来的通知", "过去的通知"]) == [
        "开放的通知",
        "将来的通知",
    ]
    assert "1个计划，另有1个即将开始" in page
    assert "示例市2024年度科技计划项目指南" in page


def test_home_with_nothing_says_where_to_look(client):
    page = text_of(client, "/")

    assert all(
        words in page
        for words in ("现在没有开放的申报通知", "没有正在公示的名单", "还没有发布指南")
    )


def test_home_shows_no_notice_before_its_first_day(client):
    notice = PublicNotice.objects.get(**a_notice(Side(Role.OFFICE)))
    today = text_of(client, "/")
    PublicNotice.objects.filter(pk=notice.pk).update(starts_on=notice.starts_on + timedelta(days=1))

    assert notice.title in today
    assert notice.title not in text_of(client, "/")


def test_calls_come_open_first_then_those_to_come_then_those_over(client, three_calls):
    ended = make_call(
        programme=three_calls[0].programme, title="提前结束的通知", state=CallState.CLOSED
    )

    assert listed(client) == ["开放的通知", "将来的通知", "提前结束的通知", "过去的通知"]
    assert listed(client, "?when=open") == ["开放的通知"]
    assert listed(client, "?when=soon") == ["将来的通知"]
    assert listed(client, "?when=closed") == ["提前结束的通知", "过去的通知"]
    assert "已截止，不再受理" in text_of(client, f"/calls/{ended.pk}/")


def test_calls_are_found_by_words_topic_and_section(client, three_calls):
    section = make_section(name="示例处甲")
    programme = make_programme(guide=make_joint_guide(), key="general")
    programme.section = section
    programme.save()
    make_call(programme=programme, title="面上通知", number="示科发9号")

    assert listed(client, "?q=将来") == ["将来的通知"]
    assert listed(client, "?q=示科发9号") == ["面上通知"]
    assert listed(client, "?q=信息学科") == ["开放的通知", "将来的通知", "过去的通知"]
    assert listed(client, f"?section={section.pk}") == ["面上通知"]
    assert listed(client, "?section=²") == []
    assert "没有符合条件的通知" in text_of(client, "/calls/?q=没有这个词")


def test_calls_have_pages_and_keep_the_question(client):
    programme = make_programme()
    for n in range(21):
        make_call(programme=programme, title=f"示例通知{n:02d}")

    first, second = (text_of(client, f"/calls/?q=示例&page={n}") for n in (1, 2))

    assert (first.count('class="call"'), second.count('class="call"')) == (20, 1)
    assert "第1–20条，共21条" in first
    assert "q=%E7%A4%BA%E4%BE%8B&amp;page=2" in first


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.CANCELLED])
def test_calls_not_announced_are_not_found_by_anybody_here(client, state):
    call = make_call(title="未公布的通知", state=state)
    clerk = sign_in(Client(), make_actor(Role.OFFICE))

    for reader in (client, clerk):
        assert reader.get(f"/calls/{call.pk}/").status_code == 404
        assert "未公布的通知" not in text_of(reader, "/calls/")


def test_call_shows_its_timetable_with_clauses_topics_places_and_contact(client):
    call = make_call()
    closes_at = timezone.localtime(call.closes_at).strftime("%Y-%m-%d %H:%M")

    page = text_of(client, f"/calls/{call.pk}/")

    words = (
        "时间安排",
        closes_at,
        "本通知",
        "实施期限不超过24个月",
        "信息学科",
        "全国重点实验室",
        "85800000",
    )
    assert [w for w in words if w not in page] == []


def test_call_counts_the_rest_from_its_own_moments_and_marks_what_is_provisional(client):
    far = datetime(2099, 3, 6, 17, tzinfo=SHANGHAI)
    call = make_call(closes_at=far, host_closes_at=None, recommendation_closes_at=None)

    page = text_of(client, f"/calls/{call.pk}/")

    assert "暂定" in page
    assert "指南 六" in page


@pytest.mark.parametrize(("address", "count"), [("/", 5), ("/calls/", 3), ("/guides/", 2)])
def test_pages_take_the_same_statements_with_one_row_and_three(client, address, count):
    def add():
        guide = make_guide()
        make_call(programme=make_programme(guide=guide))

    add()
    with_one = statements(client, address)
    add()
    add()

    assert (with_one, statements(client, address)) == (count, count)


def test_guide_lists_its_programmes_and_its_other_versions(client):
    first, second = make_guide(), make_guide()
    draft = make_guide(is_published=False)
    first.refresh_from_db()

    page = text_of(client, f"/guides/{second.pk}/")

    assert "市基础研究计划" in page
    assert f"/guides/{first.pk}/" in page
    assert "已被新版替代" in page
    assert f"/guides/{draft.pk}/" not in page
    assert client.get(f"/guides/{draft.pk}/").status_code == 404
    assert client.get(f"/guides/{draft.pk}/research/").status_code == 404


def test_the_office_reads_a_draft_guide_as_the_public_will(client):
    draft = make_guide(is_published=False)
    clerk = sign_in(Client(), make_actor(Role.OFFICE))

    assert "尚未公布" in text_of(clerk, f"/guides/{draft.pk}/")
    assert "市基础研究计划" in text_of(clerk, f"/guides/{draft.pk}/research/")


def test_programme_shows_clauses_rules_topics_and_its_calls_and_can_be_printed(client):
    call = make_call(title="本计划的通知")
    programme = call.programme
    make_call(programme=programme, title="本计划的草稿", state="draft")

    page = text_of(client, f"/guides/{programme.guide_id}/{programme.key}/")

    words = ("牵头单位在本市注册", "EX-1-1", "7001", "本计划的通知", "data-print")
    assert [w for w in words if w not in page] == []
    assert "本计划的草稿" not in page
    assert client.get(f"/guides/{programme.guide_id}/nothing/").status_code == 404


def test_tables_to_take_away_hold_what_the_pages_show(client, three_calls):
    programme = three_calls[0].programme

    heads, *calls = sheet_of(client, "/calls/?format=xlsx&when=open")
    guides = sheet_of(client, "/guides/?format=xlsx")
    topics = sheet_of(client, f"/guides/{programme.guide_id}/?format=xlsx")
    of_programme = sheet_of(client, f"/guides/{programme.guide_id}/research/?format=xlsx")

    assert [dict(zip(heads, row, strict=True))["通知"] for row in calls] == ["开放的通知"]
    assert guides[1][:4] == ["示例市2024年度科技计划项目指南", "示例市科学技术局", 2024, 1]
    assert topics == of_programme
    assert topics[1] == ["市基础研究计划", "基础", "7001", "基础学科"]


def test_pages_without_calls_or_guides_say_what_to_do(client):
    assert "还没有发布申报通知" in text_of(client, "/calls/")
    assert "还没有发布指南" in text_of(client, "/guides/")
