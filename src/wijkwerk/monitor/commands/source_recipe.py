"""``wijkwerk source recipe``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.monitor.commands.progress import progress_bar
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, ngettext


def recipe_command(
    recipe: Annotated[Path, typer.Argument(help="The recipe, a TOML file.")],
    data: Annotated[Path, typer.Option(help="Folder with the files that the recipe names.")],
    out: Annotated[Path, typer.Option(help="New folder for the source.")],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace OUT when a recipe made it.")
    ] = False,
) -> None:
    """Build a source folder out of files of figures, as RECIPE says.

    A recipe names columns, units, signs for missing figures and boundaries. It reads files inside
    DATA only, fetches nothing and runs nothing. Ends with exit code 2 when a file or the recipe is
    wrong, and then writes nothing.

    Example: `wijkwerk source recipe examples/recipes/denhaag-2009-2022.toml --data ../shared/data
    --out denhaag`
    """
    from wijkwerk.monitor.sources.recipes import build_source, read_accounts, read_remarks

    with progress_bar() as tell:
        build_source(recipe, data, out, overwrite, tell)
    console = Console(highlight=False, emoji=False)
    remarks = read_remarks(out)
    console.print(_("A source folder in {out}.", out=out), soft_wrap=True)
    for account in read_accounts(out):
        console.print(f"  {in_language(str(account))}.", soft_wrap=True)
    if remarks:
        remark_count = ngettext("{number} remark", "{number} remarks", len(remarks))
        console.print(
            _("{remarks}; wijkwerk source check {out} tells more.", remarks=remark_count, out=out),
            soft_wrap=True,
        )
    console.print(_("Next: wijkwerk edition build {out} --out editions", out=out), soft_wrap=True)
