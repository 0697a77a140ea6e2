from django.urls import path

from . import views
from .awards_urls import patterns as awards
from .guides_urls import patterns as guides
from .reading.urls import patterns as reading
from .registry_urls import patterns as registry
from .rules_urls import patterns as rules
from .screening_urls import patterns as screening

app_name = "office"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("applications/", views.Applications.as_view(), name="applications"),
    path("applications/<int:pk>/", views.ApplicationDetail.as_view(), name="application"),
    *guides,
    *reading,
    *rules,
    *screening,
    *awards,
    *registry,
]
