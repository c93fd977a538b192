"""Files as their users sent them on, with every fault that the data's README lists."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.sources.cbs.convert import from_files
from wijkwerk.monitor.sources.cbs.report import Report
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.shared.problems import InputError, Severity


def row(source: Path, indicator: str, period: str, area: str) -> dict[str, object]:
    table = pl.read_parquet(source / "observations.parquet")
    found = table.filter(
        (pl.col("indicator") == indicator) & (pl.col("period") == period) & (pl.col("area") == area)
    )
    return found.row(0, named=True)


@pytest.fixture(scope="module")
def amsterdam(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """Amsterdam 2017-2024 out of nine files by several hands."""
    folder = shared_data / "kwb_amsterdam"
    names = ("2017", "2019", "2020", "2023_income", "2024_without_income_data")
    files = [folder / "raw" / f"Kerncijfers_wijken_en_buurten_{name}.csv" for name in names]
    files += sorted((folder / "raw").glob("proximity*.csv"))
    files += sorted((folder / "raw").glob("SES_WOA*.csv"))
    files.append(folder / "kwb_amsterdam_2017_2019_full_long.csv.gz")
    out = tmp_path_factory.mktemp("amsterdam") / "kwb"
    return out, from_files(files, out)


def test_nine_files_by_several_hands_make_one_source(amsterdam: tuple[Path, Report]) -> None:
    source, report = amsterdam
    assert report.areas == {"country": 1, "municipality": 1, "district": 209, "neighbourhood": 996}
    errors = [one for one in check_source(source) if one.severity is Severity.ERROR]
    assert errors == []
    assert {"2017", "2019", "2020", "2023", "2024"} == {one.year for one in report.taken}


def test_points_commas_and_both_in_one_file_are_read(amsterdam: tuple[Path, Report]) -> None:
    source, _ = amsterdam
    assert row(source, "income_per_inhabitant", "2017", "WK036300")["value"] == 31_500
    assert row(source, "income_per_inhabitant", "2019", "WK036300")["value"] == 34_500
    assert row(source, "income_per_inhabitant", "2020", "WK036300")["value"] == 32_800
    assert row(source, "dwelling_value", "2020", "WK036300")["value"] == 469_000


def test_every_kind_of_sign_is_counted(amsterdam: tuple[Path, Report]) -> None:
    _, report = amsterdam
    signs = {file.file: Counter(file.signs) for file in report.files}
    assert set(signs["Kerncijfers_wijken_en_buurten_2017.csv"]) == {".", "blank"}
    assert set(signs["Kerncijfers_wijken_en_buurten_2019.csv"]) == {"NA", "blank"}
    assert set(signs["Kerncijfers_wijken_en_buurten_2020.csv"]) == {"blank"}
    assert sum(report.signs().values()) > 9_000


def test_old_and_new_codes_of_amsterdam_have_their_own_validity(
    amsterdam: tuple[Path, Report],
) -> None:
    areas = pl.read_csv(amsterdam[0] / "areas.csv", infer_schema=False)
    districts = areas.filter(pl.col("level") == "district")
    ended = districts.filter(pl.col("valid_to") == "2020")["code"].to_list()
    begun = districts.filter(pl.col("valid_from") == "2023")["code"].to_list()
    assert len(ended) == 99 and len(begun) == 110
    assert not set(ended) & set(begun)
    assert "WK0363AA" in begun and "WK036300" in ended


def test_amsterdam_tells_of_no_changed_boundary_in_2017_and_2019(
    amsterdam: tuple[Path, Report],
) -> None:
    table = pl.read_parquet(amsterdam[0] / "observations.parquet")
    assert set(table["status"].unique()) == {"A", "I", "M", "N"}


def test_columns_of_another_table_are_named(amsterdam: tuple[Path, Report]) -> None:
    told = {file.file: file.not_understood for file in amsterdam[1].files}
    assert "cafes_within_1km" in told["proximity_to_facilities_2020.csv"]
    assert told["Kerncijfers_wijken_en_buurten_2017.csv"] == []
    assert told["Kerncijfers_wijken_en_buurten_2019.csv"] == []


def test_incomes_that_their_author_filled_in_are_found(shared_data: Path, tmp_path: Path) -> None:
    raw = shared_data / "kwb_amsterdam" / "raw"
    files = [raw / f"Kerncijfers_wijken_en_buurten_{name}.csv" for name in ("2023_income", "2024")]
    report = from_files(files, tmp_path / "kwb")
    assert report.filled == {"2024": 281}
    assert ("g_ink_pi", "2024", "2023") in report.copied
    assert row(tmp_path / "kwb", "income_per_inhabitant", "2024", "BU0363AA01")["status"] == "I"


def test_names_without_codes_are_refused(shared_data: Path, tmp_path: Path) -> None:
    raw = shared_data / "kwb_amsterdam" / "raw"
    with pytest.raises(InputError, match="no column with area codes"):
        from_files([raw / "Kerncijfers_wijken_en_buurten_2015.csv"], tmp_path / "kwb")


def test_tables_that_are_something_else_are_refused(shared_data: Path, tmp_path: Path) -> None:
    for path in (
        shared_data / "kwb_amsterdam" / "raw" / "buurten.csv",
        shared_data / "nl_gemeente_2021" / "gemeenten.geojson",
    ):
        with pytest.raises(InputError, match="no key figures in this table"):
            from_files([path], tmp_path / "kwb")


def test_all_of_the_country_in_2024_is_read_on_every_level(
    shared_data: Path, tmp_path: Path
) -> None:
    files = sorted((shared_data / "kwb_nl_2024" / "raw").glob("Kerncijfers*.csv"))
    out = tmp_path / "kwb"
    report = from_files(files, out, population=True)
    assert report.areas == {
        "country": 1,
        "municipality": 342,
        "district": 3393,
        "neighbourhood": 14574,
    }
    # One file has no codes: it borrows them, because its rows are the same.
    assert any(file.without_codes for file in report.files)
    country = row(out, "aged_65", "2024", "NL00")
    assert (country["numerator"], country["denominator"]) == (3_677_228, 17_942_942)
    # 958 areas with other boundaries and 5 with another code, for five indicators.
    assert report.statuses["B"] == 5 * (958 + 5) - _without_figure(out)
    groups = pl.read_csv(out / "groups.csv")
    assert groups["area"].to_list() == ["GM0344", "GM0363", "GM0518", "GM0599"]


def _without_figure(out: Path) -> int:
    """Broken areas whose figure rounding made impossible."""
    table = pl.read_parquet(out / "observations.parquet")
    broken = table.filter(pl.col("status") == "B")["area"].unique()
    return table.filter(pl.col("area").is_in(broken.implode()) & (pl.col("status") == "M")).height


def test_key_figures_of_municipalities_as_json_are_read(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "nl_gemeente_2021" / "nl_data.json"
    report = from_files([path], tmp_path / "kwb", year="2021")
    assert report.areas == {"municipality": 352}
    # Whether these are persons or households, the file doesn't say: no guess.
    assert "Bottom-40% income share (%)" in report.files[0].not_understood
    found = row(tmp_path / "kwb", "dwelling_value", "2021", "GM1680")
    assert found["value"] == 271_000
