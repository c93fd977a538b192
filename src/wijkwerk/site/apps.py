"""The shell as a Django app: templates, static files and translations that all pages share."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registered under the label ``shell``; ``site`` would shadow a name of Python's own."""

    name = "wijkwerk.site"
    label = "shell"
