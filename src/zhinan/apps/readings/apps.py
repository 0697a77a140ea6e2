from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    name = "zhinan.apps.readings"
    label = "readings"
    verbose_name = "公文读取"
