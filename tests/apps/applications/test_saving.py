from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.accounts import make_actor
from tests.factories.applications import (
    ANSWERS,
    LICENCE,
    fill_in,
    make_applicant,
    make_application,
    make_pdf,
    make_submitted,
    save,
)
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.facts import application_values, opened
from zhinan.apps.applications.models import Application, SectionEdit
from zhinan.apps.applications.services import (
    add_collaborator,
    attach_file,
    save_section,
    take_back_application,
    writing,
)
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def stored(application, key):
    return opened(application.sections.get(key=key).values)


@pytest.fixture
def two():
    """An application with its owner and a colleague who fills it in too."""
    owner = make_applicant()
    application = make_application(owner)
    colleague = make_actor(Role.APPLICANT, organisation=application.host)
    add_collaborator(application, account=colleague.account, actor=owner)
    return application, owner, colleague


def test_save_section_keeps_9_50_and_stores_yuan():
    actor = make_applicant()
    application = make_application(actor)

    result = save(application, "funding", actor, budget__grant="9.50")

    application.refresh_from_db()
    assert result.values["budget.grant"] == {
        "value": "95000.00",
        "source": "declared",
        "as_typed": "9.50",
    }
    assert application.grant_yuan == Decimal("95000.00")
    assert (result.version, application.version, result.findings) == (1, 1, [])


def test_save_section_reads_full_width_digits_and_keeps_emoji():
    actor = make_applicant()
    application = make_application(actor)

    money = save(application, "funding", actor, budget__grant="９．５０")
    words = save(application, "basics", actor, project__name="智能装备🚀研发")

    application.refresh_from_db()
    assert money.values["budget.grant"]["value"] == "95000.00"
    assert words.values["project.name"]["value"] == application.title == "智能装备🚀研发"


def test_save_section_keeps_20000_characters_in_a_field_for_500_and_says_so():
    actor = make_applicant()
    application = make_application(actor)
    text = "研究" * 10_000

    result = save(application, "basics", actor, project__summary=text)

    assert result.values["project.summary"] == {"unread": text}
    assert [(f.code, f.field) for f in result.findings] == [
        ("FIELD-TOO-LONG", "basics/project.summary")
    ]
    assert stored(application, "basics")["project.summary"] == {"unread": text}
    assert "FORM-UNREADABLE" in [f.code for f in application.missing()]


def test_save_section_keeps_what_cannot_be_read_and_shows_an_unreadable_title_in_lists():
    actor = make_applicant()
    application = make_application(actor)

    result = save(application, "basics", actor, project__name="长" * 61, project__topic="7001")
    save(application, "funding", actor, budget__grant="九万五")

    application.refresh_from_db()
    assert result.values["project.name"] == {"unread": "长" * 61}
    assert (application.title, application.topic.code) == ("长" * 61, "7001")
    assert stored(application, "funding")["budget.grant"] == {"unread": "九万五"}
    assert application.grant_yuan is None


def test_save_section_with_nothing_new_writes_nothing():
    actor = make_applicant()
    application = make_application(actor)
    save(application, "leader", actor, leader__name="王示例")

    again = save(application, "leader", actor, 1, leader__name="王示例")

    assert (again.version, SectionEdit.objects.count()) == (1, 1)


def test_save_section_is_a_revision_and_no_act():
    actor = make_applicant()
    application = make_application(actor)
    acts = Act.objects.count()

    save(application, "leader", actor, leader__name="王示例")

    assert Act.objects.count() == acts


def test_save_section_works_out_row_sums_exactly_and_ignores_what_is_typed_there():
    actor = make_applicant()
    application = make_application(actor)
    rows = [{"id": "f1", "cells": {"grant": "0.10", "own": "9.50", "subtotal": "999"}}]

    result = save_section(
        application, "budget", {"budget.lines": rows}, base_version=0, actor=actor
    )

    first, *rest = result.values["budget.lines"]["value"]
    sums = [
        c["value"]
        for k, c in first["cells"].items()
        if c.get("source") == "computed" and k != "line"
    ]
    assert sums == ["96000.00"]
    assert [row["cells"]["line"]["value"] for row in (first, *rest)] == [
        "设备费",
        "其中：购置费",
        "业务费",
    ]


def test_save_section_by_two_people_in_different_fields_merges_in_silence(two):
    application, owner, colleague = two
    save(application, "basics", owner, project__name="原名", project__summary="原摘要")

    save(application, "basics", colleague, 1, project__name="同事改的名")
    result = save(application, "basics", owner, 1, project__summary="我改的摘要")

    assert result.conflicts == []
    assert result.version == 3
    assert stored(application, "basics")["project.name"]["value"] == "同事改的名"
    assert stored(application, "basics")["project.summary"]["value"] == "我改的摘要"


