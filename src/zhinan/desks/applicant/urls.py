from django.urls import path

from . import filling, handing_in, history, uploads, views
from .printing_urls import patterns as printing

app_name = "applicant"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("applications/", views.Applications.as_view(), name="applications"),
    path("calls/<int:call_pk>/start/", views.Start.as_view(), name="start"),
    path("applications/<int:pk>/", filling.Fill.as_view(), name="form"),
    path("applications/<int:pk>/fill/<slug:key>/", filling.Fill.as_view(), name="form"),
    path(
        "applications/<int:pk>/fill/<slug:key>/save/",
        filling.SaveSection.as_view(),
        name="save_section",
    ),
    path("applications/<int:pk>/files/<str:term>/", uploads.Attach.as_view(), name="attach"),
    path("files/<int:pk>/", uploads.Download.as_view(), name="file"),
    path("files/<int:pk>/remove/", uploads.Remove.as_view(), name="file_remove"),
    path("applications/<int:pk>/review/", handing_in.Review.as_view(), name="review"),
    path("applications/<int:pk>/submit/", handing_in.Submit.as_view(), name="submit"),
    path("applications/<int:pk>/receipt/", handing_in.Receipt.as_view(), name="receipt"),
    path("applications/<int:pk>/history/", history.History.as_view(), name="history"),
    path("applications/<int:pk>/act/", handing_in.Act.as_view(), name="act"),
    *printing,
]
