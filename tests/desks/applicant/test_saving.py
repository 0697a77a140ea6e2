"""Saving a section: as one types, and by button."""

import pytest
from django.urls import reverse

from tests.desks.applicant.desk import colleague_of, patch, stored
from tests.factories.applications import (
    make_application,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def test_saving_keeps_money_as_typed(me, draft):
    answer = patch(me, draft, "funding", {"budget.grant": "９.50"})

    assert answer.status_code == 200
    said = answer.json()
    assert said["version"] == 1
    assert said["typed"]["budget.grant"] == "9.50"
    assert 'value="9.50"' in me.get(reverse("applicant:form", args=(draft.pk, "funding"))).content.decode()  # fmt: skip


def test_saving_says_what_is_missing_now(me, draft):
    before = me.get(reverse("applicant:form", args=(draft.pk, "leader"))).content.decode()

    said = patch(me, draft, "leader", {"leader.name": "王示例🧪"}).json()

    assert "leader.name" in before
    assert "本栏没有待补" in said["panel"]
    assert "已完成" in said["steps"]


def test_unreadable_is_kept_and_said_beside_the_field(me, draft):
    answer = patch(me, draft, "funding", {"budget.grant": "大约九万"})

    assert answer.status_code == 422
    assert [f["field"] for f in answer.json()["findings"]] == ["f.budget.grant"]
    page = me.get(reverse("applicant:form", args=(draft.pk, "funding"))).content.decode()
    assert 'value="大约九万"' in page
    assert 'aria-invalid="true"' in page


def test_text_far_too_long_is_kept_and_reported(me, draft):
    text = "长" * 20_000

    answer = patch(me, draft, "basics", {"project.summary": text})

    assert answer.status_code == 422
    assert "20000字，最多500字" in answer.json()["findings"][0]["words"]
    page = me.get(reverse("applicant:form", args=(draft.pk, "basics"))).content.decode()
    assert text in page
    assert "20000 / 500" in page


def test_bad_cell_is_said_beside_the_cell(me, draft):
    rows = [{"id": "r1", "cells": {"name": "李甲", "birth_date": "1990-02-30"}}]

    answer = patch(me, draft, "team", {"team": rows})

    assert [f["field"] for f in answer.json()["findings"]] == ["rows-0-birth_date"]
    assert 'value="1990-02-30"' in me.get(reverse("applicant:form", args=(draft.pk, "team"))).content.decode()  # fmt: skip


def test_two_people_on_different_fields_are_merged(me, draft, actor):
    other = colleague_of(draft, actor)

    first = patch(me, draft, "funding", {"budget.grant": "9.50"})
    second = patch(other, draft, "funding", {"budget.own": "20"})

    assert (first.status_code, second.status_code) == (200, 200)
    values = stored(draft, "funding")
    assert (values["budget.grant"]["as_typed"], values["budget.own"]["as_typed"]) == ("9.50", "20")
    assert second.json()["typed"]["budget.grant"] == "9.50"  # the second page takes it over


def test_two_people_on_one_field_choose(me, draft, actor):
    other = colleague_of(draft, actor)
    patch(me, draft, "leader", {"leader.name": "王示例"})

    refused = patch(other, draft, "leader", {"leader.name": "李示例"})

    assert refused.status_code == 409
    [conflict] = refused.json()["conflicts"]
    assert (conflict["mine"], conflict["theirs"]) == ("李示例", "王示例")
    assert conflict["who"] == actor.account.name
    assert stored(draft, "leader")["leader.name"]["value"] == "王示例"
    chosen = patch(other, draft, "leader", {"leader.name": "李示例"}, version=refused.json()["version"])  # fmt: skip
    assert chosen.status_code == 200
    assert stored(draft, "leader")["leader.name"]["value"] == "李示例"


def test_button_saves_and_goes_on_without_script(me, draft):
    page = reverse("applicant:form", args=(draft.pk, "leader"))
    typed = {"asked": "leader.name", "f.leader.name": "王示例", "base": "{}", "base_version": 0}

    answer = me.post(page, typed | {"go": "next"})

    assert answer.headers["Location"] == reverse("applicant:form", args=(draft.pk, "team"))
    assert stored(draft, "leader")["leader.name"]["value"] == "王示例"


def test_button_does_not_write_back_what_was_not_changed(me, draft, actor):
    other = colleague_of(draft, actor)
    patch(other, draft, "funding", {"budget.grant": "9.50"})
    typed = {
        "asked": ["budget.grant", "budget.own"],
        "f.budget.grant": "",
        "f.budget.own": "20",
        "base": "{}",
        "base_version": 0,
    }

    answer = me.post(reverse("applicant:form", args=(draft.pk, "funding")), typed)

    assert answer.status_code == 302
    assert stored(draft, "funding")["budget.grant"]["as_typed"] == "9.50"


def test_button_shows_faults_with_the_text_kept(me, draft):
    typed = {"asked": "budget.grant", "f.budget.grant": "九万多", "base": "{}", "base_version": 0}

    answer = me.post(reverse("applicant:form", args=(draft.pk, "funding")), typed)

    assert answer.status_code == 422
    assert 'value="九万多"' in answer.content.decode()


def test_button_shows_a_conflict_with_both_sides(me, draft, actor):
    patch(colleague_of(draft, actor), draft, "leader", {"leader.name": "王示例"})
    typed = {"asked": "leader.name", "f.leader.name": "李示例", "base": "{}", "base_version": 0}

    answer = me.post(reverse("applicant:form", args=(draft.pk, "leader")), typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "王示例" in page
    assert 'value="李示例"' in page


def test_button_adds_a_row_and_drops_blank_ones(me, draft):
    page = reverse("applicant:form", args=(draft.pk, "team"))
    typed = {
        "asked": "team",
        "rows-0-id": "r1",
        "rows-0-name": "李甲",
        "rows-0-birth_date": "",
        "rows-1-id": "",
        "rows-1-name": " ",
        "rows-1-birth_date": "",
        "base": "{}",
        "base_version": 0,
        "add": "rows",
    }

    answer = me.post(page, typed)

    assert [row["id"] for row in stored(draft, "team")["team"]["value"]] == ["r1"]
    assert answer.headers["Location"] == f"{page}?rows=1#rows"
    assert 'name="rows-1-name"' in me.get(f"{page}?rows=1").content.decode()


def test_computed_cells_are_worked_out(me, draft):
    page = reverse("applicant:form", args=(draft.pk, "budget"))
    rows = [{"id": "r1", "cells": {"grant": "1.10", "own": "2.20"}}]

    answer = patch(me, draft, "budget", {"budget.items": rows})

    assert answer.status_code in (200, 422)
    assert me.get(page).status_code == 200


def test_facts_of_the_registry_cannot_be_typed(me, draft):
    answer = patch(me, draft, "leader", {"lead.name": "别的单位"})

    assert answer.status_code in (200, 422)
    assert "lead.name" not in stored(draft, "leader")


def test_saving_another_persons_application_is_not_found(me, media):
    theirs = make_application()

    answer = patch(me, theirs, "leader", {"leader.name": "王示例"})

    assert answer.status_code == 404
    assert stored(theirs, "leader") == {}


def test_saving_after_handing_in_is_refused_in_words(me, actor, media):
    application = make_submitted(actor)

    answer = patch(me, application, "leader", {"leader.name": "别人"}, version=9)

    assert answer.status_code == 409
    assert "FORM-LOCKED" in answer.json()["refused"][0]


@pytest.mark.parametrize("body", ["", "[]", '{"typed": 3, "base_version": 0}', '{"typed": {}}'])
def test_saving_nonsense_is_a_bad_request(me, draft, body):
    address = reverse("applicant:save_section", args=(draft.pk, "leader"))

    assert me.patch(address, body, content_type="application/json").status_code == 400
