"""Pages of a very long list: one statement for the rows, one for a count that stops at a cap."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhinan.desks.asked import number_in

PER_PAGE = 50
COUNT_CAP = 1000
MOST_PAGES = 10_000

# Each order ends in the primary key, so that no row is on two pages.
SORTS = {
    "-id": _("最新在前"),
    "id": _("最早在前"),
    "-grant_yuan": _("申请经费由高到低"),
    "grant_yuan": _("申请经费由低到高"),
}


@dataclass(frozen=True, slots=True)
class Slice:
    """One page: rows, where the next page begins, and a count up to a cap."""

    rows: list[Any]
    sort: str
    offset: int
    has_next: bool
    count: int
    is_capped: bool

    @classmethod
    def of(cls, rows: QuerySet[Any], query: Any) -> "Slice":
        sort = query.get("sort") if query.get("sort") in SORTS else "-id"
        page = number_in(query, "page") or 1
        offset = (page - 1) * PER_PAGE if page <= MOST_PAGES else 0
        order = (sort,) if sort.endswith("id") else (sort, "-id")
        found = list(rows.order_by(*order)[offset : offset + PER_PAGE + 1])
        count = rows.order_by()[: COUNT_CAP + 1].count()
        return cls(
            found[:PER_PAGE],
            sort,
            offset,
            len(found) > PER_PAGE,
            min(count, COUNT_CAP),
            count > COUNT_CAP,
        )

    @property
    def number(self) -> int:
        return self.offset // PER_PAGE + 1
