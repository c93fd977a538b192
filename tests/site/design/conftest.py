"""The shell alone: its templates with made-up content, on a small server for the browser."""

from __future__ import annotations

import os
import shutil
import socketserver
import threading
import wsgiref.simple_server
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from wijkwerk.registry.hooks import Choice, InUse

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "src" / "wijkwerk" / "site" / "static"
PLAIN_STORAGE = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
NAV = {
    "home": "/nl/example",
    "themes": "#themes",
    "areas": "#areas",
    "groups": "#groups",
    "compare": "#compare",
    "selection": "#selection",
    "editions": "#editions",
    "how_sure": "#how-sure",
    "api": "#api",
    "search": "/nl/example/search",
    "accessibility": "#accessibility",
    "privacy": "#privacy",
}
EDITION = {
    "id": "land-2021-2f9c",
    "title": "Voorbeeldland 2021",
    "simulated": True,
    "superseded": True,
    "latest_url": "#latest",
    "publisher": "Voorbeeld & co",
    "licence": "CC0-1.0",
}
IN_USE = InUse(
    "Voorbeeldland 2021",
    (Choice("Voorbeeldland 2021", "#now", current=True), Choice("Voorbeeldland 2020", "#before")),
    "#editions",
)


@pytest.fixture(scope="session")
def vendor() -> Path:
    """What frontend/build.mjs made; a part of `make setup`."""
    folder = STATIC / "vendor"
    if not (folder / "design.css").is_file():
        pytest.fail("run `npm ci --prefix frontend && node frontend/build.mjs` first (make setup)")
    return folder


@pytest.fixture(scope="session")
def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkwerk.site.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from wijkwerk.site import messages

    messages.compile_catalogue()


@pytest.fixture
def shell(_django: None) -> Iterator[None]:
    """Django with the addresses of the example pages only."""
    from django.test import override_settings

    with override_settings(STORAGES=PLAIN_STORAGE, ROOT_URLCONF=_urls(), ALLOWED_HOSTS=["*"]):
        yield


@pytest.fixture
def render(shell: None) -> Callable[..., str]:
    """Draw a template: render("site/x.html", "en", key=value) gives its HTML."""
    from django.template.loader import render_to_string
    from django.test import RequestFactory
    from django.utils import translation

    def draw(template: str, language: str = "nl", **context: Any) -> str:
        request = RequestFactory().get(f"/{language}/example/page?x=1")
        with translation.override(language):
            return render_to_string(
                template,
                {
                    "edition": EDITION,
                    "nav_urls": NAV,
                    "in_use": IN_USE,
                    "nav_current": "themes",
                    **context,
                },
                request,
            )

    return draw


def _urls() -> ModuleType:
    from django.conf.urls.i18n import i18n_patterns
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import render
    from django.urls import path

    from wijkwerk.access.api import public

    def page(template: str) -> Callable[[HttpRequest], HttpResponse]:
        @public
        def view(request: HttpRequest) -> HttpResponse:
            context = {
                "edition": EDITION,
                "nav_urls": NAV,
                "in_use": IN_USE,
                "nav_current": "themes",
            }
            return render(request, template, context)

        return view

    @public
    def search(request: HttpRequest) -> HttpResponse:
        query = request.GET.get("q", "")
        found = [{"url": "#molenhoek", "name": "Molenhoek", "note": "Wijk in Voorbeeldstad"}]
        context = {"query": query, "results": found if query == "mol" else []}
        return render(request, "ui/components/search_results.html", context)

    names = ("styleguide", "privacy", "accessibility", "400", "403", "404", "410", "429")
    urls = ModuleType("example_urls")
    urls.urlpatterns = i18n_patterns(  # type: ignore[attr-defined]
        *[path(f"example/{name}", page(f"site/{name}.html")) for name in names],
        path("example/search", search),
    ) + [path(f"static-error/{name}", page(f"site/{name}.html")) for name in ("500", "503")]
    return urls


class _Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


class _Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


# Of a module: while it runs, its settings are those of every test in this process.
@pytest.fixture(scope="module")
def server(_django: None, vendor: Path) -> Iterator[str]:
    """Address of the example pages on this machine, with the security headers of the real site."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    without = {"whitenoise.middleware.WhiteNoiseMiddleware"}
    from django.conf import settings

    kept = [one for one in settings.MIDDLEWARE if one not in without]
    with override_settings(
        STORAGES=PLAIN_STORAGE, ROOT_URLCONF=_urls(), ALLOWED_HOSTS=["*"], MIDDLEWARE=kept
    ):
        made = wsgiref.simple_server.make_server(
            "127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), _Server, _Quiet
        )
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()
        made.server_close()
        thread.join()


# Of a module, not of the session: an open browser would stop Django's tests in this process.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium of the machine, with drawing in software so that the map works."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("there is no chromium on this machine")
    arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=path, args=arguments)
        yield made
        made.close()
