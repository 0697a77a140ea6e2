"""The fields of a blank form: shown as a grid, typed again, saved as a correction, drawn as applicants see them."""

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from tests.desks.reading import text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.readings import FORM, entry, make_form_read, make_reading
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.models import Standing
from zhinan.apps.readings.services import discard_entry, undo
from zhinan.desks.office.reading.form_rows import fields_from, rows_of, typed_rows

pytestmark = pytest.mark.django_db
FIELDS = FORM["fields"]


@pytest.fixture
def actor():
    return make_actor(Role.OFFICE)


@pytest.fixture
def client(actor):
    return sign_in(Client(), actor)


@pytest.fixture
def reading():
    return make_form_read()


def editor(reading):
    return reverse("office:reading_form", args=(reading.pk, "e1"))


def typed(fields, version=1, **more):
    """What the page sends for these fields."""
    sent = {"version": str(version)}
    for place, row in enumerate(rows_of(fields)):
        at = f"fields-{place}-"
        sent |= {
            f"{at}origin": str(row.origin), f"{at}label": row.label, f"{at}kind": row.kind, f"{at}words": row.words,
            f"{at}max_chars": row.max_chars, f"{at}min_items": row.min_items, f"{at}order": str(place + 1),
        }  # fmt: skip
        if row.is_required:
            sent[f"{at}required"] = "1"
    return sent | more


def stored(reading):
    return entry(reading).fields["fields"]


def test_page_shows_every_field_and_the_form_as_applicants_see_it(client, reading):
    page = text_of(client, editor(reading))

    for words in (
        'value="需求名称"',
        "新材料\n生物医药\n其他",
        'value="50"',
        "申报人将看到的",
        "最多50字",
    ):
        assert words in page
    assert '<option value="生物医药">生物医药</option>' in page


def test_form_sent_as_it_came_changes_nothing(client, reading):
    answer = client.post(editor(reading), typed(FIELDS))

    assert answer["Location"] == editor(reading)
    assert (stored(reading), entry(reading).version) == (FIELDS, 1)


def test_corrected_fields_are_saved_and_can_be_undone(client, actor, reading):
    sent = typed(FIELDS, **{"fields-0-label": "技术需求名称", "fields-0-max_chars": "80", "fields-1-required": "1"})  # fmt: skip

    client.post(editor(reading), sent)

    assert stored(reading)[:2] == [
        {"label": "技术需求名称", "kind": "text", "max_chars": 80},
        {**FIELDS[1], "required": True},
    ]
    assert stored(reading)[2:] == FIELDS[2:]
    assert entry(reading).standing == Standing.CORRECTED
    undo(reading, actor=actor)
    assert stored(reading) == FIELDS


def test_rows_are_added_removed_and_put_in_order_without_script(client, reading):
    sent = typed(FIELDS, **{"fields-0-label": "", "fields-0-max_chars": "", "fields-4-order": "0"})
    sent |= {"fields-5-label": "附件说明", "fields-5-kind": "text", "fields-5-order": "9"}

    client.post(editor(reading), sent)

    assert [f["label"] for f in stored(reading)] == [
        "单位意见", "所属领域", "联系方式", "预算", "附件说明",
    ]  # fmt: skip


def test_what_the_grid_does_not_show_of_a_field_is_kept(client, reading):
    client.post(
        editor(reading), typed(FIELDS, **{"fields-2-label": "手机", "fields-4-label": "盖章"})
    )

    assert stored(reading)[2] == {"label": "手机", "kind": "text", "hint": "手机"}
    assert stored(reading)[4] == {"label": "盖章", "kind": "signature", "seal": True}


def test_field_that_becomes_another_kind_drops_what_only_the_old_kind_has(client, reading):
    client.post(editor(reading), typed(FIELDS, **{"fields-1-kind": "text"}))

    assert stored(reading)[1] == {"label": "所属领域", "kind": "text"}


def test_choice_becomes_one_of_several_and_back(client, reading):
    several = [{**f, "multiple": True} if f["kind"] == "choice" else f for f in FIELDS]

    client.post(editor(reading), typed(FIELDS, **{"fields-1-kind": "choices"}))
    made = stored(reading)
    client.post(editor(reading), typed(made, version=2, **{"fields-1-kind": "choice"}))

    assert (made, stored(reading)) == (several, FIELDS)


def test_add_gives_an_empty_row_and_saves_nothing(client, reading):
    page = client.post(editor(reading), typed(FIELDS, add="fields")).content.decode()

    assert 'name="fields-5-label" id="fields-5-label" value=""' in page
    assert stored(reading) == FIELDS


def test_preview_follows_what_is_typed_and_saves_nothing(client, reading):
    sent = typed(FIELDS, **{"fields-0-label": "难题叙述"})

    page = client.post(editor(reading), {**sent, "preview": "1"}).content.decode()
    part = client.post(editor(reading), {**sent, "part": "1"}).content.decode()

    assert "难题叙述<" in page.split('id="preview"')[1]
    assert "难题叙述<" in part
    assert "<html" not in part
    assert stored(reading) == FIELDS


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"fields-0-label": ""}, "FORM-LABEL", "fields-0-label"),
        ({"fields-0-label": "长" * 61}, "FORM-LABEL", "fields-0-label"),
        ({"fields-1-words": " \n "}, "FORM-OPTIONS", "fields-1-words"),
        ({"fields-0-max_chars": "五百"}, "FORM-NUMBER", "fields-0-max_chars"),
        ({"fields-0-max_chars": "0"}, "FORM-NUMBER", "fields-0-max_chars"),
        ({"fields-3-min_items": "201"}, "FORM-NUMBER", "fields-3-min_items"),
    ],
)
def test_what_is_no_form_is_refused_at_its_cell(client, reading, changes, code, place):
    answer = client.post(editor(reading), typed(FIELDS, **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert code in page
    assert f'id="{place}-error"' in page
    assert stored(reading) == FIELDS


def test_form_without_any_field_is_refused(client, reading):
    answer = client.post(editor(reading), {"version": "1"})

    assert answer.status_code == 422
    assert "FORM-EMPTY" in answer.content.decode()


def test_colleague_who_was_first_is_named_and_what_was_typed_stays(client, reading):
    other = make_actor(Role.OFFICE)
    sign_in(Client(), other).post(editor(reading), typed(FIELDS, **{"fields-0-label": "甲名称"}))

    answer = client.post(editor(reading), typed(FIELDS, **{"fields-0-label": "乙名称"}))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ENTRY-CHANGED" in page
    assert other.account.name in page
    assert 'value="乙名称"' in page
    assert stored(reading)[0]["label"] == "甲名称"


def test_discarded_form_and_a_reader_without_the_right_only_look(client, actor, reading):
    finance = sign_in(Client(), make_actor(Role.FINANCE))
    told = text_of(finance, editor(reading))
    discard_entry(entry(reading), actor=actor, version=1)

    assert "只能查看" in told
    assert "只能查看" in text_of(client, editor(reading))
    assert (
        finance.post(editor(reading), typed(FIELDS, **{"fields-0-label": "甲"})).status_code == 403
    )


def test_entry_of_another_type_has_no_form(client):
    assert client.get(editor(make_reading(1))).status_code == 404


def test_every_field_comes_back_from_its_row():
    sent = QueryDict(mutable=True)
    sent.update(typed(FIELDS))

    assert fields_from(typed_rows(sent), FIELDS) == FIELDS
