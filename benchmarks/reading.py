"""Reading measured against documents read by hand: per type and document, in rotation, with calibration and time.

    .venv/bin/python benchmarks/reading.py              print, and write benchmarks/results/reading.txt
    .venv/bin/python benchmarks/reading.py --calibrate  also write the measured precision the product ships

The documents, the hand-made records and the scorer lie in ../shared beside the checkout; made-up documents of other
kinds, with records of their own, in tests/data/readings.
"""

import argparse
import importlib.util
import json
import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from reading_confidence import bands, drawn_down, precision
from reading_formats import FORMATS, NOISE, long_pdf

from zhinan.engines.guides.formats import read_bytes
from zhinan.engines.guides.layout import layout_of
from zhinan.engines.guides.reading import as_json, records_of
from zhinan.engines.guides.source import Source

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
RESULT = HERE / "results" / "reading.txt"
OWN = (
    HERE.parent / "tests" / "data" / "readings"
)  # made-up documents of other kinds, with records made by hand
HELD = HERE / "reading_held"  # the same, never mended against
SHIPPED = HERE.parent / "src" / "zhinan" / "engines" / "guides" / "precision.json"
Predicted = dict[str, Any]
Judged = Mapping[str, list[tuple[str, str, bool]]]


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--calibrate", action="store_true", help="write the shipped precision table"
    )
    chosen = options.parse_args()
    if not (SHARED / "gold" / "score.py").exists():
        print(f"no hand-made records at {SHARED}; nothing measured")
        return 1
    score = _scorer()
    seeds = sorted(p.stem for p in (SHARED / "sources").glob("*.txt"))
    read = {seed: _read(seed) for seed in seeds}
    gold = {seed: score.load(SHARED / "gold" / f"{seed}.json") for seed in seeds}
    judged = {seed: _judged(score, gold[seed], read[seed]) for seed in seeds}
    own_gold, own_read, own_judged = _made_up(score, OWN)
    held_gold, held_read, held_judged = _made_up(score, HELD)
    lines = [
        *_about(),
        *_tables(score, gold, read),
        *_own_tables(score, own_gold, own_read, "made-up"),
        *_own_tables(score, held_gold, held_read, "kept apart"),
        *_rotation(score, gold, read, judged),
        *_noise(score, gold),
        *_calibration(score, gold | own_gold, judged | own_judged),
        *bands(
            "calibration as shipped, on documents kept apart", _said(score, held_gold, held_read)
        ),
        *_times(seeds),
    ]
    print("\n".join(lines))
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if chosen.calibrate:
        table = precision([*judged.values(), *own_judged.values()])
        table = drawn_down(table, precision([*held_judged.values()]))
        SHIPPED.write_text(
            json.dumps({"precision": table}, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
            encoding="utf-8",
        )
    return 0


def _made_up(score: ModuleType, folder: Path) -> tuple[dict[str, Any], dict[str, Any], Judged]:
    """Of the documents of a folder: the records made by hand, those read, and which are right."""
    names = sorted(p.stem for p in folder.glob("*.txt"))
    gold = {name: score.load(folder / f"{name}.json") for name in names}
    read = {name: _read(name) for name in names}
    return gold, read, {name: _judged(score, gold[name], read[name]) for name in names}


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "gold" / "score.py")
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


def _read(seed: str, table: Mapping[str, float] | None = None) -> list[Predicted]:
    folders = (OWN, HELD, SHARED / "sources")
    folder = next(one for one in folders if (one / f"{seed}.txt").exists())
    text = (folder / f"{seed}.txt").read_text(encoding="utf-8")
    records = records_of(layout_of(Source(text, seed)), table)
    return list(as_json(text, seed, records)["records"])


def _types(score: ModuleType, *records: Iterable[Predicted]) -> list[str]:
    there = {r["type"] for some in records for r in some}
    return [t for t in score.KEYS if t in there]


def _result(
    score: ModuleType, gold: list[Predicted], read: list[Predicted], **how: bool
) -> dict[str, Any]:
    result: dict[str, Any] = score.Scorer(gold, read, **how).run(
        gold, read, _types(score, gold, read)
    )
    return result


def _tables(score: ModuleType, gold: Mapping[str, Any], read: Mapping[str, Any]) -> list[str]:
    lines = []
    for title, how in (("plain", {}), ("strict", {"strict": True}), ("coarse", {"coarse": True})):
        results = {seed: _result(score, gold[seed], read[seed], **how) for seed in gold}
        types = [t for t in score.KEYS if any(t in r for r in results.values())]
        lines += [
            "",
            f"F1, {title}",
            f"{'type':<18}" + "".join(f"{seed[:3]:>9}" for seed in gold) + f"{'all':>9}",
        ]
        for t in types:
            rows = [results[seed].get(t) for seed in gold]
            lines.append(f"{t:<18}" + "".join(_f1([row]) for row in rows) + _f1(rows))
        lines.append(
            f"{'micro':<18}"
            + "".join(_f1(results[s].values()) for s in gold)
            + _f1(x for r in results.values() for x in r.values())
        )
    return lines


