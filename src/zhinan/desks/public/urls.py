from django.urls import path

from . import original, self_check, views
from .notices_urls import patterns as notices
from .reference_urls import patterns as reference

app_name = "public"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("calls/", views.Calls.as_view(), name="calls"),
    path("calls/<int:pk>/", views.CallPage.as_view(), name="call"),
    path("guides/", views.Guides.as_view(), name="guides"),
    path("guides/<int:pk>/", views.GuidePage.as_view(), name="guide"),
    path("guides/<int:pk>/original/", original.OriginalPage.as_view(), name="original"),
    path("guides/<int:pk>/<slug:key>/", views.ProgrammePage.as_view(), name="programme"),
    path("guides/<int:pk>/<slug:key>/check/", self_check.SelfCheck.as_view(), name="self_check"),
    *notices,
    *reference,
]
