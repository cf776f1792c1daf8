"""The room's registration with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The `access` room."""

    name = "wellrun.access"
    label = "access"
