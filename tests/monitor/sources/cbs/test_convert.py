import json
import tomllib
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.sources.cbs.convert import from_files
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.shared.problems import Severity


def observed(source: Path, indicator: str, period: str) -> dict[str, dict[str, object]]:
    table = pl.read_parquet(source / "observations.parquet")
    rows = table.filter((pl.col("indicator") == indicator) & (pl.col("period") == period))
    return {row["area"]: row for row in rows.iter_rows(named=True)}


@pytest.fixture
def source(tmp_path: Path, year_2014: Path, year_2024: Path) -> Path:
    out = tmp_path / "kwb"
    from_files([year_2024, year_2014], out)
    return out


def test_the_folder_passes_the_check(source: Path) -> None:
    errors = [one for one in check_source(source) if one.severity is Severity.ERROR]
    assert errors == []


def test_all_levels_come_along_with_their_parents(source: Path) -> None:
    areas = pl.read_csv(source / "areas.csv")
    assert dict(areas.group_by("level").len().iter_rows()) == {
        "country": 1,
        "municipality": 1,
        "district": 2,
        "neighbourhood": 5,
    }
    parents = dict(areas.select("code", "parent").iter_rows())
    assert parents["BU90010101"] == "WK900101"
    assert parents["WK900101"] == "GM9001"
    assert parents["GM9001"] == "NL00"
    assert parents["NL00"] is None


def test_an_area_is_valid_in_the_years_that_have_it(source: Path) -> None:
    areas = {row["code"]: row for row in pl.read_csv(source / "areas.csv").iter_rows(named=True)}
    assert (areas["BU90010002"]["valid_from"], areas["BU90010002"]["valid_to"]) == (None, 2014)
    assert (areas["BU90010100"]["valid_from"], areas["BU90010100"]["valid_to"]) == (2024, None)
    assert (areas["GM9001"]["valid_from"], areas["GM9001"]["valid_to"]) == (None, None)
    assert areas["GM9001"]["inhabitants"] == 9000


def test_a_count_gets_its_base_as_denominator(source: Path) -> None:
    row = observed(source, "social_assistance", "2024")["BU90010000"]
    assert (row["numerator"], row["denominator"], row["value"], row["base"]) == (
        40,
        1500,
        None,
        None,
    )
    assert row["status"] == "A"


def test_a_percentage_gets_its_value_and_base(source: Path) -> None:
    row = observed(source, "owner_occupied", "2024")["BU90010000"]
    assert (row["numerator"], row["value"], row["base"]) == (None, 65, 1100)


def test_thousands_of_euros_become_euros(source: Path) -> None:
    assert observed(source, "dwelling_value", "2024")["GM9001"]["value"] == 410_500
    assert observed(source, "dwelling_value", "2014")["GM9001"]["value"] == 220_500


def test_counts_out_of_whole_percentages_are_estimates(source: Path) -> None:
    row = observed(source, "social_assistance", "2014")["BU90010000"]
    assert (row["numerator"], row["denominator"]) == (50, 288 + 576 + 576)
    assert row["status"] == "E"


def test_changed_boundaries_and_codes_are_breaks(source: Path) -> None:
    status = {
        area: row["status"] for area, row in observed(source, "owner_occupied", "2024").items()
    }
    assert status["BU90010001"] == "B"  # code 3: other boundaries
    assert status["BU90010000"] == "A"
    assert status["NL00"] == "A"  # a point: not told


def test_signs_are_withheld_and_blanks_are_missing(source: Path) -> None:
    assert observed(source, "owner_occupied", "2024")["BU90010101"]["status"] == "N"
    assert observed(source, "dwelling_value", "2024")["BU90010101"]["status"] == "N"
    row = observed(source, "social_assistance", "2024")["BU90010101"]
    assert (row["status"], row["numerator"], row["denominator"]) == ("N", None, None)


def test_nothing_is_dropped_without_a_word(tmp_path: Path, year_2024: Path) -> None:
    report = from_files([year_2024], tmp_path / "kwb")
    told = report.files[0]
    assert told.not_understood == ["Iets nieuws (aantal)"]
    assert list(told.left_out) == ["Bevolking/Burgerlijke staat/Gehuwd (aantal)"]
    assert dict(told.signs) == {".": 2, "x": 1}
    assert told.rows == 8
    shown = json.loads((tmp_path / "kwb" / "from-cbs.json").read_text("utf-8"))
    assert shown["files"][0]["columns_not_understood"] == ["Iets nieuws (aantal)"]
    assert shown["areas"] == {"country": 1, "municipality": 1, "district": 2, "neighbourhood": 4}


