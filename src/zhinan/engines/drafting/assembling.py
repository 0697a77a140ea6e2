"""The files of a draft, out of its ground and its parts."""

from collections.abc import Collection, Mapping, Sequence

from .conditions import lists_yaml, rule_key
from .ground import Ground
from .guide_files import guide_files
from .manifest import call_manifest, plan_manifest
from .parts import Parts
from .placing import placed
from .plans import DraftPlan
from .spans import SPANS, TEXT, Bound, bound, spans_csv
from .writing import encoded, to_yaml


def call_files(
    ground: Ground,
    parts: Parts,
    blocks: Mapping[str, str],
    *,
    refused: Collection[str] = (),
    needed: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, bytes]:
    """The files of a guide to apply under.

    Args:
        blocks: Fact key → block.
        refused: Rules that cannot stand; the lists they name are left out.
        needed: Programme → labels of terms its form has to ask.
    """
    laid = placed(ground, blocks)
    manifest = call_manifest(
        ground, laid.clauses, parts.contacts, parts.topics, parts.quotas, parts.windows, parts.runs
    )
    standing = [
        parts.proposals[f.key]
        for f in ground.of_type("condition")
        if f.is_settled and parts.proposals[f.key].is_executable and rule_key(f) not in refused
    ]
    optional = {
        "topics.csv": parts.topics.csv() if parts.topics.lines else "",
        "quotas.csv": parts.quotas.csv() if parts.quotas.lines else "",
        "vocabulary.yaml": parts.vocabulary_text,
        "lists.yaml": lists_yaml(standing),
        "lexicon.yaml": ground.lexicon,
    }
    files = {"pack.yaml": to_yaml(manifest), **guide_files(laid.clauses, ground.places)}
    files |= {path: content for path, content in optional.items() if content}
    files |= parts.forms.files(needed or {}, parts.vocabulary)
    bounds = [*laid.bounds, *_part_bounds(ground, parts), *_programme_bounds(ground)]
    return _with_source(ground, files, bounds)


def plan_files(ground: Ground, plan: DraftPlan) -> dict[str, bytes]:
    """The files of a plan: clauses, plan.yaml, and the target rules of its indicators."""
    laid = placed(ground, plan.blocks)
    files = {"pack.yaml": to_yaml(plan_manifest(ground, laid.clauses)), "plan.yaml": plan.text}
    files |= guide_files(laid.clauses, ground.places)
    if plan.vocabulary_text:
        files["vocabulary.yaml"] = plan.vocabulary_text
    return _with_source(ground, files, [*laid.bounds, *_programme_bounds(ground)])


def _with_source(
    ground: Ground, files: Mapping[str, str], bounds: Sequence[Bound]
) -> dict[str, bytes]:
    """All files as bytes, with the official text and its spans."""
    spans = spans_csv(bounds, len(ground.text))
    written = {path: encoded(content) for path, content in files.items()}
    return {**written, TEXT: encoded(ground.text), SPANS: encoded(spans)}


def _part_bounds(ground: Ground, parts: Parts) -> list[Bound]:
    """What topics, quotas, windows, contacts, forms, support and papers say."""
    found = [
        *parts.topics.bounds, *parts.quotas.bounds, *parts.windows.bounds, *parts.contacts.bounds, *parts.forms.bounds(),
    ]  # fmt: skip
    for kind, type_ in (("support", "support"), ("paper", "required_document")):
        found += [bound(kind, ground.places.keys_named(f), f.key, f) for f in ground.of_type(type_)]
    return found


def _programme_bounds(ground: Ground) -> list[Bound]:
    """Each programme at its name; one that nobody named at the title of its document."""
    found = []
    for one in ground.places.programmes:
        document = ground.places.documents[one.document]
        if one.fact is not None:
            found.append(bound("programme", (one.key,), one.key, one.fact))
        elif document.fact is not None:
            found.append(bound("programme", (one.key,), one.key, document.fact))
    return found
