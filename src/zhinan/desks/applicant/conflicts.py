"""Two people changed one answer: both are shown, and the one who saves chooses."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.applications.services import Conflict
from zhinan.desks.controls import typed_again
from zhinan.engines.packs import Form, FormSection
from zhinan.engines.vocabulary import State, Term, show_value

from .section_page import labels_of


def conflict_lines(form: Form, key: str, conflicts: Sequence[Conflict]) -> list[dict[str, Any]]:
    """One mapping a conflict: path, id, label, words of both sides, and what to type for either."""
    section = form.section(key)
    labels, terms = labels_of(section), section.typed_terms
    return [
        {
            "path": c.path,
            "id": "rows" if terms[c.path].type == "table" else f"f.{c.path}",
            "label": labels[c.path],
            "who": c.saved_by,
            "mine": _words(terms[c.path], c.mine),
            "theirs": _words(terms[c.path], c.theirs),
            "their_state": c.theirs,
            "my_typed": typed_again(terms[c.path], State.from_json(c.mine)),
            "their_typed": typed_again(terms[c.path], State.from_json(c.theirs)),
        }
        for c in conflicts
    ]


def typed_by_path(section: FormSection, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the controls of a section would hold if the page were opened now; files apart."""
    return {
        path: typed_again(term, State.from_json(values.get(path)))
        for path, term in section.typed_terms.items()
        if term.type != "file"
    }


def _words(term: Term, stored: Mapping[str, Any] | None) -> str:
    state = State.from_json(stored)
    if term.type == "table" and state.is_known:
        rows = (
            "，".join(
                text
                for c in term.columns
                if (text := show_value(c, State.from_json(row["cells"].get(c.key))))
            )
            for row in state.value
        )
        return "\n".join(f"{n}. {text}" for n, text in enumerate(rows, 1)) or _("（空）")
    return show_value(term, state, with_unit=True) or _("（空）")
