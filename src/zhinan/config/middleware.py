"""What every request passes: security headers, and the role the person acts in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import acting_as
from zhinan.apps.records.selectors import unread_count
from zhinan.apps.records.services.inspections import note_export

Response = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
PASSWORD_PAGES = ("accounts:password", "accounts:sign_out", "accounts:switch_role", "set_language")
SECOND_FACTOR_PAGES = (
    "accounts:second_factor",
    "accounts:second_factor_confirm",
    "accounts:sign_in_code",
    "accounts:password",
    "accounts:sign_out",
    "accounts:switch_role",
    "set_language",
)


def address_of(request: HttpRequest) -> str:
    """The address a request came from; a forwarded one is believed from a trusted proxy only."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if forwarded and peer in settings.TRUSTED_PROXIES:
        return forwarded.rsplit(",", 1)[-1].strip() or peer
    return peer


class SecurityHeaders:
    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        if self.is_signed_in(request):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def is_signed_in(self, request: Any) -> bool:
        """Say whether the answer may hold what one person alone may see; asks no session that no page asked."""
        session = getattr(request, "session", None)
        return session is not None and session.accessed and SESSION_KEY in session


class ActingRole:
    """Sets ``request.actor``: the account and the one role it acts in now, and ``request.unread``.

    Both cost nothing until a page asks for them.
    """

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.actor = SimpleLazyObject(
            lambda: acting_as(request.user, request.session.get("grant"))
        )
        request.unread = SimpleLazyObject(lambda: unread_count(request.actor))
        return self.get_response(request)


class Exports:
    """Writes a line of record for every workbook that leaves a desk; public pages and one's own
    applications are no matter of record."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, "is_unrecorded_export", False) and self.concerns(request):
            filters = {name: value for name, value in request.GET.items() if name != "format"}
            note_export(actor=request.actor, page=request.path, filters=filters)
        return response

    def concerns(self, request: Any) -> bool:
        is_public = request.resolver_match.view_name.startswith("public:")
        return not (is_public or request.actor.is_anonymous or request.actor.holds(Role.APPLICANT))


class Doorstep:
    """Keeps a person out of the desks until an initial password is changed, and until the second
    factor that the acting role demands was shown in this session."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        page = request.resolver_match.view_name
        user = request.user
        if not user.is_authenticated or page.startswith("public:"):
            return None
        if user.must_change_password:
            return None if page in PASSWORD_PAGES else redirect("accounts:password")
        if not settings.SECOND_FACTOR_ROLES or page in SECOND_FACTOR_PAGES or user.is_verified():
            return None
        if request.actor.role in settings.SECOND_FACTOR_ROLES:
            return redirect("accounts:second_factor")
        return None
