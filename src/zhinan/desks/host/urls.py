from django.urls import path

from . import views
from .organisation_urls import patterns as organisation

app_name = "host"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("applications/", views.Applications.as_view(), name="applications"),
    path("applications/<int:pk>/", views.ApplicationDetail.as_view(), name="application"),
    *organisation,
]
