"""``zhinan guide terms``: the phrases of conditions that become rules, and what each of them becomes."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .pack import folder_of

if TYPE_CHECKING:
    from zhinan.engines.guides.lexicon import Entry

NAME = "lexicon.yaml"


def add_terms(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The act ``terms`` among the acts of ``zhinan guide``."""
    terms = acts.add_parser(
        "terms", help="phrases of conditions that are understood, and their terms"
    )
    terms.add_argument(
        "own", metavar="PACK|FILE", nargs="?",
        help="a pack with its own lexicon.yaml, or such a file: its lines come first, its faults are told",
    )  # fmt: skip
    terms.add_argument("--json", action="store_true", help="machine-readable")
    terms.set_defaults(act=show_terms)


def show_terms(options: argparse.Namespace) -> int:
    """List the lexicon; 1 where the own one has faults, 2 where there is no such file."""
    from zhinan.engines.guides.lexicon_reading import lexicon_with, read_lexicon

    text, file = "", None
    if options.own:
        file = _file_of(options.own)
        if file is None:
            print(f"没有{options.own}，或其中没有{NAME}。请核对路径", file=sys.stderr)
            return 2
        text = file.read_text(encoding="utf-8-sig")
    faults = read_lexicon(text, file=file.name)[1] if file else []
    lexicon = lexicon_with(text)
    if options.json:
        shown = {
            "entries": [_as_json(e) for e in lexicon.entries],
            "faults": [str(f) for f in faults],
        }
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            print(fault)
        for entry in lexicon.entries:
            phrases = " ".join(pattern.pattern for pattern in entry.phrases)
            print(f"{entry.name}\t{entry.shape}\t{entry.term or '—'}\t{phrases}")
        print(
            f"词条{len(lexicon.entries)}条，适用情形{len(lexicon.guards)}条，错误{len(faults)}处。"
        )
    return 1 if faults else 0


def _file_of(name: str) -> Path | None:
    """The lexicon of a file, a folder or a shipped pack."""
    given = folder_of(name)
    file = given if given.is_file() else given / NAME
    return file if file.is_file() else None


def _as_json(entry: "Entry") -> dict[str, object]:
    return {
        "name": entry.name, "shape": entry.shape, "term": entry.term, "phrases": [p.pattern for p in entry.phrases],
        "operators": sorted(entry.operators), "units": sorted(entry.units),
    }  # fmt: skip
