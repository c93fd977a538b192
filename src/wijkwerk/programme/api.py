"""The one door to programme for the rest of Wijkwerk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wijkwerk.programme.commands.group import programme_commands

if TYPE_CHECKING:
    from wijkwerk.programme.exchange.adding import Outcome

__all__ = ["programme_commands", "read_programme"]


def read_programme(path: Path, now: datetime, *, only_new: bool = False) -> Outcome | None:
    """Read a programme's document into the database, as whoever runs the site.

    ``only_new``: None and nothing done when there is such a programme. Raises InputError.
    """
    from wijkwerk.audit.database import open_database

    open_database(None)
    from wijkwerk.programme.exchange.checking import check
    from wijkwerk.programme.exchange.importing import import_by_operator
    from wijkwerk.programme.exchange.reading import read_file
    from wijkwerk.programme.models import Programme

    checked = check(read_file(path))
    slug = checked.tables["programme"][0]["slug"]
    if only_new and Programme.objects.filter(slug=slug).exists():
        return None
    return import_by_operator(checked, now)
