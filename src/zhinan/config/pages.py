"""The Jinja2 environment of all pages, and what every page knows."""

from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.template.backends.utils import csrf_input_lazy
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext
from jinja2 import Environment

from zhinan.apps.accounts.models import Account
from zhinan.apps.accounts.selectors import open_grants_of
from zhinan.apps.records.models import Message

from . import page_words
from .navigation import navigation, url_if
from .page_filters import FILTERS

# Macros are imported without the page's context; a form in one still needs the request's token.
_rendering: ContextVar[HttpRequest | None] = ContextVar("rendering", default=None)


def environment(**options: Any) -> Environment:
    """The environment Django renders with; see docs/design/look.md for what templates may use."""
    env = Environment(  # noqa: S701  Django passes autoescape=True
        **options,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page_words.install(env)
    env.filters.update(FILTERS)
    env.globals.update(
        static=static,
        url=url,
        url_if=url_if,
        navigation=navigation,
        form_token=form_token,
        query_with=query_with,
        is_english=is_english,
    )
    return env


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page knows beside ``request``, ``csrf_input`` and ``csrf_token``."""
    _rendering.set(request)
    return {
        "actor": getattr(request, "actor", None),
        "now": timezone.localtime(),
        "site_name": pgettext("brand", "指南"),
        "office_name": settings.OFFICE_NAME,
        "is_demo": settings.IS_DEMO,
        "languages": settings.LANGUAGES,
        "language": get_language(),
        "toasts": SimpleLazyObject(lambda: list(messages.get_messages(request))),
        "grants": SimpleLazyObject(lambda: _grants(request)),
        "unread": SimpleLazyObject(lambda: _unread(request)),
    }


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def form_token() -> Any:
    """The hidden input of the request being rendered, for forms inside macros."""
    request = _rendering.get()
    return csrf_input_lazy(request) if request else ""


def query_with(**changes: Any) -> str:
    """The query of the page shown now with some values changed; None takes one away.

    Sorting, filtering and paging keep each other: ``href="{{ query_with(page=2) }}"``.
    """
    request = _rendering.get()
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def _grants(request: HttpRequest) -> list[Any]:
    user = getattr(request, "user", None)
    return open_grants_of(user) if isinstance(user, Account) and user.is_authenticated else []


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated):
        return 0
    return Message.objects.filter(account_id=user.pk, read_at__isnull=True).count()
