"""A municipality lays its own tokens over ours, out of a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import django; django.setup()
from django.contrib.staticfiles import finders
from django.test import RequestFactory, override_settings
from wijkwerk.site.context import site
plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
with override_settings(STORAGES=plain):
    known = site(RequestFactory().get("/nl/"))
print(known["theme_css"], known["theme_class"], finders.find("theme/own.css"), finders.find("theme/a.woff2"))
"""


def _run(**environment: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "wijkwerk.site.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.rstrip("\n").split(" ")


def test_a_theme_is_served_from_its_folder_with_what_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text(":root{--basis-color-accent-1-color-document:#004400}")
    (tmp_path / "a.woff2").write_bytes(b"font")
    said = _run(WIJKWERK_THEME_CSS=str(tmp_path / "own.css"), WIJKWERK_THEME_CLASS="own-theme")
    assert said == [
        "/static/theme/own.css",
        "own-theme",
        str(tmp_path / "own.css"),
        str(tmp_path / "a.woff2"),
    ]


def test_without_a_theme_nothing_extra_is_served() -> None:
    assert _run(WIJKWERK_THEME_CSS="", WIJKWERK_THEME_CLASS="") == ["", "", "None", "None"]
