"""A small capability with tables of its own, and browsers for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

sys.path.append(str(Path(__file__).parent))  # for lending.py, with --import-mode=importlib

from visitors import Clock, account_of, login

OFFICIAL, CITY, DECIDER = "official", "municipality", "decider"


@pytest.fixture(scope="module")
def lending(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The module of the toy capability, with its tables for as long as this file of tests runs."""
    import lending

    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in lending.MODELS:
                editor.create_model(model)
        yield lending
        with connection.schema_editor() as editor:
            for model in reversed(lending.MODELS):
                editor.delete_model(model)


@pytest.fixture
def library(lending: Any, db: None, plain_site: None, settings: Settings) -> Any:
    """A library whose pages the site has."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "lending"]
    settings.ROOT_URLCONF = "lending"
    return lending.Library.objects.create(slug="GM0001")


@pytest.fixture
def browser(db: None, clock: Clock) -> Callable[..., Client]:
    """A browser of somebody with a role, held within the library's municipality where it needs one."""

    def make(role: str = "", place: str | None = None) -> Client:
        where = ("GM0001" if role == CITY else "") if place is None else place
        user = account_of(
            f"{role or 'nobody'}.{where or 'all'}@example.org".lower(), role, place=where
        )
        return login(user, clock.now)

    return make


@pytest.fixture
def loan(library: Any) -> Callable[..., Any]:
    """A loan in a state, written without its services."""
    from lending import Item, Loan

    def make(state: str = "asked", title: str = "Hamer", items: int = 0) -> Any:
        made = Loan.objects.create(
            library=library, state=state, title=title, kind="short", since=date(2026, 3, 1)
        )
        for number in range(items):
            Item.objects.create(loan=made, name=f"Stuk {number}")
        return made

    return make
