"""``wijkwerk list verify``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from wijkwerk.designation.commands.options import plain_console
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language

_MEANING = {
    "changed": "File of the list changed",
    "missing": "File of the list missing",
    "unexpected": "File that doesn't belong to the list",
    "input": "Other input",
    "key": "Can't be verified here",
    "method": "Other method",
    "software": "Other software",
}


def verify_command(
    folder: Annotated[Path, typer.Argument(help="The list's folder.")],
    edition: Annotated[
        Path | None, typer.Option(help="Make the list anew from this edition; compare every byte.")
    ] = None,
    scheme: Annotated[str | None, typer.Option(help="Scheme, when it isn't a shipped one.")] = None,
    labels: Annotated[Path | None, typer.Option(help="As the list was made with.")] = None,
    nominations: Annotated[Path | None, typer.Option(help="As the list was made with.")] = None,
    correspondence: Annotated[Path | None, typer.Option(help="As the list was made with.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Differences as JSON.")] = False,
) -> None:
    """Is the list in FOLDER what it says it is? Every file is held against its manifest.

    With --edition it is made anew with the options in its manifest, and every byte is compared.

    Exit codes: 0 all is as it should be, 2 something differs.

    Examples:

        wijkwerk list verify lists/denmark-0123456789
        wijkwerk list verify lists/denmark-0123456789 --edition editions/simulated-country-…
    """
    from wijkwerk.designation.lists.build import Options
    from wijkwerk.designation.lists.verify import verify_list
    from wijkwerk.monitor.api import progress_bar

    options = Options(labels=labels, nominations=nominations, changes=correspondence)
    with progress_bar() as tell:
        verify = verify_list(folder, edition, scheme, options, tell)
    if as_json:
        typer.echo(
            json.dumps([asdict(difference) for difference in verify], indent=1, ensure_ascii=False)
        )
    else:
        console = plain_console()
        for difference in verify:
            line = f"{in_language(_MEANING[difference.kind])}: {difference.file}: {in_language(difference.detail)}."
            console.print(line, style="red")
        if not verify and edition is None:
            console.print(_("Every file is as the manifest says."))
        elif not verify:
            console.print(_("Making it anew from the edition gives the same bytes, file by file."))
    if verify:
        raise typer.Exit(2)
