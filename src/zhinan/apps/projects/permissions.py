"""Who may do what; each predicate takes the actor and the row (None: in general)."""

from collections.abc import Callable
from typing import Any

from zhinan.apps.awards.permissions import may_read_awards

PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {"see": may_read_awards}
