"""``wijkwerk demo``: the examples that ship, built and served, for who has the package and no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import wijkwerk
from wijkwerk.registry.language import gettext as _
from wijkwerk.shared.extras import PAPERS, require_installed
from wijkwerk.shared.problems import InputError


def examples_folder() -> Path:
    """The folder with examples: inside the installed package, or that of the checkout.

    Raises InputError when neither is there.
    """
    package = Path(wijkwerk.__file__).resolve().parent
    places = (package / "examples", package.parents[1] / "examples")
    for place in places:
        if (place / "programmes").is_dir():
            return place
    raise InputError.of(
        str(places[0]),
        "the examples aren't there",
        "a whole installation",
        suggestion="Install Wijkwerk again.",
    )


def demo_command(
    folder: Annotated[Path, typer.Option(help="Folder for everything that is made.")] = Path(
        "wijkwerk-demo"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free port.")] = 8000,
) -> None:
    """Build the examples that ship (about a minute, the first time) and serve them until Ctrl-C.

    Nothing is asked and nothing is fetched; what is made lies in one folder, so that removing it
    removes the demo. Run it again at any time: what was built is there already.

    Examples:

        wijkwerk demo
        wijkwerk demo --port 8080 --folder /tmp/demo
    """
    from wijkwerk.site import run

    require_installed("wijkwerk demo", *PAPERS)
    port = run.free_port(run.LOOPBACK, port)  # before the minute of building, not after it
    folder = folder.resolve()
    run.use_data(folder / "data")
    run.use_lists(folder / "lists")
    Console(highlight=False, emoji=False).print(
        _("Everything is made in {folder}", folder=folder), markup=False, soft_wrap=True
    )
    built = build(folder)
    if built:
        raise typer.Exit(built)
    run.serve(folder / "editions", folder / "site", run.LOOPBACK, port, None)


def build(folder: Path) -> int:
    """Build editions, lists and programmes below ``folder``; the exit code, 0 when it went well.

    Raises InputError when the folder can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise InputError.of(
            str(folder),
            f"can't be made ({fault.strerror})",
            "a folder that can be written",
            suggestion="Take another one with --folder.",
        ) from fault
    # A process of its own: what building takes of memory is gone when the site starts.
    return subprocess.run(  # noqa: S603  (no shell: our own module)
        [
            sys.executable,
            "-P",
            "-m",
            "wijkwerk.site.examples",
            "--out",
            str(folder / "editions"),
            "--lists",
            str(folder / "lists"),
        ],
        cwd=examples_folder().parent,
        check=False,
        # Figures of others lie beside a checkout, not here.
        env={**os.environ, "WIJKWERK_PUBLISHED": str(folder / "published")},
    ).returncode
