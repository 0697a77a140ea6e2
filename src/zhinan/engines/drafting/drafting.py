"""Facts after review into the files of a pack that always loads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhinan.engines.packs import load_pack
from zhinan.engines.rules import rulebook_of
from zhinan.engines.vocabulary import core_text, load_vocabulary

from .about import NO_REGION
from .assembling import call_files, plan_files
from .conditions import rule_key
from .fact import About, Draft, Fact, Open
from .ground import Ground, ground_of
from .needed import needed_terms, refused_rules
from .opened import opened
from .parts import CODE, blocks_of, left_to_a_person, parts_of
from .plans import is_plan, plan_of
from .writing import one_line


def draft_pack(
    text: str, facts: Sequence[Fact], about: About, *, core: str | None = None, lexicon: str = ""
) -> Draft:
    """The files of a draft guide, or of a plan where the document is one.

    Args:
        text: The text the facts were read from; their offsets count its characters.
        facts: What was read and not discarded, in any order.
        about: What the office says of the guide.
        core: Text of the core vocabulary; the shipped one unless given.
        lexicon: Text of the bureau's own lexicon.yaml: phrases of conditions, tried before the core ones.

    Returns:
        Files that ``load_pack`` takes without a fault, whatever was read; and what has to be settled before publishing.
        The same facts give the same bytes.
    """
    own = core_text() if core is None else core
    ground = ground_of(text, facts, _sound(about), own, load_vocabulary(own), lexicon)
    if is_plan(ground.facts, ground.places):
        return _plan(ground)
    return _call(ground)


def _sound(about: About) -> About:
    """What the office says, within what a pack can hold."""
    pack = re.sub(r"[^a-z0-9-]+", "-", about.pack.lower()).strip("-")[:40].strip("-") or "guide"
    year = about.year if 1990 <= about.year <= 2100 else 2000
    region = about.region_code if re.fullmatch(r"[0-9]{6}", about.region_code) else NO_REGION
    office = one_line(about.office_name, 120) or "（待填写的主管部门）"
    title = one_line(about.title) or "（待填写的名称）"
    name = one_line(about.source_name) or "公文"
    return replace(about, pack=pack, year=year, region_code=region, office_name=office, title=title, source_name=name)  # fmt: skip


def _call(ground: Ground) -> Draft:
    """Rules first; then the forms, which ask what the rules need."""
    parts = parts_of(ground)
    blocks = blocks_of(ground, parts)
    pack = load_pack(call_files(ground, parts, blocks))
    book = rulebook_of(pack)
    refused = dict(refused_rules(pack, book))
    if refused:
        blocks |= left_to_a_person(ground, parts, refused)
        pack = load_pack(call_files(ground, parts, blocks, refused=refused))
        book = rulebook_of(pack)
    needed = needed_terms(pack, book)
    for key in parts.topics.programmes:
        needed[key].append(CODE)
    files = call_files(ground, parts, blocks, refused=refused, needed=needed)
    found = [*parts.open, *_refusals(ground, refused)]
    return Draft(files, opened(ground, found), parts.proposals)


def _refusals(ground: Ground, refused: Mapping[str, str]) -> list[Open]:
    by_rule = {rule_key(f): f.key for f in ground.facts}
    remedy = "草案已列为人工核对；可由局改写成规则"
    return [Open(by_rule.get(key, ""), "DRAFT-RULE", why, remedy) for key, why in refused.items()]


def _plan(ground: Ground) -> Draft:
    plan = plan_of(ground.text, ground.facts, ground.places, ground.clauses, ground.about)
    return Draft(plan_files(ground, plan), opened(ground, plan.open))
