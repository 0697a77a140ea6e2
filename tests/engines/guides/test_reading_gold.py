"""Reading held against the hand-made records: floors a little under what was measured."""

import importlib.util
import json
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from zhinan.engines.guides.reading import as_json, read_document

SHARED = Path(__file__).parents[4] / "shared"
SCORER = SHARED / "gold" / "score.py"
FLOORS = {
    "000": {"micro": 0.97, "section": 0.99, "topic": 0.99, "contact": 1.0, "programme": 0.98},
    "001": {"micro": 0.98, "section": 0.99, "indicator": 1.0, "key_project": 0.98},
    "002": {"micro": 0.96, "section": 0.99, "topic": 0.99, "contact": 1.0, "deadline": 0.95, "quota": 0.95},
    "003": {"micro": 0.94, "section": 0.99},
    "004": {"micro": 0.95, "section": 0.99, "topic": 0.99, "contact": 1.0, "deadline": 0.95, "quota": 0.95, "indicator": 0.98},
}  # fmt: skip
SECONDS_PER_15000 = 1.0

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not SCORER.exists(), reason="the hand-made records are not beside the checkout"
    ),
]


@cache
def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("norm", "bare", "dice"):  # asked the same thing hundreds of thousands of times
        setattr(module, name, _remembering(getattr(module, name)))
    return module


def _remembering(compare: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, its answers for texts kept."""
    kept = cache(compare)
    return lambda *said: kept(*said) if all(type(one) is str for one in said) else compare(*said)


def _text(seed: str) -> tuple[str, str]:
    (path,) = (SHARED / "sources").glob(f"{seed}_*.txt")
    return path.read_text(encoding="utf-8"), path.stem


@pytest.mark.parametrize("seed", sorted(FLOORS))
def test_reading_stays_above_what_was_measured(seed: str):
    score = _scorer()
    text, stem = _text(seed)
    gold = json.loads((SHARED / "gold" / f"{stem}.json").read_text(encoding="utf-8"))["records"]

    read = as_json(text, stem, read_document(text))["records"]

    types = [t for t in score.KEYS if any(r["type"] == t for r in [*gold, *read])]
    result = score.Scorer(gold, read).run(gold, read, types)
    f1 = {t: score.prf(r["tp"], r["gold"], r["pred"])[2] for t, r in result.items()}
    whole = [sum(r[k] for r in result.values()) for k in ("tp", "gold", "pred")]
    f1["micro"] = score.prf(*whole)[2]
    assert {t: f1[t] for t, least in FLOORS[seed].items() if f1[t] < least} == {}


def test_lost_decimal_points_are_asked_of_a_person():
    text, stem = _text("003")

    written = as_json(text, stem, read_document(text))

    assert len(written["questions"]) == 5
    assert all(q["implausible"] and q["base_value"] is None for q in written["questions"])
    whole = [r for r in written["records"] if r["type"] == "indicator"]
    assert [(r["base_value"], r["target_value"]) for r in whole] == [(2495, 5000)]


def test_reading_takes_less_than_a_second_for_15000_characters():
    text, stem = _text("002")

    begun = time.process_time()
    read_document(text, name=stem)

    assert (time.process_time() - begun) / len(text) * 15_000 < SECONDS_PER_15000


def _formats() -> Any:
    path = Path(__file__).parents[3] / "benchmarks" / "reading_formats.py"
    spec = importlib.util.spec_from_file_location("reading_formats", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", sorted(FLOORS))
@pytest.mark.parametrize("way", ["docx", "pdf", "pdf, two columns"])
def test_other_formats_lose_next_to_nothing(way: str, seed: str):
    score = _scorer()
    text, stem = _text(seed)
    gold = json.loads((SHARED / "gold" / f"{stem}.json").read_text(encoding="utf-8"))["records"]

    other = _formats().FORMATS[way](text)
    read = as_json(other, stem, read_document(other))["records"]

    types = [t for t in score.KEYS if any(r["type"] == t for r in [*gold, *read])]
    result = score.Scorer(gold, read).run(gold, read, types)
    whole = [sum(r[k] for r in result.values()) for k in ("tp", "gold", "pred")]
    assert score.prf(*whole)[2] >= FLOORS[seed]["micro"] - 0.01
