"""A pack that comes as a zip: read where it is sound, and refused with every reason where it is not."""

import io
import stat
import zipfile

import pytest

from tests.factories.programmes import pack_files, zipped
from zhinan.engines.packs import archive, load_pack, read_archive


def codes(faults):
    return [(fault.file, fault.code) for fault in faults]


@pytest.mark.parametrize("top", ["", "example-2024/", "示例包/"])
def test_read_archive_gives_the_files_at_the_top_or_in_one_folder(top):
    files, faults = read_archive(zipped(pack_files(), top=top))

    assert (files, faults) == (pack_files(), [])
    assert load_pack(files).key == "example-2024"


def test_read_archive_passes_over_leftovers_and_folders():
    extra = {"__MACOSX/._pack.yaml": "x", ".git/config": "x", "guide/~$1.docx": "x", "guide/": ""}

    files, faults = read_archive(zipped(pack_files() | extra))

    assert (set(files), faults) == (set(pack_files()), [])


def test_read_archive_reads_names_written_by_windows_in_gbk():
    target = zipped({"pack.yaml": "x", "documents/aaaa.md": "y"})
    name = "汇总".encode("gbk")
    content = target.getvalue().replace(b"aaaa", name)

    files, faults = read_archive(io.BytesIO(content))

    assert (sorted(files), faults) == (["documents/汇总.md", "pack.yaml"], [])


@pytest.mark.parametrize("path", ["../x.md", "/etc/passwd", "a/../../b", "C:/x"])
def test_read_archive_refuses_paths_that_leave_the_pack(path):
    files, faults = read_archive(zipped(pack_files() | {path: "x"}))

    assert (files, codes(faults)) == ({}, [(path, "PACK-PATH")])


def test_read_archive_tells_every_fault_at_once():
    long = "d/" * 110 + "x.md"

    _, faults = read_archive(zipped({"../a": "x", long: "y", "pack.yaml": "z"}))

    assert codes(faults) == [("../a", "PACK-PATH"), (long, "PACK-PATH")]
    assert all(fault.remedy for fault in faults)


def test_read_archive_refuses_a_link():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        link = zipfile.ZipInfo("guide/1.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")

    assert codes(read_archive(target)[1]) == [("guide/1.md", "PACK-PATH")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_read_archive_refuses_one_path_twice():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("pack.yaml", "a")
        made.writestr("pack.yaml", "b")

    assert codes(read_archive(target)[1]) == [("pack.yaml", "PACK-PATH")]


def test_read_archive_refuses_what_is_sealed_with_a_password():
    content = bytearray(zipped({"pack.yaml": "x"}).getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1

    assert codes(read_archive(io.BytesIO(content))[1]) == [("pack.yaml", "PACK-ARCHIVE")]


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", zipped({"pack.yaml": "x" * 900}).getvalue()[:60]],
    ids=["empty", "pdf", "cut off"],
)
def test_read_archive_refuses_what_is_no_zip(content):
    assert codes(read_archive(io.BytesIO(content), name="包.zip")[1]) == [
        ("包.zip", "PACK-ARCHIVE")
    ]


def test_read_archive_refuses_damaged_content():
    target = zipped({"pack.yaml": "名称" * 400}).getvalue()
    at = target.index(b"pack.yaml") + len(b"pack.yaml") + 4

    broken = io.BytesIO(target[:at] + b"\xff\xff\xff" + target[at + 3 :])

    assert codes(read_archive(broken)[1]) == [("指南包.zip", "PACK-ARCHIVE")]


def test_read_archive_stops_a_file_that_unpacks_without_end(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 10_000)
    bomb = zipped({"pack.yaml": "x", "guide/1.md": b"\0" * 50_000_000})

    assert bomb.getbuffer().nbytes < 60_000
    assert codes(read_archive(bomb)[1]) == [("guide/1.md", "PACK-FILE-SIZE")]


def test_read_archive_stops_many_files_that_are_too_much_together(monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNPACKED_BYTES", 2500)
    many = zipped({f"{n}.md": b"\0" * 1000 for n in range(9)})

    assert codes(read_archive(many, name="包.zip")[1]) == [("包.zip", "PACK-FILE-SIZE")]


def test_read_archive_refuses_too_many_files_and_too_large_an_archive(monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    found = [read_archive(zipped({f"{n}.md": "x" for n in range(9)}))[1]]
    monkeypatch.setattr(archive, "MOST_ARCHIVE_BYTES", 100)
    found.append(read_archive(zipped({f"{n}.md": "x" for n in range(2)}))[1])

    assert [codes(faults) for faults in found] == [[("指南包.zip", "PACK-FILE-SIZE")]] * 2
