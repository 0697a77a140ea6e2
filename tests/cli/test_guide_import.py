"""``zhinan guide import``: a document into the database, whole or not at all."""

import pytest
from django.core.files.storage import default_storage

from tests.factories.readings import NOTICE
from zhinan.apps.programmes.models import Guide
from zhinan.apps.readings.models import Entry, Reading, Step
from zhinan.apps.records.models import Act
from zhinan.cli.main import main

pytestmark = pytest.mark.django_db
OFFICE = ("--office", "云溪市科学技术局")
PLAN = """云溪市“十四五”科技创新规划

一、发展目标
表1 “十四五”科技发展主要指标

序号
指标名称
2020年
2025年

1
研发经费支出占地区生产总值比重（%）
１３０
＞２００

2
高新技术企业数量（家）
95
300


二、保障措施
加强组织领导，落实项目资金和部门责任，做好规划实施和监测评估工作。
"""


@pytest.fixture(autouse=True)
def _storage(tmp_path_factory, monkeypatch):
    bool(default_storage)  # wake the lazy object
    kind, folder = type(default_storage._wrapped), tmp_path_factory.mktemp("files")
    monkeypatch.setattr(default_storage, "_wrapped", kind(location=folder))


@pytest.fixture
def notice(tmp_path):
    file = tmp_path / "申报通知.txt"
    file.write_text(NOTICE)
    return file


def test_import_makes_a_reading_and_a_draft(notice, capsys):
    code = main(["guide", "import", str(notice), *OFFICE, "--pack", "yunxi-2025"])

    said = capsys.readouterr().out.splitlines()
    reading, guide = Reading.objects.get(), Guide.objects.get()
    assert code == 0
    assert (reading.state, reading.guide, reading.created_by) == ("drafted", guide, None)
    assert (guide.pack, guide.office_name, guide.state) == (
        "yunxi-2025",
        "云溪市科学技术局",
        "draft",
    )
    total = Entry.objects.count()
    counted = [int(line.split("：")[1].removesuffix("条")) for line in said if line.endswith("条")]
    assert sum(counted) == total
    assert said[-3:] == [
        f"{reading.title}：{total}条记录，已确认0条，待确认{total}条，其中0条须由人定。",
        f"核对：/office/readings/{reading.pk}/",
        f"草案“{guide}”：/office/guides/{guide.pk}/",
    ]
    assert set(Act.objects.values_list("action", flat=True)) == {
        "readings.start_reading", "readings.finish_reading", "readings.draft_guide", "programmes.import_guide",
    }  # fmt: skip


def test_import_again_is_the_next_version(notice, capsys):
    main(["guide", "import", str(notice), *OFFICE, "--pack", "yunxi-2025"])

    assert main(["guide", "import", str(notice), *OFFICE, "--pack", "yunxi-2025"]) == 0

    assert list(Guide.objects.values_list("version", flat=True).order_by("version")) == [1, 2]
    assert "（第2版）" in capsys.readouterr().out


def test_import_confirm_sure_confirms_in_one_step(notice, capsys):
    assert main(["guide", "import", str(notice), *OFFICE, "--confirm-sure"]) == 0

    confirmed = Entry.objects.filter(standing="confirmed")
    sure = Entry.objects.filter(confidence_permille__gte=900, question="")
    assert set(confirmed) == set(sure) != set()
    assert Step.objects.get().kind == "confirm_many"
    assert f"已确认{confirmed.count()}条" in capsys.readouterr().out


def test_import_asks_what_only_a_person_can_settle(tmp_path, capsys):
    file = tmp_path / "规划.txt"
    file.write_text(PLAN)

    assert main(["guide", "import", str(file), *OFFICE]) == 0

    asked = Entry.objects.exclude(question="")
    captured = capsys.readouterr()
    said = captured.out
    assert asked.exists()
    for entry in asked:
        assert f"待定（{entry.key}）：{entry.question}" in said
    assert f"其中{asked.count()}条须由人定" in said
    assert "[READING-PLAN]" in captured.err
    assert (Reading.objects.get().state, Guide.objects.count()) == ("review", 0)


def test_import_confirm_sure_of_nothing_sure_goes_on(tmp_path, capsys):
    file = tmp_path / "规划.txt"
    file.write_text(PLAN)
    main(["guide", "import", str(file), *OFFICE, "--confirm-sure"])
    settled = Entry.objects.filter(standing="confirmed").count()
    said = capsys.readouterr()

    assert (settled > 0) != ("[NOTHING-SURE]" in said.err)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE-EMPTY"),
        (b"Call for proposals. " * 40, "READ-LANGUAGE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "FILE-OLD"),
        (b"%PDF-1.4 nothing", "FILE-BROKEN"),
    ],
)
def test_import_of_what_cannot_be_read_leaves_nothing(tmp_path, capsys, content, code):
    file = tmp_path / "通知.txt"
    file.write_bytes(content)

    assert main(["guide", "import", str(file), *OFFICE]) == 1

    assert f"[{code}]" in capsys.readouterr().err
    assert not Reading.objects.exists()
    assert not Act.objects.exists()


def test_import_of_a_renamed_file_leaves_nothing(tmp_path, capsys):
    file = tmp_path / "通知.pdf"
    file.write_text(NOTICE)

    assert main(["guide", "import", str(file), *OFFICE]) == 1

    assert "[FILE-TYPE]" in capsys.readouterr().err
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["没有.txt", *OFFICE], "没有 没有.txt"),
        ([".", *OFFICE], "是文件夹"),
        (["{notice}", "--office", " "], "--office 为空"),
        (["{notice}", *OFFICE, "--pack", "云溪"], "--pack “云溪”不可用"),
    ],
)
def test_import_with_wrong_words(notice, capsys, words, said):
    assert main(["guide", "import", *(w.format(notice=notice) for w in words)]) == 2

    assert said in capsys.readouterr().err
    assert not Reading.objects.exists()


def test_import_needs_the_office(notice, capsys):
    with pytest.raises(SystemExit) as left:
        main(["guide", "import", str(notice)])

    assert left.value.code == 2
    assert "--office" in capsys.readouterr().err


def test_import_help_has_an_example(capsys):
    with pytest.raises(SystemExit) as left:
        main(["guide", "import", "--help"])

    assert left.value.code == 0
    assert "--confirm-sure" in capsys.readouterr().out
