import tarfile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from tests.factories.records import make_act, make_subject
from zhinan.apps.records.models import Message, NumberSeries, StoredFile
from zhinan.apps.records.services import (
    next_number,
    open_file,
    seal_checkpoint,
    store_file,
    verify_record,
)
from zhinan.cli.main import main

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def storage(tmp_path, monkeypatch):
    kept = type(default_storage._wrapped)(location=tmp_path / "files")
    monkeypatch.setattr(default_storage, "_wrapped", kept, raising=False)
    return tmp_path / "files"


@pytest.fixture
def office(storage):
    account = get_user_model().objects.create_user(username="甲", name="甲")
    Message.objects.create(account=account, title="请补正\t\\N\n“引号”")
    with transaction.atomic():
        make_act(make_subject(), before={"金额": "9.50"}, note="😀\\n")
        next_number("LYG")
    seal_checkpoint()
    store_file(SimpleUploadedFile("a.pdf", b"%PDF-1.7"), accept={"pdf"})


def everything():
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }


def wipe(storage):
    for model in (Message, StoredFile, NumberSeries, get_user_model()):
        model.objects.all().delete()
    for path in storage.rglob("*"):
        if path.is_file():
            path.unlink()


def test_restore_brings_back_an_identical_database(office, storage, tmp_path, capsys):
    archive, before = tmp_path / "b.tar.gz", everything()

    assert main(["backup", str(archive)]) == 0
    wipe(storage)
    assert main(["restore", str(archive)]) == 0

    assert everything() == before
    assert verify_record() == []
    with open_file(StoredFile.objects.get()) as file:
        assert file.read() == b"%PDF-1.7"


def test_restored_database_takes_new_rows(office, storage, tmp_path):
    archive = tmp_path / "b.tar.gz"
    main(["backup", str(archive)])
    wipe(storage)
    main(["restore", str(archive)])

    with transaction.atomic():
        make_act(make_subject("new"))
        assert next_number("LYG") == "LYG0002"

    seal_checkpoint()
    assert verify_record() == []


def test_restore_over_accounts_needs_force(office, tmp_path, capsys):
    archive = tmp_path / "b.tar.gz"
    main(["backup", str(archive)])
    get_user_model().objects.create_user(username="乙", name="乙")

    assert main(["restore", str(archive)]) == 1
    assert "--force" in capsys.readouterr().err
    assert get_user_model().objects.filter(username="乙").exists()

    assert main(["restore", str(archive), "--force"]) == 0
    assert not get_user_model().objects.filter(username="乙").exists()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b"no archive"), "读不了"),
        (lambda path: path.unlink(), "读不了"),
        (lambda path: tarfile.open(path, "w:gz").close(), "不是 zhinan backup 的备份"),
    ],
)
def test_restore_of_no_backup_says_so_and_changes_nothing(office, tmp_path, capsys, spoil, said):
    archive = tmp_path / "b.tar.gz"
    main(["backup", str(archive)])
    before = everything()
    spoil(archive)

    assert main(["restore", str(archive), "--force"]) == 1
    assert said in capsys.readouterr().err
    assert everything() == before


def test_restore_of_a_damaged_part_names_it(office, tmp_path, capsys):
    archive, damaged = tmp_path / "b.tar.gz", tmp_path / "d.tar.gz"
    main(["backup", str(archive)])
    with tarfile.open(archive) as whole:
        whole.extractall(tmp_path / "x", filter="data")
    part = max((tmp_path / "x/database").iterdir(), key=lambda path: path.stat().st_size)
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    with tarfile.open(damaged, "w:gz") as out:
        out.add(tmp_path / "x", ".")

    assert main(["restore", str(damaged), "--force"]) == 1
    assert f"{part.name} 已损坏" in capsys.readouterr().err


def test_restore_of_another_kind_of_database_is_refused(office, tmp_path, capsys, monkeypatch):
    archive = tmp_path / "b.tar.gz"
    main(["backup", str(archive)])
    monkeypatch.setattr(type(connection), "vendor", "other", raising=False)
    monkeypatch.setattr(connection, "vendor", "other", raising=False)

    assert main(["restore", str(archive), "--force"]) == 1
    assert "同类数据库" in capsys.readouterr().err


def test_backup_into_no_folder_is_refused(office, tmp_path, capsys):
    assert main(["backup", str(tmp_path / "no" / "b.tar.gz")]) == 1
    assert "写不了" in capsys.readouterr().err
    assert list(tmp_path.glob("**/*.part")) == []
