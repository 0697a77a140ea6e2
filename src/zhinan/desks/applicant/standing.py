"""How far an application is: steps at the side, what is missing and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhinan.engines.packs import Form, FormSection
from zhinan.engines.values import Finding

Values = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """A finding with the page and the control it is about. ``verdict``: missing or fail."""

    finding: Finding
    key: str
    field: str  # id of the control, for a jump within the page
    link: str
    verdict: str
    title: str = ""

    @property
    def fact(self) -> str:
        return self.finding.fact

    @property
    def remedy(self) -> str:
        return self.finding.remedy

    @property
    def source(self) -> str:
        return self.finding.source

    @property
    def code(self) -> str:
        return self.finding.code


@dataclass(frozen=True, slots=True)
class Standing:
    """``steps`` as the side list takes them; ``lacks`` by section key, in the order of the form."""

    steps: tuple[tuple[str, str, str, str], ...]
    done: int
    lacks: Mapping[str, tuple[Place, ...]]

    @property
    def places(self) -> list[Place]:
        return [place for places in self.lacks.values() for place in places]

    @property
    def total(self) -> int:
        return len(self.steps)

    def elsewhere(self, key: str) -> list[tuple[str, str, int]]:
        """(title, address, lacks) of the other sections that lack something."""
        titles = {address: title for _kind, address, title, _note in self.steps}
        found = []
        for other, places in self.lacks.items():
            if other != key and places:
                address = places[0].link.partition("#")[0]
                found.append((titles.get(address, other), address, len(places)))
        return found


def standing_of(pk: int, form: Form, values: Values, now: str = "") -> Standing:
    """Count what every section lacks; no statement."""
    lacks: dict[str, list[Place]] = {section.key: [] for section in form.sections}
    for finding in form.missing(values):
        place = place_of(pk, form, values, finding)
        lacks[place.key].append(place)
    steps = tuple(_step(pk, s, values, len(lacks[s.key]), now) for s in form.sections)
    return Standing(
        steps,
        sum(not places for places in lacks.values()),
        {key: tuple(places) for key, places in lacks.items()},
    )


def place_of(pk: int, form: Form, values: Values, finding: Finding) -> Place:
    """Where on which page a finding of the form belongs."""
    key, _slash, path = finding.field.partition("/")
    path, _hash, cell = path.partition("#")
    section = form.section(key)
    anchor = f"f.{path}"
    if section.table is not None and path == section.table.path:
        anchor = "rows"
        row_id, _dot, column = cell.partition(".")
        ids = [row["id"] for row in section.given_rows(values.get(key, {}))]
        if row_id in ids:
            anchor = f"rows-{ids.index(row_id)}-{column}"
    is_missing = finding.code in ("FORM-MISSING", "FORM-ROWS")
    link = f"{reverse('applicant:form', args=(pk, key))}#{anchor}"
    return Place(finding, key, anchor, link, "missing" if is_missing else "fail")


def _step(
    pk: int, section: FormSection, values: Values, lacks: int, now: str
) -> tuple[str, str, str, str]:
    is_touched = bool(values.get(section.key))
    kind = "warn" if lacks and is_touched else "done" if not lacks and is_touched else ""
    note = _("%(n)s项待补") % {"n": lacks} if lacks else "" if is_touched else _("选填")
    if section.key == now:
        kind, note = "now", note or _("填写中")
    return kind, reverse("applicant:form", args=(pk, section.key)), section.title, note
