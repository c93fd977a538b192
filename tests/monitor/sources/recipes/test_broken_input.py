"""What is wrong with a recipe or its files is told with file, row, column and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.sources.recipes import build_source
from wijkwerk.shared.problems import InputError

Build = Callable[..., pl.DataFrame]
RECIPE = Path(__file__).with_name("trial.toml").read_text("utf-8")
PLAIN = "code,year,pct\nWK036301,2020,5.5\nWK036302,2020,7\n"


def told(build: Build, recipe: str, **content: str | bytes) -> list[str]:
    with pytest.raises(InputError) as wrong:
        build(recipe, **content)
    return [str(problem) for problem in wrong.value.problems]


BROKEN = {
    "file that isn't there": (
        RECIPE.replace("figures.csv", "figure.csv"),
        {"figures__csv": PLAIN},
        "recipe.toml [file.0.path]: file is missing: found 'figure.csv'; expected a file figure.csv "
        "in the folder that --data names. Did you mean figures.csv?",
    ),
    "column that isn't there": (
        RECIPE.replace('"pct"', '"percent"'),
        {"figures__csv": PLAIN.replace("pct", "percen")},
        "figures.csv:1 [percent]: column is missing: expected a column percent, named in recipe.toml "
        "file.0. Did you mean percen? The columns are: code, year, percen.",
    ),
    "column that stands twice": (
        RECIPE,
        {"figures__csv": "code,year,pct,pct\nWK036301,2020,5.5,7\n"},
        "figures.csv:1 [pct]: column stands twice: found 'pct'; expected each name once. Give the "
        "columns names of their own.",
    ),
    "unknown key": (
        RECIPE.replace("path =", "pad ="),
        {"figures__csv": PLAIN},
        "recipe.toml:20 [file.0]: unknown key: found 'pad'; expected one of",
    ),
    "unknown indicator": (
        RECIPE.replace('indicator = "jobless"', 'indicator = "joblss"'),
        {"figures__csv": PLAIN},
        "recipe.toml:24 [file.0.figure]: unknown indicator: found 'joblss'; expected the id of an "
        "[[indicator]]. Did you mean jobless?",
    ),
    "two columns for one indicator": (
        RECIPE + '\n[[file.figure]]\nindicator = "jobless"\nvalue = "year"\n',
        {"figures__csv": PLAIN},
        "recipe.toml:27 [file.0.figure]: two columns for one indicator: found 'jobless: pct, year'; "
        "expected one [[file.figure]] for each indicator. Take one of them out, give it another "
        "indicator, or tell the rows apart with where.",
    ),
    "text among numbers": (
        RECIPE,
        {"figures__csv": PLAIN.replace("7\n", "seven\n")},
        "figures.csv:3 [pct]: not a number: found 'seven'; expected a number such as 12,5 or 12.5. "
        "When it means that there is no figure, name it under [file.signs].",
    ),
    "thousands where decimals are": (
        RECIPE.replace('path = "figures.csv"', 'path = "figures.csv"\ndecimal = ","'),
        {"figures__csv": PLAIN.replace("5.5", "5.55")},
        "figures.csv:2 [pct]: not a number: found '5.55'; expected a number such as 12,5 or 12.5. "
        "When it means that there is no figure, name it under [file.signs].",
    ),
    "no rows left": (
        RECIPE.replace(
            'path = "figures.csv"',
            'path = "figures.csv"\nkeep = [{ column = "code", is = ["WK036309"] }]',
        ),
        {"figures__csv": PLAIN},
        "figures.csv [code]: no rows are left: found 'is WK036309'; expected conditions (file.0.keep "
        "in recipe.toml) that keep some rows. The column holds: WK036301, WK036302.",
    ),
    "code of unknown shape": (
        RECIPE,
        {"figures__csv": PLAIN.replace("WK036302", "Centrum")},
        "figures.csv:3 [code]: code of unknown shape: found 'Centrum'; expected a code such as "
        "GM0363, WK036301 or BU03630101. Mend it with [file.codes] replace, leave its rows out with "
        "skip, or set own = true for codes of your own.",
    ),
    "bare digits of no level": (
        RECIPE,
        {"figures__csv": PLAIN.replace("WK036302", "36302")},
        "figures.csv:3 [code]: code of unknown shape: found '36302'; expected a code such as "
        "GM0363, WK036301 or BU03630101. Say which level bare digits are: [file.codes] level, or a "
        "column of levels.",
    ),
    "malformed period": (
        RECIPE,
        {"figures__csv": PLAIN.replace("2020,7", "last year,7")},
        "figures.csv:3 [year]: malformed period: found 'last year'; expected a year, 2012-10, "
        "2012-Q3, or 2012JJ00 as Statistics Netherlands writes it.",
    ),
    "figure that stands twice": (
        RECIPE,
        {"figures__csv": PLAIN + "WK036301,2020,6\n"},
        "figures.csv:4 [jobless]: figure stands twice: found 'WK036301, 2020'; expected one row; it "
        "also stands in figures.csv, row 2. Keep one of them with [[file.keep]] or tell them apart "
        "with where.",
    ),
    "series that isn't there": (
        RECIPE.replace('path = "figures.csv"', 'path = "figures.csv"\nlayout = "long"').replace(
            'period = "year" }', 'period = "year", series = "what", cell = "n" }'
        ),
        {"figures__csv": "code,year,what,n\nWK036301,2020,pcts,5\n"},
        "figures.csv [what]: series is missing: found 'pct'; expected rows with pct, named in "
        "recipe.toml file.0.figure. Did you mean pcts? The column holds: pcts.",
    ),
    "long layout without its columns": (
        RECIPE.replace('path = "figures.csv"', 'path = "figures.csv"\nlayout = "long"'),
        {"figures__csv": PLAIN},
        "recipe.toml:19 [file.0]: key is missing: expected columns.series, since the layout is long.",
    ),
    "no period": (
        RECIPE.replace(', period = "year"', ""),
        {"figures__csv": PLAIN},
        "recipe.toml:19 [file.0]: key is missing: expected columns.period or constant.period.",
    ),
    "like a file that isn't there": (
        RECIPE + '\n[[file]]\nlike = "first"\npath = "b.csv"\n',
        {"figures__csv": PLAIN},
        "recipe.toml:28 [file.1.like]: unknown file: found 'first'; expected the id of a file above "
        "this one.",
    ),
    "headers on another row": (
        RECIPE.replace('path = "figures.csv"', 'path = "figures.csv"\nheader_row = 9'),
        {"figures__csv": PLAIN},
        "figures.csv:9: headers are missing: expected a row of headers. Say with header_row where "
        "they stand.",
    ),
    "damaged gzip": (
        RECIPE.replace("figures.csv", "figures.csv.gz"),
        {"figures__csv__gz": b"\x1f\x8b\x08\x00no"},
        "figures.csv.gz: can't be unpacked (",
    ),
    "no workbook": (
        RECIPE.replace("figures.csv", "figures.xlsx"),
        {"figures__xlsx": PLAIN},
        "figures.xlsx: not a workbook that can be opened: found 'not a workbook by its first bytes'; "
        "expected a file saved as .xlsx, .ods or .xls, without a password. Open it in a spreadsheet "
        "program and save it as .xlsx or .csv.",
    ),
    "no Parquet": (
        RECIPE.replace("figures.csv", "figures.parquet"),
        {"figures__parquet": PLAIN},
        "figures.parquet: not a readable Parquet file: found ",
    ),
    "old area divided without weights": (
        RECIPE
        + '\n[[correspondence]]\npath = "m.csv"\narea_from = "a"\narea_to = "b"\n'
        + 'vintage_from = "1"\nvintage_to = "2"\n',
        {"figures__csv": PLAIN, "m__csv": "a,b\nWK036301,WK0363AA\nWK036301,WK0363AB\n"},
        "m.csv [a]: no weights for a divided area: found 'WK036301'; expected one new area for each "
        "old one, or a column of weights (correspondence.0.weight in recipe.toml). 1 old areas are "
        "divided.",
    ),
    "map in metres": (
        RECIPE + '\n[[geometry]]\npath = "map.json"\ncode = "wk"\n',
        {
            "figures__csv": PLAIN,
            "map__json": '{"features": [], "crs": {"properties": {"name": "EPSG::28992"}}}',
        },
        "map.json [crs]: not in degrees: found",
    ),
    "figure left out that isn't there": (
        RECIPE + '\n[[leave_out]]\nindicator = "jobless"\narea = "WK036309"\nreason = "x"\n',
        {"figures__csv": PLAIN},
        "recipe.toml [leave_out]: no such figure: found 'jobless, WK036309, every period'; expected "
        "a figure that the files have. Take it out of the recipe when the file was mended.",
    ),
}


@pytest.mark.parametrize(("recipe", "content", "message"), BROKEN.values(), ids=BROKEN)
def test_the_fault_is_told_where_it_is(
    build: Build, tmp_path: Path, recipe: str, content: dict[str, str], message: str
) -> None:
    found = told(build, recipe, **content)
    assert any(one.startswith(message) for one in found), found
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".recipe-*"))


def test_many_faults_of_a_kind_are_counted(build: Build) -> None:
    text = "code,year,pct\n" + "".join(f"WK0363{n:02d},2020,bad\n" for n in range(50))
    found = told(build, RECIPE, figures__csv=text)
    assert len(found) == 21
    assert found[-1] == (
        "figures.csv [pct]: not a number: expected none; 30 more like these are in the file."
    )


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "sub/../../secret.csv", "..\\\\secret.csv", "link.csv"]
)
def test_a_path_that_leads_out_of_the_data_folder_is_refused(
    build: Build, tmp_path: Path, path: str
) -> None:
    (tmp_path / "secret.csv").write_text(PLAIN)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "link.csv").symlink_to(tmp_path / "secret.csv")
    found = told(build, RECIPE.replace("figures.csv", path))
    assert "path leads out of the data folder" in found[0]


@pytest.mark.parametrize("table", ["names", "correspondence", "geometry", "file.add"])
def test_no_part_of_a_recipe_reads_outside_the_data_folder(
    build: Build, tmp_path: Path, table: str
) -> None:
    (tmp_path / "secret.csv").write_text(PLAIN)
    more = {
        "names": 'code = "code"',
        "correspondence": 'area_from = "code"\narea_to = "code"\nvintage_from = "1"\nvintage_to = "2"',
        "geometry": 'code = "code"',
        "file.add": 'key = { code = "code" }\ntake = ["pct"]',
    }[table]
    recipe = RECIPE + f'\n[[{table}]]\npath = "../secret.csv"\n{more}\n'
    assert "path leads out" in told(build, recipe, figures__csv=PLAIN)[0]


@pytest.mark.parametrize(
    "text",
    ["'; COPY (SELECT 1) TO 'leak.csv'; --", '"quoted"', "a'b", "pct\\", "%s {0}"],
)
def test_names_from_a_recipe_never_become_part_of_a_query(
    build: Build, tmp_path: Path, text: str
) -> None:
    from wijkwerk.monitor.sources.recipes.toml_text import toml_value

    header = '"' + text.replace('"', '""') + '"'
    recipe = RECIPE.replace('"pct"', toml_value(text)).replace(
        'path = "figures.csv"',
        f'path = "figures.csv"\nkeep = [{{ column = "k", is = [{toml_value(text)}] }}]',
    )
    found = build(
        recipe, figures__csv=f"code,year,{header},k\nWK036301,2020,5,{header}\nWK036302,2020,6,z\n"
    )
    assert found["value"].to_list() == [5.0]


def test_a_folder_that_no_recipe_made_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text(RECIPE)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.csv").write_text(PLAIN)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    for overwrite in (False, True):
        with pytest.raises(InputError, match="this one wasn't made by a recipe"):
            build_source(tmp_path / "recipe.toml", tmp_path / "data", mine, overwrite)
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]
