"""Values over changed boundaries and equal ranks, from files to tables, on both engines."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.disclosure import protected
from wijkwerk.monitor.engine import EngineName, connect
from wijkwerk.monitor.pipeline import compute
from wijkwerk.monitor.sources.read import read_source

Tables = dict[str, pl.DataFrame]
Computed = Callable[..., Tables]

SOURCE = """[source]
id = "small"
title = { nl = "Klein", en = "Small" }
publisher = "test"
licence = "CC0-1.0"
"""
INDICATOR = """[[theme]]
id = "work"
name = { nl = "Werk", en = "Work" }

[[indicator]]
id = "seekers"
name = { nl = "Zoekers", en = "Seekers" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"
"""
AREAS = "code,name,level,parent\nCITY,City,municipality,\n" + "".join(
    f"{code},{code},district,CITY\n" for code in ("KA", "KB", "KC", "KD", "KE")
)


@pytest.fixture
def computed(tmp_path: Path) -> Computed:
    """The tables of a source of which ``files`` replace the usual ones: ``computed``, ``figures``,
    ``changes``, ``groups`` and ``classes``, unprotected unless asked."""

    def made(files: dict[str, str], engine: EngineName = "duckdb", protect: bool = False) -> Tables:
        folder = tmp_path / "source"
        shutil.rmtree(folder, ignore_errors=True)
        usual = {"source.toml": SOURCE, "indicators.toml": INDICATOR, "areas.csv": AREAS}
        for name, text in (usual | files).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        reading = tmp_path / "reading"
        reading.mkdir(exist_ok=True)
        running = connect(engine, tmp_path / f"running-{engine}")
        result = (protected if protect else compute)(read_source(folder, reading), running)
        return {
            name: running.collect(getattr(result, name))
            for name in ("computed", "figures", "changes", "groups", "classes")
        }

    return made


HEAD = "vintage_from,vintage_to,area_from,area_to,weight\n"
# A whole country goes through Spark in every run (test_pipeline.py); here what its SQL may do otherwise.
SPARK = [pytest.mark.spark, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
OLD = {
    "correspondence/2010-2022.csv": f"{HEAD}2010,2022,OLD,KC,0.5\n2010,2022,OLD,KD,0.5\n",
    "correspondence/2015-2022.csv": f"{HEAD}2015,2022,OLD,KC,0.5\n2015,2022,OLD,KD,0.5\n",
    "observations.csv": "area,period,indicator,numerator,denominator\n"
    "OLD,2010,seekers,600,1000\nOLD,2015,seekers,500,1000\nKE,2010,seekers,100,1000\n"
    "KE,2015,seekers,100,1000\nKC,2022,seekers,300,600\nKD,2022,seekers,100,400\n"
    "KE,2022,seekers,100,1000\n",
    "areas.csv": "code,name,level,parent\nCITY,City,municipality,\nKC,Kc,district,CITY\n"
    "KD,Kd,district,CITY\nKE,Ke,district,CITY\n",
}


def _cells(tables: Tables) -> dict[tuple[str, str], tuple[float, float, str]]:
    """Value, base and status by area and period."""
    return {
        (row["area"], row["period"]): (row["value"], row["base"], row["obs_status"])
        for row in tables["computed"].iter_rows(named=True)
    }


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=SPARK)])
def test_two_tables_that_name_the_same_area_move_it_once(
    computed: Computed, engine: EngineName
) -> None:
    found = _cells(computed(OLD, engine))
    assert found["KC", "2010"] == (60.0, 500.0, "E")
    assert found["KC", "2015"] == (50.0, 500.0, "E")
    assert found["CITY", "2010"] == (35.0, 2000.0, "E")
    assert found["CITY", "2015"] == (30.0, 2000.0, "E")
    assert found["KE", "2010"] == (10.0, 1000.0, "A")
    assert found["CITY", "2022"] == (25.0, 2000.0, "A")


KEPT = {
    "correspondence/2020.csv": f"{HEAD}2020,2022,KA,KA,0.6\n2020,2022,KA,KB,0.4\n",
    "observations.csv": "area,period,indicator,numerator,denominator\nKA,2010,seekers,600,1000\n"
    "KA,2022,seekers,300,600\nKB,2022,seekers,100,400\n",
    "areas.csv": "code,name,level,parent\nCITY,City,municipality,\nKA,Ka,district,CITY\n"
    "KB,Kb,district,CITY\n",
}


def test_a_code_that_is_kept_gives_its_part_away(computed: Computed) -> None:
    found = _cells(computed(KEPT))
    assert found["KA", "2010"] == (60.0, 600.0, "E")
    assert found["KB", "2010"] == (60.0, 400.0, "E")
    assert found["CITY", "2010"] == (60.0, 1000.0, "E")
    assert found["KA", "2022"] == (50.0, 600.0, "A")


def test_a_column_tells_that_rows_are_on_the_new_boundaries(computed: Computed) -> None:
    rows = (
        "area,period,indicator,numerator,denominator,vintage\nKA,2010,seekers,60,600,2022\n"
        "KB,2010,seekers,40,400,2022\nKA,2022,seekers,300,600,\nKB,2022,seekers,100,400,\n"
    )
    found = _cells(computed(KEPT | {"observations.csv": rows}))
    assert found["KA", "2010"] == (10.0, 600.0, "A")
    assert found["KB", "2010"] == (10.0, 400.0, "A")


def test_a_rule_of_the_source_tells_the_vintage_of_whole_periods(computed: Computed) -> None:
    rules = (
        '[source]\nid = "s"\ntitle = { nl = "S", en = "S" }\npublisher = "t"\nlicence = "CC0-1.0"\n'
        '[vintages.2022]\nfrom = "2010"\n'
    )
    found = _cells(computed(KEPT | {"source.toml": rules}))
    assert found["KA", "2010"] == (60.0, 1000.0, "A")


def test_tables_that_follow_each_other_lead_on(computed: Computed) -> None:
    files = {
        "correspondence/a.csv": f"{HEAD}2010,2015,OLD,HALF,0.5\n2010,2015,OLD,KA,0.5\n",
        "correspondence/b.csv": f"{HEAD}2015,2022,HALF,KB,0.2\n2015,2022,HALF,KC,0.8\n",
        "observations.csv": "area,period,indicator,numerator,denominator\n"
        "OLD,2010,seekers,60,1000\nHALF,2016,seekers,50,500\nKA,2016,seekers,5,500\n",
    }
    found = _cells(computed(files))
    assert found["KA", "2010"] == (6.0, 500.0, "E")
    assert found["KB", "2010"] == (6.0, 100.0, "E")
    assert found["KC", "2010"] == (6.0, 400.0, "E")
    assert found["KC", "2016"] == (10.0, 400.0, "E")
    assert found["KA", "2016"] == (1.0, 500.0, "A")


def test_strata_of_an_old_area_are_moved_too(computed: Computed) -> None:
    rows = (
        "area,period,indicator,numerator,denominator,age\n"
        "OLD,2010,seekers,10,100,15-64\nOLD,2010,seekers,30,300,65-79\n"
    )
    found = _cells(computed(OLD | {"observations.csv": rows}))
    assert found["KC", "2010"] == (10.0, 200.0, "E")


SURVEY = """[[theme]]
id = "work"
name = { nl = "Werk", en = "Work" }

[[indicator]]
id = "asked"
name = { nl = "Gevraagd", en = "Asked" }
theme = "work"
unit = "%"
kind = "survey"
direction = "lower_is_better"
"""


def test_respondents_of_a_divided_area_count_for_the_city_alone(computed: Computed) -> None:
    rows = "area,period,indicator,value,weight,psu\n" + "".join(
        f"{area},2010,asked,{answer},1,{area}{place}\n"
        for area, answers in (("OLD", "1111"), ("KE", "0000"))
        for place, answer in enumerate(answers)
    )
    found = _cells(computed(OLD | {"indicators.toml": SURVEY, "observations.csv": rows}))
    assert found["CITY", "2010"][0] == 50.0
    assert found["KE", "2010"][0] == 0.0
    assert ("KC", "2010") not in found
    assert ("KD", "2010") not in found


@pytest.mark.parametrize(
    ("engine", "direction"),
    [
        ("duckdb", "lower_is_better"),
        ("duckdb", "higher_is_better"),
        pytest.param("spark", "lower_is_better", marks=SPARK),
    ],
)
def test_equal_values_on_different_bases_share_a_rank(
    computed: Computed, engine: EngineName, direction: str
) -> None:
    bases = (586, 1072, 242, 1644, 1301, 832, 551, 1114)
    areas = "code,name,level,parent\nCITY,City,municipality,\n" + "".join(
        f"K{base},K{base},district,CITY\n" for base in bases
    )
    rows = "area,period,indicator,value,base\n" + "".join(
        f"K{base},2020,seekers,3,{base}\n" for base in bases
    )
    text = INDICATOR.replace("lower_is_better", direction)
    found = computed(
        {"areas.csv": areas, "observations.csv": rows, "indicators.toml": text}, engine
    )
    districts = found["figures"].filter(pl.col("level") == "district")
    assert districts["rank"].to_list() == [1] * 8
    assert districts["value"].to_list() == [3.0] * 8
    assert districts["distance"].drop_nulls().to_list() == [0.0] * 8


def test_areas_with_the_figures_of_one_divided_area_share_a_rank(computed: Computed) -> None:
    # Thirds have no end: what is rounded off must not show in the ratio.
    files = {
        "correspondence/a.csv": HEAD
        + "".join(f"2010,2022,OLD,{code},{1 / 3!r}\n" for code in ("KA", "KB", "KC")),
        "observations.csv": "area,period,indicator,numerator,denominator\nOLD,2010,seekers,7,11\n"
        "KD,2010,seekers,7,11\nKE,2010,seekers,1,100\n",
    }
    found = computed(files)["figures"].filter(pl.col("level") == "district")
    assert dict(found.select("area", "rank").iter_rows()) == {
        "KE": 1,
        "KA": 2,
        "KB": 2,
        "KC": 2,
        "KD": 2,
    }


@pytest.mark.parametrize("name", ["vintages-double", "vintages-kept-code", "rank-ties"])
def test_the_cases_give_what_is_right(computed: Computed, name: str) -> None:
    folder = Path(__file__).parents[4] / "shared" / "cases" / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    files = {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    tables = computed(files)
    found = _cells(tables)
    if name == "vintages-double":
        assert found["KC", "2010"][1] == 500
        assert found["CITY", "2010"][0] == 35.0
    elif name == "vintages-kept-code":
        assert (found["KA", "2010"][1], found["KA", "2010"][2]) == (600, "E")
        assert (found["KB", "2010"][1], found["KB", "2010"][2]) == (400, "E")
    else:
        districts = tables["figures"].filter(pl.col("level") == "district")
        assert districts["rank"].to_list() == [1] * 8


# -- between which moments, and whose (steps/outcomes.py) ------------------------------------------

FOLLOWED = """[source]
id = "small"
title = { nl = "Klein", en = "Small" }
publisher = "test"
licence = "CC0-1.0"
base_period = "2012"
report_groups = ["FOCUS"]
"""
SECOND = """
[[indicator]]
id = "late"
name = { nl = "Laat", en = "Late" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"
"""


def _rows() -> str:
    lines = ["area,period,indicator,numerator,denominator"]
    for area in ("KA", "KB", "KC", "KD", "KE"):
        for year in range(2010, 2018):
            lines.append(f"{area},{year},seekers,{100 + year % 7},1000")
            if year >= 2014:
                lines.append(f"{area},{year},late,{100 + year % 7},1000")
    return "\n".join(lines) + "\n"


def _files() -> dict[str, str]:
    return {
        "source.toml": FOLLOWED,
        "indicators.toml": INDICATOR + SECOND,
        "observations.csv": _rows(),
        "groups.csv": "group,area,valid_from,valid_to\nFOCUS,KA,,\nFOCUS,KB,2012,2015\nFOCUS,KC,2013,\n",
    }


def test_an_indicator_that_starts_late_is_followed_from_its_own_start(computed: Computed) -> None:
    changes = computed(_files())["changes"]
    spans = dict(
        changes.group_by("indicator")
        .agg(pl.concat_str("period_from", "period_to", separator=" ").unique())
        .iter_rows()
    )
    # The base period of the source is 2012: not the first figure, and not before an indicator's own.
    assert spans == {"seekers": ["2012 2017"], "late": ["2014 2017"]}
    late = changes.filter((pl.col("indicator") == "late") & (pl.col("level") == "district"))
    assert "too_few" not in late["class"].to_list()


def test_a_member_that_left_is_not_counted_in_the_classes_of_its_group(computed: Computed) -> None:
    classes = computed(_files())["classes"].filter(
        (pl.col("group") == "FOCUS") & (pl.col("indicator") == "seekers")
    )
    per = classes.group_by("reference").agg(pl.col("count").sum())
    assert set(per["count"].to_list()) == {2}
