"""Public notices and objections to them."""

from django.urls import path

from . import notices

patterns = [
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("notices/<int:pk>/", notices.Notice.as_view(), name="notice"),
    path("notices/<int:pk>/receipt/", notices.Receipt.as_view(), name="objection_receipt"),
    path("objections/", notices.ObjectionStatus.as_view(), name="objection_status"),
]
