"""What a table holds, how sensitive each field is, and how long it is kept: said beside the model.

A test holds every table of the database against its card: a table without one, or a field that
isn't on it, fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Sensitivity(StrEnum):
    """How careful one must be with a field."""

    PLAIN = "plain"  # nothing about a person
    PERSONAL = "personal"  # says something about a person, or points at one
    SECRET = "secret"  # opens something; never shown, logged or exported  # noqa: S105


@dataclass(frozen=True)
class DataCard:
    """A table's card. ``days`` is how long a row is kept after its purpose ended, None for ever."""

    days: int | None
    because: str
    fields: Mapping[str, Sensitivity]

    def of_class(self, sensitivity: Sensitivity) -> frozenset[str]:
        """The names of the fields that are this sensitive."""
        return frozenset(name for name, field in self.fields.items() if field is sensitivity)


def data_card(
    *,
    days: int | None,
    because: str,
    plain: Iterable[str] = (),
    personal: Iterable[str] = (),
    secret: Iterable[str] = (),
) -> DataCard:
    """A card from lists of names. Raises ValueError when a name stands in two of them."""
    fields: dict[str, Sensitivity] = {}
    for sensitivity, names in (
        (Sensitivity.PLAIN, plain),
        (Sensitivity.PERSONAL, personal),
        (Sensitivity.SECRET, secret),
    ):
        for name in names:
            if name in fields:
                raise ValueError(f"{name} stands twice on the card")
            fields[name] = sensitivity
    return DataCard(days, because, fields)


def kept_card(
    because: str, *plain: str, personal: Iterable[str] = (), secret: Iterable[str] = ()
) -> DataCard:
    """The card of a table that is kept for ever: its fields, and those that are about a person or open
    something."""
    return data_card(days=None, because=because, plain=plain, personal=personal, secret=secret)
