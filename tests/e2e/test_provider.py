"""Logging in by way of a real identity provider, in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsing import make_accounts

from conftest import Site, free_port, started

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
NODE = shutil.which("node")


@pytest.fixture(scope="module")
def with_provider(
    live: Site, tmp_path_factory: pytest.TempPathFactory, migrated: Path
) -> Iterator[Site]:
    """The site of ``live`` with accounts of its own, and a provider in front of them."""
    if NODE is None or not (FRONTEND / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("oidc-provider isn't installed: npm ci --prefix frontend")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    data = tmp_path_factory.mktemp("provider")
    shutil.copy(migrated, data)
    command = [NODE, "test-provider.mjs", "wijkwerk", "hush", f"{url}/account/provider/back"]
    with subprocess.Popen(command, cwd=FRONTEND, stdout=subprocess.PIPE, text=True) as provider:
        try:
            assert provider.stdout is not None
            issuer = provider.stdout.readline().strip()
            settings = {
                "WIJKWERK_OIDC_ISSUER": issuer,
                "WIJKWERK_OIDC_NAME": "Gemeente-account",
                "WIJKWERK_OIDC_CLIENT": "wijkwerk",
                "WIJKWERK_OIDC_SECRET": "hush",
                "WIJKWERK_OIDC_AUTHORIZE": f"{issuer}/auth",
                "WIJKWERK_OIDC_USERINFO": f"{issuer}/me",
                "WIJKWERK_ADDRESS": url,
                "WIJKWERK_LISTS": str(data / "lists"),
            }
            serve = [
                sys.executable,
                "-m",
                "wijkwerk",
                "serve",
                str(live.editions),
                "--port",
                str(port),
                "--var",
                str(live.data.parent / "var"),
                "--data",
                str(data),
            ]
            with started(serve, data / "site.log", {**os.environ, **settings}) as found:
                yield replace(live, url=found, data=data)
        finally:
            provider.terminate()
            provider.wait(timeout=10)


@pytest.fixture
def page(with_provider: Site, browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="nl-NL")
    yield context.new_page()
    context.close()


def log_in(page: Any, site: Site, name: str, path: str) -> None:
    """From a page that asks for an account, by the button, through the provider's two forms."""
    page.goto(f"{site.url}{path}")
    page.get_by_role("button", name="Gemeente-account").click()
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("whatever the provider wants")
    page.locator("button[type=submit]").click()
    page.locator("button[type=submit]").click()  # 'continue': this site may know who it is


def test_somebody_with_an_account_comes_in_and_goes_to_the_page_that_was_asked_for(
    with_provider: Site, page: Any
) -> None:
    make_accounts(with_provider, {"newcomer": ("", "")}, without=("newcomer",))
    log_in(page, with_provider, "newcomer", "/nl/account/login?next=/nl/account/password")
    assert page.url == f"{with_provider.url}/nl/account/password"
    page.goto(f"{with_provider.url}/nl/account")
    assert "newcomer@example.org" in page.locator("main").inner_text()


@pytest.mark.parametrize("name", ["stranger", "unverified"])
def test_who_has_no_account_or_no_verified_address_stays_out(
    with_provider: Site, page: Any, name: str
) -> None:
    if name == "unverified":
        make_accounts(with_provider, {name: ("", "")}, without=(name,))
    log_in(page, with_provider, name, "/nl/account/login")
    assert page.url.startswith(f"{with_provider.url}/account/provider/back")
    page.goto(f"{with_provider.url}/nl/account")
    assert "/nl/account/login" in page.url


def test_staff_are_asked_for_the_second_step_as_well(with_provider: Site, page: Any) -> None:
    make_accounts(with_provider, {"drafter": ("official", "")})
    log_in(page, with_provider, "drafter", "/nl/account/login")
    assert "/nl/account/second-factor" in page.url


def test_giving_up_at_the_provider_leads_back_to_the_door(with_provider: Site, page: Any) -> None:
    page.goto(f"{with_provider.url}/nl/account/login")
    page.get_by_role("button", name="Gemeente-account").click()
    page.get_by_role("link", name="Cancel").click()
    assert page.url.startswith(f"{with_provider.url}/account/provider/back")
    assert page.locator("h1").is_visible()
    page.goto(f"{with_provider.url}/nl/account")
    assert "/nl/account/login" in page.url
