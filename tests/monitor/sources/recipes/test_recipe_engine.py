"""The engine of recipes: from columns to observations, areas, boundaries."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.recipes.toml_text import toml_text
from wijkwerk.shared.problems import Severity

Build = Callable[..., pl.DataFrame]
RECIPE = Path(__file__).with_name("trial.toml").read_text("utf-8")
PLAIN = "code,year,pct\nWK036301,2020,5.5\nWK036302,2020,7\n"


def _errors(folder: Path) -> list[str]:
    return [str(one) for one in check_source(folder) if one.severity is Severity.ERROR]


def test_a_wide_file_becomes_observations_and_areas(build: Build, tmp_path: Path) -> None:
    found = build(RECIPE, figures__csv=PLAIN)
    assert found.select("area", "period", "indicator", "value", "status").rows() == [
        ("WK036301", "2020", "jobless", 5.5, "A"),
        ("WK036302", "2020", "jobless", 7.0, "A"),
    ]
    areas = pl.read_csv(tmp_path / "out" / "areas.csv")
    assert areas.select("code", "level", "parent").rows() == [
        ("GM0363", "municipality", None),
        ("WK036301", "district", "GM0363"),
        ("WK036302", "district", "GM0363"),
    ]
    assert _errors(tmp_path / "out") == []


def test_the_same_files_give_the_same_bytes(build: Build, tmp_path: Path) -> None:
    build(RECIPE, figures__csv=PLAIN)
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    build(RECIPE)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.replace(",", ";").encode("utf-8-sig"),
        PLAIN.replace(",", "\t").encode("utf-16"),
        PLAIN.replace("5.5", "5,5").replace("2020,", "2020;").replace("code,year,pct", "code;year;pct")
        .replace("WK036301,", "WK036301;").replace("WK036302,", "WK036302;").encode("cp1252"),
        gzip.compress(PLAIN.encode()),
    ],
    ids=["semicolons and BOM", "tabs and UTF-16", "decimal comma", "gzip"],
)  # fmt: skip
def test_files_in_other_dialects_are_read_as_meant(build: Build, content: bytes) -> None:
    recipe, name = RECIPE, "figures__csv"
    if content[:2] == b"\x1f\x8b":
        recipe, name = RECIPE.replace("figures.csv", "figures.csv.gz"), "figures__csv__gz"
    assert build(recipe, **{name: content})["value"].to_list() == [5.5, 7.0]


def test_a_sheet_of_a_workbook_is_read_from_its_header_row(build: Build, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Read me"])
    sheet = book.create_sheet("Figures")
    for row in (["A title"], [], ["code", "year", "pct"], ["WK036301", 2020, 5.5], ["Source: x"]):
        sheet.append(row)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "figures.xlsx")
    recipe = RECIPE.replace(
        'path = "figures.csv"',
        'path = "figures.xlsx"\nsheet = "Figures"\nheader_row = 3\ncodes = { skip = ["Source: x"] }',
    )
    assert build(recipe)["value"].to_list() == [5.5]


def test_long_layout_takes_numerator_and_denominator_from_other_rows(build: Build) -> None:
    recipe = (
        RECIPE.replace('path = "figures.csv"', 'path = "figures.csv"\nlayout = "long"')
        .replace('period = "year" }', 'period = "year", series = "what", cell = "n" }')
        .replace('value = "pct"', 'numerator = "seekers"\ndenominator = ["men", "women"]')
    )
    text = (
        "code,year,what,n\nWK036301,2020,seekers,12\nWK036301,2020,men,100\n"
        "WK036301,2020,women,110\nWK036301,2021,seekers,9\nWK036301,2021,men,.\n"
        "WK036301,2021,women,105\nWK036301,2020,unused,not a number\n"
    )
    found = build(recipe, figures__csv=text)
    assert found.select("period", "numerator", "denominator", "status").rows() == [
        ("2020", 12.0, 210.0, "A"),
        ("2021", None, None, "N"),
    ]


def test_a_withheld_cell_is_never_zero_and_a_missing_one_never_withheld(build: Build) -> None:
    text = "code,year,pct\nWK036301,2020,.\nWK036302,2020,x\nWK036303,2020,\nWK036304,2020,0\n"
    assert build(RECIPE, figures__csv=text).select("value", "status").rows() == [
        (None, "N"),
        (None, "N"),
        (None, "M"),
        (0.0, "A"),
    ]


def test_a_zero_is_withheld_where_the_publisher_writes_small_counts_so(build: Build) -> None:
    recipe = RECIPE.replace(
        'path = "figures.csv"', 'path = "figures.csv"\nsigns = { zero = "withheld" }'
    )
    text = "code,year,pct\nWK036301,2020,0\nWK036302,2020,0.0\nWK036303,2020,0.1\n"
    assert build(recipe, figures__csv=text)["status"].to_list() == ["N", "N", "A"]


def test_a_blank_is_withheld_where_asked_and_left_out_where_not(build: Build) -> None:
    recipe = RECIPE.replace(
        'path = "figures.csv"', 'path = "figures.csv"\nsigns = { blank = "withheld_where_asked" }'
    )
    text = "code,year,pct\nWK036301,2019,\nWK036302,2019,\nWK036301,2020,5\nWK036302,2020,\n"
    found = build(recipe, figures__csv=text)
    assert found.select("area", "period", "status").rows() == [
        ("WK036301", "2020", "A"),
        ("WK036302", "2020", "N"),
    ]


def test_a_share_becomes_a_percentage_without_noise_in_its_last_digits(build: Build) -> None:
    recipe = RECIPE.replace('value = "pct"', 'value = "pct"\nfactor = 1000')
    found = build(recipe, figures__csv="code,year,pct\nWK036301,2020,35.7\nWK036302,2020,4.35\n")
    assert found["value"].to_list() == [35700.0, 4350.0]


def test_bare_digits_get_their_zeros_back(build: Build) -> None:
    recipe = RECIPE.replace(
        'path = "figures.csv"', 'path = "figures.csv"\ncodes = { level = "municipality" }'
    )
    text = "code,year,pct\n363,2020,5\n14.0,2020,6\n"
    assert build(recipe, figures__csv=text)["area"].to_list() == ["GM0014", "GM0363"]


def test_a_column_of_another_file_serves_as_base(build: Build) -> None:
    recipe = RECIPE.replace(
        "[[file.figure]]",
        '[[file.add]]\npath = "size.csv"\nkey = { code = "area" }\ntake = ["people"]\n'
        'signs = { blank = "zero" }\n\n[[file.figure]]',
    ).replace('value = "pct"', 'value = "pct"\nbase = "people"')
    found = build(
        recipe,
        figures__csv=PLAIN + "WK036303,2020,8\n",
        size__csv="area;people\nWK036301;1.234\nWK036302;\n".replace("1.234", "1234"),
    )
    assert found["base"].to_list() == [1234.0, 0.0, None]


def test_two_columns_serve_one_indicator_when_their_rows_are_told_apart(build: Build) -> None:
    recipe = RECIPE.replace('value = "pct"', 'value = "pct"\nwhere = { sex = "all" }')
    text = "code,year,sex,pct\nWK036301,2020,all,5\nWK036301,2020,men,6\n"
    assert build(recipe, figures__csv=text)["value"].to_list() == [5.0]


def test_years_in_files_are_constants_and_a_file_can_be_like_another(build: Build) -> None:
    recipe = RECIPE.replace('path = "figures.csv"', 'id = "one"\npath = "a.csv"').replace(
        'columns = { area = "code", period = "year" }',
        'columns = { area = "code" }\nconstant = { period = "2020" }',
    )
    recipe += '\n[[file]]\nlike = "one"\npath = "b.csv"\nconstant = { period = "2021JJ00" }\n'
    found = build(recipe, a__csv="code,pct\nWK036301,5\n", b__csv="code,pct\nWK036301,6\n")
    assert found.select("period", "value").rows() == [("2020", 5.0), ("2021", 6.0)]


VINTAGE = (
    RECIPE.replace('licence = "CC0-1.0"', 'licence = "CC0-1.0"\nvintage = "2022"').replace(
        'path = "figures.csv"', 'id = "new"\npath = "new.csv"'
    )
    + """
