"""Pages of decisions, notices and awarded projects."""

from django.urls import path

from . import decisions, notices, projects

patterns = [
    path("decisions/", decisions.Decisions.as_view(), name="decisions"),
    path("decisions/<int:pk>/", decisions.Decision.as_view(), name="decision"),
    path("decisions/<int:pk>/letter/", decisions.AwardLetter.as_view(), name="award_letter"),
    path("notices/<int:pk>/", notices.Notice.as_view(), name="notice"),
    path("projects/", projects.Projects.as_view(), name="projects"),
]
