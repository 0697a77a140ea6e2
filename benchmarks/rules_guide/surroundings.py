"""The environment of the peers, apart from the product's own."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
ROOT = HERE.parent
PEERS = [
    "OpenFisca-Core==46.0.1", "rule-engine==5.1.0", "common-expression-language==0.10.0", "zen-engine==2.1.3",
    "panzi-json-logic==1.0.1", "polars==2.1.0", "pyyaml", "python-stdnum", "cn2an",
]  # fmt: skip


def environment() -> str:
    """The Python that has the peers, made on the first run."""
    folder = ROOT / "var" / "benchmark-rules"
    python = folder / "bin" / "python"
    mark = folder / "installed.json"
    if not mark.exists() or json.loads(mark.read_text()) != PEERS:
        print("… installing the peers", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
        mark.write_text(json.dumps(PEERS))
    return str(python)


def surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{HERE}"}
