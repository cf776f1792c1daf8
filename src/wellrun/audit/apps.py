"""The room's registration with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The `audit` room."""

    name = "wellrun.audit"
    label = "audit"
