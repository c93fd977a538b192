"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data beside the checkout; tests that need it skip without it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real data are not beside this checkout (../shared/data)")
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_database_of_yours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a test starts as a process of its own must not write in build/data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIJKWERK_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def examples() -> Path:
    """The input folders that ship with the product."""
    return ROOT / "examples"


@pytest.fixture
def plain_site(settings: Settings, tmp_path: Path) -> None:
    """No collected static files, quick passwords."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def come_in() -> Callable[[Any, datetime], Client]:
    """A browser that an account came in with at a moment, second factor and all."""

    def enter(user: Any, now: datetime) -> Client:
        from django.conf import settings
        from django.core import signing

        from wijkwerk.access import entering
        from wijkwerk.access.middleware import _SALT
        from wijkwerk.access.sessions import SessionStore, row_key

        request = RequestFactory().get("/")
        session = SessionStore()
        request.session = session
        entering.come_in(request, user, "test", now)
        entering.mark_verified(request, user, now)
        made, key = Client(), session.session_key
        made.cookies[settings.SESSION_COOKIE_NAME] = key
        made.cookies[settings.ACCESS_SEEN_COOKIE] = signing.dumps(
            (row_key(key), now.isoformat()), salt=_SALT
        )
        return made

    return enter
