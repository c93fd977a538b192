"""The simulated country: what is made is what was promised, and the truth is told beside it."""

import hashlib
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from wijkwerk.monitor.engine import connect
from wijkwerk.monitor.pipeline import compute
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.monitor.sources.simulate.country import Size, simulate, sized
from wijkwerk.monitor.sources.simulate.layout import layout
from wijkwerk.monitor.sources.simulate.truth import EFFECT, rate, selection
from wijkwerk.publication.atomic_folders import PREFIX
from wijkwerk.shared.problems import InputError, Severity

SMALL = Size(3, 12, 60, 5, 2)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A country large enough to judge intervals and the programme by."""
    return simulate(tmp_path_factory.mktemp("large") / "country", Size(12, 60, 600, 8, 5), seed=3)


@pytest.fixture(scope="module")
def tables(large: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """Figures (one row per cell), changes against the own municipality, both unprotected."""
    work = tmp_path_factory.mktemp("work")
    engine = connect("duckdb", work)
    found = compute(read_source(large, work), engine)
    figures = found.computed.filter(found.computed.level == "neighbourhood")
    changes = found.changes.filter(found.changes.level == "neighbourhood")
    return {"figures": engine.collect(figures), "changes": engine.collect(changes)}


@pytest.fixture(scope="module")
def truth(large: Path) -> pl.DataFrame:
    return pl.read_parquet(large / "truth" / "figures.parquet")


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_country(
    tmp_path: Path,
) -> None:
    first = digest(simulate(tmp_path / "a", SMALL, seed=1))
    assert digest(simulate(tmp_path / "b", SMALL, seed=1)) == first
    other = digest(simulate(tmp_path / "c", SMALL, seed=2))
    same = {name for name in first if other[name] == first[name]}
    assert same == {"source.toml", "indicators.toml", "truth/README.txt", "context.geojson"}


def test_the_folder_is_a_source_without_errors_and_says_that_it_is_simulated(large: Path) -> None:
    assert [one for one in check_source(large) if one.severity is Severity.ERROR] == []
    text = (large / "source.toml").read_text("utf-8")
    assert "simulated = true" in text
    assert "(verzonnen)" in text
    assert "(made up)" in text
    assert (large / "truth" / "README.txt").read_text("utf-8").startswith("SIMULATED.")


def test_a_build_does_not_look_at_the_truth(large: Path, tmp_path: Path) -> None:
    source = read_source(large, tmp_path)
    assert not [path for path in source.inputs if "truth" in path.parts]


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="folder is not empty"):
        simulate(tmp_path, SMALL)
    with pytest.raises(InputError, match="folder is not empty"):
        simulate(tmp_path / "mine.txt", SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_simulation_that_breaks_off_leaves_no_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wijkwerk.monitor.sources.simulate.country.write_rates", refuse)
    with pytest.raises(InputError, match="the disk is full"):
        simulate(tmp_path / "country", SMALL)
    assert list(tmp_path.iterdir()) == []
    assert not list(tmp_path.parent.glob(f"{PREFIX}*"))


def test_sizes_are_as_asked(large: Path, truth: pl.DataFrame) -> None:
    levels = pl.read_csv(large / "areas.csv")["level"].value_counts()
    assert dict(levels.iter_rows()) == {
        "country": 1,
        "municipality": 12,
        "district": 60,
        "neighbourhood": 600,
        "group": 4,  # the focus areas and three regions, by name
    }
    rates = truth.filter(pl.col("indicator").str.starts_with("rate"))
    assert rates.height == 600 * 8 * 5
    assert sized(500, 12, 9) == Size(20, 100, 500, 12, 9)


def test_ninety_five_percent_intervals_cover_the_truth_in_94_to_96_percent(
    tables: dict[str, pl.DataFrame], truth: pl.DataFrame
) -> None:
    known = tables["figures"].filter(pl.col("obs_status") == "A")
    both = known.join(truth, on=["area", "period", "indicator"])
    rates = both.filter(pl.col("indicator").str.starts_with("rate"))
    assert rates.height > 20_000
    covered = ((rates["lower"] <= rates["truth"]) & (rates["truth"] <= rates["upper"])).mean()
    assert covered is not None
    assert 0.94 < covered < 0.96
    prices = both.filter(pl.col("indicator") == "price")
    covered = ((prices["lower"] <= prices["truth"]) & (prices["truth"] <= prices["upper"])).mean()
    assert covered is not None
    assert 0.94 < covered < 0.96
    # Few respondents and few events: the limits are approximations, and not far off.
    for indicator, least in (("medicine", 0.93), ("satisfied", 0.88)):
        some = both.filter((pl.col("indicator") == indicator) & pl.col("lower").is_not_null())
        inside = ((some["lower"] <= some["truth"]) & (some["truth"] <= some["upper"])).mean()
        assert some.height > 500, indicator
        assert inside is not None
        assert least < inside < 0.99, indicator


def test_the_programme_is_found_in_the_mean_change_of_the_distance(
    large: Path, tables: dict[str, pl.DataFrame], truth: pl.DataFrame
) -> None:
    areas = pl.read_parquet(large / "truth" / "areas.parquet").filter("focus")
    changes = tables["changes"].filter(
        pl.col("indicator").str.starts_with("rate") & pl.col("distance_change").is_not_null()
    )
    both = changes.join(areas, on="area")
    # Own rate by rate: the first was the one they were chosen on, the others were not.
    treated = both.filter("treated")["distance_change"].to_numpy()
    others = both.filter(~pl.col("treated"))["distance_change"].to_numpy()
    found = treated.mean() - others.mean()
    error = np.hypot(treated.std() / treated.size**0.5, others.std() / others.size**0.5)
    last = truth.filter(
        (pl.col("period") == pl.col("period").max()) & pl.col("indicator").str.starts_with("rate")
    ).join(areas.filter("treated"), on="area")
    real = (last["truth"] - last["without_programme"]).mean()
    assert isinstance(real, float)
    assert real < -2
    assert abs(found - real) < 3 * error
    assert found < -3 * error


def test_areas_chosen_on_a_bad_year_look_better_without_any_programme(
    large: Path, tables: dict[str, pl.DataFrame], truth: pl.DataFrame
) -> None:
    untreated = pl.read_parquet(large / "truth" / "areas.parquet").filter(
        pl.col("focus") & ~pl.col("treated")
    )
    first, second = "2008", "2009"  # both before the programme
    seen = (
        tables["figures"]
        .filter((pl.col("indicator") == "rate01") & pl.col("period").is_in([first, second]))
        .pivot("period", index="area", values="value")
        .drop_nulls()
    )
    step = seen.with_columns(step=pl.col(second) - pl.col(first))
    everyone = step["step"].mean()
    chosen = step.join(untreated, on="area")["step"].mean()
    assert isinstance(chosen, float)
    assert isinstance(everyone, float)
    # They come down by points more than everybody: regression to the mean, no effect.
    assert chosen < everyone - 1
    # On a rate that they were not chosen on they don't.
    other = (
        truth.filter((pl.col("indicator") == "rate02") & pl.col("period").is_in([first, second]))
        .pivot("period", index="area", values="truth")
        .with_columns(step=pl.col(second) - pl.col(first))
        .join(untreated, on="area")["step"]
    )
    assert abs(other.mean()) < 2.5  # type: ignore[arg-type, operator]


def test_the_programme_changes_nothing_before_it_starts() -> None:
    place = layout(3, 12, 60, 1)
    size = Size(3, 12, 60, 8, 2)
    focus, treated = selection(place, size, 1)
    assert set(treated) < set(focus)
    with_it = rate(place, size, 1, 0, treated)
    without = rate(place, size, 1, 0, treated[:0])
    assert np.array_equal(with_it.count[:, :3], without.count[:, :3])
    assert np.array_equal(with_it.without, without.share)
    odds = np.log(with_it.share / (1 - with_it.share)) - np.log(without.share / (1 - without.share))
    untouched = np.setdiff1d(np.arange(60), treated)
    assert np.allclose(odds[treated, -1], EFFECT)
    assert np.allclose(odds[untouched], 0)


def test_small_cells_breaks_and_boundary_changes_are_part_of_the_country(large: Path) -> None:
    seen = pl.read_parquet(large / "observations-register.parquet")
    assert (seen["denominator"] < 30).any()
    assert (seen["numerator"] < 5).any()
    moved = pl.read_csv(large / "correspondence" / "until-2010.csv")
    assert moved.group_by("area_from").agg(pl.col("weight").sum())["weight"].to_list() == (
        pytest.approx([1.0] * moved["area_from"].n_unique())
    )
    old = set(moved["area_from"])
    assert set(seen.filter(pl.col("area").cast(pl.String).is_in(old))["period"]) == {
        "2008",
        "2009",
        "2010",
    }
    assert "[[indicator.break]]" in (large / "indicators.toml").read_text("utf-8")
    programme = json.loads((large / "truth" / "programme.json").read_text("utf-8"))
    assert programme["simulated"] is True
    assert programme["first_year_with_effect"] == 2011
