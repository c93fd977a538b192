"""A connection to SQLite that is kept between requests must be to the file that lies there now.

Who reads and writes a file that was removed or replaced doesn't notice, and what they write is gone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connection

from wijkwerk.shared.extras import require_installed

_ATTRIBUTE = "wijkwerk_file"  # on the connection: device and inode of its file


def driver_installed() -> None:
    """Raise InputError when DATABASE_URL asks for PostgreSQL and its driver isn't installed."""
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        require_installed("DATABASE_URL", "psycopg")


def remember_file(connection: Any, **_: Any) -> None:
    """Remember which file a new connection is on."""
    if connection.vendor == "sqlite":
        setattr(connection, _ATTRIBUTE, _identity(connection))


def close_when_replaced(**_: Any) -> None:
    """Close this thread's connection when its file was removed or replaced; the next question opens
    the file that is there, or says that there is none."""
    if connection.vendor != "sqlite" or connection.connection is None or connection.in_atomic_block:
        return
    if getattr(connection, _ATTRIBUTE, None) != _identity(connection):
        connection.close()


def _identity(connection: Any) -> tuple[int, int] | None:
    """Device and inode of a connection's file; None in memory or when it is gone."""
    name = str(connection.settings_dict["NAME"])
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    try:
        file_status = Path(name).stat()
    except OSError:
        return None
    return file_status.st_dev, file_status.st_ino
