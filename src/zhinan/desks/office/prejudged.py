"""What the rules say of an application under review, beside the items a person concludes: never in their place."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from zhinan.apps.applications.facts import judged, submitted_values
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services.waivers import waivable_rules
from zhinan.apps.programmes.facts import form_of
from zhinan.desks.judged import SHAPES, Line, line_of, places_in
from zhinan.engines.packs import PackRefused
from zhinan.engines.rules import Verdict
from zhinan.engines.rules.tree import Fact, walk

BY_CODE = {verdict.code: shape for verdict, shape in SHAPES.items()}


@dataclass(frozen=True, slots=True)
class Prejudged:
    """A rule's judgement as of today; ``earlier`` is the shape it had when it was handed in, if another.

    ``section``: the first section of the application that its facts stand in.
    """

    line: Line
    earlier: str = ""
    section: str = ""


def prejudged(application: Application, language: str = "zh") -> dict[str, Prejudged]:
    """By rule; none where the guide's pack cannot be read. About fifteen statements."""
    programme = application.call.programme
    try:
        form = form_of(programme)
    except PackRefused:
        return {}
    page = reverse("office:application", args=(application.pk,))
    place = places_in(form, lambda key: f"{page}#s-{key}")
    found = judged(application, submitted_values(application))
    revision = application.revisions.order_by("-number").only("judgements").first()
    kept = {said["rule"]: BY_CODE.get(said["verdict"], "") for said in revision.judgements} if revision else {}  # fmt: skip
    result = {}
    for judgement in found.judgements:
        line = line_of(found, judgement, programme, lambda path: _of_section(place(path)), language)
        earlier = kept.get(line.key, "")
        result[line.key] = Prejudged(
            line,
            earlier if earlier != line.shape else "",
            next((s for path in _paths(judgement) if (s := _of_section(place(path)))), ""),
        )
    return result


def _of_section(address: str) -> str:
    """The address of the section a field lies in: the office's page has anchors for sections alone."""
    head, _hash, tail = address.partition("#")
    return f"{head}#{tail.partition('#')[0]}" if tail else ""


def _paths(judgement: Any) -> list[str]:
    """Facts and tables a rule looks at, in writing order."""
    nodes = [node for tree in judgement.rule.trees() for node in walk(tree)]
    named = (n.path if isinstance(n, Fact) else str(getattr(n, "table", "")) for n in nodes)
    return [path for path in named if path]


def waivers_of(application: Application, said: dict[str, Prejudged]) -> dict[str, Any]:
    """Grants on record, and rules whose failure a person with the power may let pass."""
    grants = application.waiver_grants.filter(withdrawn_at=None).select_related("granted_by")
    rows = list(grants.order_by("pk"))
    granted = {row.rule for row in rows}
    open_ = [
        (rule, said[rule.key].line)
        for rule in (waivable_rules(application) if said else ())
        if rule.key in said
        and rule.key not in granted
        and said[rule.key].line.shape == SHAPES[Verdict.DISCRETION]
    ]
    return {"granted": [(row, said.get(row.rule)) for row in rows], "open": open_}
