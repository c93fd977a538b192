"""Try a proposed recipe: nothing is proposed that would be refused."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from wijkwerk.monitor.sources.recipes.build import build_source
from wijkwerk.monitor.sources.recipes.propose.proposal import folder_of
from wijkwerk.shared.problems import InputError, Problem


def try_recipe(text: str, files: Sequence[Path]) -> None:
    """Carry the recipe ``text`` out in a folder that goes again. InputError with what it is refused
    for: the whole of the files is read then, not their first rows alone."""
    with tempfile.TemporaryDirectory() as scratch:
        recipe = Path(scratch) / "proposal.toml"
        recipe.write_text(text, "utf-8")
        try:
            build_source(recipe, folder_of(files), Path(scratch) / "source")
        except InputError as refused:
            advice = (
                "The lines above say where. Mend the file, or write the recipe with --draft and go "
                "on from there."
            )
            rest = Problem(
                ", ".join(path.name for path in files),
                None,
                None,
                "the proposed recipe is refused",
                None,
                "files that it can be carried out on",
                advice,
            )
            raise InputError([*refused.problems, rest]) from None
