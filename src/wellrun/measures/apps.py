"""The room's registration with Django."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """The `measures` room."""

    name = "wellrun.measures"
    label = "measures"