def _own_tables(
    score: ModuleType, gold: Mapping[str, Any], read: Mapping[str, Any], called: str
) -> list[str]:
    """Made-up documents: micro F1 of each, and F1 by type over all of them."""
    ways = ({}, {"strict": True}, {"coarse": True})
    results = {
        name: [_result(score, gold[name], read[name], **how) for how in ways] for name in gold
    }
    head = f"{'plain':>9}{'strict':>9}{'coarse':>9}"
    lines = ["", f"{called + ' documents':<22}{head}"]
    for name, of in results.items():
        lines.append(f"{name:<22}" + "".join(_f1(r.values()) for r in of))
    lines += ["", f"{called + ', by type':<22}{head}"]
    for t in [t for t in score.KEYS if any(t in of[0] for of in results.values())]:
        rows = ([of[at].get(t) for of in results.values()] for at in range(len(ways)))
        lines.append(f"{t:<22}" + "".join(map(_f1, rows)))
    whole = ([x for of in results.values() for x in of[at].values()] for at in range(len(ways)))
    return [*lines, f"{'micro':<22}" + "".join(map(_f1, whole))]


def _f1(rows: Iterable[Mapping[str, int] | None]) -> str:
    there = [row for row in rows if row]
    total = sum(row["gold"] + row["pred"] for row in there)
    return f"{2 * sum(row['tp'] for row in there) / total:9.3f}" if total else f"{'-':>9}"


def _rotation(
    score: ModuleType, gold: Mapping[str, Any], read: Mapping[str, Any], judged: Judged
) -> list[str]:
    """Scores when only records that the other documents vouch for are kept: patterns right at least as often as not."""
    lines = [
        "",
        "in rotation: confidence measured on the four others, records under 0.5 left out",
    ]
    for seed in gold:
        table = precision([judged[s] for s in gold if s != seed])
        kept = [r for r in _read(seed, table) if r["confidence"] >= 0.5]
        result = _result(score, gold[seed], kept)
        whole = _f1(_result(score, gold[seed], read[seed]).values())
        lines.append(f"{seed[:3]:<5} all records {whole}   rotated {_f1(result.values())}")
    return lines


def _noise(score: ModuleType, gold: Mapping[str, Any]) -> list[str]:
    """Micro F1 of the same documents in other formats, and under noise the rules were not written on."""
    heads = "".join(f"{seed[:3]:>9}" for seed in gold)
    lines = ["", f"{'micro F1, read back from':<26}" + heads]
    for name, spoil in {**FORMATS, **NOISE}.items():
        row = ""
        for seed in gold:
            text = spoil((SHARED / "sources" / f"{seed}.txt").read_text(encoding="utf-8"))
            records = as_json(text, seed, records_of(layout_of(Source(text, seed))))["records"]
            row += _f1(_result(score, gold[seed], records).values())
        lines.append(f"{name:<26}" + row)
    return lines


def _judged(
    score: ModuleType, gold: list[Predicted], read: list[Predicted]
) -> list[tuple[str, str, bool]]:
    """For each record read: its type, its pattern, whether it is right."""
    judged = []
    for kind, result in _result(score, gold, read).items():
        wrong = {id(r) for r in result["spurious"]}
        judged += [(kind, r["why"], id(r) not in wrong) for r in read if r["type"] == kind]
    return judged


def _calibration(score: ModuleType, gold: Mapping[str, Any], judged: Judged) -> list[str]:
    """Of the records of untouched documents given a confidence, how many are right."""
    said: list[tuple[float, bool]] = []
    for seed in gold:
        table = precision([judged[s] for s in gold if s != seed])
        said += _said(score, {seed: gold[seed]}, {seed: _read(seed, table)})
    return bands("calibration in rotation, of documents mended against", said)


def _said(
    score: ModuleType, gold: Mapping[str, Any], read: Mapping[str, Any]
) -> list[tuple[float, bool]]:
    """Each record's confidence, and whether it is right."""
    said: list[tuple[float, bool]] = []
    for name, records in read.items():
        for kind, result in _result(score, gold[name], records).items():
            wrong = {id(r) for r in result["spurious"]}
            said += [(r["confidence"], id(r) not in wrong) for r in records if r["type"] == kind]
    return said


def _times(seeds: Sequence[str]) -> list[str]:
    lines = ["", "CPU seconds (median of 5), whole reading"]
    for seed in seeds:
        text = (SHARED / "sources" / f"{seed}.txt").read_text(encoding="utf-8")
        taken = _median(lambda text=text, seed=seed: records_of(layout_of(Source(text, seed))))
        per = taken / len(text) * 15_000
        lines.append(
            f"{seed[:3]:<5} {len(text):6d} characters {taken:6.2f} s, {per:.2f} s a 15,000"
        )
    content, pages = long_pdf((SHARED / "sources" / f"{seeds[-1]}.txt").read_text(encoding="utf-8"))
    told: list[tuple[int, int]] = []
    taken = _median(lambda: read_bytes(content, "a.pdf", progress=lambda *at: told.append(at)))
    lines += [
        "",
        "CPU seconds (median of 5), text out of a file",
        f"pdf of {pages} pages with tables, {len(content) // 1024} kB: {taken:.2f} s, progress told {len(told) // 5} times",
    ]
    return lines


def _median(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(5):
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    return sorted(taken)[2]


def _about() -> list[str]:
    commit = subprocess.run(
        ["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return [
        f"reading: Python {platform.python_version()}, commit {commit}",
        "The rules of reading were written with these documents in sight: rotation touches only what is measured",
        "(confidence). How the rules stand up to what they were not written for, the table of noise shows in part.",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
