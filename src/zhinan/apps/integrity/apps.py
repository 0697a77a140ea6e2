from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    name = "zhinan.apps.integrity"
    label = "integrity"
    verbose_name = "诚信与关联"
