"""The room's registration with Django."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """The `strategy` room."""

    name = "wellrun.strategy"
    label = "strategy"
