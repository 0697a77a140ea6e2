"""Applications as engine values."""

from collections.abc import Iterable, Mapping
from typing import Any

from zhinan.apps.applications.models import Application, Revision, SectionDraft
from zhinan.apps.applications.states import EDITABLE
from zhinan.apps.programmes.facts import form_of
from zhinan.engines.packs import Form
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import State

from .registered import SUBJECT, registered_values
from .sealing import opened

Values = dict[str, dict[str, Any]]
FILES = "附件"  # in a revision's content: names and digests of the files handed in, by slot


def application_values(application: Application) -> Values:
    """``{section key: {path: stored state}}`` as last saved, sensitive values opened.

    While it is being filled in, what the registry says now stands in place of what it said before.
    One statement, three while it is being filled in.
    """
    values = {section.key: opened(section.values) for section in application.sections.all()}
    if application.state in EDITABLE:
        form = form_of(application.call.programme)
        facts = registered_values(application.host, application.call)
        values = with_registered(form, values, facts)
    return values


def with_registered(form: Form, values: Values, facts: Mapping[str, Any]) -> Values:
    """The values with the registry's facts in the sections that ask for them."""
    overlaid = dict(values)
    for section in form.sections:
        known = {f.path: facts[f.path] for f in section.fields if f.path in facts}
        if known:
            overlaid[section.key] = {**overlaid.get(section.key, {}), **known}
    return overlaid


def asks_registry(form: Form, key: str) -> bool:
    """Say whether a section asks for anything the registry may know."""
    return any(f.path.startswith(SUBJECT) for f in form.section(key).fields)


def stated(values: Values) -> dict[str, State]:
    """Every answered term by path, as rules read them; sections do not matter to a rule."""
    return {
        path: State.from_json(state)
        for section in values.values()
        for path, state in section.items()
    }


def missing_in(application: Application) -> list[Finding]:
    """What still keeps the application from being handed in, in the order of the form."""
    return form_of(application.call.programme).missing(application_values(application))


def revision_values(revision: Revision) -> Values:
    """The answers of a revision, opened; its files are in ``revision.content[FILES]``."""
    return {key: opened(values) for key, values in revision.content.items() if key != FILES}


def submitted_values(application: Application) -> Values:
    """As last handed in; the draft where it never was."""
    revision = application.revisions.order_by("-number").first()
    return revision_values(revision) if revision else application_values(application)


def partner_names(applications: Iterable[Application]) -> dict[int, list[str]]:
    """Names of partner organisations by application; one statement for any number."""
    ids = [application.pk for application in applications]
    found: dict[int, list[str]] = {}
    for section in SectionDraft.objects.filter(application_id__in=ids, key="partners"):
        for state in section.values.values():
            rows = state.get("value") if isinstance(state, dict) else None
            for row in rows if isinstance(rows, list) else ():
                name = (row.get("cells", {}).get("name") or {}).get("value")
                if name:
                    found.setdefault(section.application_id, []).append(name)
    return found


def contact_phones(applications: Iterable[Application]) -> dict[int, str]:
    """Contact phone of the lead organisation by application, opened; one statement for any number."""
    ids = [application.pk for application in applications]
    found: dict[int, str] = {}
    for section in SectionDraft.objects.filter(application_id__in=ids, key="lead"):
        phone = opened(section.values).get("lead.phone", {}).get("value")
        if phone:
            found[section.application_id] = phone
    return found
