import json

import pytest
from django.db import connection

from tests.factories.records import make_act, make_subject
from zhinan.apps.records.models import Act
from zhinan.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    subject = make_subject()
    lines = [make_act(subject, note=str(n)) for n in range(3)]
    main(["audit", "seal"])
    return lines


def alter(act):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_act SET note = '改' WHERE id = %s", [act.pk])


def test_verify_of_a_whole_record_says_so(record, capsys):
    assert main(["audit", "verify"]) == 0
    assert "完整：3行，1个检查点" in capsys.readouterr().err


def test_verify_names_the_altered_line(record, capsys):
    alter(record[1])

    code = main(["audit", "verify"])

    assert code == 1
    assert "第 2 行：内容与摘要不符，被改动" in capsys.readouterr().out


def test_verify_as_json_gives_each_fault(record, capsys):
    alter(record[1])
    capsys.readouterr()

    main(["audit", "verify", "--json"])

    (fault,) = json.loads(capsys.readouterr().out)
    assert (fault["kind"], fault["position"], fault["leaf"]) == ("altered", 2, 1)


def test_seal_without_new_lines_says_so(record, capsys):
    assert main(["audit", "seal"]) == 0
    assert "没有新的行" in capsys.readouterr().out


def test_verify_against_an_export(record, tmp_path, capsys):
    head = tmp_path / "head.json"

    assert main(["audit", "export", "--out", str(head)]) == 0
    make_act(make_subject("B"))
    main(["audit", "seal"])

    assert main(["audit", "verify", "--against", str(head)]) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [("{}", "expected a checkpoint"), ("x", "不是 JSON"), (None, "读不了")],
)
def test_verify_against_another_file_is_refused(record, tmp_path, capsys, content, said):
    head = tmp_path / "head.json"
    if content:
        head.write_text(content)

    assert main(["audit", "verify", "--against", str(head)]) == 1
    assert said in capsys.readouterr().err


def test_export_of_no_checkpoint_says_what_to_do(capsys):
    assert main(["audit", "export"]) == 1
    assert "先运行：zhinan audit seal" in capsys.readouterr().err


def test_export_prints_the_checkpoint_asked_for(record, capsys):
    capsys.readouterr()

    assert main(["audit", "export", "--number", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["size"] == 3
    assert main(["audit", "export", "--number", "9"]) == 1


def test_export_into_no_folder_is_refused(record, tmp_path, capsys):
    assert main(["audit", "export", "--out", str(tmp_path / "no" / "head.json")]) == 1
    assert "写不了" in capsys.readouterr().err


def test_a_receipt_holds_until_it_is_altered(record, tmp_path, capsys):
    file = tmp_path / "receipt.json"
    main(["audit", "proof", str(record[1].pk), "--out", str(file)])

    assert main(["audit", "receipt", str(file)]) == 0
    assert record[1].digest in capsys.readouterr().out

    file.write_text(file.read_text().replace(record[1].digest, "0" * 64))
    assert main(["audit", "receipt", str(file)]) == 1


def test_proof_of_an_unsealed_or_unknown_line_says_why(record, capsys):
    fresh = make_act()

    assert main(["audit", "proof", str(fresh.pk)]) == 1
    assert "还没有封存" in capsys.readouterr().err
    assert main(["audit", "proof", str(Act.objects.count() + 10**6)]) == 1
    assert "没有第" in capsys.readouterr().err