def test_save_section_by_two_people_in_one_field_gives_both_values_with_who_and_when(two):
    application, owner, colleague = two
    save(application, "basics", owner, project__name="原名")
    save(application, "basics", colleague, 1, project__name="同事的")

    result = save(application, "basics", owner, 1, project__name="我的", project__summary="摘要")

    [conflict] = result.conflicts
    assert (conflict.path, conflict.mine["value"], conflict.theirs["value"], conflict.saved_by) == (
        "project.name", "我的", "同事的", colleague.account.name,
    )  # fmt: skip
    assert conflict.saved_at == SectionEdit.objects.get(version=2).made_at
    assert result.overtaken == ["project.name"]
    assert stored(application, "basics")["project.summary"]["value"] == "摘要"
    application.refresh_from_db()
    assert application.title == "同事的"


def test_save_section_mine_chosen_after_a_conflict_is_taken(two):
    application, owner, colleague = two
    save(application, "basics", owner, project__name="原名")
    save(application, "basics", colleague, 1, project__name="同事的")
    seen = save(application, "basics", owner, 1, project__name="我的")

    result = save(application, "basics", owner, seen.version, project__name="我的")

    assert (result.conflicts, result.values["project.name"]["value"]) == ([], "我的")


def test_save_section_whole_stale_form_sent_back_undoes_nothing(two):
    application, owner, colleague = two
    save(application, "basics", owner, project__name="原名", project__summary="摘要")
    save(application, "basics", colleague, 1, project__name="同事的")

    result = save(
        application,
        "basics",
        owner,
        1,
        project__name="原名",
        project__summary="改",
        project__topic="",
    )

    assert result.conflicts == []
    assert stored(application, "basics")["project.name"]["value"] == "同事的"
    assert stored(application, "basics")["project.summary"]["value"] == "改"


def test_save_section_by_two_people_in_one_table_merges_rows_and_cells(two):
    application, owner, colleague = two
    first = [{"id": "r1", "cells": {"name": "李甲", "birth_date": "1990-02-03"}}]
    save_section(application, "team", {"team": first}, base_version=0, actor=owner)
    theirs = [*first, {"id": "rb", "cells": {"name": "赵乙"}}]
    save_section(application, "team", {"team": theirs}, base_version=1, actor=colleague)
    mine = [
        {"id": "r1", "cells": {"name": "李甲", "birth_date": "1991-01-01"}},
        {"id": "ra", "cells": {"name": "钱丙"}},
    ]

    result = save_section(application, "team", {"team": mine}, base_version=1, actor=owner)

    rows = {
        row["id"]: {k: c["value"] for k, c in row["cells"].items()}
        for row in result.values["team"]["value"]
    }
    assert result.conflicts == []
    assert rows == {
        "r1": {"name": "李甲", "birth_date": "1991-01-01"},
        "rb": {"name": "赵乙"},
        "ra": {"name": "钱丙"},
    }


def test_save_section_by_two_people_in_one_cell_names_the_cell(two):
    application, owner, colleague = two
    line = [{"id": "f1", "cells": {"grant": "1.00"}}]
    save_section(application, "budget", {"budget.lines": line}, base_version=0, actor=owner)
    line = [{"id": "f1", "cells": {"grant": "2.00"}}]
    save_section(application, "budget", {"budget.lines": line}, base_version=1, actor=colleague)
    line = [{"id": "f1", "cells": {"grant": "3.00"}}]

    result = save_section(
        application, "budget", {"budget.lines": line}, base_version=1, actor=owner
    )

    [conflict] = result.conflicts
    assert (conflict.path, conflict.places) == ("budget.lines", ("设备费 财政经费",))
    assert conflict.theirs["value"][0]["cells"]["grant"]["value"] == "20000.00"
    assert conflict.mine["value"][0]["cells"]["grant"]["value"] == "30000.00"


def test_save_section_from_a_version_no_longer_kept_asks_where_they_differ(two, monkeypatch):
    monkeypatch.setattr(writing, "EDITS_KEPT", 1)
    monkeypatch.setattr(writing, "PRUNED_EVERY", 2)
    application, owner, colleague = two
    for number in range(1, 5):
        save(application, "leader", colleague, number - 1, leader__name=f"第{number}稿")

    lost = save(application, "leader", owner, 0, leader__name="我的")
    told = save_section(
        application, "leader", {"leader.name": "我的"}, base_version=0,
        base={"leader.name": {"value": "第4稿", "source": "declared"}}, actor=owner,
    )  # fmt: skip

    assert [c.path for c in lost.conflicts] == ["leader.name"]
    assert (told.conflicts, told.values["leader.name"]["value"]) == ([], "我的")


