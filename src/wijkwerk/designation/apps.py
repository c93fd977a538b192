"""Designation as a Django app: the procedure's tables, pages and templates."""

from django.apps import AppConfig


class DesignationConfig(AppConfig):
    """Registered under the label ``designation``."""

    name = "wijkwerk.designation"
    label = "designation"
