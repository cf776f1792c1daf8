"""The room's registration with Django."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The `organisation` room."""

    name = "wellrun.organisation"
    label = "organisation"
