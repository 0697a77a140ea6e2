"""A reviewed reading made into a draft guide, and what keeps a draft from being published."""

from dataclasses import replace

import pytest

from tests.factories.accounts import make_actor
from tests.factories.programmes import make_guide
from tests.factories.readings import entry, make_read, make_reading
from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.facts import pack_of
from zhinan.apps.programmes.models import Guide
from zhinan.apps.programmes.services import publish_guide
from zhinan.apps.readings.facts import about_of, digest_of, draft_of, lint_of
from zhinan.apps.readings.models import Entry
from zhinan.apps.readings.services import (
    confirm_entry,
    confirm_many,
    correct_entry,
    discard_entry,
    draft_guide,
    undo,
)
from zhinan.apps.readings.states import ReadingState
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.guides.record import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor(Role.OFFICE)


@pytest.fixture
def reading(actor):
    return make_read(actor, office_name="云溪市科学技术局", pack="yunxi-2025")


def settle(reading, actor):
    """Confirm everything, as a person would after looking."""
    rows = list(Entry.objects.filter(reading=reading, standing="open").select_related("reading"))
    return confirm_many(rows, actor=actor, versions=[e.version for e in rows])


def drafted(reading, actor):
    return draft_guide(reading, actor=actor, about=about_of(reading))


def test_about_of_is_what_the_office_said_and_else_what_the_document_says(reading):
    about = about_of(reading)

    assert (about.pack, about.year, about.office_name) == ("yunxi-2025", 2025, "云溪市科学技术局")
    assert about.title == "云溪市科学技术局关于组织申报2025年度云溪市应用研究计划项目的通知"
    assert about.source_name == reading.file_name


def test_draft_guide_makes_a_guide_bound_to_the_text(actor, reading):
    settle(reading, actor)
    digest = digest_of(reading)

    guide = drafted(reading, actor)

    reading.refresh_from_db()
    assert (reading.state, reading.guide, reading.pack) == (
        ReadingState.DRAFTED,
        guide,
        "yunxi-2025",
    )
    assert (guide.pack, guide.version, guide.year, guide.state) == ("yunxi-2025", 1, 2025, "draft")
    source = pack_of(guide).source
    assert (source.text, source.name) == (reading.text, reading.file_name)
    assert source.unchecked("rule", "quota", "window", "topic") == ()
    assert {span.kind for span in source.spans} >= {"rule", "clause", "programme"}
    act = Act.objects.get(action="readings.draft_guide")
    assert (act.account_id, act.note) == (actor.account.pk, f"记录摘要{digest}")
    assert act.after["guide"] == guide.pk


def test_draft_guide_again_is_the_next_version(actor, reading):
    first = drafted(reading, actor)
    settle(reading, actor)

    second = drafted(reading, actor)

    reading.refresh_from_db()
    assert (second.version, reading.guide, reading.state) == (2, second, ReadingState.DRAFTED)
    act = Act.objects.get(action="readings.draft_again")
    assert (act.before, act.after) == ({"guide": first.pk}, {"guide": second.pk})


def test_draft_guide_of_the_same_entries_is_refused(actor, reading):
    guide = drafted(reading, actor)

    with pytest.raises(MoveRefused) as refused:
        drafted(reading, actor)

    assert str(refused.value) == (
        f"记录没有变化，草案仍是“{guide}”。请直接打开这份草案；改动记录后可再次形成。[DRAFT-SAME]"
    )
    assert Guide.objects.count() == 1


def test_draft_guide_of_a_plan_is_refused(actor):
    text = "云溪市“十四五”科技创新规划\n研发投入年均增长8%。\n"
    fields = {"title": text[:14], "kind": "plan", "year": 2021}
    reading = make_reading([Record("document", 0, 14, fields, "D1")], actor=actor, text=text)

    with pytest.raises(MoveRefused) as refused:
        drafted(reading, actor)

    assert [f.code for f in refused.value.findings] == ["READING-PLAN"]
    assert not Guide.objects.exists()


