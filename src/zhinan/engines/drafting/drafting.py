"""Facts after review into the files of a pack that always loads."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhinan.engines.guides.proposing import Proposal
from zhinan.engines.rules.regions import region_names
from zhinan.engines.vocabulary import core_text, load_vocabulary

from . import conditions
from .about import NO_REGION
from .clauses import DraftClause, clause_at, clauses_of
from .fact import About, Draft, Fact, Open
from .guide_files import common_paths, guide_files, guide_path, part_of
from .places import DraftProgramme, Places, places_of
from .spans import SPANS, TEXT, Bound, bound, spans_csv
from .writing import encoded, one_line, to_yaml

FORM = "forms/standard.yaml"


def draft_pack(text: str, facts: Sequence[Fact], about: About, *, core: str | None = None) -> Draft:
    """The files of a draft guide.

    Args:
        text: The text the facts were read from; their offsets count its characters.
        facts: What was read and not discarded, in any order.
        about: What the office says of the guide.
        core: Text of the core vocabulary; the shipped one unless given.

    Returns:
        Files that ``load_pack`` takes without a fault, whatever was read; and what has to be settled before publishing.
    """
    about = _sound(about)
    facts = sorted(_inside(facts, len(text)), key=lambda f: (f.start, f.end, f.key))
    places = places_of(text, facts, about)
    clauses = clauses_of(text, facts, places)
    vocabulary = load_vocabulary(core_text() if core is None else core)
    terms = {t.label for t in vocabulary.by_name.values()}
    names = {name: code for code, name in region_names().items()}
    proposals = conditions.proposals_of(text, facts, terms=terms, regions=names, programme_of={})
    bounds = _place_rules(facts, clauses, places, proposals)
    files = _files(text, about, places, clauses, bounds)
    return Draft(files, tuple(_open(facts)), proposals)


def _sound(about: About) -> About:
    """What the office says, within what a pack can hold."""
    pack = re.sub(r"[^a-z0-9-]+", "-", about.pack.lower()).strip("-")[:40] or "guide"
    year = about.year if 1990 <= about.year <= 2100 else 2000
    region = about.region_code if re.fullmatch(r"\d{6}", about.region_code) else NO_REGION
    office = one_line(about.office_name, 120) or "（待填写的主管部门）"
    title = one_line(about.title) or "（待填写的名称）"
    name = one_line(about.source_name) or "公文"
    return replace(about, pack=pack, year=year, region_code=region, office_name=office, title=title, source_name=name)  # fmt: skip


def _inside(facts: Sequence[Fact], length: int) -> list[Fact]:
    """Facts whose span lies in the text, each key once."""
    kept: dict[str, Fact] = {}
    for fact in facts:
        if 0 <= fact.start < fact.end <= length:
            kept.setdefault(fact.key, fact)
    return list(kept.values())


def _place_rules(
    facts: Sequence[Fact],
    clauses: Sequence[DraftClause],
    places: Places,
    proposals: Mapping[str, Proposal],
) -> list[Bound]:
    bounds = [
        Bound(c.start, c.stop, "clause", c.keys, c.number, c.fact.key if c.fact else "", bool(c.fact and c.fact.is_settled))
        for c in clauses
    ]  # fmt: skip
    for fact in facts:
        clause = clause_at(clauses, fact.start)
        if clause is None or fact.type not in ("condition", "required_document"):
            continue
        block = (
            conditions.block_of(fact, proposals[fact.key])
            if fact.type == "condition"
            else conditions.paper_block(fact)
        )
        clause.blocks.append(block)
        bounds.append(bound("rule", clause.keys, conditions.rule_key(fact), fact))
    return bounds


def _files(
    text: str, about: About, places: Places, clauses: Sequence[DraftClause], bounds: Sequence[Bound]
) -> dict[str, bytes]:
    raw = encoded(text)
    manifest: dict[str, Any] = {
        "pack": about.pack,
        "title": about.title,
        "year": about.year,
        "office": {"name": about.office_name, "region": about.region_code},
        "source": {
            "name": about.source_name, "sha256": hashlib.sha256(raw).hexdigest(), "text": TEXT, "spans": SPANS,
        },
        "sections": [{"key": "main", "name": about.office_name[:80], "contact": "原文未写", "phone": "原文未写"}],
        "common": common_paths(clauses, places),
        "programmes": [_programme(p, about, places, clauses) for p in places.programmes],
    }  # fmt: skip
    form = {"title": f"{about.title[:180]}申报书", "sections": [{"key": "basics", "title": "基本信息", "terms": [{"term": "项目.名称", "required": True}]}], "summary": {"title": "项目.名称"}}  # fmt: skip
    files = {"pack.yaml": to_yaml(manifest), FORM: to_yaml(form), SPANS: spans_csv(bounds, len(text))}  # fmt: skip
    files |= guide_files(clauses, places)
    return {TEXT: raw, **{path: encoded(content) for path, content in files.items()}}


def _programme(
    programme: DraftProgramme, about: About, places: Places, clauses: Sequence[DraftClause]
) -> dict[str, Any]:
    document = places.documents[programme.document]
    unwritten = "指南未写，发布时由局填写"
    return {
        "key": programme.key, "code": programme.code, "name": programme.name, "short": programme.short,
        "annex": document.annex, "section": "main", "guide": guide_path(document),
        "part": part_of(programme.key, clauses, places), "form": FORM, "mode": "competition",
        "number_prefix": f"{about.region_code}-{about.year}-{programme.key}"[:20],
        "flow": [{"stage": s} for s in ("formal_check", "mail_review", "decide", "notice", "contract")],
        "windows": [
            {"key": "opens", "actor": "office", "channel": "online", "date": None, "basis": unwritten},
            {"key": "closes", "actor": "applicant", "channel": "online", "date": None, "basis": unwritten},
        ],
    }  # fmt: skip


def _open(facts: Sequence[Fact]) -> list[Open]:
    found = []
    for fact in facts:
        if fact.record.question:
            found.append(
                Open(
                    fact.key,
                    "DRAFT-ASKED",
                    one_line(fact.record.question),
                    "请对照原文答复后再发布",
                )
            )
        elif not fact.is_confirmed and fact.type in ("condition", "quota", "deadline", "topic"):
            found.append(
                Open(fact.key, "DRAFT-UNCHECKED", "这一条还没有人确认", "请对照原文确认或改正")
            )
    return found  # fmt: skip
