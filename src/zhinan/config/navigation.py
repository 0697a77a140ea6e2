"""What each role finds in the header. Names of pages that do not exist yet are passed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhinan.apps.accounts.models import Role

Entry = tuple[str, Any]  # name of the page, label

CALLS: Entry = ("public:calls", _("申报通知"))
GUIDES: Entry = ("public:guides", _("申报指南"))
NOTICES: Entry = ("public:notices", _("公示"))
HELP: Entry = ("public:help", _("帮助"))
READING: tuple[Entry, ...] = (CALLS, GUIDES, NOTICES, HELP)

PUBLIC_PAGES: tuple[Entry, ...] = (("public:home", _("首页")), *READING)
OFFICE_PAGES: tuple[Entry, ...] = (
    ("office:home", _("工作台")),
    ("office:guides", _("指南")),
    ("office:readings", pgettext_lazy("navigation", "读公文")),
    ("office:calls", _("申报通知")),
    ("office:applications", _("申报")),
    ("office:screening", _("形式审查")),
    ("office:decisions", _("立项")),
    ("office:organisations", _("登记库")),
    HELP,
)
PAGES: dict[str, tuple[Entry, ...]] = {
    Role.APPLICANT: (
        ("applicant:home", _("工作台")),
        ("applicant:applications", _("我的申报")),
        *READING,
    ),
    Role.HOST: (
        ("host:home", _("工作台")),
        ("host:applications", _("本单位申报")),
        ("host:organisation", _("单位信息")),
        ("accounts:invitations", _("本单位人员")),
        *READING,
    ),
    Role.RECOMMENDER: (
        ("recommender:home", _("工作台")),
        ("recommender:applications", _("推荐")),
        *READING,
    ),
    Role.OFFICE: OFFICE_PAGES,
    Role.LEADER: OFFICE_PAGES,
    Role.FINANCE: tuple(page for page in OFFICE_PAGES if page[0] != "office:screening"),
    Role.EXPERT: (("expert:home", _("工作台")), *READING),
    Role.SUPERVISOR: (
        ("supervision:home", _("工作台")),
        ("supervision:acts", _("行为记录")),
        ("supervision:checkpoints", _("检查点")),
        *READING,
    ),
    Role.SYSTEM_ADMIN: (
        ("accounts:profile", _("我的账户")),
        ("accounts:people", _("账户管理")),
        HELP,
    ),
    Role.SECURITY_ADMIN: (
        ("accounts:profile", _("我的账户")),
        ("accounts:people", _("账户管理")),
        HELP,
    ),
    Role.AUDIT_ADMIN: (
        ("supervision:home", _("工作台")),
        ("supervision:acts", _("行为记录")),
        ("supervision:checkpoints", _("检查点")),
        ("accounts:people", _("账户管理")),
        HELP,
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    label: Any
    address: str
    is_current: bool = False


def url_if(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The address of a page, or nothing where the page does not exist."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


def navigation(request: HttpRequest) -> list[Link]:
    """The header links of the acting role; the one with the longest matching address is current."""
    actor = getattr(request, "actor", None)
    entries: Iterable[Entry] = PAGES.get(actor.role if actor else "", PUBLIC_PAGES)
    found = [(label, address) for name, label in entries if (address := url_if(name))]
    here = max((a for _label, a in found if _leads_to(a, request.path)), key=len, default=None)
    return [Link(label, address, address == here) for label, address in found]


def _leads_to(address: str, path: str) -> bool:
    return path == address if address == "/" else path.startswith(address)
