"""The room's registration with Django."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The `reviews` room."""

    name = "wellrun.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Tell the room below what restricted forums keep to themselves; models exist only from now on."""
        from wellrun.execution.models import Action, Decision, Escalation
        from wellrun.execution.visibility import hide
        from wellrun.reviews import visibility

        hide(Action, visibility.hidden_actions)
        hide(Decision, visibility.hidden_decisions)
        hide(Escalation, visibility.hidden_escalations)
