"""Pages of formal review."""

from django.urls import path

from . import screening

patterns = [
    path("screening/", screening.Queue.as_view(), name="screening"),
    path("screening/next/", screening.Next.as_view(), name="screening_next"),
    path("screening/<int:pk>/", screening.Review.as_view(), name="review"),
    path(
        "screening/<int:pk>/letters/<int:round>/",
        screening.PrintedLetter.as_view(),
        name="screening_letter",
    ),
    path("screening/files/<int:pk>/", screening.ApplicationFile.as_view(), name="review_file"),
]
