"""The records of a document as a workbook and as a file; what a corrected document changed."""

import json

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from tests.desks.reading import sheet_of, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.readings import (
    NOTICE,
    make_form_read,
    make_read,
    make_reading,
    make_reread,
    start,
    upload,
)
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.facts import facts_of
from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.apps.readings.selectors import difference_of
from zhinan.apps.readings.services import confirm_sure, reread
from zhinan.apps.readings.services.filing import read_file_of
from zhinan.apps.records.services.files import path_of
from zhinan.engines.documents.spreadsheet import read_rows
from zhinan.engines.guides.reading import as_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor(Role.OFFICE)


@pytest.fixture
def client(actor):
    return sign_in(Client(), actor)


def export(reading, kind):
    return f"{reverse('office:reading_export', args=(reading.pk,))}?format={kind}"


def difference(reading):
    return reverse("office:reading_difference", args=(reading.pk,))


def test_workbook_has_a_sheet_a_type_with_chinese_heads(client, actor):
    reading = make_read(actor)
    quota = Entry.objects.filter(reading=reading, type="quota").order_by("start")[0]

    book = client.get(export(reading, "xlsx")).content
    heads, first, *_rest = read_rows(book, sheet="名额")

    row = dict(zip(heads, first, strict=True))
    assert {k: row[k] for k in ("编号", "状态", "上限", "计量单位", "原文", "起", "止", "来源")} == {
        "编号": quota.key, "状态": "待确认", "上限": quota.fields["max"], "计量单位": "项",
        "原文": reading.text[quota.start : quota.end], "起": quota.start, "止": quota.end, "来源": "读取",
    }  # fmt: skip
    assert read_rows(book, sheet="条件")[0][:3] == ["编号", "状态", "谁"]


def test_workbook_lists_the_fields_of_blank_forms(client):
    reading = make_form_read()

    rows = read_rows(client.get(export(reading, "xlsx")).content, sheet="表格栏目")

    assert rows[1:3] == [
        ["技术需求表", "e1", 1, "需求名称", "文字", "", 50, "", "", "", "", ""],
        ["技术需求表", "e1", 2, "所属领域", "单选", "新材料\n生物医药\n其他", "", "", "", "", "", ""],
    ]  # fmt: skip


def test_export_leaves_out_what_was_discarded(client):
    reading = make_reading(2)
    Entry.objects.filter(reading=reading, key="e1").update(standing=Standing.DISCARDED)

    _heads, *rows = sheet_of(client, export(reading, "xlsx"))

    assert [row[0] for row in rows] == ["e2"]


def test_file_is_what_the_readers_write(client, actor):
    reading = make_read(actor)

    written = json.loads(client.get(export(reading, "json")).content)

    assert written == json.loads(
        json.dumps(as_json(reading.text, reading.file_name, [f.record for f in facts_of(reading)]))
    )
    assert written["schema"] == "guide-read/1"
    assert all(reading.text[r["start"] : r["end"]] == r["quote"] for r in written["records"])


def test_export_of_nothing_read_goes_back_and_of_an_unknown_kind_is_not_found(client, actor):
    waiting = start(actor)
    Reading.objects.filter(pk=waiting.pk).update(state="reading")

    assert client.get(export(waiting, "xlsx")).status_code == 302
    assert client.get(export(make_reading(1), "docx")).status_code == 404


def test_document_comes_back_byte_for_byte_as_a_file(client, actor):
    reading = make_read(
        actor, name="通知甲.html", text=f"<html><body><pre>{NOTICE}</pre></body></html>"
    )
    place = reverse("office:reading_file", args=(reading.pk,))

    answer = client.get(place)

    assert answer.content.decode() == f"<html><body><pre>{NOTICE}</pre></body></html>"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/octet-stream", "nosniff",
    )  # fmt: skip
    assert "attachment; filename*=UTF-8''%E9%80%9A" in answer["Content-Disposition"]
    default_storage.delete(path_of(reading.file.digest))
    assert client.get(place).status_code == 404


def test_difference_strikes_out_and_underlines(client, actor):
    reading = make_reread(actor=actor)

    page = text_of(client, difference(reading))

    found = difference_of(reading)
    assert [len(found.changed), len(found.added), len(found.gone)] == [1, 0, 0]
    assert "<del>100</del><ins>200</ins>" in page
    assert f"/office/readings/{reading.pk}/?at={found.changed[0].new.key}#" in page
    assert "沿用确认" in page


def test_difference_counts_what_was_carried_and_lists_it(client, actor):
    first = make_read(actor)
    confirm_sure(first, actor=actor, at_least_permille=0)
    again = reread(first, upload(NOTICE.replace("2项", "3项"), "更正.txt"), actor=actor)
    reading = read_file_of(again)

    page = text_of(client, difference(reading))

    carried = len(difference_of(reading).carried)
    assert carried > 3
    assert f"{carried}条</summary>" in page
    assert actor.name in page


def test_difference_of_new_and_gone_records(client, actor):
    text = NOTICE.replace("2．县（区）科技局推荐不超过5项。\n", "").replace(
        "四、联系方式", "四、支持方式\n每个项目资助不超过20万元。\n五、联系方式"
    )
    reading = make_reread(text, actor)

    page = text_of(client, difference(reading))

    assert "<del>2．县（区）科技局推荐不超过5项" in page
    assert "不超过20万元" in page
    assert 'id="added"' in page
    assert 'id="gone"' in page


def test_difference_is_exported_with_both_wordings(client, actor):
    reading = make_reread(actor=actor)

    heads, *rows = sheet_of(client, f"{difference(reading)}?format=xlsx")

    told = [dict(zip(heads, row, strict=True)) for row in rows if row[0] == "变了"]
    assert [(t["种类"], "100" in t["原来"], "200" in t["现在"]) for t in told] == [
        ("条件", True, True)
    ]


def test_difference_of_a_document_that_replaces_none_goes_back(client):
    reading = make_reading(1)

    answer = client.get(difference(reading))

    assert answer["Location"] == reverse("office:reading_progress", args=(reading.pk,))
