from django.urls import path

from . import calls, guides

patterns = [
    path("guides/", guides.Guides.as_view(), name="guides"),
    path("guides/<int:pk>/", guides.GuideDetail.as_view(), name="guide"),
    path("guides/<int:pk>/export/", guides.GuideExport.as_view(), name="guide_export"),
    path("calls/", calls.Calls.as_view(), name="calls"),
    path("calls/new/<int:programme_pk>/", calls.NewCall.as_view(), name="call_new"),
    path("calls/<int:pk>/", calls.CallDetail.as_view(), name="call"),
]
