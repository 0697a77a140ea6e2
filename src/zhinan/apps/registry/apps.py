from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "zhinan.apps.registry"
    label = "registry"
    verbose_name = "登记库"
