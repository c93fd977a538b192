"""Run by test_database_troubles.py as a process of its own: a site whose SQLite file is locked, vanishes
and comes back. Prints what happened as JSON."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

DATA = Path(os.environ["WIJKWERK_DATA"])
FILE = DATA / "wijkwerk.sqlite3"
subprocess.run(
    [sys.executable, "-m", "wijkwerk", "audit", "verify"], check=True, capture_output=True
)
os.environ["WIJKWERK_DATABASE_EXISTS"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "wijkwerk.site.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.2
connection.settings_dict["OPTIONS"]["timeout"] = 0.2
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
client = Client(raise_request_exception=False)
TYPED = {"email": "iemand@example.org", "password": "geheim-woord-123", "next": "/nl/work"}


def ask() -> dict[str, object]:
    """What readiness, a form and the API say now."""
    # The test client's own signals close connections; this is what a server does.
    sent = client.post("/nl/account/login", TYPED)
    page = sent.content.decode()
    return {
        "ready": client.get("/health/ready").json().get("part", "ready"),
        "status": sent.status_code,
        "keeps": "iemand@example.org" in page,
        "secret": "geheim-woord" in page,
        "heading": "We konden dit niet opslaan" in page,
        "retry": sent.headers.get("Retry-After"),
        "there": FILE.exists(),
        "get": client.get("/nl/account/login").status_code,
        "api": client.get("/api/v1/programmes").status_code,
    }


told = {"vendor": connection.vendor, "before": ask()}
locker = sqlite3.connect(FILE, isolation_level=None)
locker.execute("BEGIN IMMEDIATE")
told["locked"] = ask()
locker.execute("ROLLBACK")
locker.close()
told["unlocked"] = ask()
connection.close()
kept = DATA / "kept.sqlite3"
connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
shutil.copyfile(FILE, kept)
for name in ("wijkwerk.sqlite3", "wijkwerk.sqlite3-wal", "wijkwerk.sqlite3-shm"):
    (DATA / name).unlink(missing_ok=True)
told["vanished"] = ask()
kept.rename(FILE)
told["back"] = ask()
print(json.dumps(told))
