"""What the registry knows of the host, as the values of a form: filled in by itself, corrected with evidence."""

import re
from typing import Any

from django.utils import timezone

from zhinan.apps.programmes.models import Call
from zhinan.apps.registry.facts import organisation_facts
from zhinan.apps.registry.models import Organisation

SUBJECT = "lead."
_YEAR = re.compile(r"(.+)\[(-?\d+)\]$")


def registered_values(host: Organisation, call: Call) -> dict[str, Any]:
    """Stored state by path; two statements. Years are counted from the guide's year, as in forms.

    These terms are read-only in a form: a wrong one is corrected in the registry.
    """
    today = timezone.localdate()
    shift = today.year - call.programme.guide.year
    return {
        _counted_from_guide(path, shift): state.to_json()
        for path, state in organisation_facts(host, on=today).items()
    }


def _counted_from_guide(path: str, shift: int) -> str:
    match = _YEAR.fullmatch(path)
    return f"{match[1]}[{int(match[2]) + shift}]" if match and shift else path
