from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "zhinan.apps.applications"
    label = "applications"
    verbose_name = "申报"
