"""A small recipe with two files, to change and to break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.sources.recipes import build_source


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., pl.DataFrame]:
    """Builds a source of a recipe's text and files by name; gives the observations.

    The folder is ``tmp_path / "out"``, the data ``tmp_path / "data"``.
    """

    def run(recipe: str, **files: str | bytes) -> pl.DataFrame:
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        for name, content in files.items():
            path = data / name.replace("__", ".")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        (tmp_path / "recipe.toml").write_text(recipe, "utf-8")
        out = build_source(tmp_path / "recipe.toml", data, tmp_path / "out", overwrite=True)
        texts = {"period": pl.String, "value": pl.Float64, "status": pl.String}
        return pl.read_csv(out / "observations.csv", schema_overrides=texts)

    return run
