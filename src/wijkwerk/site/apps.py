"""The shell as a Django app: templates, static files and translations that all pages share."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.signals import request_started
from django.db.backends.signals import connection_created

from wijkwerk.site.database import close_when_replaced, driver_installed, remember_file


class SiteConfig(AppConfig):
    """Registered under the label ``shell``; ``site`` would shadow a name of Python's own."""

    name = "wijkwerk.site"
    label = "shell"

    def __init__(self, app_name: str, app_module: Any) -> None:
        """Before a model asks for the database: raises InputError when its driver isn't installed."""
        super().__init__(app_name, app_module)
        driver_installed()

    def ready(self) -> None:
        """Let no connection outlive the file that it was opened on."""
        connection_created.connect(remember_file, dispatch_uid="wijkwerk.remember_file")
        request_started.connect(close_when_replaced, dispatch_uid="wijkwerk.close_when_replaced")
