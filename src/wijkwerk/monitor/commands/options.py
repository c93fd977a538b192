"""What several commands take in the same way."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class EngineChoice(StrEnum):
    """The engines that big tables can be computed with."""

    duckdb = "duckdb"
    spark = "spark"


EngineOption = Annotated[
    EngineChoice,
    typer.Option(help="Where the big tables are computed: in this process, or by Spark."),
]
