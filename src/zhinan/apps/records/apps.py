from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "zhinan.apps.records"
    label = "records"
    verbose_name = "记录"
