from django.urls import path

from . import printing

patterns = [
    path("applications/<int:pk>/print/", printing.Print.as_view(), name="print"),
    path("applications/<int:pk>/pdf/", printing.Pdf.as_view(), name="pdf"),
    path("applications/<int:pk>/word/", printing.Word.as_view(), name="word"),
]
