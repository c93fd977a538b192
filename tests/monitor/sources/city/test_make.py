"""A city from its publishers: all years, boundaries, postcodes; with faults, and without a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.city import make_city
from wijkwerk.monitor.sources.city.tables import municipality_named, tables_of_service
from wijkwerk.shared.problems import InputError, Severity

INSIDE = {"GM9001", "WK900100", "WK900101", "BU90010000", "BU90010001", "BU90010100"}


def take(publishers: Any, out: Path, **options: Any) -> Any:
    """The city of the test, from the loopback services, without waiting between attempts."""
    options.setdefault("years", [2017, 2024])
    asked = options.pop("asked", "'s-Testdam")
    return make_city(asked, out, cbs_url=publishers.url, geo_url=publishers.url, wait=0, **options)


def figures(source: Path) -> dict[tuple[str, str], float | None]:
    table = pl.read_parquet(source / "observations.parquet")
    rows = table.filter(pl.col("indicator") == "owner_occupied").select("area", "period", "value")
    return {(area, period): value for area, period, value in rows.iter_rows()}


def shapes(source: Path) -> dict[str, Any]:
    document = json.loads((source / "geometry.geojson").read_text())
    return {one["properties"]["code"]: one["geometry"] for one in document["features"]}


def test_a_city_has_all_years_boundaries_and_postcodes(
    publishers: Any, tmp_path: Path, pc6: Path
) -> None:
    city = take(publishers, tmp_path / "city", postcodes=pc6)
    assert (city.code, city.name, city.years) == ("GM9001", "'s-Testdam", (2017, 2024))
    source = tmp_path / "city" / "source"
    found = figures(source)
    # Both versions of OData, nothing of the other municipality, and what is withheld stays so.
    assert {area for area, _ in found} == {"NL00", *INSIDE}
    assert found["GM9001", "2017"] == found["GM9001", "2024"] == 50.5
    assert found["BU90010001", "2024"] is None
    assert set(shapes(source)) == INSIDE
    postcodes = pl.read_csv(source / "postcodes.csv").rows()
    assert postcodes == [
        ("1234AB", "BU90010000", 2),
        ("1234AB", "BU90010001", 1),
        ("1234AC", "BU90010100", 1),
    ]
    assert not [one for one in check_source(source) if one.severity is Severity.ERROR]
    assert "'s-Testdam: kerncijfers" in (source / "source.toml").read_text()
    kept = sorted(path.name for path in (tmp_path / "city" / "downloads").iterdir())
    assert kept == ["boundaries-2024.geojson", "kwb-2017.csv", "kwb-2024.csv"]
    record = (tmp_path / "city" / "city.toml").read_text()
    assert '2017 = "83765NED"' in record and "wijkwerk edition build" in record


def test_years_that_came_later_are_found_in_the_catalogue(publishers: Any) -> None:
    tables = tables_of_service(publishers.url, 0)
    assert tables[2026] == "86999NED" and tables[2013] == "82339NED" and 2004 not in tables


def test_a_service_without_a_catalogue_is_asked_what_is_known(publishers: Any) -> None:
    publishers.refuse = ("/Datasets",)
    assert max(tables_of_service(publishers.url, 0)) == 2025


@pytest.mark.parametrize("fault", ["500", "429", "503", "cut", "empty", "hang up"])
def test_a_fault_is_tried_again(publishers: Any, tmp_path: Path, fault: str) -> None:
    publishers.faults = [fault, "", fault, "", "", fault, "", "", "", "", "", "", fault, fault]
    take(publishers, tmp_path / "city", years=[2024])
    assert publishers.faults == []
    assert set(shapes(tmp_path / "city" / "source")) == INSIDE


def test_services_that_do_not_look_at_conditions_are_looked_through(
    publishers: Any, tmp_path: Path
) -> None:
    publishers.deaf = True
    take(publishers, tmp_path / "city")
    assert {area for area, _ in figures(tmp_path / "city" / "source")} == {"NL00", *INSIDE}
    assert set(shapes(tmp_path / "city" / "source")) == INSIDE


def test_boundaries_come_by_wfs_where_the_other_way_is_not_there(
    publishers: Any, tmp_path: Path
) -> None:
    publishers.refuse, publishers.lat_first = ("/cbs/wijken-en-buurten-2024",), True
    take(publishers, tmp_path / "city", years=[2024])
    west, south = shapes(tmp_path / "city" / "source")["BU90010000"]["coordinates"][0][0]
    assert 5 <= west < 5.1 and 52 <= south < 52.1  # longitude first, whatever the service does


def test_boundaries_of_the_year_before_are_said_to_be_so(publishers: Any, tmp_path: Path) -> None:
    publishers.shapes_of = {2023}
    city = take(publishers, tmp_path / "city", years=[2024])
    assert "The newest boundaries are of 2023; the newest figures are of 2024." in city.remarks


def test_without_boundaries_there_are_figures_and_words(publishers: Any, tmp_path: Path) -> None:
    publishers.shapes_of = set()
    city = take(publishers, tmp_path / "city", years=[2024])
    assert not (city.folder.source / "geometry.geojson").exists()
    assert [one for one in city.remarks if one.startswith("There is no map")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"circle": True}, "pages go round in a circle"), ({"matched": 7}, "download is not whole")],
)
def test_broken_paging_is_no_map_and_is_asked_anew(
    publishers: Any, tmp_path: Path, wrong: dict[str, Any], said: str
) -> None:
    vars(publishers).update(wrong)
    city = take(publishers, tmp_path / "city", years=[2024])
    assert [one for one in city.remarks if said in one]
    vars(publishers).update({"circle": False, "matched": None})
    take(publishers, tmp_path / "city", years=[2024])
    assert set(shapes(tmp_path / "city" / "source")) == INSIDE


def test_lines_are_simplified_together_and_put_together(publishers: Any, tmp_path: Path) -> None:
    take(publishers, tmp_path / "city", years=[2024])
    found = shapes(tmp_path / "city" / "source")
    # The corner that stands out by a tenth of a metre is gone.
    assert len(found["BU90010000"]["coordinates"][0]) == 5
    corners = {tuple(point) for point in found["WK900100"]["coordinates"][0]}
    assert {(5.0, 52.0), (5.02, 52.0)} <= corners and (5.03, 52.0) not in corners


def test_what_came_in_is_not_asked_for_again(publishers: Any, tmp_path: Path) -> None:
    take(publishers, tmp_path / "city")
    publishers.asked.clear()
    city = take(publishers, tmp_path / "city")
    assert publishers.asked == [] and city.report is None
    assert city.remarks == (
        f"The source is there already, made of the same files: {city.folder.source}.",
    )


def test_it_goes_on_where_it_stopped(publishers: Any, tmp_path: Path) -> None:
    publishers.faults = [""] * 14 + ["503"] * 60
    with pytest.raises(InputError):
        take(publishers, tmp_path / "city")
    publishers.faults.clear()
    before = len(publishers.asked)
    take(publishers, tmp_path / "city")
    again = [one for one in publishers.asked[before:] if "85984NED/MeasureCodes" in one]
    assert not again
    assert len(figures(tmp_path / "city" / "source")) == 14


def test_a_year_without_the_municipality_is_said(publishers: Any, tmp_path: Path) -> None:
    publishers.without = {"83765NED"}
    city = take(publishers, tmp_path / "city")
    assert city.years == (2024,)
    assert "'s-Testdam is not in the table of 2017: that year is left out." in city.remarks


def test_a_source_that_somebody_changed_is_never_overwritten(
    publishers: Any, tmp_path: Path
) -> None:
    city = take(publishers, tmp_path / "city", years=[2024])
    settings = city.folder.source / "source.toml"
    settings.write_text(settings.read_text() + "# mine\n")
    with pytest.raises(InputError, match="was changed since it was made"):
        take(publishers, tmp_path / "city")
    assert settings.read_text().endswith("# mine\n")


def test_without_a_network_it_names_the_files(tmp_path: Path) -> None:
    away = "http://127.0.0.1:9"
    with pytest.raises(InputError) as wrong:
        make_city(
            "GM9001", tmp_path / "city", years=[2023, 2024], cbs_url=away, geo_url=away, wait=0
        )
    said = [str(problem) for problem in wrong.value.problems]
    assert [one.split(":")[0].rsplit("/", 1)[1] for one in said] == [
        "kwb-2024.csv",
        "kwb-2023.csv",
        "boundaries-2024.geojson",
    ]
    assert "https://opendata.cbs.nl/statline/#/CBS/nl/dataset/85984NED/table" in said[0]
    assert "gemeentecode=GM9001" in said[2]
    assert "kept in" in wrong.value.afterwards


def test_files_downloaded_by_hand_need_no_network(publishers: Any, tmp_path: Path) -> None:
    take(publishers, tmp_path / "first")
    by_hand = tmp_path / "second" / "downloads"
    by_hand.mkdir(parents=True)
    for path in (tmp_path / "first" / "downloads").iterdir():
        (by_hand / path.name).write_bytes(path.read_bytes())
    away = "http://127.0.0.1:9"
    city = make_city(
        "s testdam", tmp_path / "second", years=[2017, 2024], cbs_url=away, geo_url=away, wait=0
    )
    assert city.code == "GM9001" and set(shapes(city.folder.source)) == INSIDE


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("GM0518", "GM0518"), ("518", "GM0518"), ("Den Haag", "GM0518"), ("den  haag", "GM0518"),
        ("'s-Gravenhage", "GM0518"), ("utrecht", "GM0344"), ("Sudwest-Fryslan", "GM1900"),
    ],
)  # fmt: skip
def test_a_municipality_is_found_by_name_or_code(asked: str, code: str) -> None:
    names = {
        "GM0518": "'s-Gravenhage",
        "GM0344": "Utrecht (gemeente)",
        "GM1900": "Súdwest-Fryslân",
    }
    assert municipality_named(asked, names)[0] == code


def test_a_name_that_several_have_or_nobody_is_asked_about() -> None:
    names = {"GM0373": "Bergen (NH.)", "GM0893": "Bergen (L.)", "GM0363": "Amsterdam"}
    with pytest.raises(InputError, match=r"one of Bergen \(NH.\) \(GM0373\), Bergen"):
        municipality_named("Bergen", names)
    with pytest.raises(InputError, match=r"Is it Amsterdam\?"):
        municipality_named("Amsterdm", names)
    with pytest.raises(InputError, match="no such municipality"):
        municipality_named("GM0001", names)


def test_a_year_that_does_not_exist_is_told(publishers: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table of this year: found '2003'"):
        take(publishers, tmp_path / "city", years=[2003])
