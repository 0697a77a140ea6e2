"""What a pack accepts of its lint: codes of pack.yaml, and lint.yaml."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zhinan.engines.packs import Pack
from zhinan.engines.vocabulary import Fault, read_yaml

from .finding import LintFinding

FILE = "lint.yaml"
KEYS = ("check", "lint", "clause", "programme", "text", "reason")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One fault that stays, and why. Every key given must fit; ``text`` is a part of what is found."""

    reason: str
    check: str = ""
    lint: str = ""
    clause: str = ""
    programme: str = ""
    text: str = ""
    code: str = ""
    line: int = 0

    def fits(self, found: LintFinding) -> bool:
        return (
            self.check in ("", found.check)
            and self.lint in ("", found.lint)
            and self.clause in ("", found.clause)
            and self.programme in ("", found.programme)
            and self.text in f"{found.what}{found.subject}"
            and (not self.code or (self.code == found.subject and found.code in _CODES))
        )


_CODES = ("LINT-CODE-REPEATED", "LINT-CODE-GROUP", "LINT-CODE-ORDER")


def read_acceptances(pack: Pack) -> tuple[list[Acceptance], list[Fault]]:
    """Acceptances of a pack, and the faults of lint.yaml."""
    found = [
        Acceptance(str(one.get("reason", "")), code=str(one["code"]), line=0)
        for one in _entries(pack, "pack.yaml", "accepted_faults", [])
    ]
    faults: list[Fault] = []
    for one in _entries(pack, FILE, "accepted", faults):
        unknown = [key for key in one if key not in (*KEYS, "line")]
        named = [key for key in ("check", "clause", "programme", "text") if one.get(key)]
        line = int(one["line"])
        if unknown:
            remedy = f"可用：{'、'.join(KEYS)}"
            faults.append(Fault(FILE, line, "PACK-KEY-UNKNOWN", f"未知的键“{unknown[0]}”", remedy))
        elif not one.get("reason") or not named:
            remedy = "补写 reason: 与 check:、clause:、programme:、text: 之一"
            faults.append(
                Fault(FILE, line, "PACK-KEY-MISSING", "没有写理由，或没有写接受的是哪里", remedy)
            )
        else:
            words = {key: str(one.get(key, "")) for key in KEYS}
            found.append(Acceptance(**words, line=line))
    return found, faults


def _entries(pack: Pack, file: str, key: str, faults: list[Fault]) -> Iterable[dict[str, Any]]:
    if file not in pack.files:
        return
    marked, unreadable = read_yaml(pack.files[file].decode("utf-8-sig", "replace"), file=file)
    faults += unreadable
    listed = marked.value.get(key) if isinstance(marked.value, dict) else None
    for n, one in enumerate(listed or []):
        if isinstance(one, dict):
            yield one | {"line": marked.line(key, n)}


def parted(
    found: Sequence[LintFinding], acceptances: Sequence[Acceptance]
) -> tuple[list[LintFinding], list[tuple[LintFinding, str]], list[Acceptance]]:
    """Findings that count; those accepted with the reason; and acceptances of lint.yaml that fit nothing."""
    counted, accepted, used = [], [], set[int]()
    for one in found:
        fitting = [n for n, acceptance in enumerate(acceptances) if acceptance.fits(one)]
        used.update(fitting)
        if fitting:
            accepted.append((one, acceptances[fitting[0]].reason))
        else:
            counted.append(one)
    unused = [a for n, a in enumerate(acceptances) if n not in used and a.line]
    return counted, accepted, unused
