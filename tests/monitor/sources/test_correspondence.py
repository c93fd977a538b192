"""A table of correspondence out of boundaries, as a user makes it."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from wijkwerk.monitor.sources.correspondence import write_correspondence
from wijkwerk.shared.problems import InputError
from wijkwerk.site.cli import app

pytest.importorskip("geopandas")
Shape = tuple[float, float, float, float]


def areas(path: Path, shapes: dict[str, Shape], key: str = "code") -> Path:
    """Rectangles (west, south, east, north) in degrees near Amersfoort."""
    features = [
        {
            "type": "Feature",
            "properties": {key: code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]],
            },
        }
        for code, (w, s, e, n) in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


OLD = {"OLD": (5.40, 52.10, 5.44, 52.11), "AWAY": (6.0, 52.0, 6.01, 52.01)}
NEW = {"EAST": (5.43, 52.10, 5.44, 52.11), "WEST": (5.40, 52.10, 5.43, 52.11)}


def test_the_command_hands_an_old_area_out_by_surface(tmp_path: Path) -> None:
    out = tmp_path / "2015-2022.csv"
    done = CliRunner().invoke(
        app,
        [
            "source",
            "correspondence",
            str(areas(tmp_path / "old.geojson", OLD)),
            str(areas(tmp_path / "new.geojson", NEW)),
            "--from",
            "2015",
            "--to",
            "2022",
            "--out",
            str(out),
        ],
    )
    assert done.exit_code == 0, done.output
    assert "1 old areas touch no new one and are left out: AWAY" in " ".join(done.output.split())
    table = pl.read_csv(out, schema_overrides={"vintage_from": pl.String, "vintage_to": pl.String})
    assert table.columns == ["vintage_from", "vintage_to", "area_from", "area_to", "weight"]
    weights = dict(table.select("area_to", "weight").iter_rows())
    assert weights == {"EAST": pytest.approx(0.25, abs=1e-4), "WEST": pytest.approx(0.75, abs=1e-4)}
    assert table["weight"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "fault", ["no codes", "code stands twice", "can't be read", "no areas meet"]
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, fault: str) -> None:
    old, new = areas(tmp_path / "old.geojson", OLD), areas(tmp_path / "new.geojson", NEW)
    if fault == "no codes":
        areas(new, NEW, key="name")
    elif fault == "can't be read":
        new.write_text("{", "utf-8")
    elif fault == "no areas meet":
        areas(new, {"FAR": (4.0, 51.0, 4.1, 51.1)})
    else:
        text = json.loads(new.read_text("utf-8"))
        text["features"] *= 2
        new.write_text(json.dumps(text), "utf-8")
    with pytest.raises(InputError) as told:
        write_correspondence(old, new, ("2015", "2022"), tmp_path / "out.csv")
    assert [problem.code for problem in told.value.problems] == [fault]
    assert not (tmp_path / "out.csv").exists()


def test_a_table_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    old, out = areas(tmp_path / "old.geojson", OLD), tmp_path / "out.csv"
    out.write_text("mine", "utf-8")
    with pytest.raises(InputError, match="is there already"):
        write_correspondence(old, old, ("2015", "2022"), out)
    assert out.read_text("utf-8") == "mine"
