"""Deadline day: many submit, save and start at once; nothing is lost, doubled or answered with an error."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.records.threads import at_once
from tests.factories.accounts import make_actor
from tests.factories.applications import PDF, fill_in, make_applicant, make_application
from tests.factories.programmes import make_call
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.facts import application_values
from zhinan.apps.applications.models import Application, Revision, SectionEdit
from zhinan.apps.applications.services import (
    add_collaborator,
    attach_file,
    save_section,
    start_application,
    submit_application,
)
from zhinan.apps.records.models import NumberSeries, StoredFile
from zhinan.apps.records.services import verify_record
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50


def test_fifty_submits_at_once_get_fifty_numbers_without_gap_or_double():
    call = make_call()
    actors = [make_applicant() for _ in range(PEOPLE)]
    drafts = [fill_in(start_application(call, actor=actor), actor) for actor in actors]

    handed = at_once(PEOPLE, lambda n: submit_application(drafts[n], actor=actors[n]))

    assert sorted(a.number for a in handed) == [f"EX2024-JC{n:04d}" for n in range(1, PEOPLE + 1)]
    assert NumberSeries.objects.get(prefix="EX2024-JC").last == PEOPLE
    assert Revision.objects.count() == PEOPLE
    assert list(verify_record()) == []


def test_one_submit_pressed_fifty_times_at_once_is_done_once():
    actor = make_applicant()
    draft = fill_in(make_application(actor), actor)

    def press(_n):
        try:
            return submit_application(draft, actor=actor).number
        except MoveRefused as refused:
            return refused.findings[0].code

    done = at_once(PEOPLE, press)

    assert (done.count("EX2024-JC0001"), done.count("STATE-CHANGED")) == (1, PEOPLE - 1)
    assert Revision.objects.count() == 1


def test_one_start_pressed_ten_times_at_once_makes_one_draft():
    call, actor = make_call(), make_applicant()

    made = at_once(10, lambda _n: start_application(call, actor=actor).pk)

    assert len(set(made)) == Application.objects.count() == 1


def test_ten_people_saving_rows_of_one_table_at_once_lose_no_row():
    owner = make_applicant()
    application = make_application(owner)
    people = [make_actor(Role.APPLICANT, organisation=application.host) for _ in range(4)]
    for person in people:
        add_collaborator(application, account=person.account, actor=owner)

    def add_row(n):
        row = {"id": f"r{n}", "cells": {"name": f"成员{n}"}}
        return save_section(
            application, "team", {"team": [row]}, base_version=0, actor=people[n % 4]
        ).conflicts

    conflicts = at_once(10, add_row)

    rows = application_values(application)["team"]["team"]["value"]
    assert conflicts == [[]] * 10
    assert {row["id"] for row in rows} == {f"r{n}" for n in range(10)}
    assert SectionEdit.objects.count() == 10
    application.refresh_from_db()
    assert application.version == 10


def test_one_file_sent_by_ten_at_once_is_stored_once():
    actor = make_applicant()
    application = make_application(actor)

    def send(_n):
        upload = SimpleUploadedFile("执照.pdf", PDF)
        return attach_file(application, term="files.licence", uploaded=upload, actor=actor).pk

    made = at_once(10, send)

    assert len(set(made)) == application.attachments.count() == StoredFile.objects.count() == 1