def test_the_order_of_files_and_rows_changes_nothing(
    tmp_path: Path, year_2014: Path, year_2024: Path, source: Path
) -> None:
    head, *rows = year_2024.read_text("utf-8-sig").splitlines(keepends=True)
    year_2024.write_text(head + "".join(reversed(rows)), "utf-8-sig")
    other = tmp_path / "other"
    from_files([year_2014, year_2024], other)
    for name in ("areas.csv", "observations.parquet", "source.toml", "indicators.toml"):
        assert (other / name).read_bytes() == (source / name).read_bytes(), name


def test_two_files_of_a_year_complete_one_another(tmp_path: Path, year_2024: Path) -> None:
    more = tmp_path / "inkomen 2024.csv"
    more.write_text(
        "Codering;Gemiddeld inkomen per inwoner;Aantal inwoners\n"
        "GM9001;30,5;9000\nBU90010000;31;\n",
        "utf-8",
    )
    report = from_files([year_2024, more], tmp_path / "kwb")
    rows = observed(tmp_path / "kwb", "income_per_inhabitant", "2024")
    assert (rows["GM9001"]["value"], rows["GM9001"]["base"]) == (30_500, 9000)
    assert (rows["BU90010000"]["value"], rows["BU90010000"]["base"]) == (31_000, 2500)
    assert rows["WK900100"]["status"] == "M"
    assert report.files[1].signs == {"blank": 1}


def test_a_table_without_codes_borrows_those_of_the_same_rows(tmp_path: Path) -> None:
    coded = tmp_path / "a 2024.csv"
    coded.write_text(
        "Wijken en buurten;Gemeentenaam;Codering;Koopwoningen\n"
        "Dorp;Dorp;GM9002;50\nDorp;Dorp;WK900200;50\nDorp;Dorp;BU90020000;50\n",
        "utf-8",
    )
    bare = tmp_path / "b 2024.csv"
    bare.write_text(
        "Wijken en buurten;Gemeentenaam;Woningvoorraad\nDorp;Dorp;30\nDorp;Dorp;20\nDorp;Dorp;10\n",
        "utf-8",
    )
    report = from_files([coded, bare], tmp_path / "kwb")
    bases = {
        area: row["base"]
        for area, row in observed(tmp_path / "kwb", "owner_occupied", "2024").items()
    }
    assert bases == {"GM9002": 30, "WK900200": 20, "BU90020000": 10}
    assert any("has no codes" in warning for warning in report.warnings())


def test_bare_digits_are_codes_where_a_column_tells_the_level(tmp_path: Path) -> None:
    path = tmp_path / "kwb-2023.csv"
    path.write_text(
        "gwb_code_8;recs;regio;p_koopw;a_woning\n363;Gemeente;A;30;100\n36300;Wijk;B;31;60\n"
        "3630000;Buurt;C;32;60\n",
        "utf-8",
    )
    from_files([path], tmp_path / "kwb")
    areas = pl.read_csv(tmp_path / "kwb" / "areas.csv")["code"].to_list()
    assert areas == ["GM0363", "WK036300", "BU03630000"]


def test_a_long_table_is_read_with_every_year_in_it(tmp_path: Path) -> None:
    path = tmp_path / "lang.csv"
    path.write_text(
        "code,level,name,year,indicator,value\n"
        "GM9001,Gemeente,T,2019,Koopwoningen,50\nGM9001,Gemeente,T,2020,Koopwoningen,51\n"
        "WK900100,Wijk,W,2019,Koopwoningen,60\nWK900100,Wijk,W,2020,Koopwoningen,NA\n"
        "WK900100,Wijk,W,2020,Woningvoorraad,80\n",
        "utf-8",
    )
    report = from_files([path], tmp_path / "kwb")
    assert report.files[0].years == ("2019", "2020")
    assert observed(tmp_path / "kwb", "owner_occupied", "2020")["WK900100"]["status"] == "M"
    # Nobody published a housing stock in 2019: that is no missing figure.
    assert observed(tmp_path / "kwb", "owner_occupied", "2019")["WK900100"]["base"] is None


def test_provinces_are_counted_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "regio 2023.csv"
    path.write_text(
        "Regiocode;Koopwoningen;Woningvoorraad\nNL01;57;900\nPV27;50;90\nGM0363;30;10\n", "utf-8"
    )
    report = from_files([path], tmp_path / "kwb")
    assert report.files[0].other_regions == 1
    assert report.areas == {"country": 1, "municipality": 1}


