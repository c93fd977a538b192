"""Accounts and permissions as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registered under the label ``access``."""

    name = "wijkwerk.access"
    label = "access"
