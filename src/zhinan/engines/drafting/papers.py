"""Papers that have to be there: a file the form asks for, and an item for a person that checks it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .conditions import doubt, person_block, rule_key
from .fact import Fact
from .ground import Ground
from .labels import own_name
from .writing import block, one_line

GROUP = "附件"
_ITSELF = re.compile(
    r"申报[书表]|申请[书表]|征集表|需求表|揭榜书|电子文档"
)  # filled in here, not attached
AT_APPLYING = ("demand", "application", "")


@dataclass(slots=True)
class Papers:
    """A block for every paper, and the file terms they ask for beyond the core ones."""

    blocks: dict[str, str] = field(default_factory=dict)  # fact key → block
    terms: dict[str, Any] = field(default_factory=dict)

    def written(self) -> dict[str, Any]:
        return {GROUP: self.terms} if self.terms else {}


def papers_of(ground: Ground) -> Papers:
    """What every required paper becomes."""
    found = Papers()
    for fact in ground.of_type("required_document"):
        name = one_line(fact.word("name"), 60) or "所列材料"
        is_asked = (
            fact.word("stage") in AT_APPLYING and not fact.word("when") and not _ITSELF.search(name)
        )
        if is_asked and fact.is_settled:
            term = _term(fact, name, ground, found)
            found.blocks[fact.key] = _checked(fact, name, term)
        else:
            found.blocks[fact.key] = paper_block(fact)
    return found


def paper_block(fact: Fact, why: str = "") -> str:
    """An item for a person: the paper has to be there."""
    name = one_line(fact.word("name"), 60) or "所列材料"
    notes = [*([why] if why else []), *_notes(fact)]
    return person_block(rule_key(fact), f"须有材料：{name}", notes, _remedy(name))


def _term(fact: Fact, name: str, ground: Ground, found: Papers) -> str:
    """The file term: the core one the name ends with, else one of the pack's own."""
    stem = own_name(name)
    known = [
        t
        for t in ground.vocabulary
        if t.label.startswith(f"{GROUP}.")
        and t.type == "file"
        and not t.is_yearly
        and len(t.name) >= 3
    ]
    fitting = [t for t in known if stem.endswith(t.name)]
    if fitting:
        return max(fitting, key=lambda t: len(t.name)).label
    taken = {t.name for t in ground.vocabulary if t.label.startswith(f"{GROUP}.")}
    said = stem if stem not in taken else f"{stem}材料"
    if said not in found.terms:
        path = "paper_" + "".join(
            c if c.isalnum() and c.isascii() else "_" for c in fact.key.lower()
        )
        found.terms[said] = {
            "path": path,
            "type": "file",
            "many": True,
            "accept": ["pdf", "jpg", "png", "docx"],
        }
    return f"{GROUP}.{said}"


def _checked(fact: Fact, name: str, term: str) -> str:
    """An item for a person that is ready once the file is there."""
    content: Mapping[str, Any] = {
        "标题": one_line(f"须有材料：{name}", 80),
        "力度": "人工",
        "条件": f"有({term})",
        "解释": _notes(fact),
        "补救": _remedy(name),
        "例": [
            {"事实": {term: "有"}, "结论": "需人工"},
            {"事实": {term: "无"}, "结论": "待裁量"},
            {"事实": {}, "结论": "待补"},
        ],
    }
    return block("规则", rule_key(fact), content)


def _remedy(name: str) -> str:
    return one_line(f"请提交{name}。", 200)


def _notes(fact: Fact) -> list[str]:
    said = (("when", "适用情形"), ("issued_by", "出具单位"), ("form", "形式"))
    notes = [f"{word}：{one_line(fact.word(key), 60)}" for key, word in said if fact.word(key)]
    return [n for n in (*notes, doubt(fact)) if n] or ["由文件读出，由经办人核对"]
