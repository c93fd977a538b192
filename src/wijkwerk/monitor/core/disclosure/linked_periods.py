"""Periods that are parts of a longer one: a year follows from its quarters, and a quarter from the year
and the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wijkwerk.monitor.core.disclosure.cells import Bools, Floats

_HALF = 0.5  # counts are whole: a sum that is less than this off fits


def contained(periods: Sequence[str]) -> list[tuple[int, tuple[int, ...]]]:
    """(longer, parts) as places in ``periods`` (ISO 8601, quarters as 2012-Q3): years of which all
    quarters or all months are there, and quarters of which all months are."""
    place = {name: number for number, name in enumerate(periods)}
    result = []
    for name, number in place.items():
        year, _, rest = name.partition("-")
        months = [f"{year}-{month:02d}" for month in range(1, 13)]
        if not rest:
            ways = [[f"{year}-Q{quarter}" for quarter in range(1, 5)], months]
        elif rest.startswith("Q"):
            ways = [months[3 * int(rest[1:]) - 3 : 3 * int(rest[1:])]]
        else:
            continue
        result += [
            (number, tuple(place[part] for part in parts))
            for parts in ways
            if all(part in place for part in parts)
        ]
    return result


def together(withheld: Bools, counts: Floats, periods: Sequence[str]) -> Bools:
    """``withheld`` (areas, periods), and with each cell the longer period that it is part of and
    the other parts.

    Only where the ``counts`` of the parts make that of the longer period; of a count that isn't
    known (not a number) that is taken for granted when it holds in another area.
    """
    together = withheld.copy()
    for longer, parts in contained(periods):
        off = np.abs(counts[:, parts].sum(axis=1) - counts[:, longer])
        if (off < _HALF).any():
            columns = [longer, *parts]
            lost = ~(off >= _HALF) & withheld[:, columns].any(axis=1)
            together[np.ix_(lost, columns)] = True
    return together
