"""What the procedure reads of a list's folder; names that lead elsewhere are refused."""

from pathlib import Path

import pytest

from wijkwerk.designation.leavers import leavers_in
from wijkwerk.designation.list_folders import areas_of, find_list, lists_in
from wijkwerk.designation.lists.build import Options, build_list
from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.shared.problems import InputError


@pytest.fixture(scope="module")
def folder(small_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("lists")
    build_list("denmark", small_edition, made, Options(draws=0))
    return made


def test_every_whole_list_is_found_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    (found,) = lists_in(folder)
    assert found == find_list(folder, found.id)
    assert found.simulated
    assert len(found.digest) == 64
    (folder / "half").mkdir(exist_ok=True)
    (folder / "half" / "manifest.json").write_text("{}")
    assert lists_in(folder) == [found]
    assert lists_in(tmp_path / "nowhere") == []


def test_areas_come_with_their_municipality_and_the_status_of_the_year(folder: Path) -> None:
    (found,) = lists_in(folder)
    year = found.years[-1]
    areas = areas_of(folder, found.id, year)
    assert len(areas) == 48
    assert len({area.code for area in areas}) == 48
    assert all(area.municipality and area.name for area in areas)
    for one in areas:
        assert bool(one.label_nl) == bool(one.status)
        assert one.status != "unknown"
    assert {area.chance for area in areas} == {None}  # made with --draws 0
    assert any(area.status for year in found.years for area in areas_of(folder, found.id, year))
    with pytest.raises(InputError, match="no such year"):
        areas_of(folder, found.id, 1900)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../lists", "/etc", "a/b", "nothing-here", "x" * 300, "a\x00b", "é"]
)
def test_a_name_that_is_no_list_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(InputError, match="no such list"):
        find_list(folder, name)


def test_areas_come_with_their_chance_and_whether_they_can_be_told(list_folder: Path) -> None:
    found = lists_in(list_folder)[0]
    opened = DesignationList.open(list_folder / found.id)
    firm = {
        (row["year"], row["area"], row["status"]): row["probability"]
        for row in opened.table("firmness").collect().to_dicts()
    }
    held = {(row["year"], row["area"]): row for row in opened.table("held").collect().to_dicts()}
    for year in found.years[-3:]:
        lowest = opened.scheme.at(year).lowest()
        for one in areas_of(list_folder, found.id, year):
            row = held[year, one.code]
            assert one.chance == firm[year, one.code, one.status or lowest]
            assert one.unknown == (row["status"] == "unknown" or bool(row["possible"]))


def test_who_left_the_list_in_a_year(list_folder: Path) -> None:
    name = lists_in(list_folder)[0].id
    opened = DesignationList.open(list_folder / name)
    lowest = opened.scheme.at(opened.years[-1]).lowest()
    left = {
        (row["year"], row["area"])
        for row in opened.table("statuses").collect().to_dicts()
        if row["status"] == lowest and row["left"]
    }
    found = {
        (year, area) for year in opened.years[1:] for area in leavers_in(list_folder, name, year)
    }
    assert found == left and found
    with pytest.raises(InputError, match="nothing to leave"):
        leavers_in(list_folder, name, opened.years[0])
    with pytest.raises(InputError, match="no such status"):
        leavers_in(list_folder, name, opened.years[-1], "nonsense")
    with pytest.raises(InputError, match="no such list"):
        leavers_in(list_folder, "../lists", opened.years[-1])