def test_draft_guide_again_of_nothing_is_refused(actor):
    reading = make_reading(1, actor=actor)
    drafted(reading, actor)
    discard_entry(entry(reading), actor=actor, version=1)

    with pytest.raises(MoveRefused) as refused:
        drafted(reading, actor)

    assert [f.code for f in refused.value.findings] == ["READING-NO-ENTRY"]
    assert Guide.objects.count() == 1


def test_a_drafted_reading_takes_corrections(actor, reading):
    drafted(reading, actor)
    condition = Entry.objects.filter(reading=reading, type="quota").select_related("reading")[0]

    correct_entry(condition, actor=actor, version=1, fields={"max": 4})

    assert drafted(reading, actor).version == 2


def test_draft_guide_with_what_the_office_says(actor, reading):
    about = replace(about_of(reading), title="云溪指南", region_code="350700", year=2026, pack="yx")

    guide = draft_guide(reading, actor=actor, about=about)

    reading.refresh_from_db()
    assert (guide.title, guide.region_code, guide.year, guide.pack) == (
        "云溪指南",
        "350700",
        2026,
        "yx",
    )
    assert (reading.region_code, reading.year, reading.pack) == ("350700", 2026, "yx")


def test_publish_guide_read_by_a_machine_only_is_refused(actor, reading):
    guide = drafted(reading, actor)
    unchecked = pack_of(guide).source.unchecked("rule", "quota", "window", "topic")
    leader = make_actor(Role.LEADER)

    with pytest.raises(MoveRefused) as refused:
        publish_guide(guide, actor=leader)

    found = refused.value.findings[0]
    assert (found.code, len(refused.value.findings)) == ("GUIDE-UNCHECKED", 1)
    assert found.fact.startswith(
        f"这份草案由“{reading.file_name}”读出，还有{len(unchecked)}处没有人确认：规则"
    )
    guide.refresh_from_db()
    assert guide.state == "draft"


def test_publish_guide_after_everything_was_confirmed(actor, reading):
    settle(reading, actor)

    published = publish_guide(drafted(reading, actor), actor=make_actor(Role.LEADER))

    assert published.state == "published"


def test_publish_guide_with_one_rule_left_names_the_kind(actor, reading):
    settle(reading, actor)
    drafted(reading, actor)
    undo(reading, actor=actor)
    rows = Entry.objects.filter(reading=reading).exclude(type="quota").select_related("reading")
    confirm_many(list(rows), actor=actor, versions=[e.version for e in rows])
    guide = drafted(reading, actor)

    with pytest.raises(MoveRefused) as refused:
        publish_guide(guide, actor=make_actor(Role.LEADER))

    quotas = Entry.objects.filter(reading=reading, type="quota").count()
    assert refused.value.findings[0].fact.endswith(f"、名额{quotas}条")


def test_publish_guide_refused_leaves_the_version_before_public(actor, reading):
    settle(reading, actor)
    first = publish_guide(drafted(reading, actor), actor=make_actor(Role.LEADER))
    undo(reading, actor=actor)
    second = drafted(reading, actor)

    with pytest.raises(MoveRefused):
        publish_guide(second, actor=make_actor(Role.LEADER))

    first.refresh_from_db()
    assert first.state == "published"


def test_publish_guide_of_a_written_pack_asks_nothing():
    guide = make_guide(is_published=False)

    assert publish_guide(guide, actor=make_actor(Role.LEADER)).state == "published"


def test_draft_and_lint_are_made_once_for_every_content(actor, reading):
    first, report = draft_of(reading), lint_of(reading)

    assert (draft_of(reading) is first, lint_of(reading) is report) == (True, True)
    confirm_entry(entry(reading), actor=actor, version=1)
    assert draft_of(reading) is not first
    assert lint_of(reading) is not report
    assert report.pack == "yunxi-2025"


def test_lint_of_a_reading_that_waits_is_nothing():
    from tests.factories.readings import start

    assert lint_of(start()) is None


def test_old_drafts_are_let_go(actor):
    reading = make_reading(1, actor=actor)
    about = about_of(reading)
    first = draft_of(reading, replace(about, title="零"))
    lint_of(reading, replace(about, title="零"))
    for number in range(9):
        draft_of(reading, replace(about, title=str(number)))
        lint_of(reading, replace(about, title=str(number), year=0))

    assert draft_of(reading, replace(about, title="零")) is not first
