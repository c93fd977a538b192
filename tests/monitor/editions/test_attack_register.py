"""The intruder reads all that is published: what he doesn't know, he names."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from wijkwerk.monitor import urls
from wijkwerk.monitor.api import attack
from wijkwerk.monitor.core.tables import EDITION_TABLES, POSTCODES
from wijkwerk.monitor.editions import datapackage
from wijkwerk.monitor.editions.attack_register import (
    ADDRESSES,
    DEFINED,
    DOCUMENTS,
    FILES,
    TABLES,
    TOLD,
    unread,
)
from wijkwerk.monitor.editions.attack_remade import made_otherwise
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.site.cli import app


def everything(edition: Path) -> set[str]:
    """Every file, column and key that an edition has."""
    result = {path.name for path in edition.iterdir()}
    for path in edition.glob("*.parquet"):
        result |= {f"{path.stem}.{column}" for column in pl.read_parquet_schema(path)}
    for name in ("manifest.json", "indicators.json"):
        result |= {f"{name}: {key}" for key in json.loads((edition / name).read_text("utf-8"))}
    return result


REGISTERED = {
    *FILES,
    *(f"{table}.{column}" for table, columns in TABLES.items() for column in columns),
    *(f"manifest.json: {key}" for key in TOLD),
    *(f"indicators.json: {key}" for key in DEFINED),
}


def test_every_file_column_and_key_of_an_edition_is_registered_and_no_other(
    country_edition: Path,
) -> None:
    """New: say in the register how the intruder reads it, or why it can't tell of what is withheld."""
    # The country has no boundaries of its own in this size, nor postcodes.
    absent = {"geometry.geojson", "context.geojson", "postcodes.parquet"}
    absent |= {f"postcodes.{one}" for one in POSTCODES}
    assert everything(country_edition) | absent == REGISTERED
    assert unread(Edition.open(country_edition)) == []


def test_every_declared_table_is_registered_whatever_a_source_has() -> None:
    assert {name: [*columns] for name, columns in EDITION_TABLES.items()} == {
        name: sorted(TABLES[name], key=[*columns].index) for name, columns in EDITION_TABLES.items()
    }
    # Those that not every source has, too.
    assert {*TABLES} == {*datapackage.TABLES}
    assert [*TABLES["postcodes"]] == [*POSTCODES]


def test_an_edition_with_postcodes_is_read_whole(small_edition: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(small_edition, tmp_path / small_edition.name))
    row = {"postcode": ["2512GA"], "area": ["WK900101"], "addresses": [4.0]}
    pl.DataFrame(row).write_parquet(copy / "postcodes.parquet")
    assert unread(Edition.open(copy)) == []


def addresses(patterns: list[Any], space: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces."""
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns, one.app_name or space)
        elif one.name:
            yield f"{space}:{one.name}".removeprefix(":")


def test_every_address_that_tells_of_an_edition_is_registered_and_no_other() -> None:
    """New: say in the register from what it is worked out."""
    assert {*addresses([*urls.root, *urls.api, *urls.pages])} == {*ADDRESSES}


# What may be had of the monitor's workings besides editions: how a source says what it measures.
DEFINITIONS = {"wijkwerk.monitor.sources.shipped", "wijkwerk.monitor.sources.toml"}
SOURCES = ("sources", "steps", "pipeline", "disclosure")
ROOMS = ("monitor/web", "monitor/rest", "monitor/serving", "monitor/pictures", "home", "designation",
         "programme", "participation", "evaluation")  # fmt: skip


def imports(file: Path) -> Iterator[tuple[str, str]]:
    """Module and name of what a file imports from somewhere."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", name.name) for name in node.names)


def test_whoever_tells_figures_has_them_from_an_edition() -> None:
    """Pages, cards, letters, estimates and counts of other capabilities can't tell what isn't in one."""
    root = Path(urls.__file__).parents[1]
    workings = tuple(f"wijkwerk.monitor.{one}" for one in SOURCES)
    doors = {"build_edition", "build_source_by_recipe", "check_source"}
    reached = {
        (file.relative_to(root).as_posix(), module, name)
        for room in ROOMS
        for file in (root / room).rglob("*.py")
        for module, name in imports(file)
        if (module.startswith(workings) and module not in DEFINITIONS)
        or (module == "wijkwerk.monitor" and name in SOURCES)
        or (module == "wijkwerk.monitor.api" and name in doors)
    }
    assert reached == set()


def test_each_part_says_why() -> None:
    parts = [*FILES.values(), *TOLD.values(), *DEFINED.values(), *ADDRESSES.values()]
    parts += [part for columns in TABLES.values() for part in columns.values()]
    assert all(len(part.why) > 15 for part in parts)


def test_nothing_is_recovered_or_left_unread_of_a_whole_edition(country_edition: Path) -> None:
    report = attack(country_edition)
    assert report.withheld > 0
    assert report.unread == ()
    assert report.recovered == ()


Change = Callable[[Path], object]


def rewritten(name: str, change: Callable[[dict[str, Any]], object]) -> Change:
    def run(edition: Path) -> None:
        found = json.loads((edition / name).read_text("utf-8"))
        change(found)
        (edition / name).write_text(json.dumps(found), "utf-8")

    return run