def test_parts_that_rounding_makes_more_than_the_whole_are_left_out(
    tmp_path: Path, year_2024: Path
) -> None:
    text = year_2024.read_text("utf-8-sig").replace(
        "2500;300;600;600;1100;65;470;40", "2500;5;5;0;1100;65;470;15"
    )
    year_2024.write_text(text, "utf-8-sig")
    report = from_files([year_2024], tmp_path / "kwb")
    row = observed(tmp_path / "kwb", "social_assistance", "2024")["BU90010000"]
    assert (row["numerator"], row["status"]) == (None, "M")
    assert (
        "social_assistance: 1 times the part is more than the whole, by rounding; these figures are "
        "left out."
    ) in report.warnings()


def test_only_the_wanted_municipality_and_the_country_stay(tmp_path: Path) -> None:
    path = tmp_path / "kwb-2023.csv"
    path.write_text(
        "gwb_code;p_koopw\nNL00;57\nGM0363;30\nWK036300;30\nGM0599;33\nWK059900;33\n", "utf-8"
    )
    from_files([path], tmp_path / "kwb", municipalities=["gm0363"])
    areas = pl.read_csv(tmp_path / "kwb" / "areas.csv")["code"].to_list()
    assert areas == ["NL00", "GM0363", "WK036300"]


def test_ages_come_along_only_when_asked_for(tmp_path: Path, year_2024: Path) -> None:
    report = from_files([year_2024], tmp_path / "plain")
    assert not {one.indicator for one in report.taken} & {"aged_15_24", "aged_25_44"}
    # These ages are used all the same, as the base of those on social assistance.
    assert not any("--with-population" in warning for warning in report.warnings())
    from_files([year_2024], tmp_path / "people", population=True)
    row = observed(tmp_path / "people", "aged_15_24", "2024")["GM9001"]
    assert (row["numerator"], row["denominator"]) == (1000, 9000)
    notes = tomllib.loads((tmp_path / "people" / "source.toml").read_text("utf-8"))
    assert "geen prestatie" in notes["source"]["notes"]["nl"]


def test_the_four_large_cities_are_a_group_when_all_are_there(tmp_path: Path) -> None:
    path = tmp_path / "kwb-2023.csv"
    cities = ["GM0363", "GM0518", "GM0599", "GM0344", *(f"GM10{n:02d}" for n in range(8))]
    path.write_text(
        "gwb_code;p_koopw;ste_mvs\nNL00;57;2\n"
        + "".join(f"{code};40;{1 if code < 'GM1' else 4}\n" for code in cities),
        "utf-8",
    )
    from_files([path], tmp_path / "kwb")
    groups = pl.read_csv(tmp_path / "kwb" / "groups.csv")
    assert groups.group_by("group").len().sort("group").rows() == [
        ("G4", 4),
        ("STED1", 4),
        ("STED4", 8),
    ]


def test_incomes_taken_over_from_the_district_are_marked_as_imputed(tmp_path: Path) -> None:
    path = tmp_path / "kwb-2024.csv"
    rows = ["gwb_code;g_ink_po;g_ink_pi;a_inw", "GM9001;40,1;30,1;9000", "WK900100;41,2;31,2;4000"]
    rows += [f"BU900100{n:02d};41,2;31,2;300" for n in range(12)] + ["BU90010090;39,9;30,9;400"]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    report = from_files([path], tmp_path / "kwb")
    statuses = {
        area: row["status"]
        for area, row in observed(tmp_path / "kwb", "income_per_inhabitant", "2024").items()
    }
    assert statuses["BU90010005"] == "I"
    assert statuses["BU90010090"] == "A"
    assert statuses["WK900100"] == "A"
    assert report.filled == {"2024": 12}


def test_a_column_copied_from_the_year_before_is_named(tmp_path: Path) -> None:
    rows = [f"WK9001{n:02d};{30 + n / 10:.1f}" for n in range(25)]
    for year in (2022, 2023):
        text = "\n".join(["gwb_code;g_ink_pi", "GM9001;30", *rows]) + "\n"
        (tmp_path / f"kwb-{year}.csv").write_text(text, "utf-8")
    report = from_files([tmp_path / "kwb-2022.csv", tmp_path / "kwb-2023.csv"], tmp_path / "kwb")
    assert "g_ink_pi: 2023 has the figures of 2022. Was a column copied?" in report.warnings()


def test_years_that_no_file_has_are_named(source: Path) -> None:
    notes = tomllib.loads((source / "source.toml").read_text("utf-8"))["source"]["notes"]
    assert "There is no file of 2015, 2016" in notes["en"]


def test_rounded_figures_are_protected_as_sums_all_the_same(source: Path) -> None:
    entries = tomllib.loads((source / "indicators.toml").read_text("utf-8"))["indicator"]
    assert all("additive" not in entry for entry in entries)
    settings = tomllib.loads((source / "source.toml").read_text("utf-8"))
    assert settings["disclosure"] == {"minimum_base": 10, "minimum_count": 5, "rounding": 5}