[[file]]
like = "new"
path = "old.csv"
vintage = "2015"

[[correspondence]]
path = "moves.csv"
area_from = "old"
area_to = "new"
weight = "addresses"
vintage_from = "2015"
vintage_to = "2022"
"""
)


def test_old_areas_come_along_by_weights_and_what_went_nowhere_is_told(
    build: Build, tmp_path: Path
) -> None:
    found = build(
        VINTAGE,
        new__csv="code,year,pct\nWK0363AA,2022,5\nWK0363AB,2022,6\n",
        old__csv="code,year,pct\nWK036301,2015,4\nWK036302,2015,3\n",
        moves__csv="old,new,addresses\nWK036301,WK0363AA,300\nWK036301,WK0363AB,100\n",
    )
    assert sorted(found["area"]) == ["WK036301", "WK0363AA", "WK0363AB"]
    moves = pl.read_csv(tmp_path / "out" / "correspondence" / "2015-2022.csv")
    assert moves["weight"].to_list() == [0.75, 0.25]
    told = [str(one) for one in check_source(tmp_path / "out")]
    assert any("area left out" in one and "WK036302" in one for one in told)
    assert _errors(tmp_path / "out") == []


def test_shapes_of_other_areas_stay_out_and_every_shape_has_its_code(
    build: Build, tmp_path: Path
) -> None:
    square = {"type": "Polygon", "coordinates": [[[4, 52], [5, 52], [5, 53], [4, 52]]]}
    shapes = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"wk": code}, "geometry": square}
            for code in ("WK036301", "WK999999")
        ],
    }
    recipe = RECIPE + '\n[[geometry]]\npath = "shapes.json"\ncode = "wk"\n'
    build(recipe, figures__csv=PLAIN, shapes__json=json.dumps(shapes))
    made = json.loads((tmp_path / "out" / "geometry.geojson").read_text())
    assert [feature["properties"] for feature in made["features"]] == [{"code": "WK036301"}]


def test_a_total_that_is_not_the_sum_of_its_parts_is_told(build: Build, tmp_path: Path) -> None:
    recipe = RECIPE.replace('value = "pct"', 'numerator = "n"\ndenominator = "of"')
    build(
        recipe,
        figures__csv="code,year,n,of\nGM0363,2020,30,400\nWK036301,2020,10,200\nWK036302,2020,20,150\n",
    )
    told = [one for one in check_source(tmp_path / "out") if "sum of its parts" in one.code]
    assert [one.value for one in told] == ["base of GM0363 in 2020: 400, its parts together 350"]


def test_a_figure_that_the_recipe_leaves_out_is_missing_and_told(
    build: Build, tmp_path: Path
) -> None:
    recipe = RECIPE + (
        '\n[[leave_out]]\nindicator = "jobless"\narea = "WK036302"\nreason = "a slip"\n'
    )
    assert build(recipe, figures__csv=PLAIN)["status"].to_list() == ["A", "M"]
    assert any("a slip" in one.expected for one in check_source(tmp_path / "out"))


_plain = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs"]))
_values = st.recursive(
    st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _plain,
    lambda inner: st.dictionaries(_plain, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(_plain, _values, max_size=4))
def test_written_toml_reads_back_as_it_was(document: dict[str, object]) -> None:
    import tomllib

    assert tomllib.loads(toml_text(document)) == document


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        (("5", "."), "N"),
        (("-", "."), "N"),
        ((".", "-"), "N"),
        (("-", "5"), "M"),
        (("", "?"), None),
        (("?", "-"), None),
        (("?", "."), "N"),
    ],
)
def test_a_sum_says_the_strongest_of_what_its_parts_say(
    build: Build, cells: tuple[str, str], status: str | None
) -> None:
    """Withheld goes before not asked, and that before missing: nothing withheld seems missing."""
    recipe = RECIPE.replace('value = "pct"', 'numerator = ["one", "two"]\ndenominator = "all"')
    recipe = recipe.replace(
        'path = "figures.csv"', 'path = "figures.csv"\nsigns = { not_asked = ["?"] }'
    )
    text = (
        f"code,year,one,two,all\nWK036301,2020,{cells[0]},{cells[1]},100\nWK036302,2020,1,2,100\n"
    )
    found = build(recipe, figures__csv=text).filter(area="WK036301")["status"].to_list()
    assert found == ([] if status is None else [status])


def test_a_change_of_unit_scales_a_variance_by_its_square(build: Build) -> None:
    recipe = RECIPE.replace('value = "pct"', 'value = "pct"\nvariance = "var"\nfactor = 100')
    found = build(recipe, figures__csv="code,year,pct,var\nWK036301,2020,0.5,0.0004\n")
    assert found.select("value", "variance").row(0) == (50.0, pytest.approx(4.0))
