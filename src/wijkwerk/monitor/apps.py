"""The monitor as a Django app."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """Registered under the label ``monitor``."""

    name = "wijkwerk.monitor"
    label = "monitor"
    default_auto_field = "django.db.models.BigAutoField"
