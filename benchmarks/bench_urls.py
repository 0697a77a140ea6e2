"""The yardstick: a Django view of three lines, one query, 30 rows, no middleware and no template."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


class Bare:
    """The only middleware: sends the request to this URL table."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.urlconf = "bench_urls"
        return self.get_response(request)


def rows(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, title FROM applications_application ORDER BY id DESC LIMIT 30")
        lines = cursor.fetchall()
    return HttpResponse("".join(f"<p>{pk} {title}</p>" for pk, title in lines))


urlpatterns = [path("rows/", rows)]
