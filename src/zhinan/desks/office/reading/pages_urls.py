from django.urls import path

from . import difference, drafting_page, exports, form_editor, listing, starting

patterns = [
    path("readings/", listing.Readings.as_view(), name="readings"),
    path(
        "readings/<int:pk>/progress/",
        starting.ReadingProgress.as_view(),
        name="reading_progress",
    ),
    path("readings/<int:pk>/abandon/", starting.AbandonReading.as_view(), name="reading_abandon"),
    path("readings/<int:pk>/again/", starting.ReadAgain.as_view(), name="reading_again"),
    path(
        "readings/<int:pk>/difference/",
        difference.ReadingDifference.as_view(),
        name="reading_difference",
    ),
    path("readings/<int:pk>/export/", exports.ReadingExport.as_view(), name="reading_export"),
    path("readings/<int:pk>/file/", exports.ReadingFile.as_view(), name="reading_file"),
    path("readings/<int:pk>/draft/", drafting_page.DraftPage.as_view(), name="reading_draft"),
    path(
        "readings/<int:pk>/forms/<slug:key>/",
        form_editor.FormEditor.as_view(),
        name="reading_form",
    ),
]
