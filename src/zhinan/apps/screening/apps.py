from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "zhinan.apps.screening"
    label = "screening"
    verbose_name = "形式审查"
