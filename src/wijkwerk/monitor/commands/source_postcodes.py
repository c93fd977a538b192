"""``wijkwerk source postcodes``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import notation


def postcodes_command(
    file: Annotated[
        Path, typer.Argument(help="The yearly file, such as pc6hnr20240801_gwb.csv or its zip.")
    ],
    source: Annotated[Path, typer.Option(help="The source folder; postcodes.csv comes in it.")],
) -> None:
    """Make `postcodes.csv` of a source, so that people find their neighbourhood by postcode.

    FILE is that of Statistics Netherlands with the neighbourhood of each postcode and house number:
    PC6, Huisnummer, BuurtYYYY, WijkYYYY, GemeenteYYYY. Take the year of the source's boundaries. The
    table keeps postcodes of areas of the source, on its lowest level, and replaces one that is there.

    Example: `wijkwerk source postcodes pc6hnr20240801_gwb.csv --source den-haag/source`
    """
    from wijkwerk.monitor.sources.postcodes import FILE, write_postcodes

    taken = write_postcodes(file, source)
    console = Console(highlight=False, emoji=False)
    console.print(
        _(
            "{addresses} addresses read; left out because they lie elsewhere: {elsewhere}.",
            addresses=notation(taken.addresses, ","),
            elsewhere=notation(taken.elsewhere, ","),
        ),
        soft_wrap=True,
    )
    console.print(
        _(
            "Postcodes in {source}: {postcodes}; in more than one area: {divided}.",
            postcodes=notation(taken.postcodes, ","),
            source=source / FILE,
            divided=notation(taken.divided, ","),
        ),
        soft_wrap=True,
    )
