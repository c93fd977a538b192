"""``wijkwerk edition attack``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from wijkwerk.monitor.commands.progress import progress_bar
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language

_SHOWN = 50


def attack_command(
    edition: Annotated[Path, typer.Argument(help="The edition to attack.")],
    other: Annotated[
        list[Path] | None,
        typer.Option(help="Another edition that the intruder has; may be given more than once."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="What was found as JSON.")] = False,
) -> None:
    """Play the intruder: can anything that EDITION withholds be worked out from what it publishes?

    Looks for figures left standing, gaps in ranks, ranges, classes, indexes and composites that
    tell of withheld cells; takes the counts behind shares back, and solves all sums over areas
    above, groups and other indicators; looks for few respondents whom a total holds and no shown
    part of it. With --other the same cells in other editions, and what two editions tell together.

    Everything that is published is read: a file or column that the intruder doesn't know is named,
    and documents are made again from the tables, which they may not go beyond.

    Exit codes: 0 nothing was recovered, 2 something was, or something couldn't be read: don't
    publish that edition.

    Examples:

        wijkwerk edition attack editions/demo-0123456789
        wijkwerk edition attack editions/demo-0123456789 --other editions/demo-9876543210
    """
    from wijkwerk.monitor.editions.attack import attack

    with progress_bar() as tell:
        report = attack(edition, other or (), lambda share: tell("attacking", share))
    if as_json:
        typer.echo(json.dumps(asdict(report), indent=1, ensure_ascii=False))
    else:
        console = Console(highlight=False, emoji=False)
        others_text = _(" with {others}", others=", ".join(report.others)) if report.others else ""
        console.print(
            _(
                "{edition}{others_text}: {withheld:,} withheld cells attacked, {programmes:,} "
                "linear programmes solved.",
                edition=report.edition,
                others_text=others_text,
                withheld=report.withheld,
                programmes=report.programmes,
            ),
            markup=False,
            soft_wrap=True,
        )
        for remark in report.unread:
            console.print(
                _("Not read: {file}.", file=remark), style="red", markup=False, soft_wrap=True
            )
        if report.recovered:
            _print_finds(console, [asdict(find) for find in report.recovered])
        elif report.unread:
            console.print(
                _("What these tell isn't known: don't publish this edition."), style="red"
            )
        else:
            console.print(_("Nothing was recovered."), style="green")
    if not report.holds:
        raise typer.Exit(2)


def _print_finds(console: Console, finds: list[dict[str, str]]) -> None:
    title = _("{number:,} recovered: don't publish this edition", number=len(finds))
    table = Table(title=title, title_justify="left", title_style="red")
    for header in ("area", "period", "indicator", "how"):
        table.add_column(in_language(header), overflow="fold")
    for find in finds[:_SHOWN]:
        table.add_row(find["area"], find["period"], find["indicator"], in_language(find["how"]))
    console.print(table)
    if len(finds) > _SHOWN:
        console.print(_("These are the first {shown}; --json tells all.", shown=_SHOWN))
