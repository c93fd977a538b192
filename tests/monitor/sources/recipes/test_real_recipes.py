"""The shipped recipes on the real files: figures held against the raw files, read another way."""

from __future__ import annotations

import csv
import gzip
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from jsonschema import Draft202012Validator

from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.recipes import build_source, read_remarks
from wijkwerk.monitor.sources.recipes.recipe import read_recipe, recipe_schema
from wijkwerk.shared.problems import Severity

RECIPES = ("amsterdam-2017-2024", "denhaag-2009-2022", "gezondheid-nl")
Made = Callable[[str], Path]


@pytest.fixture(scope="session")
def made(shared_data: Path, examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Builds the source of a shipped recipe, once a session."""
    out = tmp_path_factory.mktemp("recipes")

    def run(name: str) -> Path:
        folder = out / name
        if not folder.exists():
            build_source(examples / "recipes" / f"{name}.toml", shared_data, folder)
        return folder

    return run


def observations(folder: Path) -> pl.DataFrame:
    path = folder / "observations.parquet"
    if path.exists():
        return pl.read_parquet(path)
    return pl.read_csv(
        folder / "observations.csv",
        schema_overrides={"period": pl.String},
        infer_schema_length=None,
    )


def one(frame: pl.DataFrame, area: str, period: str, indicator: str) -> dict[str, object]:
    found = frame.filter(area=area, period=period, indicator=indicator)
    assert found.height == 1
    return found.row(0, named=True)


@pytest.mark.parametrize("name", RECIPES)
def test_a_shipped_recipe_follows_the_schema(examples: Path, name: str) -> None:
    path = examples / "recipes" / f"{name}.toml"
    schema, registry = recipe_schema()
    validator = Draft202012Validator(schema, registry=registry)
    assert not list(validator.iter_errors(tomllib.loads(path.read_text("utf-8"))))
    recipe = read_recipe(path)
    used = {figure.indicator for file in recipe.files for figure in file.figures}
    assert used == set(recipe.indicators)


@pytest.mark.parametrize("name", ["amsterdam-2017-2024", "denhaag-2009-2022"])
def test_a_shipped_recipe_makes_a_source_without_errors(made: Made, name: str) -> None:
    problems = check_source(made(name))
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []


def test_den_haag_has_its_44_districts_in_14_years(made: Made) -> None:
    found = observations(made("denhaag-2009-2022"))
    districts = found.filter(pl.col("area").str.starts_with("WK"))
    assert districts["area"].n_unique() == 44
    assert sorted(found["period"].unique()) == [str(year) for year in range(2009, 2023)]
    areas = pl.read_csv(made("denhaag-2009-2022") / "areas.csv")
    names = dict(areas.select("code", "name").iter_rows())
    assert names["WK051829"] == "Schildersbuurt"
    assert names["WK051801"] == "Oostduinen"
    assert names["GM0518"] == "Den Haag"


def test_shares_of_den_haag_are_those_of_the_panel(made: Made, shared_data: Path) -> None:
    found = observations(made("denhaag-2009-2022"))
    path = shared_data / "elan_haaglanden" / "elan_wijk_panel_2009_2022_long.csv.gz"
    columns = {"welfare_benefit": "Welfare_benefit_user", "low_education": "HBOPL_Low"}
    seen = withheld = 0
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            for indicator, column in columns.items():
                if row["gm_code"] != "GM0518" or row["indicator"] != column or not row["share"]:
                    continue
                mine = one(found, row["wk_code"], row["year"], indicator)
                seen += 1
                if row["wk_code"] in ("WK051801", "WK051835") or (
                    row["wk_code"] in ("WK051837", "WK051839") and row["year"] == "2022"
                ):
                    assert (mine["value"], mine["status"]) == (None, "M")
                elif float(row["share"]) == 0:
                    # 'Not available' stands as 0: it is withheld, never zero.
                    assert (mine["value"], mine["status"]) == (None, "N")
                    withheld += 1
                else:
                    assert mine["value"] == pytest.approx(float(row["share"]) * 100, abs=1e-8)
                    assert mine["base"] == float(row["population"])
    assert (seen, withheld) == (44 * 12 + 44 * 10, 75 + 8)


def test_the_city_s_columns_of_counts_and_of_shares_are_told_apart(made: Made) -> None:
    found = observations(made("denhaag-2009-2022"))
    count = one(found, "GM0518", "2011", "low_income")
    share = one(found, "GM0518", "2011", "welfare_benefit")
    assert (count["numerator"], count["denominator"]) == (49040.0, 520791.0)
    assert share["value"] == pytest.approx(4.341, abs=5e-4)
    assert share["base"] == 520791.0


def test_the_districts_of_den_haag_count_more_people_than_the_city_and_that_is_told(
    made: Made,
) -> None:
    told = [one for one in check_source(made("denhaag-2009-2022")) if "sum of its" in one.code]
    assert told
    assert all("base of GM0518 in 20" in (one.value or "") for one in told)


def test_districts_with_the_figures_of_another_are_told_and_left_out(
    made: Made, shared_data: Path, examples: Path, tmp_path: Path
) -> None:
    found = observations(made("denhaag-2009-2022")).filter(pl.col("area") == "WK051835")
    assert found["value"].null_count() == found.height
    # Without the lines that leave them out, the check names them.
    text = (examples / "recipes" / "denhaag-2009-2022.toml").read_text("utf-8")
    (tmp_path / "recipe.toml").write_text(re.sub(r"\[\[leave_out\]\](\n.+)+", "", text), "utf-8")
    out = build_source(tmp_path / "recipe.toml", shared_data, tmp_path / "out")
    told = [
        remark.value for remark in read_remarks(out) if remark.code == "areas with the same figures"
    ]
    assert told == ["WK051801, WK051802", "WK051835, WK051836"]
    sums = [remark.value or "" for remark in read_remarks(out) if "sum of its" in remark.code]
    assert "base of GM0518 in 2022: 577,339, its parts together 614,750" in sums


def test_amsterdam_s_decimals_are_read_in_each_notation(made: Made) -> None:
    found = observations(made("amsterdam-2017-2024"))
    income = {
        year: one(found, "GM0363", year, "income_per_inhabitant")["value"]
        for year in ("2017", "2019", "2020", "2023")
    }
    assert income == {"2017": 28900.0, "2019": 31300.0, "2020": 32400.0, "2023": 38600.0}
    assert one(found, "GM0363", "2020", "home_value")["value"] == 416000.0
    assert "2024" not in set(found.filter(indicator="income_per_inhabitant")["period"])


def test_amsterdam_s_old_neighbourhoods_come_along_by_the_city_s_table(
    made: Made, shared_data: Path
) -> None:
    folder = made("amsterdam-2017-2024")
    with (shared_data / "kwb_amsterdam" / "raw" / "buurten.csv").open(encoding="utf-8") as text:
        csv.field_size_limit(1 << 24)
        pairs = {
            (row["BUURTCODE_CBS_2015"], row["BUURTCODE_CBS_2022"]) for row in csv.DictReader(text)
        }
    moves = pl.read_csv(folder / "correspondence" / "2015-2022.csv")
    assert set(moves.select("area_from", "area_to").iter_rows()) == pairs
    assert moves["weight"].unique().to_list() == [1.0]
    found = observations(folder)
    old = set(found.filter(pl.col("period") < "2021")["area"]) - {"GM0363"}
    assert old == {before for before, _ in pairs}
    told = [str(one) for one in check_source(folder) if one.code == "area left out"]
    assert len(told) == 3
    assert all("40 codes BU…, BU03630301" in one for one in told)


@pytest.mark.slow
def test_health_is_withheld_where_the_publisher_s_own_workbook_says_so(
    made: Made, shared_data: Path
) -> None:
    found = observations(made("gezondheid-nl")).filter(period="2020", indicator="smoker")
    mine = {row["area"]: row for row in found.iter_rows(named=True)}
    book = openpyxl.load_workbook(
        shared_data / "rivm_gezondheid" / "raw" / "RIVM_gezondheid2020_18+.xlsx", read_only=True
    )
    # The first part of the workbook: the whole takes a minute to unpack.
    rows = book.worksheets[0].iter_rows(values_only=True, max_row=4001)
    header = next(rows)
    code, smoker = header.index("Codering_3"), header.index("Roker_11")
    seen = withheld = 0
    for row in rows:
        area = str(row[code]).strip().replace("NL01", "NL00")
        text = str(row[smoker]).strip()
        seen += 1
        if text == ".":
            withheld += 1
            assert (mine[area]["value"], mine[area]["status"]) == (None, "N")
        else:
            assert (mine[area]["value"], mine[area]["status"]) == (float(text), "A")
    assert seen == 4000
    assert withheld > 100
    assert found.filter(status="N").height == 769


@pytest.mark.slow
def test_what_was_not_asked_in_a_year_gives_no_rows(made: Made) -> None:
    found = observations(made("gezondheid-nl"))
    periods = dict(found.group_by("indicator").agg(pl.col("period").unique().sort()).iter_rows())
    assert periods["smoker"] == ["2012", "2016", "2020"]
    assert periods["volunteer"] == ["2016", "2020"]
    assert periods["stress"] == ["2020"]
    assert periods["recorded_crime"] == ["2021", "2022", "2023", "2024", "2025"]
    assert len(periods) == 33


@pytest.mark.slow
def test_crimes_are_those_of_the_police_and_no_inhabitants_are_zero(
    made: Made, shared_data: Path
) -> None:
    found = observations(made("gezondheid-nl")).filter(indicator="recorded_crime")
    mine = {(row["area"], row["period"]): row for row in found.iter_rows(named=True)}
    path = shared_data / "woonikveilig_nl" / "crime_health_long_2012_2025.csv.gz"
    total = 0.0
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            if row["indicator"] == "misdrijven_totaal":
                own = mine[row["code"], row["year"]]
                if own["status"] != "M":
                    assert own["numerator"] == float(row["value"])
                    total += float(row["value"])
    assert total == found["numerator"].sum()
    assert mine["GM0014", "2024"]["denominator"] == 243768.0
    # The file of inhabitants has a blank where nobody lives.
    assert mine["BU00141908", "2022"]["status"] == "M"


@pytest.mark.slow
def test_the_country_has_one_code_and_every_area_a_place_below_it(made: Made) -> None:
    areas = pl.read_csv(made("gezondheid-nl") / "areas.csv", infer_schema=False)
    assert areas.filter(pl.col("parent").is_null())["code"].to_list() == ["NL00"]
    remarks = json.loads((made("gezondheid-nl") / "made-by-recipe.json").read_text())["remarks"]
    assert any(
        "GM0513 in 2025: 3,724, its parts together 3,696" in remark["value"] for remark in remarks
    )
