"""What a guide to apply under is made of, each part read from the facts once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhinan.engines.guides.proposing import Proposal
from zhinan.engines.rules.regions import region_names
from zhinan.engines.vocabulary import Vocabulary, read_vocabulary

from .about import NO_REGION
from .conditions import block_of, proposals_of, quota_block, rule_key
from .contacts import Contacts, contacts_of
from .fact import Open
from .flow import as_parameter, flow_of, is_recommended, mode_of
from .ground import Ground
from .manifest import Runs
from .papers import Papers, paper_block, papers_of
from .programme_forms import Forms, forms_of
from .quota_blocks import body_kinds, quota_blocks
from .quotas import Quotas, quotas_of
from .topics import Topics, topics_of
from .windows import Windows, windows_of
from .writing import to_yaml

STATUSES = "牵头单位.资质"
CODE = "项目.指南代码"


@dataclass(frozen=True, slots=True)
class Parts:
    """Every part of a draft but its clauses."""

    contacts: Contacts
    topics: Topics
    quotas: Quotas
    windows: Windows
    forms: Forms
    papers: Papers
    runs: Mapping[str, Runs]
    terms: Mapping[str, Any]  # vocabulary.yaml
    vocabulary: Vocabulary  # core and own
    proposals: Mapping[str, Proposal]

    @property
    def vocabulary_text(self) -> str:
        return to_yaml(dict(self.terms)) if self.terms else ""

    @property
    def open(self) -> list[Open]:
        parts = (self.contacts, self.topics, self.quotas, self.windows, self.forms)
        return [one for part in parts for one in part.open]


def parts_of(ground: Ground) -> Parts:
    """The parts of a guide, out of its facts."""
    contacts = contacts_of(ground.facts, ground.places, ground.about)
    topics = topics_of(ground.text, ground.facts, ground.places)
    statuses = ground.vocabulary.get(STATUSES)
    quotas = quotas_of(
        ground.text, ground.facts, ground.places, ground.clauses,
        statuses=statuses.choices if statuses is not None else (),
    )  # fmt: skip
    runs = _runs(ground, quotas)
    recommended = {key: is_recommended(run.flow) for key, run in runs.items()}
    windows = windows_of(ground.text, ground.facts, ground.places, recommended=recommended)
    forms, papers = forms_of(ground), papers_of(ground)
    terms = {**forms.terms, **papers.written(), **body_kinds(quotas)}
    sources = [("核心词汇表", ground.core), ("vocabulary.yaml", to_yaml(terms) if terms else "{}")]
    vocabulary = read_vocabulary(sources)[0]
    proposals = _proposals(ground, vocabulary)
    return Parts(
        contacts, topics, quotas, windows, forms, papers, runs, terms, vocabulary, proposals
    )


def _runs(ground: Ground, quotas: Quotas) -> dict[str, Runs]:
    limited = {key for line in quotas.lines if line.counted_by == "body" for key in line.programmes}
    telling = [f for f in ground.facts if f.type == "process" or as_parameter(f) is not None]
    topics = ground.of_type("topic")
    found = {}
    for one in ground.places.programmes:
        document = ground.places.documents[one.document]
        mode = mode_of(one, document, topics)
        found[one.key] = Runs(
            mode, flow_of(one.key, mode, telling, ground.places, is_limited=one.key in limited)
        )
    return found


def _proposals(ground: Ground, vocabulary: Vocabulary) -> dict[str, Proposal]:
    about_one = {}
    for fact in ground.of_type("condition"):
        keys = ground.places.keys_named(fact)
        if len(keys) == 1:
            about_one[fact.key] = keys[0]
    return proposals_of(
        ground.text,
        ground.facts,
        terms={name for name in vocabulary.by_name if not name.isascii()},
        regions={name: code for code, name in region_names().items()},
        programme_of=about_one,
        programmes=_by_name(ground),
        home="" if ground.about.region_code == NO_REGION else ground.about.region_code,
        year=ground.about.year,
        lexicon=ground.lexicon,
    )


def _by_name(ground: Ground) -> dict[str, str]:
    """Keys by the names that records call a programme by, where a name means one only."""
    found = {s.name: s.keys[0] for s in ground.places.stretches if len(s.keys) == 1}
    return found | {p.name: p.key for p in ground.places.programmes}


def blocks_of(ground: Ground, parts: Parts) -> dict[str, str]:
    """Fact key → block: conditions, papers and limits."""
    conditions = {f.key: block_of(f, parts.proposals[f.key]) for f in ground.of_type("condition")}
    facts = {f.key: f for f in ground.facts}
    return conditions | parts.papers.blocks | quota_blocks(parts.quotas, facts)


def left_to_a_person(ground: Ground, parts: Parts, refused: Mapping[str, str]) -> dict[str, str]:
    """Fact key → block for a person, in place of a rule that cannot stand.

    Args:
        refused: Rule id → why.
    """
    found = {}
    for fact in (f for f in ground.facts if rule_key(f) in refused):
        why = refused[rule_key(fact)]
        if fact.type == "condition":
            found[fact.key] = block_of(fact, parts.proposals[fact.key], refused=why)
        elif fact.type == "required_document":
            found[fact.key] = paper_block(fact, why)
        else:
            found[fact.key] = quota_block(fact, why)
    return found
