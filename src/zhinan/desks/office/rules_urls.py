from django.urls import path

from .rules import changes, linting, listing, page, thresholds

patterns = [
    path("guides/<int:pk>/rules/", listing.Rules.as_view(), name="rules"),
    path("guides/<int:pk>/rules/<str:key>/", page.RulePage.as_view(), name="rule"),
    path("guides/<int:pk>/threshold/", thresholds.Threshold.as_view(), name="threshold"),
    path("guides/<int:pk>/changes/", changes.GuideChangesPage.as_view(), name="guide_changes"),
    path("guides/<int:pk>/lint/", linting.GuideLint.as_view(), name="guide_lint"),
]
