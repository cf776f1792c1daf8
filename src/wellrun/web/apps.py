"""The room's registration with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The `web` room."""

    name = "wellrun.web"
    label = "web"

    def ready(self) -> None:
        """Make the room's deployment checks known."""
        from wellrun.web import checks  # noqa: F401
