"""Lianyungang 2024: cases written from the source text before the rules were run."""

from pathlib import Path

import pytest
import yaml

import zhinan
from zhinan.cli import check
from zhinan.engines.packs import read_pack

PACK = Path(zhinan.__file__).parent / "packs" / "lianyungang-2024"
FILES = sorted(PACK.glob("cases/*.yaml"))
UNNAMED = {"LYG-1-13", "LYG-2-11"}  # of the guide itself, not of an application


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_cases_come_out_as_they_say(path: Path, capsys: pytest.CaptureFixture[str]):
    assert check.main([PACK.name, str(path)]) == 0, capsys.readouterr().out


def test_every_rule_stands_in_some_case():
    pack, faults = read_pack(PACK)
    assert pack is not None, faults
    said = {
        key
        for path in FILES
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
        for key in case["expect"]
    }

    rules = {rule.key for programme in pack.programmes for rule in programme.rules}
    assert sorted(rules - said - UNNAMED) == []


def test_every_programme_has_a_file_of_cases():
    pack, _ = read_pack(PACK)
    assert pack is not None

    assert {p.key for p in pack.programmes} == {path.stem for path in FILES}
