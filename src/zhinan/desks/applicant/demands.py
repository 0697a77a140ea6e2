"""What an application was given back for, shown where it is put right."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import reasons_of_return
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.screening.models import Conclusion, FormalReview


@dataclass(frozen=True, slots=True)
class Demand:
    """The points to put right, in the words of whoever gave it back."""

    points: tuple[str, ...]
    number: str = ""  # of the letter that asks for it
    by: str = ""


def demands_of(applications: Iterable[Application]) -> dict[int, Demand]:
    """By application, for those to correct or returned; two statements for any number."""
    given_back = [row for row in applications if row.state == S.CORRECTING or row.returned_at]
    if not given_back:
        return {}
    asked = FormalReview.objects.filter(
        application__in=given_back, conclusion=Conclusion.CORRECTION
    ).order_by("round")
    reviews = {review.application_id: review for review in asked}
    acts = reasons_of_return(given_back)
    found = {}
    for row in given_back:
        act = acts.get(row.pk)
        demand = Demand((act.note,) if act and act.note else (), by=act.account_name if act else "")
        review = reviews.get(row.pk) if row.state == S.CORRECTING else None
        if review is not None and review.letter_parts:
            points = (*review.letter_parts["points"], *((review.reason,) if review.reason else ()))
            demand = Demand(points, review.letter_number, demand.by)
        found[row.pk] = demand
    return found
