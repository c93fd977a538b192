"""Areas that left a list: what others who study the list want to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from wijkwerk.designation.core.moments import year_before
from wijkwerk.designation.core.scheme import Scheme
from wijkwerk.designation.list_folders import open_list
from wijkwerk.designation.lists.compare import compare_lists
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.problems import InputError


def leavers_in(folder: Path, name: str, year: int, status: str = "") -> list[str]:
    """Codes of the areas that lost ``status`` (by default the one that asks least) in ``year``, by the rule, of
    the list with this id in ``folder``. Raises InputError when there is no such list, year or status."""
    opened = open_list(folder, name)
    before, code = _asked(opened.years, opened.scheme, year, status)
    return _left(compare_lists(opened, opened, (before, year), (code, code)).to_dicts())


def leavers_shown(name: str, year: int, status: str = "") -> list[str]:
    """The same of a list that everybody can read on this site, after what was decided about it. Raises
    InputError when there is no such list."""
    # Only a site asks this: a command line has no use for the pages' libraries.
    from wijkwerk.designation.serving.comparison import compare
    from wijkwerk.designation.serving.library import lists

    try:
        shown = lists().open(name)
    except NotServedError:
        raise InputError.of("list", "no such list", "a list of this site", value=name) from None
    before, code = _asked(shown.years, shown.scheme, year, status)
    return _left(compare(shown, before, shown, year, code))


def _asked(years: Sequence[int], scheme: Scheme, year: int, status: str) -> tuple[int, str]:
    """The year before, and the status that is meant."""
    if year not in years or year == years[0]:
        expected = f"one of {', '.join(map(str, years[1:]))}" if len(years) > 1 else "a longer list"
        raise InputError.of("list", "nothing to leave in this year", expected, value=str(year))
    codes = [status_rule.code for status_rule in scheme.at(year).active()]
    if status and status not in codes:
        raise InputError.of("list", "no such status", f"one of {', '.join(codes)}", value=status)
    return year_before(years, year), status or scheme.at(year).lowest()


def _left(rows: Iterable[dict[str, Any]]) -> list[str]:
    # An area that is no more left nothing.
    return sorted(
        row["area"] for row in rows if row["change"] == "left" and row["cause"] != "areas"
    )
