import io
import zipfile
from datetime import timedelta

import pylopdf_fonts_zh_cn
import pytest
import typst
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.readings import NOTICE, make_read, start, upload
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings import tasks
from zhinan.apps.readings.models import Entry, Reading
from zhinan.apps.readings.selectors import earlier_readings_of, entries_of
from zhinan.apps.readings.services import abandon_reading, reread, start_reading
from zhinan.apps.readings.services.filing import file_reading, note_failure, read_file_of
from zhinan.apps.readings.services.starting import take_in
from zhinan.apps.readings.states import ReadingState
from zhinan.apps.readings.tasks import MOST_ATTEMPTS, read_reading, resume_readings
from zhinan.apps.records.models import Act, Message, StoredFile
from zhinan.apps.records.services import open_file
from zhinan.apps.records.services.files import path_of
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.guides import formats
from zhinan.engines.guides.record import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor(Role.OFFICE)


def docx(text):
    """The smallest docx that Word opens."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{paragraphs}</w:body></w:document>",
        )
    return target.getvalue()


def refusal(name, content, actor):
    with pytest.raises(MoveRefused) as refused:
        start_reading(SimpleUploadedFile(name, content), actor=actor)
    assert not Reading.objects.exists()
    assert not StoredFile.objects.exists()
    return refused.value.findings[0]


def test_start_reading_returns_at_once_and_waits(actor):
    reading = start_reading(
        upload(name="申报通知.txt"), actor=actor, office_name=" 云溪市科学技术局 "
    )

    assert (reading.state, reading.title, reading.file_kind) == (
        ReadingState.READING,
        "申报通知",
        "txt",
    )
    assert (reading.office_name, reading.created_by, reading.text) == (
        "云溪市科学技术局",
        actor.account,
        "",
    )
    act = Act.objects.get()
    assert (act.action, act.account_id) == ("readings.start_reading", actor.account.pk)


def test_start_reading_is_read_by_its_task(actor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reading = start(actor)

    reading.refresh_from_db()
    assert (reading.state, reading.attempts, reading.year) == (ReadingState.REVIEW, 1, 2025)
    assert reading.title == "云溪市科学技术局关于组织申报2025年度云溪市应用研究计划项目的通知"
    assert (reading.text, reading.text_length) == (NOTICE, len(NOTICE))
    entries = list(entries_of(reading))
    assert [e.key for e in entries] == [f"e{n}" for n in range(1, len(entries) + 1)]
    assert {"document", "condition", "quota", "deadline", "contact"} <= {e.type for e in entries}
    assert all(e.start < e.end <= len(NOTICE) for e in entries)
    message = Message.objects.get()
    assert (message.account, message.link) == (actor.account, f"/office/readings/{reading.pk}/")
    assert message.title == f"“{reading.title}”已读完，{len(entries)}条记录待核对"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.txt", NOTICE.encode("gb18030")),
        ("通知.txt", NOTICE.encode("utf-16")),
        ("通知.docx", docx(NOTICE)),
        ("通知.html", f"<!DOCTYPE html><html><body><p>{NOTICE.replace(chr(10), '</p><p>')}</p></body></html>".encode()),
        ("通知.htm", f"<p>{NOTICE.replace(chr(10), '</p><p>')}</p>".encode()),
    ],
)  # fmt: skip
def test_start_reading_of_every_kind(actor, name, content):
    reading = read_file_of(start_reading(SimpleUploadedFile(name, content), actor=actor))

    assert reading.state == ReadingState.REVIEW
    assert reading.file_kind == {"htm": "html"}.get(name[-3:], name.partition(".")[2])
    assert entries_of(reading).filter(type="condition").count() >= 4


def test_start_reading_keeps_a_title_given(actor):
    reading = read_file_of(start(actor, title="局里叫的名字", pack="yunxi-2025"))

    assert (reading.title, reading.pack) == ("局里叫的名字", "yunxi-2025")


def test_a_long_file_name_keeps_its_ending(actor):
    reading = start(actor, name="通" * 200 + ".txt")

    assert (len(reading.file_name), reading.file_name[-5:]) == (200, "通.txt")


def test_the_same_file_again_is_noticed(actor):
    first = make_read(actor)
    given_up = abandon_reading(start(actor), actor=actor)
    other = start(actor, NOTICE + "\n")

    again = start(actor)

    assert again.file == first.file == given_up.file
    assert list(earlier_readings_of(again, actor)) == [first]
    assert list(earlier_readings_of(first, actor)) == []
    assert list(earlier_readings_of(other, actor)) == []
    assert list(earlier_readings_of(again, make_actor(Role.HOST))) == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.txt", b"", "FILE-EMPTY"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "FILE-OLD"),
        ("密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "FILE-LOCKED"),
        ("扫描.png", b"\x89PNG\r\n\x1a\n" + bytes(60), "FILE-SCAN"),
        ("改名.docx", b"%PDF-1.4 " + bytes(60), "FILE-TYPE"),
        ("程序.txt", b"MZ\x90\x00" + bytes(60), "FILE-TYPE"),
        ("坏.pptx", docx("x").replace(b"word/", b"ppt/x"), "FILE-TYPE"),
    ],
)  # fmt: skip
def test_start_reading_of_what_no_reader_takes_is_refused_at_once(actor, name, content, code):
    found = refusal(name, content, actor)

    assert found.code == code
    assert found.remedy


def test_a_docx_of_a_hundred_megabytes_is_refused_before_it_is_read(actor):
    class Huge(SimpleUploadedFile):
        def read(self, *args):
            raise AssertionError("nothing of it may be read")

        chunks = read

    huge = Huge("指南.docx", b"PK\x03\x04")
    huge.size = 100 * 1024 * 1024

    with pytest.raises(MoveRefused) as refused:
        start_reading(huge, actor=actor)

    assert str(refused.value) == (
        "文件“指南.docx”有100 MB，超过30 MB。请去掉其中的图片（另存时压缩图片）或只保留指南正文后再选择。[FILE-LARGE]"
    )


def bomb():
    """A docx of a few hundred kilobytes that unpacks to 130 megabytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(130 * 1024 * 1024))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("弹.docx", bomb(), "FILE-BOMB"),
        ("坏.docx", docx(NOTICE)[:-40], "FILE-TYPE"),
        ("坏.pdf", b"%PDF-1.4\nnothing", "FILE-BROKEN"),
        ("外文.txt", b"Call for proposals. " * 40, "READ-LANGUAGE"),
        ("短.txt", "关于申报的通知".encode(), "READ-SHORT"),
        ("方向.txt", (NOTICE + "\u202e").encode(), "READ-BIDI"),
        ("小说.txt", ("山下的人们早早起来，看见雪落在河面上，谁也没有说话。" * 40).encode(), "READ-KIND"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why_and_keeps_nothing(actor, name, content, code):
    if code == "FILE-TYPE":
        assert refusal(name, content, actor).code == code
        return
    reading = read_file_of(start_reading(SimpleUploadedFile(name, content), actor=actor))

    assert reading.state == ReadingState.FAILED
    assert reading.failure["code"] == code
    assert reading.failure["fact"]
    assert reading.failure["remedy"]
    assert "[" not in reading.failure["remedy"]
    assert (reading.text, Entry.objects.count()) == ("", 0)
    assert Message.objects.get().title.startswith(f"“{reading.title}”读不了：")


def test_a_reading_given_up_is_not_read(actor):
    reading = abandon_reading(start(actor), actor=actor)

    read_reading.call(reading.pk)

    reading.refresh_from_db()
    assert (reading.state, reading.attempts) == (ReadingState.ABANDONED, 0)


class Meanwhile(FileSystemStorage):
    """A store in which something happens while a file is opened."""

    def __init__(self, folder, happens):
        super().__init__(location=folder)
        self.happens = happens

    def open(self, name, mode="rb"):
        self.happens()
        return super().open(name, mode)


def test_a_reading_given_up_while_it_is_read_stays_so(actor, storage, monkeypatch):
    reading = start(actor)
    store = Meanwhile(storage, lambda: abandon_reading(reading, actor=actor))
    monkeypatch.setattr(default_storage, "_wrapped", store)

    read_reading.call(reading.pk)

    reading.refresh_from_db()
    assert (reading.state, reading.attempts) == (ReadingState.ABANDONED, 1)
    assert (reading.text, Entry.objects.count()) == ("", 0)


def test_a_reading_cut_off_in_the_midst_leaves_nothing_half_filed(actor):
    reading = start(actor)
    good, impossible = Record("section", 0, 4, {"title": "一"}), Record("section", -4, 2)

    with pytest.raises(DatabaseError), transaction.atomic():
        file_reading(reading, formats.Reading(NOTICE, "txt"), [good, impossible])

    reading.refresh_from_db()
    assert (reading.state, reading.text, reading.text_digest) == (ReadingState.READING, "", "")
    assert Entry.objects.count() == 0
    assert not Act.objects.filter(action="readings.finish_reading").exists()


def test_the_third_fault_of_the_reader_is_kept_as_the_failure(actor):
    reading = start(actor)
    default_storage.delete(path_of(reading.file.digest))
    for _ in range(MOST_ATTEMPTS - 1):
        with pytest.raises(FileNotFoundError):
            read_reading.call(reading.pk)
    reading.refresh_from_db()
    assert (reading.state, reading.attempts) == (ReadingState.READING, 2)

    read_reading.call(reading.pk)

    reading.refresh_from_db()
    assert (reading.state, reading.failure["code"]) == (ReadingState.FAILED, "READING-FAULT")
    assert str(reading.pk) in reading.failure["remedy"]


def test_a_fault_mended_before_the_third_try_is_forgotten(actor):
    reading = start(actor)
    with open_file(reading.file) as stored:
        lost = stored.read()
    default_storage.delete(path_of(reading.file.digest))
    with pytest.raises(FileNotFoundError):
        read_reading.call(reading.pk)

    default_storage.save(path_of(reading.file.digest), ContentFile(lost))
    read_reading.call(reading.pk)

    reading.refresh_from_db()
    assert (reading.state, reading.attempts) == (ReadingState.REVIEW, 2)


def test_resume_readings_takes_up_what_fell_silent(actor):
    silent = timezone.now() - timedelta(minutes=11)
    cut_off, busy = start(actor), start(actor, NOTICE + "\n")
    hopeless = start(actor, NOTICE + "\n\n")
    Reading.objects.filter(pk__in=[cut_off.pk, hopeless.pk]).update(heard_at=silent)
    Reading.objects.filter(pk=hopeless.pk).update(attempts=MOST_ATTEMPTS)

    said = resume_readings()

    states = {r.pk: r.state for r in Reading.objects.all()}
    assert said == f"重新读取：{cut_off.pk}"
    assert states == {cut_off.pk: "review", busy.pk: "reading", hopeless.pk: "failed"}
    hopeless.refresh_from_db()
    assert hopeless.failure["code"] == "READING-STOPPED"
    assert resume_readings() == ""
    assert timedelta(minutes=4) < tasks.SILENT_FOR  # the longest wait between two attempts


def pdf(text):
    fonts = pylopdf_fonts_zh_cn.__path__[0]
    markup = '#set text(font: "Noto Serif SC", size: 40pt)\n' + "\n\n".join(text.splitlines())
    return typst.compile(markup.encode(), font_paths=[fonts], ignore_system_fonts=True)


def test_pages_are_told_while_a_pdf_is_read(actor):
    reading = start_reading(SimpleUploadedFile("通知.pdf", pdf(NOTICE)), actor=actor)
    heard = reading.heard_at
    statements = CaptureQueriesContext(connection)
    with statements:
        read_reading.call(reading.pk)
    told = [q["sql"] for q in statements if '"pages_done"' in q["sql"] and "heard_at" in q["sql"]]

    reading.refresh_from_db()
    assert reading.state == ReadingState.REVIEW
    assert reading.pages_total == reading.pages_done == len(reading.page_starts) > 1
    assert reading.heard_at > heard
    assert "FILE-PDF" in [note["code"] for note in reading.notes]
    assert len([s for s in told if s.startswith("UPDATE")]) >= 2  # the first page, the last


def test_note_failure_of_what_was_filed_is_refused(actor):
    reading = make_read(actor)

    with pytest.raises(MoveRefused):
        note_failure(reading, code="X", fact="x", remedy="y")


def test_reread_of_a_reading_that_failed_is_refused(actor):
    reading = start(actor, "太短")
    read_file_of(reading)
    reading.refresh_from_db()

    with pytest.raises(MoveRefused) as refused:
        reread(reading, upload(), actor=actor)

    assert refused.value.findings[0].code == "READING-STATE"


def test_a_reading_by_the_command_line_tells_nobody():
    read_file_of(take_in(upload(), actor=None, is_queued=False))

    assert not Message.objects.exists()