def test_save_section_seals_birth_dates_at_rest_and_opens_them_for_readers():
    actor = make_applicant()
    application = make_application(actor)
    save_section(application, "team", ANSWERS["team"], base_version=0, actor=actor)

    raw = application.sections.get(key="team").values["team"]["value"][0]["cells"]

    assert raw["birth_date"]["sealed"] is True
    assert "1990" not in str(raw)
    assert raw["name"] == {"value": "李甲", "source": "declared"}
    cells = application_values(application)["team"]["team"]["value"][0]["cells"]
    assert cells["birth_date"] == {"value": "1990-02-03", "source": "declared"}


def test_save_section_keeps_the_seal_of_a_value_that_stays():
    actor = make_applicant()
    application = make_application(actor)
    save_section(application, "team", ANSWERS["team"], base_version=0, actor=actor)
    before = application.sections.get(key="team").values["team"]["value"][0]["cells"]["birth_date"]
    rows = [{**row, "cells": {**row["cells"], "name": "改名"}} for row in ANSWERS["team"]["team"]]

    save_section(application, "team", {"team": rows}, base_version=1, actor=actor)

    after = application.sections.get(key="team").values["team"]["value"][0]["cells"]["birth_date"]
    assert after == before


def test_save_section_passes_over_a_typed_list_of_files_but_takes_none():
    actor = make_applicant()
    application = make_application(actor)

    typed = save_section(application, "papers", {LICENCE: [999]}, base_version=0, actor=actor)
    none = save_section(
        application, "papers", {LICENCE: {"none": True}}, base_version=0, actor=actor
    )
    attach_file(application, term=LICENCE, uploaded=make_pdf(), actor=actor)
    kept = save_section(
        application, "papers", {LICENCE: {"none": True}}, base_version=2, actor=actor
    )

    assert typed.values == {}
    assert none.values == {LICENCE: {"none": True}}
    assert isinstance(kept.values[LICENCE]["value"], list)


@pytest.mark.parametrize("state", [s for s in ApplicationState if s not in ("draft", "correcting")])
def test_save_section_in_every_other_state_is_refused(state):
    actor = make_applicant()
    application = make_submitted(actor)
    Application.objects.filter(pk=application.pk).update(state=state)

    with pytest.raises(MoveRefused) as refused:
        save(application, "leader", actor, 1, leader__name="改")

    assert codes(refused) == ["FORM-LOCKED"]
    assert stored(application, "leader")["leader.name"]["value"] == "王示例"


@pytest.mark.parametrize(
    "make",
    [
        lambda own: make_applicant(),
        lambda own: make_actor(Role.APPLICANT, organisation=own),
        lambda own: make_actor(Role.HOST, organisation=own),
        lambda own: make_actor(Role.OFFICE),
    ],
)
def test_save_section_by_anybody_else_is_refused(make):
    application = make_application(make_applicant())

    with pytest.raises(PermissionDenied):
        save(application, "leader", make(application.host), leader__name="改")


def test_save_section_by_the_owner_acting_for_another_organisation_is_refused():
    owner = make_applicant()
    application = make_application(owner)
    elsewhere = make_actor(Role.APPLICANT, organisation=make_organisation(), account=owner.account)

    with pytest.raises(PermissionDenied):
        save(application, "leader", elsewhere, leader__name="改")


def test_save_section_of_a_section_or_term_the_form_lacks_is_refused():
    actor = make_applicant()
    application = make_application(actor)

    with pytest.raises(MoveRefused) as refused:
        save(application, "nowhere", actor, leader__name="改")
    unknown = save(application, "leader", actor, leader__shoe_size="43")

    assert codes(refused) == ["FORM-SECTION"]
    assert [f.code for f in unknown.findings] == ["FIELD-UNKNOWN"]
    assert unknown.values == {}


def test_save_section_after_take_back_goes_on():
    actor = make_applicant()
    application = take_back_application(make_submitted(actor), actor=actor)

    result = save(application, "leader", actor, 1, leader__name="改后")

    assert result.values["leader.name"]["value"] == "改后"


def test_fill_in_leaves_nothing_missing():
    actor = make_applicant()
    application = make_application(actor)

    assert {f.code for f in application.missing()} == {"FORM-MISSING"}
    assert fill_in(application, actor).missing() == []
