"""Programme as a Django app."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Where its tables are called programme_…"""

    name = "wijkwerk.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"
