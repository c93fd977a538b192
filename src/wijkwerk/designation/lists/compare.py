"""Compare two lists, or two years of one."""

from __future__ import annotations

import polars as pl

from wijkwerk.designation.core.comparing import compared
from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.shared.problems import InputError


def compare_lists(
    first: DesignationList,
    second: DesignationList,
    years: tuple[int | None, int | None] = (None, None),
    status: tuple[str | None, str | None] = (None, None),
) -> pl.DataFrame:
    """``comparing.COLUMNS`` with the areas' names.

    Without ``years``: the last year that both have, or with one list its last two. Without
    ``status``: every status that both have; given two, the one in ``first`` is held against the
    other in ``second``. InputError when there is nothing to compare.
    """
    before, after = _years(first, second, years)
    pairs = _statuses(first, second, before, after, status)
    tables = [
        (
            designation_list.table("statuses").filter(pl.col("year") == year).collect(),
            designation_list.table("criteria").filter(pl.col("year") == year).collect(),
        )
        for designation_list, year in ((first, before), (second, after))
    ]
    (old, old_criteria), (new, new_criteria) = tables
    rows = [
        compared(
            (old, new),
            (old_criteria, new_criteria),
            pair,
            first.scheme.at(before).rests_on(pair[0]) | second.scheme.at(after).rests_on(pair[1]),
            first.scheme.at(before).around(pair[0]) | second.scheme.at(after).around(pair[1]),
        )
        for pair in pairs
    ]
    names = pl.concat(
        [
            designation_list.table("areas").select(area="code", name="name").collect()
            for designation_list in (first, second)
        ]
    ).unique("area", keep="last", maintain_order=True)
    return (
        pl.concat(rows)
        .join(names, on="area", how="left")
        .with_columns(year_before=pl.lit(before), year_after=pl.lit(after))
    )


def _years(
    first: DesignationList, second: DesignationList, years: tuple[int | None, int | None]
) -> tuple[int, int]:
    same = first.id == second.id
    shared = sorted(set(first.years) & set(second.years))
    if same and years == (None, None):
        if len(first.years) < 2:
            raise InputError.of(first.id, "nothing to compare", "a list of two years or more")
        return first.years[-2], first.years[-1]
    last = shared[-1] if shared else None
    chosen = (
        years[0] if years[0] is not None else years[1] if not same else last,
        years[1] if years[1] is not None else years[0] if not same else last,
    )
    years_compared = (
        chosen[0] if chosen[0] is not None else last,
        chosen[1] if chosen[1] is not None else last,
    )
    for designation_list, year in zip((first, second), years_compared, strict=True):
        if year is None or year not in designation_list.years:
            raise InputError.of(
                "--year",
                "no such year",
                f"{designation_list.years[0]} to {designation_list.years[-1]}, the years of {designation_list.id}",
                value=None if year is None else str(year),
            )
    assert years_compared[0] is not None and years_compared[1] is not None
    if same and years_compared[0] == years_compared[1]:
        raise InputError.of(
            "--year", "nothing to compare", "two years", value=str(years_compared[0])
        )
    return years_compared[0], years_compared[1]


def _statuses(
    first: DesignationList,
    second: DesignationList,
    before: int,
    after: int,
    status: tuple[str | None, str | None],
) -> list[tuple[str, str]]:
    has = [
        [status_of_version.code for status_of_version in designation_list.scheme.at(year).active()]
        for designation_list, year in ((first, before), (second, after))
    ]
    codes_asked = (status[0] or status[1], status[1] or status[0])
    for code, codes in zip(codes_asked, has, strict=True):
        if code is not None and code not in codes:
            raise InputError.of(
                "--status", "unknown status", "one of " + ", ".join(codes), value=code
            )
    if codes_asked[0] is not None and codes_asked[1] is not None:
        return [(codes_asked[0], codes_asked[1])]
    shared = [(code, code) for code in has[0] if code in has[1]]
    if not shared:
        raise InputError.of(
            "--status",
            "the lists share no status",
            "--status IN_FIRST --status IN_SECOND",
            suggestion=f"The first has {', '.join(has[0])}; the second {', '.join(has[1])}.",
        )
    return shared
