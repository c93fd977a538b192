"""Whether a household is one with many problems, by a definition that somebody published: yes, no or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wijkwerk.shared.deadlines import months_later


@dataclass(frozen=True)
class Extent:
    """What is known of a household; None for what nobody said."""

    helped_since: date | None = None
    schemes: int | None = None
    is_interwoven: bool | None = None
    passes_on: bool | None = None


@dataclass(frozen=True)
class Conditions:
    """What a definition asks; None for what it doesn't."""

    more_than_months: int | None = None
    least_schemes: int | None = None
    is_interwoven: bool | None = None
    passes_on: bool | None = None


def meets(conditions: Conditions, extent: Extent, day: date) -> bool | None:
    """Whether a household meets every condition on a day. What isn't known never counts as no: None, unless another
    condition fails already."""
    answers: list[bool | None] = []
    if conditions.more_than_months is not None:
        since = extent.helped_since
        answers.append(
            None if since is None else months_later(since, conditions.more_than_months) < day
        )
    if conditions.least_schemes is not None:
        answers.append(
            None if extent.schemes is None else extent.schemes >= conditions.least_schemes
        )
    for wanted, actual in (
        (conditions.is_interwoven, extent.is_interwoven),
        (conditions.passes_on, extent.passes_on),
    ):
        if wanted is not None:
            answers.append(None if actual is None else actual is wanted)
    if False in answers:
        return False
    return None if None in answers or not answers else True
