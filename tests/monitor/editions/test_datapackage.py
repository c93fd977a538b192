"""The data package: valid, whole, and true to the files beside it."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from frictionless import Package, validate

from wijkwerk.monitor.core.tables import EDITION_TABLES
from wijkwerk.monitor.editions import datapackage
from wijkwerk.monitor.editions.datapackage import TABLES


@pytest.fixture(scope="module")
def package(small_edition: Path) -> Package:
    return Package(str(small_edition / "datapackage.json"))


def test_the_descriptor_is_valid_and_names_every_table(package: Package) -> None:
    assert Package.validate_descriptor(package.to_descriptor()).valid
    assert {resource.path for resource in package.resources} == {
        f"{name}.parquet"
        for name in TABLES
        if name != "postcodes"  # this source has none
    }
    assert set(EDITION_TABLES) < set(TABLES)


def test_every_row_of_every_table_is_as_the_package_says(small_edition: Path) -> None:
    report = validate(str(small_edition / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])


def test_fields_are_the_columns_of_the_files_with_a_description(
    small_edition: Path, package: Package
) -> None:
    for resource in package.resources:
        assert resource.path is not None
        columns = pq.read_schema(small_edition / resource.path).names
        assert [field.name for field in resource.schema.fields] == columns
        assert all(field.description and field.type != "any" for field in resource.schema.fields)


def test_rows_can_be_read_by_other_software(package: Package) -> None:
    rows = package.get_resource("figures").read_rows()
    assert len(rows) > 50
    assert {"area", "value", "distance", "rank"} <= set(rows[0])


def test_a_simulated_edition_says_so_in_its_title(package: Package) -> None:
    assert package.title == "Small (simulated)"
    assert package.licenses[0]["name"] == "CC0-1.0"


@pytest.mark.parametrize(
    ("licence", "name"),
    [("cc-by", "CC-BY-4.0"), ("CC0", "CC0-1.0"), ("Open data, eigen", "Open-data--eigen")],
)
def test_a_licence_gets_an_identifier(licence: str, name: str) -> None:
    assert datapackage._licence(licence) == name


def test_the_package_is_plain_json_without_paths_of_this_machine(small_edition: Path) -> None:
    text = (small_edition / "datapackage.json").read_text("utf-8")
    assert json.loads(text)["name"] == "small"
    assert str(small_edition.parent) not in text
