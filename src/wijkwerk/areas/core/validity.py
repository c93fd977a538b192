"""Which row counts when. Periods are ISO texts; an open end is null; ends are inclusive."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_EVER_BEFORE, _EVER_AFTER = "", "\uffff"


def overlaps(rows: pl.DataFrame, key: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of rows (0-based) with the same key whose periods overlap, the earlier row first.

    ``rows`` has the columns of ``key``, ``valid_from`` and ``valid_to``. Rows that are equal in
    key and both ends are doubles, not overlaps, and are left to the check for doubles.
    """
    ordered = (
        rows.with_row_index("row")
        .with_columns(
            pl.col("valid_from").fill_null(_EVER_BEFORE),
            pl.col("valid_to").fill_null(_EVER_AFTER),
        )
        .sort([*key, "valid_from", "valid_to", "row"])
    )
    pairs: list[tuple[int, int]] = []
    last: dict[str, object] | None = None
    for current in ordered.iter_rows(named=True):
        if last is not None and all(current[name] == last[name] for name in key):
            same = all(current[end] == last[end] for end in ("valid_from", "valid_to"))
            # An end is inclusive and may be shorter than a start ('2010' against '2010-07').
            before = str(last["valid_to"]) + _EVER_AFTER
            if not same and str(current["valid_from"]) <= before:
                first, second = sorted((int(str(last["row"])), int(str(current["row"]))))
                pairs.append((first, second))
            if str(current["valid_to"]) < str(last["valid_to"]):
                continue
        last = current
    return sorted(pairs)
