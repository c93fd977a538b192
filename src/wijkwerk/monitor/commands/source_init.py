"""``wijkwerk source init``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.publication.api import write_whole
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import language, ngettext
from wijkwerk.shared.problems import InputError


def init_command(
    files: Annotated[
        list[Path],
        typer.Argument(help="Files with figures: CSV, .xlsx, .xls, .ods, JSON or Parquet."),
    ],
    out: Annotated[Path, typer.Option(help="The recipe that is written.")],
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Write the recipe also when it can't be carried out yet."),
    ] = False,
) -> None:
    """Propose a first recipe for FILES, out of their headers and first rows.

    It guesses which columns hold codes, periods and figures, their units, signs and separators, and
    says so in the recipe. Look it through, then run it with `wijkwerk source recipe`. The recipe is
    tried first: what would be refused then is told now, and nothing is written.

    Exit codes: 0 done, 2 a file is wrong, or OUT is there already.

    Example: `wijkwerk source init figures.xlsx --out recipe.toml`
    """
    from wijkwerk.monitor.sources.recipes.propose import folder_of, propose_recipe, try_recipe
    from wijkwerk.monitor.sources.recipes.recipe import CHECK

    if out.exists():
        raise InputError.of(
            str(out),
            "file is there already",
            "a new file",
            suggestion="Take another name, so that no work on a recipe is lost.",
        )
    proposal = propose_recipe(files)
    if not draft:
        try_recipe(proposal.text, files)
    write_whole(out, proposal.text.encode())
    console = Console(highlight=False, emoji=False)
    console.print(
        ngettext(
            "A recipe in {out}, with {number} guess marked {word}.",
            "A recipe in {out}, with {number} guesses marked {word}.",
            proposal.questions,
            out=out,
            word=CHECK[language()],
        ),
        soft_wrap=True,
        markup=False,
    )
    for columns in filter(None, proposal.left_out):
        remark = _("Left out: {columns}.", columns=", ".join(columns))
        console.print(remark, soft_wrap=True, markup=False)
    source = out.with_suffix("") if out.suffix else out.with_name(f"{out.name}-source")
    command = ["wijkwerk", "source", "recipe", str(out), "--data", str(folder_of(files))]
    command += ["--out", str(source)]
    console.print(_("Next: {command}", command=shlex.join(command)), soft_wrap=True, markup=False)
