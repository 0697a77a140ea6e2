"""The figures of the twenty rules: as ratios against goals, printed and kept."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
GOALS = {
    "one check with reasons ÷ OpenFisca with trace": 200,
    "one check with reasons ÷ rule-engine without": 5,
    "batch with unknowns ÷ OpenFisca without": 2,
    "threshold curve ÷ re-running": 200,
}


def ratios(found: dict[str, Any]) -> dict[str, float]:
    """Each measure as times its peer."""
    one, what = found["one check"], found["what-if"]
    first = found["batch"][0]["seconds"]
    made = {
        "one check with reasons ÷ OpenFisca with trace": one["OpenFisca, with trace"]
        / one["ours, with reasons"],
        "one check with reasons ÷ rule-engine without": one["rule-engine"]
        / one["ours, with reasons"],
        "batch with unknowns ÷ OpenFisca without": (
            first["OpenFisca, no blank, texts coded before"]
            + first["OpenFisca, the coding of texts alone"]
        )
        / first["ours, 10 % blank, from texts"],
        "batch with unknowns ÷ OpenFisca without, its texts coded before": first[
            "OpenFisca, no blank, texts coded before"
        ]
        / first["ours, 10 % blank, from texts"],
        "threshold curve ÷ re-running": what["re-running the twenty"] / what["curve"],
        "threshold curve ÷ re-running that rule alone": what["re-running the rule"] / what["curve"],
    }
    return {name: round(value, 2) for name, value in made.items()}


def report(found: dict[str, Any], *, rounds: int) -> None:
    """Print the figures and write them to benchmarks/results."""
    from rules_guide import peers

    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        cwd=HERE,
        check=False,
    )
    head = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "python": platform.python_version(),
        "versions": peers.versions(),
        "load_average": [round(x, 2) for x in os.getloadavg()],
        "rounds": rounds,
        **found,
    }
    name = HERE / "results" / f"rules-{datetime.now(UTC):%Y%m%d-%H%M}.json"
    name.write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n")
    print(f"Python {head['python']}, load {head['load_average']}, {head['versions']}")
    for part in ("wrong verdicts", "agreement", "one check", "batch", "what-if"):
        if part in found:
            print(f"{part}: {json.dumps(found[part], ensure_ascii=False)}")
    for ratio, value in found.get("ratios", {}).items():
        goal = GOALS.get(ratio)
        print(
            f"{ratio:<52}{value:>10}"
            + (f"   goal {goal}: {'reached' if value >= goal else 'not reached'}" if goal else "")
        )
    print(f"written to benchmarks/results/{name.name}")
