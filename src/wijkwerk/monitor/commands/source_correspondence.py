"""``wijkwerk source correspondence``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.registry.language import gettext as _


def correspondence_command(
    old: Annotated[Path, typer.Argument(help="The old areas: GeoJSON with a property code.")],
    new: Annotated[Path, typer.Argument(help="The new areas: GeoJSON with a property code.")],
    vintage_from: Annotated[str, typer.Option("--from", help="Vintage of the old areas, as 2015.")],
    vintage_to: Annotated[str, typer.Option("--to", help="Vintage of the new areas, as 2022.")],
    out: Annotated[Path, typer.Option(help="The table to write, as correspondence/2015-2022.csv.")],
) -> None:
    """Make a table of correspondence out of two sets of boundaries, by surface.

    Each old area is handed out over the new ones by the surface they share: as if what is counted
    lies evenly over it. A table by addresses or inhabitants is better; use this when there is
    none. What is brought over by it is an estimate (status E). Needs the extra 'geo'.

    Exit codes: 0 the table is there, 2 a file can't be read or OUT is there already.

    Example:

        wijkwerk source correspondence old.geojson new.geojson --from 2015 --to 2022 --out 2015-2022.csv
    """
    from wijkwerk.monitor.sources.correspondence import write_correspondence

    correspondence = write_correspondence(old, new, (vintage_from, vintage_to), out)
    console = Console(highlight=False, emoji=False)
    console.print(
        _(
            "{out}: {rows} rows for {areas} old areas.",
            out=out,
            rows=correspondence.rows,
            areas=correspondence.areas,
        ),
        soft_wrap=True,
    )
    if correspondence.outside:
        console.print(
            _(
                "{number} old areas touch no new one and are left out: {codes}",
                number=len(correspondence.outside),
                codes=", ".join(correspondence.outside[:5]),
            ),
            soft_wrap=True,
        )
