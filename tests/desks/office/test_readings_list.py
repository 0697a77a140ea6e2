"""The list of documents read, taking one in, and its page while it is read, read or not to be read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.desks.reading import sheet_of, statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.readings import NOTICE, make_read, make_reading, start, upload
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.apps.readings.services import abandon_reading
from zhinan.apps.readings.services.filing import read_file_of

pytestmark = pytest.mark.django_db
LIST = "/office/readings/"


@pytest.fixture
def actor():
    return make_actor(Role.OFFICE)


@pytest.fixture
def client(actor):
    return sign_in(Client(), actor)


def progress_page(reading):
    return reverse("office:reading_progress", args=(reading.pk,))


def test_empty_list_says_what_to_do(client):
    page = text_of(client, LIST)

    assert "还没有读过公文" in page
    assert "txt、docx、pdf（有文字层）、xlsx、html，不超过30 MB" in page
    assert "不联网" in page


def test_list_shows_state_progress_who_and_when(client, actor):
    reading = make_reading(3, actor=actor, title="申报通知甲")
    Entry.objects.filter(reading=reading, key="e1").update(standing=Standing.CONFIRMED)
    Entry.objects.filter(reading=reading, key="e2").update(question="哪一年？")

    page = text_of(client, LIST)

    for words in ("申报通知甲", "核对中", '<b class="figs">1</b>', "/ 3", "要问1", actor.name):
        assert words in page


def test_list_takes_the_same_statements_for_one_and_three(client):
    make_reading(2)
    one = statements(client, LIST)
    make_reading(2)
    make_reading(2)

    assert statements(client, LIST) == one


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ("q=甲", ["申报通知甲"], ["申报通知乙", "申报通知丙"]),
        ("state=abandoned", ["申报通知乙"], ["申报通知甲", "申报通知丙"]),
        ("state=all", ["申报通知甲", "申报通知乙", "申报通知丙"], []),
        ("", ["申报通知甲", "申报通知丙"], ["申报通知乙"]),
        ("who=me", ["申报通知甲"], ["申报通知乙", "申报通知丙"]),
        ("q=没有这样的", ["没有符合条件的公文"], ["申报通知甲"]),
    ],
)
def test_list_is_searched_and_filtered(client, actor, query, found, left_out):
    make_reading(1, actor=actor, title="申报通知甲")
    abandon_reading(make_reading(1, title="申报通知乙"), actor=actor)
    make_reading(1, title="申报通知丙")

    page = text_of(client, f"{LIST}?{query}")

    assert [words for words in found if words not in page] == []
    assert [words for words in left_out if words in page] == []


def test_list_is_paged(client):
    Reading.objects.bulk_create(
        Reading(title=f"通知{n}", file=make_reading(1).file, file_name=f"{n}.txt", file_kind="txt")
        for n in range(2)
    )
    first = Reading.objects.order_by("pk")[0]
    Reading.objects.bulk_create(
        Reading(title="又一份", file=first.file, file_name="a.txt", file_kind="txt")
        for _n in range(40)
    )

    assert "第31–44条，共44条" in text_of(client, f"{LIST}?page=2")


def test_list_is_exported_with_numbers(client, actor):
    reading = make_reading(3, actor=actor, title="申报通知甲")
    Entry.objects.filter(reading=reading, key="e3").update(standing=Standing.DISCARDED)

    heads, row = sheet_of(client, f"{LIST}?format=xlsx")

    told = dict(zip(heads, row, strict=True))
    assert [told[k] for k in ("公文", "状态", "读出", "已确认", "待确认", "已剔除", "谁")] == [
        "申报通知甲", "核对中", 2, 0, 2, 1, actor.name,
    ]  # fmt: skip


def test_upload_starts_a_reading_and_goes_to_its_page(client, actor):
    answer = client.post(LIST, {"document": upload(name="通知甲.txt")})

    reading = Reading.objects.get()
    assert answer["Location"] == progress_page(reading)
    assert (reading.file_name, reading.created_by) == ("通知甲.txt", actor.account)


@pytest.mark.parametrize(
    ("document", "status", "told"),
    [
        (None, 422, ["没有选择文件", "READING-NO-FILE"]),
        (SimpleUploadedFile("空.txt", b""), 409, ["FILE-EMPTY"]),
        (SimpleUploadedFile("章.exe", b"MZ\x90\x00" + b"\x00" * 64), 409, ["FILE-TYPE"]),
        (
            SimpleUploadedFile("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
            409,
            ["旧版格式", "另存为docx", "FILE-OLD"],
        ),
    ],
)
def test_upload_of_what_is_no_document_is_refused_with_a_remedy(client, document, status, told):
    if document is not None:
        document.seek(0)
    answer = client.post(LIST, {"document": document} if document else {})

    page = answer.content.decode()
    assert answer.status_code == status
    assert [words for words in told if words not in page] == []
    assert Reading.objects.count() == 0


def test_reader_without_the_right_sees_no_place_to_upload(actor):
    reading = make_read(actor)
    client = sign_in(Client(), make_actor(Role.FINANCE))

    assert "data-drop" not in text_of(client, LIST)
    assert "读更正后的文件" not in text_of(client, progress_page(reading))
    assert client.post(LIST, {"document": upload()}).status_code == 403


def test_page_of_a_reading_in_progress_tells_pages_and_refreshes_without_script(client, actor):
    reading = start(actor)
    Reading.objects.filter(pk=reading.pk).update(pages_done=12, pages_total=300, state="reading")

    page = text_of(client, progress_page(reading))
    part = text_of(client, f"{progress_page(reading)}?part=1")

    assert "已读12页，共300页" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "已读12页，共300页" in part
    assert "<html" not in part


def test_part_sends_to_the_desk_once_the_reading_is_done(client, actor):
    reading = make_read(actor)

    answer = client.get(f"{progress_page(reading)}?part=1")

    assert (answer.status_code, answer["X-Go-To"]) == (204, f"/office/readings/{reading.pk}/")


def test_same_file_again_is_pointed_out_instead_of_opened(client, actor):
    first = make_read(actor, name="通知甲.txt")
    again = make_read(actor, name="通知甲（再传）.txt")

    answer = client.get(f"{progress_page(again)}?part=1")
    page = text_of(client, progress_page(again))

    assert answer["X-Go-To"] == progress_page(again)
    assert "这个文件读过" in page
    assert f'href="/office/readings/{first.pk}/"' in page
    assert "这个文件读过" not in text_of(client, progress_page(first))


def test_unreadable_document_shows_fact_remedy_code_and_a_place_for_another(client, actor):
    text = "It was the best of times, it was the worst of times.\n" * 40
    reading = read_file_of(start(actor, text))

    page = text_of(client, progress_page(reading))

    for words in ("这份公文读不了", reading.failure["fact"], reading.failure["remedy"]):
        assert words in page
    assert reading.failure["code"] in page
    assert 'name="document"' in page


def test_another_file_in_the_place_of_an_unreadable_one_is_read(client, actor):
    reading = read_file_of(start(actor, "It was the best of times.\n" * 60))

    answer = client.post(progress_page(reading), {"document": upload(name="改好.txt")})

    made = Reading.objects.get(file_name="改好.txt")
    assert answer["Location"] == progress_page(made)
    assert client.post(progress_page(reading)).status_code == 422


def test_notes_on_how_the_file_was_read_are_shown(client, actor):
    reading = make_read(actor)
    note = {"code": "DOCX-TRACKED", "fact": "文件有12处修订，按接受修订后的文字读", "remedy": "如不对请先处理修订"}  # fmt: skip
    Reading.objects.filter(pk=reading.pk).update(notes=[note])

    page = text_of(client, progress_page(reading))

    assert [words for words in note.values() if words not in page] == []


def test_abandoning_asks_first_and_keeps_the_records(client, actor):
    reading = make_read(actor)
    place = reverse("office:reading_abandon", args=(reading.pk,))

    asked = text_of(client, place)
    answer = client.post(place)

    reading.refresh_from_db()
    assert "放弃读取“" in asked
    assert (answer["Location"], reading.state) == (LIST, "abandoned")
    assert Entry.objects.filter(reading=reading).exists()
    assert client.post(place).status_code == 409


def test_correct_document_is_taken_in_for_the_one_before(client, actor):
    reading = make_read(actor)
    place = reverse("office:reading_again", args=(reading.pk,))

    answer = client.post(place, {"document": upload(NOTICE + "特此通知。\n", "更正.txt")})

    made = Reading.objects.get(file_name="更正.txt")
    assert (answer["Location"], made.replaces_id) == (progress_page(made), reading.pk)
    assert client.post(place).status_code == 422


def test_abandoned_reading_takes_no_corrected_document(client, actor):
    reading = abandon_reading(make_read(actor), actor=actor)
    place = reverse("office:reading_again", args=(reading.pk,))

    assert "这一稿不能再替代" in text_of(client, place)
    assert client.post(place, {"document": upload()}).status_code == 409
