"""The audit trail as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registered under the label ``audit``."""

    name = "wijkwerk.audit"
    label = "audit"
