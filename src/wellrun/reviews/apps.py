"""The room's registration with Django."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The `reviews` room."""

    name = "wellrun.reviews"
    label = "reviews"
