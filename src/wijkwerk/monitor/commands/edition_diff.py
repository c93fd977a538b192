"""``wijkwerk edition diff``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, ngettext

if TYPE_CHECKING:
    from wijkwerk.monitor.editions.reasons import Reasons

_SHOWN = 20
_FEW = 3
_LINES = 30


def diff_command(
    old: Annotated[Path, typer.Argument(help="The earlier edition.")],
    new: Annotated[Path, typer.Argument(help="The later edition.")],
    as_json: Annotated[bool, typer.Option("--json", help="Every row as JSON lines.")] = False,
) -> None:
    """Tell every figure that changed from OLD to NEW, and why.

    Causes: definition, areas, input, disclosure, method, software. Several joined by + may each
    have had a hand in it; 'unexplained' means that an edition isn't what it says: verify it.

    Exit codes: 0 both were read (also when nothing changed), 2 one of them is not whole.

    Examples:

        wijkwerk edition diff editions/demo-0123456789 editions/demo-9876543210
        wijkwerk edition diff editions/demo-0123456789 editions/demo-9876543210 --json
    """
    import polars as pl

    from wijkwerk.monitor.editions.diff import differences
    from wijkwerk.monitor.editions.edition import Edition
    from wijkwerk.monitor.editions.reasons import reasons

    first, second = Edition.open(old), Edition.open(new)
    why = reasons(first, second)
    counts: Counter[tuple[str, str]] = Counter()
    examples: list[dict[str, Any]] = []
    for rows in differences(first, second, why):
        if as_json:
            typer.echo(rows.write_ndjson(), nl=False)
            continue
        for cause, table, number in rows.group_by("cause", "table").len().iter_rows():
            counts[cause, table] += number
        if len(examples) < _SHOWN:
            # A few of each table and indicator tell more than many of the first; changed figures
            # tell more than what moved beside them.
            telling = rows.sort(
                pl.col("value_old").eq_missing(pl.col("value_new")), maintain_order=True
            )
            few = min(_FEW, _SHOWN - len(examples))
            examples += telling.head(few).iter_rows(named=True)
    if not as_json:
        _show(why, counts, examples)


def _show(why: Reasons, counts: Counter[tuple[str, str]], examples: list[dict[str, Any]]) -> None:
    from wijkwerk.monitor.editions.reasons import MEANING

    console = Console(highlight=False, emoji=False)
    if why.lines:
        console.print(_("What changed between the two:"))
        for line in why.lines[:_LINES]:
            console.print(f"  {in_language(line)}", markup=False)
        if len(why.lines) > _LINES:
            console.print(_("  and {number} more", number=len(why.lines) - _LINES))
    if not counts:
        console.print(_("No figure changed."))
        return
    console.print(_("What it did:"))
    width = max(len(_joined(cause)) for cause, _table in counts)
    for (cause, table), number in sorted(counts.items()):
        rows = ngettext("{number} row of {table}", "{number} rows of {table}", number, table=table)
        console.print(f"  {_joined(cause):<{width}}  {rows}", markup=False)
    console.print(_("What the causes mean:"))
    for cause_code in dict.fromkeys(
        part for cause, _number in sorted(counts) for part in cause.split("+")
    ):
        console.print(f"  {cause_code}: {in_language(MEANING[cause_code])}")
    console.print(_("For example:"))
    for row in examples:
        console.print(f"  {_sentence(row)}", markup=False)
    everything = sum(counts.values())
    if everything > len(examples):
        console.print(
            _(
                "These are {number} of {everything} rows; --json gives them all.",
                number=len(examples),
                everything=everything,
            )
        )


def _joined(cause: str) -> str:
    return cause.replace("+", " + ")


def _sentence(row: dict[str, Any]) -> str:
    """A row in a line: which figure, from what to what, why."""
    against = row["reference"]
    place = " ".join(
        part
        for part in (
            row["indicator"],
            row["period"],
            row["area"],
            _("against {area}", area=against) if against and against != row["area"] else None,
            row["part"],
        )
        if part
    )
    old, new = _figure(row, "old"), _figure(row, "new")
    # The figure itself may be the same while something beside it moved.
    what = f"{old} → {new}" if old != new else row["columns"].replace(" ", ", ")
    return f"{row['table']}: {place}: {what} ({_joined(row['cause'])})"


def _figure(row: dict[str, Any], which: str) -> str:
    """A figure in few signs; a word where there is none."""
    value = row[f"value_{which}"]
    if value is not None:
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    absent = {"old": ("appeared", "withheld"), "new": ("disappeared", "released")}[which]
    if row["change"] == absent[0]:
        return "none"
    return "withheld" if row["change"] in ("withheld", "released") else "–"
