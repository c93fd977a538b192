"""``wijkwerk source init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.publication.api import write_whole
from wijkwerk.shared.problems import InputError


def init_command(
    files: Annotated[list[Path], typer.Argument(help="Files with figures: CSV or .xlsx.")],
    out: Annotated[Path, typer.Option(help="The recipe that is written.")],
) -> None:
    """Propose a first recipe for FILES, out of their headers and first rows.

    It guesses which columns hold codes, periods and figures, their units, signs and separators, and
    says so in the recipe. Look it through, then run it with `wijkwerk source recipe`.

    Example: `wijkwerk source init figures.xlsx --out recipe.toml`
    """
    from wijkwerk.monitor.sources.recipes.propose import propose_recipe

    if out.exists():
        raise InputError.of(
            str(out), "file is there already", "a new file",
            suggestion="Take another name, so that no work on a recipe is lost.",
        )  # fmt: skip
    text = propose_recipe(files)
    write_whole(out, text.encode())
    console = Console(highlight=False, emoji=False)
    checks = text.count("CHECK") - 1
    console.print(f"A recipe in {out}, with {checks} guesses marked CHECK.", soft_wrap=True)
    data = files[0].parent
    console.print(
        f"Next: wijkwerk source recipe {out} --data {data} --out {out.with_suffix('')}",
        soft_wrap=True,
    )
