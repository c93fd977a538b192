"""``wijkwerk edition diff``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from wijkwerk.monitor.editions.reasons import Reasons

_SHOWN = 20
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
            examples += rows.head(_SHOWN - len(examples)).iter_rows(named=True)
    if not as_json:
        _show(why, counts, examples)


def _show(why: Reasons, counts: Counter[tuple[str, str]], examples: list[dict[str, Any]]) -> None:
    from wijkwerk.monitor.editions.reasons import MEANING

    console = Console(highlight=False, emoji=False)
    if why.lines:
        console.print("What changed between the two:")
        for line in why.lines[:_LINES]:
            console.print(f"  {line}", markup=False)
        if len(why.lines) > _LINES:
            console.print(f"  and {len(why.lines) - _LINES} more")
    if not counts:
        console.print("No figure changed.")
        return
    total = Table(title="What it did to the figures", title_justify="left")
    for header in ("cause", "table", "rows", "meaning"):
        total.add_column(header, justify="right" if header == "rows" else "left", overflow="fold")
    for (cause, table), number in sorted(counts.items()):
        meaning = "; ".join(MEANING[one] for one in cause.split("+"))
        total.add_row(cause.replace("+", " + "), table, str(number), meaning)
    console.print(total)
    shown = Table(title="For example", title_justify="left")
    for header in ("table", "indicator", "period", "area", "against", "from", "to", "cause"):
        shown.add_column(header, justify="right" if header in ("from", "to") else "left",
                         overflow="fold")  # fmt: skip
    for row in examples:
        shown.add_row(
            row["table"], row["indicator"], row["period"] or "", row["area"] or "",
            row["reference"] or "", _figure(row, "old"), _figure(row, "new"),
            row["cause"].replace("+", " + "),
        )  # fmt: skip
    console.print(shown)
    everything = sum(counts.values())
    if everything > len(examples):
        console.print(f"These are {len(examples)} of {everything} rows; --json gives them all.")


def _figure(row: dict[str, Any], which: str) -> str:
    """A figure in few signs; a word where there is none."""
    value = row[f"value_{which}"]
    if value is not None:
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    absent = {"old": ("appeared", "withheld"), "new": ("disappeared", "released")}[which]
    if row["change"] == absent[0]:
        return "none"
    return "withheld" if row["change"] in ("withheld", "released") else "–"
