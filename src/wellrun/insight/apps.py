"""The room's registration with Django."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The `insight` room."""

    name = "wellrun.insight"
    label = "insight"
