"""Pages to look things up in: help, and the living page of the look."""

from typing import Any

from django.urls import path

from . import help as help_pages
from . import look

patterns: list[Any] = [
    path("help/", help_pages.Contents.as_view(), name="help"),
    path("help/<str:name>/", help_pages.Page.as_view(), name="help_page"),
    path("look/", look.Look.as_view(), name="look"),
    path("look/print/", look.PrintLook.as_view(), name="look_print"),
]
