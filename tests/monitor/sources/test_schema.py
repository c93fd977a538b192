"""The two JSON Schemas: sound themselves, in step with the code, met by every example."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from wijkwerk.config.api import schema_document
from wijkwerk.monitor.core.definitions import Direction, DisclosureLimits, Indicator, Kind, Settings
from wijkwerk.monitor.core.tables import AREA_LEVELS
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.toml import SCHEMAS, load_as
from wijkwerk.shared.problems import Severity

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/source.toml"))


@pytest.mark.parametrize("name", ["source", "indicators"])
def test_a_schema_is_a_sound_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema_document(SCHEMAS, name))


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_an_example_meets_the_schemas_and_the_check(folder: Path) -> None:
    assert load_as(folder / "source.toml", "source").problems == ()
    assert load_as(folder / "indicators.toml", "indicators").problems == ()
    source = check_source(folder)
    assert [str(one) for one in source if one.severity is Severity.ERROR] == []


def test_the_schema_knows_every_setting_and_definition_of_the_code() -> None:
    indicator = schema_document(SCHEMAS, "indicators")["properties"]["indicator"]["items"][
        "properties"
    ]
    fields = {field.name for field in dataclasses.fields(Indicator)}
    renamed = {"breaks": "break", "versions": "version"}
    assert {renamed.get(field, field) for field in fields} == set(indicator) - {"catalogue"}
    assert set(indicator["kind"]["enum"]) == set(Kind) - {Kind.COMPOSITE}
    assert set(indicator["direction"]["enum"]) == set(Direction)
    properties = schema_document(SCHEMAS, "source")["properties"]
    limits = {field.name for field in dataclasses.fields(DisclosureLimits)}
    assert set(properties["disclosure"]["properties"]) == limits
    assert set(properties["source"]["properties"]["report_level"]["enum"]) == set(AREA_LEVELS)
    apart = {"reference", "disclosure", "warning_false_alarm_rate", "vintages"}
    settings = {field.name for field in dataclasses.fields(Settings)}
    assert set(properties["source"]["properties"]) == settings - apart


def test_the_documentation_shows_the_example_as_it_is() -> None:
    text = (ROOT / "docs" / "source-format.md").read_text("utf-8")
    folder = ROOT / "examples" / "format"
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".toml", ".csv")]
    assert len(files) >= 7
    for path in files:
        assert f"```\n{path.read_text('utf-8')}```" in text, f"{path.name} is shown otherwise"


def test_the_example_uses_every_table() -> None:
    names = {path.name for path in (ROOT / "examples" / "format").rglob("*") if path.is_file()}
    assert {
        "source.toml",
        "indicators.toml",
        "areas.csv",
        "groups.csv",
        "observations.csv",
        "published.csv",
        "geometry.geojson",
    } <= names
    assert list((ROOT / "examples" / "format" / "correspondence").glob("*.csv"))
