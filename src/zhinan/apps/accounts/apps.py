from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhinan.apps.accounts"
    label = "accounts"
    verbose_name = "账户"
