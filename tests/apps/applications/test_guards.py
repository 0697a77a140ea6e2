from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from zhinan.apps.applications.guards import (
    call_is_open,
    correction_is_in_time,
    form_is_complete,
    host_window_is_open,
    recommendation_window_is_open,
    written,
)
from zhinan.engines.values import Finding

CLOSES = datetime(2026, 4, 30, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def application(**over):
    call = {
        "title": "通知",
        "number": "示科〔2026〕1号",
        "state": "published",
        "opens_at": CLOSES - 30 * DAY,
        "closes_at": CLOSES,
        "host_closes_at": CLOSES + 3 * DAY,
        "recommendation_closes_at": CLOSES + 8 * DAY,
        "programme": SimpleNamespace(windows=[{"key": "closes", "basis": "申报通知 四"}]),
        "get_state_display": lambda: "已取消",
    }
    own = {"returned_at": None, "correction_due_at": CLOSES}
    call |= {k: v for k, v in over.items() if k in call}
    own |= {k: v for k, v in over.items() if k in own}
    return SimpleNamespace(call=SimpleNamespace(**call), **own)


def test_call_is_open_at_the_closing_second_and_closed_one_second_later_by_the_clause():
    assert call_is_open(application(), now=CLOSES) == []
    assert call_is_open(application(), now=CLOSES + SECOND) == [
        Finding(
            "CALL-CLOSED",
            "申报已于2026-04-30 17:00截止",
            "申报通知 四",
            "请关注下一批申报通知；已填内容会保留，可复制使用",
        )
    ]


@pytest.mark.parametrize(
    ("over", "now", "code"),
    [
        ({}, CLOSES - 30 * DAY - SECOND, "CALL-NOT-OPEN"),
        ({"state": "closed"}, CLOSES - DAY, "CALL-CLOSED"),
        ({"state": "cancelled"}, CLOSES - DAY, "CALL-CLOSED"),
        ({"returned_at": CLOSES}, CLOSES + 8 * DAY + SECOND, "CALL-CLOSED"),
    ],
)
def test_call_is_open_refuses(over, now, code):
    assert [f.code for f in call_is_open(application(**over), now=now)] == [code]


def test_call_is_open_to_what_was_given_back_until_the_last_window():
    returned = application(returned_at=CLOSES + DAY)

    assert call_is_open(returned, now=CLOSES + 8 * DAY) == []


@pytest.mark.parametrize(
    ("guard", "closes_at", "code"),
    [
        (host_window_is_open, CLOSES + 3 * DAY, "HOST-CLOSED"),
        (recommendation_window_is_open, CLOSES + 8 * DAY, "RECOMMENDATION-CLOSED"),
        (correction_is_in_time, CLOSES, "CORRECTION-LATE"),
    ],
)
def test_windows_close_one_second_after_their_moment(guard, closes_at, code):
    assert guard(application(), now=closes_at) == []
    assert [f.code for f in guard(application(), now=closes_at + SECOND)] == [code]


def test_windows_that_the_call_leaves_open_close_with_the_last_one_it_has():
    bare = application(host_closes_at=None, recommendation_closes_at=None)

    assert [f.code for f in host_window_is_open(bare, now=CLOSES + SECOND)] == ["HOST-CLOSED"]
    assert correction_is_in_time(application(correction_due_at=None), now=CLOSES + DAY) == []


def test_form_is_complete_gives_every_lack():
    lacks = [Finding("FORM-MISSING", "缺"), Finding("FORM-UNREADABLE", "错")]

    assert form_is_complete(SimpleNamespace(missing=lambda: lacks), now=CLOSES) == lacks


def test_written_shows_seconds_only_where_there_are_any():
    assert written(CLOSES) == "2026-04-30 17:00"
    assert written(CLOSES + SECOND) == "2026-04-30 17:00:01"
