"""Who is told of a conclusion: the applicant, the unit, and the body that recommended."""

from django.db.models import Q

from zhinan.apps.accounts.models import Account, Role, RoleGrant, ScopeKind
from zhinan.apps.applications.models import Application
from zhinan.apps.records.services import notify
from zhinan.apps.screening.models import FormalReview


def concerned_accounts(application: Application) -> dict[str, list[Account]]:
    """Accounts by desk that follow this application; two statements."""
    at_host = Q(role=Role.HOST, scope_kind=ScopeKind.ORGANISATION, scope_id=application.host_id)
    at_body = Q(role=Role.RECOMMENDER, scope_kind=ScopeKind.BODY, scope_id=application.body_id)
    wanted = at_host | at_body if application.body_id else at_host
    grants = RoleGrant.objects.filter(wanted, ended_at__isnull=True, account__is_active=True)
    found: dict[str, list[Account]] = {"apply": [application.owner], "host": [], "recommend": []}
    for grant in grants.select_related("account"):
        found["host" if grant.role == Role.HOST else "recommend"].append(grant.account)
    return found


def tell_of(application: Application, *, title: str, text: str = "") -> None:
    """Tell everybody concerned, each with the link of the own desk."""
    for desk, accounts in concerned_accounts(application).items():
        link = f"/{desk}/applications/{application.pk}/"
        notify(accounts, title=title, text=text, link=link)


def tell_everyone_concerned(review: FormalReview) -> None:
    application = review.application
    tell_of(
        application,
        title=f"形式审查{review.get_conclusion_display()}：{application}",
        text=review.letter or review.reason,
    )
