"""Made-up documents of other kinds held against records made by hand: floors a little under what was measured."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from zhinan.engines.guides.reading import as_json, read_document

SCORER = Path(__file__).parents[4] / "shared" / "gold" / "score.py"
DOCUMENTS = Path(__file__).parents[2] / "data" / "readings"
FLOORS = {
    "a1_bangdan": 0.95, "a2_jiangbu": 0.92, "a3_banfa": 0.9, "a4_jijin": 0.9, "a5_guihua": 0.97, "a6_biaoge": 0.9,
    "c4_rencai": 0.9, "c6_quxian": 0.93, "e1_wangye": 0.94, "e2_xize": 0.9, "e3_rencai": 0.88, "e4_xiangmu": 0.8,
    "d1_bang": 0.95, "d2_guize": 0.95, "d3_butie": 0.91, "d4_jijin": 0.88, "d5_minge": 0.88, "d6_guihua": 0.97, "d7_biao": 0.93,
}  # fmt: skip

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SCORER.exists(), reason="the scorer is not beside the checkout"),
]


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_made_up_document_has_a_floor():
    assert sorted(p.stem for p in DOCUMENTS.glob("*.txt")) == sorted(FLOORS)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_made_up_documents_stay_above_what_was_measured(name: str):
    score = _scorer()
    text = (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")
    gold = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))["records"]

    read = as_json(text, name, read_document(text))["records"]

    types = [t for t in score.KEYS if any(r["type"] == t for r in [*gold, *read])]
    result = score.Scorer(gold, read).run(gold, read, types)
    whole = [sum(r[k] for r in result.values()) for k in ("tp", "gold", "pred")]
    assert score.prf(*whole)[2] >= FLOORS[name]
