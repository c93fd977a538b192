"""People with accounts in a real browser, and what a page must be: for the journeys beside this."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from django_otp.oath import totp

People = dict[str, tuple[str, str]]  # name: (role, the place that it is held for)
WORD = "correct horse battery"
SECRET = "0f" * 20
# Accounts by the same services as the command line's, in one process.
_MAKE = """
import sys
from datetime import UTC, date, datetime
from wijkwerk.audit.database import open_database
open_database(None)
from wijkwerk.access import accounts
from wijkwerk.access.models import SecondFactor, User
now = datetime.now(UTC)
for name, (role, place) in {people!r}.items():
    email = name + "@example.org"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = accounts.add(email, {word!r}, "command", now)
        if name not in {without!r}:
            SecondFactor.objects.create(user=user, secret={secret!r}, confirmed_at=now)
    if role:
        accounts.give_role(user, role, [place] if place else [], date(2020, 1, 1), None,
                           "command", now)
    print(name, user.pk)
"""
_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def make_accounts(live: Any, people: People, without: tuple[str, ...] = ()) -> dict[str, int]:
    """Gives each of ``people`` its role, after an account with an app on the telephone (none for
    those in ``without``) where there was none. Returns their numbers."""
    program = _MAKE.format(people=people, word=WORD, secret=SECRET, without=without)
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "WIJKWERK_DATA": str(live.data)},
    )
    return {
        name: int(number) for name, number in (line.split() for line in done.stdout.splitlines())
    }


class Everybody:
    """Each has a browser of their own, and logs in once: a code works once."""

    def __init__(self, browser: Any, live: Any) -> None:
        self._browser, self._live = browser, live
        self._pages: dict[str, Any] = {}

    def __call__(self, name: str, **options: Any) -> Any:
        """The page of somebody; ``options`` are those of the browser, the first time."""
        if name not in self._pages:
            size = {"viewport": {"width": 1280, "height": 900}, "accept_downloads": True}
            context = self._browser.new_context(**{**size, **options})
            page = self._pages[name] = context.new_page()
            page.set_default_timeout(30_000)
            page.goto(f"{self._live.url}/nl/account")
            page.fill("#id_email", f"{name}@example.org")
            page.fill("#id_password", WORD)
            press(page)
            if "second-factor" in page.url and "set-up" not in page.url:
                page.fill("#id_code", f"{totp(bytes.fromhex(SECRET)):06}")
                press(page)
        return self._pages[name]

    def go_home(self) -> None:
        """Close every browser."""
        for page in self._pages.values():
            page.context.close()


def everybody(browser: Any, live: Any) -> Iterator[Everybody]:
    """Body of a module's fixture ``people``."""
    made = Everybody(browser, live)
    yield made
    made.go_home()


def press(page: Any) -> None:
    """The button of the form."""
    page.locator("main form.ww-form button.utrecht-button--primary-action").first.click()
    page.wait_for_load_state()


def follow(page: Any, end: str) -> None:
    """Click what leads to an address that ends so: it has to be there to be found."""
    page.locator(f"main a[href$='{end}']").first.click()
    page.wait_for_load_state()


def fill(page: Any, **what: Any) -> None:
    """Fill in fields by their names: text, a choice by its words, or a list of boxes by theirs."""
    for name, value in what.items():
        field = page.locator(f"main [name={name}]").first
        kind = field.evaluate("one => one.tagName + (one.type || '')")
        if kind.startswith("SELECT"):
            known = field.locator(f"option[value='{value}']").count()
            field.select_option(**({"value": value} if known else {"label": value}))
        elif "radio" in kind:
            page.check(f"main input[name={name}][value={value}]")
        elif "checkbox" in kind:
            for label in value if isinstance(value, list) else []:
                page.locator(
                    "label", has=page.locator(f"input[name={name}]"), has_text=label
                ).check()
            if value is True:
                field.check()
        else:
            field.fill(str(value))


def send(page: Any, **what: Any) -> None:
    """Fill a form in and send it; whatever the site says against it is the failure's text."""
    fill(page, **what)
    before = page.url
    press(page)
    wrong = page.locator(".ww-form__error, .ww-notice--error").all_inner_texts()
    assert page.url != before and not wrong, (before, wrong, page.inner_text("main"))


def sound(page: Any) -> None:
    """No obstacle by axe, nothing outside the screen of a desk, a telephone and one of 320 pixels."""
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": 1280, "height": 800})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(_WIDE) <= 0, width
    page.set_viewport_size({"width": 1280, "height": 900})


def sql(live: Any, statement: str, *values: Any) -> list[Any]:
    """What a statement finds or does in the site's database, past all rules."""
    database = sqlite3.connect(live.data / "wijkwerk.sqlite3", timeout=20)
    try:
        with database:
            return database.execute(statement, values).fetchall()
    finally:
        database.close()
