"""Capabilities that are made up, for the front page to gather from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache

from wijkwerk.registry.hooks import HomePart, HomeSetting, Station


@dataclass
class Toy:
    """A capability with what it gives to the front page."""

    settings: Sequence[HomeSetting] = ()
    part: HomePart | None = None
    told: Sequence[Station] = ()
    asked: list[dict[str, str]] = field(default_factory=list)

    def home_settings(self) -> Sequence[HomeSetting]:
        """What can be chosen."""
        return self.settings

    def home_part(self, request: Any, home: dict[str, str]) -> HomePart | None:
        """Its part; remembers what was chosen."""
        self.asked.append(dict(home))
        return self.part

    def stations(self, request: Any, home: dict[str, str]) -> Sequence[Station]:
        """Its stations."""
        return self.told


@pytest.fixture
def gathered(
    monkeypatch: pytest.MonkeyPatch, plain_site: None, settings: Any
) -> Callable[..., None]:
    """Let the front page gather from these capabilities only."""
    cache.clear()
    settings.HOME = {}

    def install(*toys: Toy) -> None:
        for module in ("services", "web.views"):
            monkeypatch.setattr(f"wijkwerk.home.{module}.capabilities", lambda: list(toys))

    return install
