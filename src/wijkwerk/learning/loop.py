"""Asks every capability what it handed over and took up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from time import monotonic
from typing import Any

from wijkwerk.learning.core.loop import LinkStanding, standings
from wijkwerk.learning.models import Advice, Barrier, Practice, Recommendation
from wijkwerk.learning.services.barriers import state_of
from wijkwerk.learning.services.places import above
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.loop import LoopPart
from wijkwerk.shared.text import Language

SECONDS = 60  # that what was asked is kept, here and by others: what waits may change at any time


def parts(today: date, language: Language) -> list[LoopPart]:
    """What each capability knows of the loop on a day."""
    return [capability.loop(today, language) for capability in capabilities()]


def loop_of(today: date, language: Language, area: str = "") -> list[LinkStanding]:
    """How each link stands: of everything, or of what is about ``area``, lies in it or around it."""
    return standings(parts(today, language), today, concerns(area))


def kept_loop_of(today: date, language: Language, area: str = "") -> list[LinkStanding]:
    """The same, of what was so at most a minute ago, and of learning itself what is so now: what pages show
    that anybody asks for."""
    own = tuple(state_of(model) for model in (Advice, Recommendation, Barrier, Practice))
    recent = _kept_parts(today, language, int(monotonic() // SECONDS), own)
    return standings(recent, today, concerns(area))


@lru_cache(maxsize=4)  # the languages, of this minute and of the one before
def _kept_parts(today: date, language: Language, _minute: int, _own: Any) -> tuple[LoopPart, ...]:
    return tuple(parts(today, language))


def forget() -> None:
    """Ask everything anew."""
    _kept_parts.cache_clear()


def concerns(area: str) -> Callable[[Sequence[str]], bool]:
    """Whether something with these codes is about ``area``; everything is about ''."""
    if not area:
        return lambda areas: True
    around = {area, *above(area)}
    return lambda areas: any(code in around or area in above(code) for code in areas)
