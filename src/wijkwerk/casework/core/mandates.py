"""Who decides a line of a plan: the director by their mandate, another who has to be asked, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Power(StrEnum):
    """What the organisation of a director may do in a life domain."""

    DECIDES = "decides"
    ADVISES = "advises"
    ASKS = "asks"


@dataclass(frozen=True)
class Mandate:
    """``most``: up to and including how many cents it decides, None without a limit; ``asks``: the organisation
    that decides beyond it, None when nobody was named."""

    power: Power
    most: int | None = None
    asks: int | None = None


@dataclass(frozen=True)
class Decider:
    """``own``: the director decides; else ``organisation`` does, None: nobody, which is a conflict by itself."""

    own: bool
    organisation: int | None = None

    @property
    def is_nobody(self) -> bool:
        """Whether the line has no decider."""
        return not self.own and self.organisation is None


def decider(mandate: Mandate | None, cents: int | None) -> Decider:
    """Who decides a line that costs so many cents (None: nothing), by the mandate of the director's organisation
    for its life domain (None: it has none)."""
    if mandate is None:
        return Decider(own=False)
    within = cents is None or mandate.most is None or cents <= mandate.most
    if mandate.power is Power.DECIDES and within:
        return Decider(own=True)
    return Decider(own=False, organisation=mandate.asks)
