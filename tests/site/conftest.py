"""What tests of the site share."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def no_static_files(settings: Settings, tmp_path: Path) -> None:
    """The site without collected static files: a test needs no build of the front end."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
