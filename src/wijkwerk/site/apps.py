"""The shell as a Django app: templates, static files and translations that all pages share."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.signals import request_started
from django.db.backends.signals import connection_created

from wijkwerk.site.database import close_when_replaced, remember_file


class SiteConfig(AppConfig):
    """Registered under the label ``shell``; ``site`` would shadow a name of Python's own."""

    name = "wijkwerk.site"
    label = "shell"

    def ready(self) -> None:
        """Let no connection outlive the file that it was opened on."""
        connection_created.connect(remember_file, dispatch_uid="wijkwerk.remember_file")
        request_started.connect(close_when_replaced, dispatch_uid="wijkwerk.close_when_replaced")
