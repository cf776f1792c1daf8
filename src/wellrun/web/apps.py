"""The room's registration with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The `web` room."""

    name = "wellrun.web"
    label = "web"
