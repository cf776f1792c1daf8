"""The room's registration with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The `accounts` room."""

    name = "wellrun.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Make the room's deployment check known."""
        from wellrun.accounts import checks  # noqa: F401
