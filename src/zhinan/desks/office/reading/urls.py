"""The reading desk and the pages around it."""

from django.urls import path

from . import desk
from .pages_urls import patterns as pages

patterns = [
    path("readings/<int:pk>/", desk.Desk.as_view(), name="reading"),
    path("readings/<int:pk>/changes/", desk.Changes.as_view(), name="reading_changes"),
    path("readings/<int:pk>/lint/", desk.Doubts.as_view(), name="reading_lint"),
    path("readings/<int:pk>/entries/new/", desk.NewEntry.as_view(), name="reading_entry_new"),
    path("readings/<int:pk>/entries/<str:key>/", desk.EntryPage.as_view(), name="reading_entry"),
    *pages,
]
