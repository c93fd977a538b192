"""What the tests of the API share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from django.test import Client
from pytest_django.fixtures import Settings


class FigureQuery(Protocol):
    """A question to the API."""

    def __call__(self, address: str, **headers: str) -> Any:
        """The answer at ``address``, which stands under the country's own."""


@pytest.fixture
def ask(site: str, settings: Settings) -> Iterator[FigureQuery]:
    """Asks about the simulated country: ``ask("figures?limit=1")``."""
    settings.API_RATE = 0
    client = Client(raise_request_exception=True)

    def get(address: str, **headers: str) -> Any:
        own = f"/api/v1/editions/{site}"
        between = "" if address.startswith("?") else "/"
        whole = address if address.startswith("/") else f"{own}{between}{address}"
        return client.get(whole, headers=headers)

    yield get
