from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "zhinan.apps.awards"
    label = "awards"
    verbose_name = "立项"
