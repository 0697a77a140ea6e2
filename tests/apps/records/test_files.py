import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from zhinan.apps.records.models import StoredFile
from zhinan.apps.records.services import MoveRefused, files, open_file, store_file
from zhinan.engines.documents.spreadsheet import write_rows

pytestmark = pytest.mark.django_db
ANY = {"pdf", "docx", "xlsx", "png", "jpg"}
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
JPG = b"\xff\xd8\xff\xe0" + bytes(16)


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    monkeypatch.setattr(
        default_storage,
        "_wrapped",
        type(default_storage._wrapped)(location=tmp_path),
        raising=False,
    )
    return tmp_path


def package(*names, types=b"<Types/>"):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if types is not None:
            archive.writestr("[Content_Types].xml", types)
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


DOCX = package("word/document.xml")


def refusal(name, content, accept=ANY, **over):
    with pytest.raises(MoveRefused) as refused:
        store_file(SimpleUploadedFile(name, content), accept=accept, **over)
    assert not StoredFile.objects.exists()
    return refused.value.findings[0]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("图.png", PNG, "image/png"),
        ("图.jpg", JPG, "image/jpeg"),
        ("图.jpeg", JPG, "image/jpeg"),
        ("表.xlsx", write_rows("表", ["a"], [["b"]]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("文.txt", "关于申报的通知".encode(), "text/plain"),
        ("文.txt", ("关于申报的通知" * 200).encode("gb18030"), "text/plain"),
        ("文.txt", "关于申报的通知".encode("utf-16"), "text/plain"),
        ("页.html", b"<!DOCTYPE html><p>a</p>", "text/html"),
        ("页.htm", "<p>关于申报的通知</p>".encode(), "text/html"),
        ("文.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)  # fmt: skip
def test_store_file_keeps_what_its_name_says(name, content, media_type):
    stored = store_file(SimpleUploadedFile(name, content), accept=ANY | {"txt", "html"})

    assert (stored.size, stored.media_type) == (len(content), media_type)
    with open_file(stored) as file:
        assert file.read() == content


def test_store_file_keeps_the_same_bytes_once(storage):
    first = store_file(SimpleUploadedFile("一.pdf", PDF), accept=ANY)

    again = store_file(SimpleUploadedFile("二.pdf", PDF), accept=ANY)

    assert again == first
    assert len([path for path in storage.rglob("*") if path.is_file()]) == 1


def test_store_file_reads_a_large_upload_from_disk():
    upload = TemporaryUploadedFile("大.pdf", "application/pdf", 3_000_008, None)
    upload.write(PDF[:8] + bytes(3_000_000))

    stored = store_file(upload, accept={"pdf"})

    assert stored.size == 3_000_008


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" + bytes(60), "Windows 程序"),
        (b"\x7fELF" + bytes(60), "Linux 程序"),
        (DOCX, "Word 文档（docx）"),
        (package("a.txt", types=None), "ZIP 压缩包"),
        (package("other/a.txt"), "ZIP 压缩包"),
        (package("ppt/a.xml"), "PowerPoint 演示文稿（pptx）"),
        (b"PK\x03\x04broken", "损坏的压缩文件"),
        (PNG, "PNG 图片"),
        ("申报书".encode() * 400, "纯文本"),
        (b"a\x00b", "无法识别的文件"),
        (b"\x80\x81" * 10, "无法识别的文件"),
        (b"<!DOCTYPE html><script>", "网页或 XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版或加密的 Office 文件"),
    ],
)
def test_store_file_renamed_says_what_it_really_is(content, said):
    finding = refusal("申报书.pdf", content)

    assert (finding.code, finding.fact) == ("FILE-TYPE", f"文件“申报书.pdf”的内容是{said}")
    assert "docx、jpg、pdf、png、xlsx" in finding.remedy


def test_store_file_of_a_kind_not_asked_for_is_refused():
    assert refusal("a.pdf", PDF, accept={"docx"}).code == "FILE-TYPE"
    assert refusal("a.txt", b"text", accept={"pdf"}).code == "FILE-TYPE"
    assert refusal("a.txt", b"<!DOCTYPE html>", accept={"txt"}).code == "FILE-TYPE"


@pytest.mark.parametrize(
    "content",
    [
        package("word/document.xml", "word/vbaProject.bin"),
        package("word/document.xml", types=b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'),
    ],
)  # fmt: skip
def test_store_file_with_macros_is_refused(content):
    assert refusal("a.docx", content).fact == "文件“a.docx”的内容是带宏的 Office 文件"


def test_store_file_that_expands_beyond_measure_is_refused(monkeypatch):
    monkeypatch.setattr(files.kinds, "EXPANDED_LIMIT_BYTES", 4)

    assert "展开后过大" in refusal("a.docx", DOCX).fact


def test_store_file_too_large_names_both_sizes():
    finding = refusal("a.pdf", PDF + bytes(3 * 1024 * 1024), limit_bytes=2 * 1024 * 1024)

    assert (finding.code, finding.fact) == (
        "FILE-SIZE",
        "文件“a.pdf”大小为 3.0 MB，上限 2 MB".replace("3.0", "3"),
    )


def test_store_file_beyond_the_general_limit_is_refused(settings):
    settings.UPLOAD_LIMIT_BYTES = 10

    assert refusal("a.pdf", PDF).code == "FILE-SIZE"


def test_store_file_empty_is_refused():
    assert refusal("a.pdf", b"").code == "FILE-EMPTY"


def test_store_file_that_fails_half_way_leaves_nothing(storage, monkeypatch):
    monkeypatch.setattr(
        files.os, "fsync", lambda _handle: (_ for _ in ()).throw(OSError("disk full"))
    )

    with pytest.raises(OSError, match="disk full"):
        store_file(SimpleUploadedFile("a.pdf", PDF), accept=ANY)

    assert not [path for path in storage.rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()


def test_store_file_into_an_object_store_saves_by_its_own_means(monkeypatch):
    kept = {}

    class ObjectStore(Storage):
        def exists(self, name):
            return name in kept

        def _save(self, name, content):
            kept[name] = content.read()
            return name

        def _open(self, name, mode="rb"):
            return ContentFile(kept[name])

    monkeypatch.setattr(default_storage, "_wrapped", ObjectStore(), raising=False)

    stored = store_file(SimpleUploadedFile("a.pdf", PDF), accept=ANY)

    assert list(kept.values()) == [PDF]
    assert open_file(stored).read() == PDF


def test_store_file_refuses_a_package_whose_list_of_parts_is_swollen():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * (20 * 1024 * 1024))
        archive.writestr("word/document.xml", "")

    with pytest.raises(MoveRefused) as refused:
        store_file(ContentFile(target.getvalue(), "报告.docx"), accept={"docx"})

    assert [f.code for f in refused.value.findings] == ["FILE-TYPE"]
    assert not StoredFile.objects.exists()
