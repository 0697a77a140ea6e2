from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "zhinan.apps.programmes"
    label = "programmes"
    verbose_name = "计划与指南"
