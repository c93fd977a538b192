"""Small inputs for the rules, and a small country with its edition for whole lists."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from editions import BuildOnce
from wijkwerk.designation import scheme_parts
from wijkwerk.designation.core.moments import years_of
from wijkwerk.designation.core.scheme import Relative, Scheme
from wijkwerk.designation.core.succession import SUCCESSION
from wijkwerk.designation.core.whatif import Figures, figures_of
from wijkwerk.designation.lists.compute import compute
from wijkwerk.designation.lists.figures import CELLS
from wijkwerk.designation.lists.firm import sample_of
from wijkwerk.designation.lists.inputs import Inputs
from wijkwerk.monitor.api import Engine, connect, simulate
from wijkwerk.monitor.sources.simulate.country import Size

Row = tuple[Any, ...]

TWO_OF_THREE = """
[scheme]
id = "test"
from = "2000-01-01"
title = { nl = "Test", en = "Test" }

[[measure]]
code = "a"
name = { nl = "A", en = "A" }
indicator = "a"
unit = "%"

[[measure]]
code = "b"
name = { nl = "B", en = "B" }
indicator = "b"
unit = "%"

[[measure]]
code = "c"
name = { nl = "C", en = "C" }
indicator = "c"

[[criterion]]
code = "a"
name = { nl = "A", en = "A" }
measure = "a"
op = ">"
threshold = 40

[[criterion]]
code = "b"
name = { nl = "B", en = "B" }
measure = "b"
op = ">="
threshold = 60

[[criterion]]
code = "c"
name = { nl = "C", en = "C" }
measure = "c"
op = "<"
threshold = 10

[[status]]
code = "s"
label = { nl = "S", en = "S" }
rank = 1
at_least = 2
of = ["a", "b", "c"]

[[status]]
code = "lasting"
label = { nl = "L", en = "L" }
rank = 2
within = "s"
years_in_a_row = 3
"""


class _Text:
    """What reading needs of a file, without a file."""

    def __init__(self, text: str) -> None:
        self.document = tomllib.loads(text)


def scheme_of(*texts: str) -> Scheme:
    """The scheme of one or more versions; not checked for faults."""
    files = [_Text(text) for text in texts]
    read = [(file, scheme_parts.rules_of(file.document)) for file in files]
    return scheme_parts.scheme_of(read)  # type: ignore[arg-type]


@dataclass
class Decided:
    """Inputs with what came of them."""

    scheme: Scheme
    inputs: Inputs
    criteria: pl.DataFrame
    statuses: pl.DataFrame
    held: pl.DataFrame
    engine: Engine

    def result(self, area: str, year: int, status: str = "s") -> str:
        return str(self.of(area, year, status)["result"])

    def of(self, area: str, year: int, status: str = "s") -> dict[str, Any]:
        return self.statuses.row(
            by_predicate=(pl.col("area") == area)
            & (pl.col("year") == year)
            & (pl.col("status") == status),
            named=True,
        )

    def criterion(self, area: str, year: int, code: str) -> dict[str, Any]:
        return self.criteria.row(
            by_predicate=(pl.col("area") == area)
            & (pl.col("year") == year)
            & (pl.col("criterion") == code),
            named=True,
        )

    @property
    def figures(self) -> Figures:
        return figures_of(self.scheme, self.criteria, self.inputs.made_of)

    def sample(self) -> Any:
        cells = self.engine.collect(self.inputs.cells)
        return sample_of(self.scheme, self.inputs, cells, self.criteria)


Decide = Callable[..., Decided]


@pytest.fixture(scope="session")
def scheme() -> Callable[..., Scheme]:
    return scheme_of


@pytest.fixture(scope="session")
def two_of_three() -> str:
    return TWO_OF_THREE


@pytest.fixture(scope="session")
def duck(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return connect("duckdb", tmp_path_factory.mktemp("engine"))


@pytest.fixture
def decide(tmp_path: Path, duck: Engine) -> Decide:
    """A scheme on rows (area, period, indicator, value, lower, upper, reason, method; the last
    four may be left out), with all that goes with it."""

    def made(
        scheme: Scheme | str,
        rows: Iterable[Row],
        *,
        levels: dict[str, str] | None = None,
        absent: Iterable[tuple[str, int]] = (),
        references: Iterable[tuple[str, Relative, str]] = (),
        changes: Iterable[tuple[int, str, str]] = (),
        engine: Engine | None = None,
        method: str = "normal",
        units: dict[str, str] | None = None,
    ) -> Decided:
        held = scheme_of(scheme) if isinstance(scheme, str) else scheme
        inputs = inputs_of(
            held,
            rows,
            engine or duck,
            levels or {},
            set(absent),
            list(references),
            list(changes),
            method,
            units or {},
        )
        used = engine or duck
        found = compute(held, inputs, used)
        return Decided(
            held,
            inputs,
            used.collect(found.criteria),
            used.collect(found.statuses),
            used.collect(found.held),
            used,
        )

    return made


def inputs_of(
    scheme: Scheme,
    rows: Iterable[Row],
    engine: Engine,
    levels: dict[str, str],
    absent: set[tuple[str, int]],
    references: list[tuple[str, Relative, str]],
    changes: list[tuple[int, str, str]],
    method: str,
    units: dict[str, str],
) -> Inputs:
    full = []
    for row in rows:
        area, period, indicator, value, *rest = row
        lower, upper, reason, how = (*rest, *(None, None, None, None)[len(rest) :])
        told = reason if reason is not None else ("" if value is not None else "missing")
        full.append((area, indicator, period, value, lower, upper, how or method, told))
    cells = pl.DataFrame(full, schema=CELLS, orient="row")
    others = {reference[2] for reference in references}
    codes = sorted((set(cells["area"]) | {one[0] for one in absent}) - others)
    moments = sorted(cells.select("indicator", "period").unique().iter_rows())
    years = years_of(scheme, moments)
    places = [
        (
            code,
            levels.get(code, "neighbourhood"),
            code not in others,
            year,
            (code, year) not in absent,
        )
        for code in (*codes, *sorted(others))
        for year in years
    ]
    return Inputs(
        areas=pl.DataFrame(
            {
                "code": codes,
                "name": codes,
                "level": [levels.get(code, "neighbourhood") for code in codes],
            }
        ),
        places=pl.DataFrame(
            places,
            orient="row",
            schema={
                "area": pl.String,
                "level": pl.String,
                "listed": pl.Boolean,
                "year": pl.Int64,
                "exists": pl.Boolean,
            },
        ),
        references=pl.DataFrame(
            [(place, relative.value, of) for place, relative, of in references],
            orient="row",
            schema={"place": pl.String, "relative": pl.String, "reference": pl.String},
        ),
        made_of=pl.DataFrame(changes, schema=SUCCESSION, orient="row"),
        cells=engine.frame(cells, "test_cells"),
        years=years,
        moments=moments,
        units=units,
    )


@pytest.fixture(scope="session")
def small_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source folder of a very small simulated country."""
    return simulate(tmp_path_factory.mktemp("small") / "country", Size(4, 8, 48, 5, 2), seed=5)


@pytest.fixture(scope="session")
def small_edition(
    small_country: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce
) -> Path:
    """Its edition."""
    return build_once(small_country, tmp_path_factory.mktemp("editions"))


# A list on the site, for tests of pages, API and serving.
sys.path.insert(0, str(Path(__file__).parent))
from decided_list import published  # noqa: E402, F401
from served_list import list_cache, list_folder, served  # noqa: E402, F401
