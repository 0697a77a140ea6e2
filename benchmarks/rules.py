"""Twenty rules by our engine and by its peers: one check, a batch, a moved threshold, and no wrong verdict.

Peers are installed by pip into an environment of this benchmark's own, under ``var/``; none is a dependency
of the product (OpenFisca-Core is AGPL). Every peer is first held against plain Python on applications
without blanks; one that differs keeps its time and is marked with the rules it gets wrong.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from rules_guide.figures import ratios, report
from rules_guide.surroundings import environment, surroundings

ROUNDS = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument(
        "--results", type=int, default=2_000_000, help="results compared, columns against cases"
    )
    parser.add_argument(
        "--only-results",
        action="store_true",
        help="compare only; 100000000 takes about ten minutes",
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.here:
        sys.exit(
            subprocess.call([environment(), __file__, "--here", *sys.argv[1:]], env=surroundings())
        )
    found: dict[str, Any] = {"wrong verdicts": compare(options.results)}
    if not options.only_results:
        found |= {
            "agreement": agreement(),
            "one check": one_check(),
            "batch": [batch(n) for n in options.sizes],
        }
        found["what-if"] = what_if(100, 100_000)
        found["ratios"] = ratios(found)
    report(found, rounds=ROUNDS)


def median(act: Callable[[], object], *, repeats: int = 1) -> float:
    """Seconds of one act: the median of ROUNDS rounds, after one to warm up."""
    act()
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(repeats):
            act()
        found.append((time.perf_counter() - began) / repeats)
    return statistics.median(found)


def flat(held: dict[str, list[Any]], rules: Any) -> dict[str, list[Any]]:
    """Columns as peers take them."""
    from rules_guide.applications import facts_of
    from rules_guide.dialects import name_of, plain

    facts = facts_of(rules)
    return {
        name_of(path): [plain(v, is_money=facts[path].kind.unit == "元") for v in values]
        for path, values in held.items()
    }


def case_of(row: dict[str, Any]) -> Any:
    from rules_guide.twenty import LAW, YEAR

    from zhinan.engines.rules import Case

    return Case(row, LAW, LAW, LAW, YEAR, "main")


def agreement() -> dict[str, list[str]]:
    """Engine to the rules it gets wrong on 1,000 applications without blanks."""
    from rules_guide import peers
    from rules_guide.applications import columns, engine_values, rows
    from rules_guide.twenty import rules

    from zhinan.engines.rules import judge

    twenty = rules()
    held = columns(twenty, 1000, seed=1)
    plain_rows = rows(flat(held, twenty))
    reference = peers.plain_python(twenty)
    want = [reference(row) for row in plain_rows]

    def wrong(got: list[list[bool]]) -> list[str]:
        return [
            r.key
            for i, r in enumerate(twenty)
            if any(g[i] != w[i] for g, w in zip(got, want, strict=True))
        ]

    cases = [case_of(engine_values(row)) for row in rows(held)]
    found = {"ours": wrong([[int(judge(r, case).verdict) == 1 for r in twenty] for case in cases])}
    for name, (_, make) in peers.SINGLE.items():
        act = make(twenty)
        found[name] = wrong([[bool(v) for v in act(row)] for row in plain_rows])
    fisca = peers.OpenFisca(twenty)
    answers = fisca.run(fisca.arrays(flat(held, twenty)))
    found["OpenFisca"] = wrong([[bool(a[n]) for a in answers] for n in range(len(want))])
    return found


def one_check() -> dict[str, float]:
    """Microseconds for one application and all twenty rules, over 200 applications in turn."""
    from itertools import cycle

    from rules_guide import peers
    from rules_guide.applications import columns, engine_values, rows
    from rules_guide.twenty import rules

    from zhinan.engines.rules import judge

    twenty = rules()
    held = columns(twenty, 200, seed=2)
    blank = columns(twenty, 200, seed=2, blanks=0.1)
    found = {}
    for name, source in (("ours, with reasons", held), ("ours, with reasons, 10 % blank", blank)):
        turn = cycle([engine_values(row) for row in rows(source)])

        def act(turn: Any = turn) -> None:
            case = case_of(next(turn))
            for rule in twenty:
                judge(rule, case)

        found[name] = median(act, repeats=400)
    plain_turn = cycle(rows(flat(held, twenty)))
    makers = {"plain Python": peers.plain_python, **{n: m for n, (_, m) in peers.SINGLE.items()}}
    for name, make in makers.items():
        engine = make(twenty)
        found[name] = median(lambda e=engine: e(next(plain_turn)), repeats=200)
    fisca = peers.OpenFisca(twenty)
    arrays = fisca.arrays({k: v[:1] for k, v in flat(held, twenty).items()})
    row = {name: values[0].item() for name, values in arrays.items()}
    found["OpenFisca, from arrays of one"] = median(lambda: fisca.run(arrays), repeats=5)
    found["OpenFisca"] = median(lambda: fisca.one(row), repeats=5)
    found["OpenFisca, with trace"] = median(lambda: fisca.one(row, trace=True), repeats=5)
    return {name: round(seconds * 1e6, 2) for name, seconds in found.items()}


def our_plan() -> Any:
    from rules_guide.twenty import LAW, rules

    from zhinan.engines.rules.columns.plan import compile_rules

    moments = {
        "法律日期": LAW,
        "知识日期": LAW,
        "基准日": LAW,
        "本年度": Decimal(2024),
        "本计划": "main",
    }
    return compile_rules(rules(), moments=moments, law=LAW)


def table(held: dict[str, list[Any]]) -> Any:
    import polars as pl

    return pl.DataFrame(held)


def batch(many: int) -> dict[str, Any]:
    """Seconds for ``many`` applications and all twenty verdicts kept; ours from texts, a tenth blank."""
    import numpy as np
    from rules_guide import peers
    from rules_guide.applications import columns
    from rules_guide.twenty import rules

    from zhinan.engines.rules.columns.native import frames_from_columns

    twenty, plan = rules(), our_plan()
    blank = table(columns(twenty, many, seed=3, blanks=0.1))
    full = columns(twenty, many, seed=3)

    def ours(frame: Any) -> Any:
        frames, bad = frames_from_columns(frame, plan.needs)
        assert not bad
        return plan.run(frames)

    seconds = {"ours, 10 % blank, from texts": median(lambda: ours(blank))}
    whole = table(full)
    seconds["ours, no blank, from texts"] = median(lambda: ours(whole))
    frames, _ = frames_from_columns(blank, plan.needs)
    seconds["ours, 10 % blank, frames ready"] = median(lambda: plan.run(frames))
    fisca = peers.OpenFisca(twenty)
    plain_columns = flat(full, twenty)
    arrays = fisca.arrays(plain_columns)
    seconds["OpenFisca, no blank, texts coded before"] = median(lambda: fisca.run(arrays))
    texts = {
        n: np.array(plain_columns[n])
        for n, k in fisca.inputs.items()
        if k.name not in ("flag", "file", "number", "date")
    }
    seconds["OpenFisca, the coding of texts alone"] = median(lambda: fisca.encoded(texts))
    return {"applications": many, "seconds": {k: round(v, 5) for k, v in seconds.items()}}


def what_if(points: int, many: int) -> dict[str, Any]:
    """One threshold at many values: the curve from flipping points, and our own batch run for each value."""
    from rules_guide.applications import WAN, columns
    from rules_guide.twenty import LAW, rules

    from zhinan.engines.rules.columns.native import frames_from_columns
    from zhinan.engines.rules.threshold import Lever, _counted

    rule = next(rule for rule in rules() if rule.key == "R05")
    moments = {
        "法律日期": LAW,
        "知识日期": LAW,
        "基准日": LAW,
        "本年度": Decimal(2024),
        "本计划": "main",
    }
    lever = Lever(rule, "下限", moments=moments, law=LAW)
    frames, _ = frames_from_columns(table(columns(rules(), many, seed=4, blanks=0.1)), lever.needs)
    values = [Decimal(20 * n * WAN) for n in range(1, points + 1)]
    rerun = [_counted(codes) for _, codes in lever._reruns(frames, values)]
    assert lever.curve(frames, values).counts == tuple(rerun)
    by_curve = median(lambda: lever.curve(frames, values), repeats=5)
    by_rerun = median(lambda: list(lever._reruns(frames, values)))
    found: dict[str, Any] = {
        "points": points,
        "applications": many,
        "curve": by_curve,
        "re-running the rule": by_rerun,
    }
    found["re-running the twenty"] = _rerun_twenty(many, points)
    return found


def _rerun_twenty(many: int, points: int) -> float:
    """What a system without margins does: the whole batch once a value; a tenth of the values, times ten."""
    from rules_guide.applications import columns
    from rules_guide.twenty import rules

    from zhinan.engines.rules.columns.native import frames_from_columns

    plan = our_plan()
    frames, _ = frames_from_columns(table(columns(rules(), many, seed=4, blanks=0.1)), plan.needs)
    return median(lambda: [plan.run(frames) for _ in range(points // 10)]) * 10


def compare(results: int) -> dict[str, Any]:
    """Verdicts in columns against the case evaluator, on applications at the rules' bounds with blanks."""
    from rules_guide.applications import columns, engine_values, rows
    from rules_guide.twenty import LAW, rules

    from zhinan.engines.rules.columns.framing import frames_of

    twenty, plan, chunk = rules(), our_plan(), 20_000
    judges = [rule.on(LAW).condition.run for rule in twenty]  # type: ignore[union-attr]
    codes, done, wrong, began = {True: 1, False: 6, None: 3}, 0, 0, time.perf_counter()
    while done < results:
        held = columns(
            twenty, chunk, seed=1000 + done, blanks=(0.0, 0.1, 0.3)[done // (chunk * 20) % 3]
        )
        cases = [case_of(engine_values(row)) for row in rows(held)]
        frames, bad = frames_of(cases, plan.needs)
        assert not bad
        got = plan.run(frames)
        for rule, run in zip(twenty, judges, strict=True):
            want = [codes[run(case.standing)] for case in cases]
            wrong += sum(a != b for a, b in zip(want, got[rule.key].to_list(), strict=True))
        done += chunk * len(twenty)
        if done % (chunk * 20 * 25) == 0:
            print(f"… {done:,} results, {wrong} wrong", file=sys.stderr, flush=True)
    seconds = round(time.perf_counter() - began, 1)
    return {
        "results": done,
        "wrong": wrong,
        "against": "the case evaluator",
        "blanks": "0, 10 and 30 %",
        "seconds": seconds,
    }


if __name__ == "__main__":
    main()
