"""Changed boundaries: what nobody can know is an error that says what to do, and losses are told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder

AREAS = "code,name,level,parent\nCITY,City,municipality,\n" + "".join(
    f"{code},{code},district,CITY\n" for code in ("KA", "KB", "KC", "KD")
)
HEAD = "vintage_from,vintage_to,area_from,area_to,weight\n"


@pytest.fixture
def changed(small: Folder) -> Folder:
    """A source of four districts of which the boundaries changed in 2014."""
    small.write("areas.csv", AREAS)
    (small.path / "groups.csv").unlink()
    small.change("source.toml", 'focus_group = "FOCUS"\n', "")
    return small


def _rows(changed: Folder, *rows: str, head: str = "") -> None:
    """Observations of job-seekers: area, year, count, base and what ``head`` adds."""
    lines = [f"area,period,indicator,numerator,denominator{head}"]
    for row in rows:
        area, period, *rest = row.split(",")
        lines.append(",".join([area, period, "seekers", *rest]))
    for area in ("KA", "KB", "KC", "KD"):
        lines.append(f"{area},2015,seekers,10,100{',' if head else ''}")
        lines.append(f"{area},2015,price,1,1{',' if head else ''}")
    changed.write("observations.csv", "\n".join(lines) + "\n")


def _told(changed: Folder) -> list[str]:
    """Errors, and warnings on correspondence; not what else is thin about so small a source."""
    return [one for one in changed.told() if one.startswith(("error ", "warning correspondence "))]


def test_a_row_on_the_new_boundaries_beside_an_old_area_must_tell_its_vintage(
    changed: Folder,
) -> None:
    changed.write("correspondence/2014.csv", f"{HEAD}2012,2014,KA,KA,0.6\n2012,2014,KA,KB,0.4\n")
    _rows(changed, "KA,2012,60,100", "KB,2012,5,50", "KC,2012,1,10", "KD,2012,1,10")
    assert _told(changed) == [
        "error observations.csv:3 [vintage]: vintage isn't known: found 'KB in 2012, beside KA of "
        "which it gets a part'; expected the boundaries that the figure is on: the tables let KB "
        "begin after 2012. Say it in a column vintage, or for whole periods under [vintages] in "
        "source.toml (docs/source-format.md). Or add a row for KB to the table from 2012, when it "
        "was there already."
    ]
    changed.write(
        "correspondence/2014.csv",
        f"{HEAD}2012,2014,KA,KA,0.6\n2012,2014,KA,KB,0.4\n2012,2014,KB,KB,1\n",
    )
    assert _told(changed) == []


def test_rows_that_tell_their_vintage_are_taken_at_their_word(changed: Folder) -> None:
    changed.write("correspondence/2014.csv", f"{HEAD}2012,2014,KA,KA,0.6\n2012,2014,KA,KB,0.4\n")
    _rows(
        changed,
        "KA,2012,36,60,2014",
        "KB,2012,5,50,2014",
        "KC,2012,1,10,",
        "KD,2012,1,10,",
        head=",vintage",
    )
    assert _told(changed) == []


def test_an_area_that_its_vintage_does_not_have_is_an_error(changed: Folder) -> None:
    changed.write("correspondence/2014.csv", f"{HEAD}2012,2014,OLD,KA,0.6\n2012,2014,OLD,KB,0.4\n")
    _rows(changed, "OLD,2012,60,100,2014", "KC,2012,1,10,", "KD,2012,1,10,", head=",vintage")
    assert _told(changed) == [
        "error observations.csv:2 [area]: no area of its vintage: found 'OLD, on the boundaries of "
        "2014'; expected an area that is there in 2014, as the tables in correspondence/ say. Mend "
        "the vintage or the code, or add a row for OLD to the table from 2014."
    ]


def test_without_names_of_vintages_a_kept_code_can_not_be_placed(changed: Folder) -> None:
    changed.write("correspondence/old.csv", "area_from,area_to,weight\nKA,KA,0.6\nKA,KB,0.4\n")
    _rows(changed, "KA,2012,60,100", "KC,2012,1,10", "KD,2012,1,10")
    found = _told(changed)
    assert len(found) == 1
    assert "vintage isn't known: found 'KA in 2012'" in found[0]
    assert "3 rows" in found[0]  # those of 2015 as well


def test_an_unknown_vintage_of_a_row_is_an_error(changed: Folder) -> None:
    changed.write("correspondence/2014.csv", f"{HEAD}2012,2014,OLD,KA,0.6\n2012,2014,OLD,KB,0.4\n")
    _rows(changed, "OLD,2012,60,100,new", "KC,2012,1,10,", "KD,2012,1,10,", head=",vintage")
    assert _told(changed) == [
        "error observations.csv:2 [vintage]: unknown vintage: found 'new'; expected a vintage of a "
        "table in correspondence/. Known: 2012, 2014."
    ]


def test_figures_of_later_boundaries_than_the_sources_are_an_error(changed: Folder) -> None:
    changed.write("correspondence/2013.csv", f"{HEAD}2012,2013,OLD,KA,0.6\n2012,2013,OLD,KB,0.4\n")
    changed.write("correspondence/2014.csv", f"{HEAD}2013,2014,KA,NEW,1\n")
    changed.change("source.toml", 'base_period = "2012"', 'base_period = "2012"\nvintage = "2013"')
    _rows(changed, "OLD,2012,60,100", "KC,2012,1,10", "KD,2012,1,10")
    # NEW is no area of the source, and needs not be: the table to it isn't on the way.
    assert _told(changed) == [
        "error observations.csv:5 [period]: no way to the source's boundaries: found '2015, on the "
        "boundaries of 2014'; expected a table from 2014 to 2013 in correspondence/. Add the table, "
        "choose another source.vintage, or leave these figures out."
    ]


def test_tables_in_a_row_may_lead_through_areas_that_only_the_tables_know(changed: Folder) -> None:
    changed.write(
        "correspondence/2013.csv", f"{HEAD}2012,2013,OLD,HALF,0.5\n2012,2013,OLD,KC,0.5\n"
    )
    changed.write(
        "correspondence/2014.csv", f"{HEAD}2013,2014,HALF,KA,0.6\n2013,2014,HALF,KB,0.4\n"
    )
    _rows(
        changed,
        "OLD,2012,60,100",
        "HALF,2013,10,50",
        "KC,2013,10,50",
        "KD,2012,1,10",
        "KD,2013,1,10",
    )
    assert _told(changed) == []


def test_an_area_on_the_way_that_no_next_table_takes_further_is_unknown(changed: Folder) -> None:
    changed.write("correspondence/2013.csv", f"{HEAD}2012,2013,OLD,HALFWAY,1\n")
    changed.write("correspondence/2014.csv", f"{HEAD}2013,2014,HALFWAYS,KA,1\n")
    _rows(changed, "OLD,2012,60,100", "KB,2012,1,10", "KC,2012,1,10", "KD,2012,1,10")
    assert _told(changed) == [
        "error correspondence/2013.csv:2 [area_to]: unknown code: found 'HALFWAY'; expected the code of "
        "an area in areas.csv, or an area_from of a table from 2013. Did you mean HALFWAYS?"
    ]


def test_tables_that_end_at_several_vintages_need_a_target(changed: Folder) -> None:
    changed.write("correspondence/a.csv", f"{HEAD}2012,2013,OLD,KA,1\n2012,2014,OLD,KB,1\n")
    _rows(changed, "OLD,2012,60,100")
    assert any(
        "[source.vintage]: vintage is missing: expected the vintage that series are brought to, one "
        "of 2013, 2014" in one
        for one in _told(changed)
    )


def test_two_ways_of_the_same_length_are_an_error(changed: Folder) -> None:
    changed.write(
        "correspondence/a.csv",
        f"{HEAD}2010,2011,OLD,B,1\n2011,2014,B,KA,1\n2010,2012,OLD,C,1\n2012,2014,C,KB,1\n",
    )
    _rows(changed, "OLD,2012,60,100")
    assert any("[vintage_to]: two ways: found 'from 2010 to 2014'" in one for one in _told(changed))


def test_figures_of_two_vintages_for_one_area_are_an_error(changed: Folder) -> None:
    changed.write("correspondence/a.csv", f"{HEAD}2012,2014,OLD,KA,1\n2013,2014,OLDER,KA,1\n")
    _rows(changed, "OLD,2012,60,100,2012", "OLDER,2012,6,10,2013", "KB,2012,1,10,", head=",vintage")
    assert _told(changed) == [
        "error observations.csv:3 [vintage]: two vintages for one figure: found 'KA, 2012, "
        "seekers'; expected figures of one vintage for each area and period. It also follows from "
        "OLD on other boundaries: keep one of them."
    ]


def test_counts_that_get_lost_are_told_with_how_many(changed: Folder) -> None:
    changed.write("correspondence/a.csv", f"{HEAD}2012,2014,OLD,KA,1\n2012,2014,OLDER,KA,1\n")
    _rows(changed, "OLD,2012,60,1000", "KB,2012,1,10", "KC,2012,1,10", "KD,2012,1,10")
    assert _told(changed) == [
        "warning correspondence [weight]: counts aren't conserved: found 'seekers, 2012: 1,000 "
        "becomes 0 (100.0%)'; expected as much on the new boundaries as on the old. Areas of which "
        "a part has no figure have none themselves."
    ]


def test_counts_that_are_there_twice_are_told(changed: Folder) -> None:
    changed.write("correspondence/a.csv", f"{HEAD}2012,2014,OLD,KA,0.5\n2012,2014,OLD,KB,0.5\n")
    _rows(
        changed,
        "OLD,2012,60,1000,",
        "KA,2012,30,700,2014",
        "KC,2012,1,10,",
        "KD,2012,1,10,",
        head=",vintage",
    )
    found = _told(changed)
    assert len(found) == 1
    assert "seekers, 2012: 1,700 becomes 1,200 (29.4%)" in found[0]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ('[vintages.new]\nuntil = "2013"\n', "[vintages.new]: unknown vintage: found 'new'"),
        (
            '[vintages.2012]\nfrom = "2013"\nuntil = "2012"\n',
            "[vintages.2012]: ends before it starts: found '2012'; expected 2013 or later",
        ),
        (
            '[vintages.2012]\nuntil = "2013"\n[vintages.2014]\nfrom = "2013-06"\n',
            "[vintages.2014]: periods overlap: expected periods that aren't those of vintages.2012",
        ),
    ],
)
def test_rules_that_can_not_be_meant_are_errors(changed: Folder, rules: str, said: str) -> None:
    changed.write("correspondence/a.csv", f"{HEAD}2012,2014,OLD,KA,0.5\n2012,2014,OLD,KB,0.5\n")
    _rows(changed, "OLD,2012,60,1000", "KC,2012,1,10", "KD,2012,1,10")
    source = changed.path / "source.toml"
    source.write_text(source.read_text("utf-8") + "\n" + rules, "utf-8")
    assert any(said in one for one in _told(changed)), _told(changed)


@pytest.mark.parametrize("name", ["vintages-double", "vintages-kept-code"])
def test_the_cases_pass_the_check(name: str) -> None:
    from wijkwerk.monitor.sources.check import check_source

    folder = Path(__file__).parents[5] / "shared" / "cases" / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    assert check_source(folder) == []


def test_the_parts_of_an_area_in_two_tables_are_an_error(small: Folder) -> None:
    table = "area_from,area_to,weight,vintage_from,vintage_to\n"
    rows = "OLD,WK036301,0.5,2010,2012\nOLD,WK036302,0.5,2010,2012\n"
    small.write("correspondence/first.csv", table + rows)
    assert not any("two tables" in line for line in small.told())
    small.write("correspondence/second.csv", table + rows)
    (line,) = [line for line in small.told() if "stands in two tables" in line]
    assert line.startswith("error correspondence/second.csv:2 [area_from]: stands in two tables")
    assert "correspondence/first.csv has them too" in line
