from django.urls import path

from . import views

app_name = "recommender"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("applications/", views.Applications.as_view(), name="applications"),
    path("applications/<int:pk>/", views.ApplicationDetail.as_view(), name="application"),
    path("calls/<int:pk>/summary/", views.Summary.as_view(), name="summary"),
]
