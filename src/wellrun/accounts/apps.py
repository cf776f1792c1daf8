"""The room's registration with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The `accounts` room."""

    name = "wellrun.accounts"
    label = "accounts"
