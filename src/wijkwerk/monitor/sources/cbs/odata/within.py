"""Only the areas of a municipality: how a service is asked for them, and what is kept of its answer.

A service may ignore a condition without a word, so what comes is always looked at again.
"""

from __future__ import annotations

from urllib.parse import quote

from wijkwerk.monitor.sources.cbs.places import COUNTRY


def prefixes(municipality: str) -> tuple[str, ...]:
    """The beginnings of all codes inside a municipality ('GM0363'), itself and the country included."""
    digits = municipality[2:]
    return (COUNTRY[:2], f"GM{digits}", f"WK{digits}", f"BU{digits}")


def begins_with(dimension: str, within: tuple[str, ...]) -> str:
    """The OData condition that ``dimension`` begins with one of ``within``; '' when that is empty."""
    return " or ".join(f"startswith({dimension},'{prefix}')" for prefix in within)


def lies_within(code: str, within: tuple[str, ...]) -> bool:
    """Whether ``code``, spaces around it aside, begins so; everything does when ``within`` is empty."""
    return not within or code.strip().startswith(within)


def quoted(clause: str) -> str:
    """An OData condition as it stands in an address."""
    return quote(clause, safe="()'$,")