def with_column(edition: Path) -> None:
    path = edition / "coverage.parquet"
    two = {"primary": pl.lit(0), "secondary": pl.lit(0)}  # as format 1 told them
    pl.read_parquet(path).with_columns(**two).write_parquet(path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda edition: (edition / "extra.csv").write_text("4"), ["extra.csv"]),
        (with_column, ["coverage.parquet: primary", "coverage.parquet: secondary",
                       "manifest.json: coverage: not that of coverage.parquet"]),
        (rewritten("manifest.json", lambda m: m.update(counts=4)), ["manifest.json: counts"]),
        (rewritten("indicators.json", lambda m: m.update(counts=4)), ["indicators.json: counts"]),
        (rewritten("manifest.json", lambda m: m["coverage"][0].update(withheld=4)),
         ["manifest.json: coverage: not that of coverage.parquet"]),
        (rewritten("manifest.json", lambda m: m["inputs"]["areas.csv"].update(bytes=4)),
         ["manifest.json: inputs, areas.csv: more than a digest with a key",
          "manifest.json: id: doesn't follow from the digests of the inputs"]),
        (rewritten("manifest.json", lambda m: m["inputs"].update({"areas.csv": {"sha256": "4"}})),
         ["manifest.json: inputs, areas.csv: more than a digest with a key",
          "manifest.json: id: doesn't follow from the digests of the inputs"]),
        (rewritten("manifest.json", lambda m: m["outputs"]["areas.parquet"].update(rows=4)),
         ["manifest.json: outputs, areas.parquet: more than a digest and a size"]),
        (rewritten("manifest.json", lambda m: m["definitions"].update(debts="4")),
         ["manifest.json: definitions: not the digests of the definitions"]),
        (rewritten("manifest.json", lambda m: m.update(limits="4")),
         ["manifest.json: limits: not the digest of the limits"]),
        (lambda edition: (edition / "geometry.geojson").write_text(
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, '
            '"properties": {"code": "WK900101", "poor": 4}}]}'),
         ["geometry.geojson: more than codes and shapes"]),
        (lambda edition: (edition / "context.geojson").write_text(
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, '
            '"properties": {"kind": "water", "poor": 4}}]}'),
         ["context.geojson: more than kinds and shapes"]),
    ],
)  # fmt: skip
def test_what_the_intruder_cannot_read_or_account_for_is_named(
    small_edition: Path, tmp_path: Path, change: Change, told: list[str]
) -> None:
    copy = Path(shutil.copytree(small_edition, tmp_path / small_edition.name))
    assert unread(Edition.open(copy)) == []
    change(copy)
    assert unread(Edition.open(copy)) == told
    assert not attack(copy).holds


def test_an_edition_that_is_not_read_whole_ends_with_two(
    small_edition: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(small_edition, tmp_path / small_edition.name))
    with_column(copy)
    done = CliRunner().invoke(app, ["edition", "attack", str(copy)])
    assert done.exit_code == 2
    assert "Not read: coverage.parquet: primary." in done.output
    assert "Nothing was recovered" not in done.output


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_says_other_than_the_tables_is_named(
    withheld_edition: Path, tmp_path: Path, name: str
) -> None:
    assert set(DOCUMENTS) <= {path.name for path in withheld_edition.iterdir()}
    copy = Path(shutil.copytree(withheld_edition, tmp_path / withheld_edition.name))
    (copy / name).write_bytes((copy / name).read_bytes() + b" ")
    assert made_otherwise(Edition.open(copy)) == [f"{name}: says other than the tables"]


def test_documents_of_other_software_are_not_called_read(
    withheld_edition: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(withheld_edition, tmp_path / withheld_edition.name))
    assert made_otherwise(Edition.open(copy)) == []
    rewritten("manifest.json", lambda m: m["versions"].update(typst="0.1"))(copy)
    otherwise = made_otherwise(Edition.open(copy))
    assert [one.split(":")[0] for one in otherwise] == [*DOCUMENTS]
    assert all("other software made it" in one for one in otherwise)


def test_the_site_knows_of_an_edition_what_lies_in_its_folder_and_no_more(
    withheld_edition: Path, tmp_path: Path
) -> None:
    """Its own references, selections and groups are worked out from what everybody has: without the
    source, in another place, and with no column that the register doesn't know or explain."""
    copy = Path(shutil.copytree(withheld_edition, tmp_path / withheld_edition.name))
    serving = Serving.open(copy, tmp_path / "cache")
    columns = serving.store.tuples(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    )
    served: dict[str, set[str]] = {}
    for table, column in columns:
        served.setdefault(str(table), set()).add(str(column))
    place = {"place", "main"}  # where a row stands, and which reference is an area's first
    for name, copies in (
        ("figures", ("figures", "figures_by_indicator", "latest")),
        ("changes", ("changes", "changes_by_indicator")),
        ("groups", ("groups",)),
        ("group_changes", ("group_changes",)),
        ("classes", ("classes",)),
        ("warnings", ("warnings",)),
        ("liveability", ("liveability",)),
        ("postcodes", ("postcodes",)),
    ):
        for table in copies:
            assert served.pop(table) - place <= {*TABLES[name]}, table
    # The rest is made of those, of boundaries and of what lies under them.
    spread = {
        "areas",
        "mean",
        "variance",
        "scale",
        "lowest",
        "lower_quarter",
        "upper_quarter",
        "highest",
    }
    moments = {f"{bound}_{at}" for bound in ("value", "lower", "upper") for at in (0, 1)}
    assert served == {
        "periods": {"indicator", "level", "period", "measured"},
        "moments": {"area", "level", "indicator", *moments},
        "moments_by_indicator": {"area", "level", "indicator", *moments},
        "twins": served["twins"],
        "boundaries": {"area", "drawn", "live"},
        "neighbours": {"area", "other"},
        "context": {"kind", "drawn", "live"},
        "spreads": {"indicator", "level", "period", *spread, *(f"d_{name}" for name in spread)}
        - {"d_mean", "d_variance", "scale"},
    }
