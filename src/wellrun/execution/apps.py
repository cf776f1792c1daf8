"""The room's registration with Django."""

from django.apps import AppConfig


class ExecutionConfig(AppConfig):
    """The `execution` room."""

    name = "wellrun.execution"
    label = "execution"
