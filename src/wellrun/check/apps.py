"""The room's registration with Django."""

from django.apps import AppConfig


class CheckConfig(AppConfig):
    """The `check` room."""

    name = "wellrun.check"
    label = "check"
