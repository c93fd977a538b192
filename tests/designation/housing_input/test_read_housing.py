"""A housing folder is read as it says, and everything wrong with it is told at once."""

from fractions import Fraction
from pathlib import Path

import pytest

from wijkwerk.designation.core.housing.obligation import Method
from wijkwerk.designation.housing_input import check_housing, read_housing, write_template
from wijkwerk.shared.problems import InputError, Problem, Severity

TOML = 'title = "x"\nstart = 2025\n[target]\nshare_percent = 40\ndeadline = 2030\n'
STOCK = "estate,tenure,type,dwellings,households\nNorth,social_family,flat,100,90\n"
METHODS = "estate,type,method,capacity,cost,lead_years,displaced\nNorth,,sale,10,-5000,0,0.25\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("obligation.toml", TOML), ("stock.csv", STOCK), ("methods.csv", METHODS)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def errors(folder: Path, **files: str) -> list[Problem]:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return [one for one in check_housing(folder) if one.severity is Severity.ERROR]


def places(problems: list[Problem]) -> list[tuple[str, int | None, str | None, str]]:
    return [(problem.file, problem.line, problem.column, problem.code) for problem in problems]


def test_what_stands_in_the_files_is_what_is_asked(folder: Path) -> None:
    asked = read_housing(folder).obligation
    assert (asked.start, asked.deadline, asked.share) == (2025, 2030, Fraction(2, 5))
    assert (asked.m2_per_dwelling, asked.discount) == (None, 0)
    (sale,) = asked.offers
    assert (sale.type, sale.method, sale.cost, sale.displaced) == (
        "flat",
        Method.SALE,
        -5000,
        Fraction(1, 4),
    )


def test_an_empty_cell_for_displaced_means_who_lives_there_on_average(folder: Path) -> None:
    text = METHODS.replace("0.25", "") + "North,,new_dwellings,5,9,1,\n"
    assert errors(folder, methods_csv=text) == []
    shares = {offer.method: offer.displaced for offer in read_housing(folder).obligation.offers}
    assert shares == {Method.SALE: Fraction(9, 10), Method.NEW: 0}


@pytest.mark.parametrize(
    ("deadline", "year"),
    [("2030", 2030), ("2030-12-31", 2030), ("2030-01-01", 2029), ('"2030-12-30"', 2029)],
)
def test_what_is_counted_at_a_years_end_must_be_there_by_the_deadline(
    folder: Path, deadline: str, year: int
) -> None:
    assert errors(folder, obligation_toml=TOML.replace("2030", deadline)) == []
    assert read_housing(folder).obligation.deadline == year


def test_share_and_deadline_come_from_a_scheme(folder: Path) -> None:
    text = 'title = "x"\nstart = 2025\n[target]\nscheme = "denmark"\n'
    assert errors(folder, obligation_toml=text) == []
    housing = read_housing(folder)
    assert (housing.obligation.share, housing.obligation.deadline) == (Fraction(2, 5), 2030)
    assert "social_housing" in housing.source
    own = text + "share_percent = 45\n"
    assert errors(folder, obligation_toml=own) == []
    assert read_housing(folder).obligation.share == Fraction(45, 100)
    for wrong in ('scheme = "denmrak"', 'scheme = "denmark"\nconsequence = "fund"'):
        bad = text.replace('scheme = "denmark"', wrong)
        assert [error.line for error in errors(folder, obligation_toml=bad)] in ([4], [5])


def test_everything_wrong_is_told_in_one_run(folder: Path) -> None:
    found = errors(
        folder,
        obligation_toml=TOML.replace("2030", "2020")
        + '[[limit]]\ncode = "b"\nwhat = "cost"\nper = "year"\nat_most = 5\nestates = ["Nort"]\n',
        stock_csv=STOCK
        + "North,social_family,flat,1,1\nEast,social_famly,flat,1,1\n=A1,private_rent,,1,1\n"
        "West,private_rent,,2.5,1\n",
        methods_csv=METHODS
        + "North,,sell,1,1,0,\nNowhere,,sale,1,1,0,\nNorth,house,demolition,1,1,0,\n"
        "North,,new_business,1,1,0,\nNorth,,sale,1,1,0,\nNorth,,demolition,1,1,,\n",
    )
    assert places(found) == [
        ("obligation.toml", 5, "deadline", "deadline and start don't go together"),
        ("obligation.toml", 11, "limit.b.estates", "unknown estate"),
        ("stock.csv", 3, "estate", "row stands twice"),
        ("stock.csv", 4, "tenure", "unknown tenure"),
        ("stock.csv", 5, "estate", "risky name"),
        ("stock.csv", 6, "dwellings", "not a number that will do"),
        ("methods.csv", 3, "method", "unknown method"),
        ("methods.csv", 4, "estate", "unknown estate"),
        ("methods.csv", 5, "type", "which dwellings"),
        ("methods.csv", 6, "m2", "size of premises"),
        ("methods.csv", 7, "method", "row stands twice"),
        ("methods.csv", 8, "lead_years", "cell is empty"),
    ]
    assert all(one.expected for one in found)
    with pytest.raises(InputError):
        read_housing(folder)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("South,private_rent,,10,5,1,,", "protected"),
        ("South,social_family,,10,5,11,,", "protected"),
        ("South,social_family,,10,5,,11,", "kept"),
        ("South,social_family,,10,5,,,80", "m2"),
        ("South,business,,3,0,,,80", "dwellings"),
        ("South,social_family,,-1,0,,,", "dwellings"),
        ("South,social_family,,99999999,0,,,", "dwellings"),
    ],
)
def test_a_stock_that_cannot_be_is_refused(folder: Path, cells: str, column: str) -> None:
    head = "estate,tenure,type,dwellings,households,protected,kept,m2\nNorth,social_family,flat,9,9,,,\n"
    found = errors(folder, stock_csv=head + cells + "\n")
    assert [(one.line, one.column) for one in found] == [(3, column)]


def test_rows_that_never_count_are_doubted_not_refused(folder: Path) -> None:
    text = "estate,method,from,to,capacity,cost,lead_years,m2\n"
    text += "North,demolition,2029,,1,1,2,\nNorth,new_business,,,1,1,0,80\nNorth,rebuild,,,1,1,0,\n"
    assert errors(folder, methods_csv=text.replace("demolition,2029", "sale,2030")) == []
    codes = {one.code for one in check_housing(folder)}
    assert codes >= {"never counts", "premises don't count", "nothing is demolished here"}


def test_variants_and_milestones_that_make_no_sense_are_refused(folder: Path) -> None:
    text = TOML + "[[milestone]]\nyear = 2030\nshare_percent = 50\n"
    text += '[[variant]]\ncode = "a"\n[[variant]]\ncode = "a"\ndeadline = "soon"\n'
    found = errors(folder, obligation_toml=text)
    assert [(one.line, one.code) for one in found] == [
        (7, "outside the plan"),
        (9, "variant changes nothing"),
        (12, "code stands twice"),
        (13, "not a deadline"),
    ]


def test_a_folder_without_social_family_dwellings_has_no_obligation(folder: Path) -> None:
    stock = STOCK.replace("social_family", "private_rent")
    found = errors(folder, stock_csv=stock, methods_csv=METHODS.replace("sale", "new_dwellings"))
    assert [one.code for one in found] == ["no social family dwellings"]


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    housing = check_housing(tmp_path / "empty")
    assert {one.file for one in housing if one.code == "file is missing"} == {
        "obligation.toml",
        "stock.csv",
        "methods.csv",
    }
    assert check_housing(tmp_path / "nowhere")[0].code == "no such folder"


def test_dutch_spreadsheets_are_read(folder: Path) -> None:
    text = METHODS.replace(",", ";").replace("0.25", "0,25")
    assert errors(folder, methods_csv=text) == []
    assert read_housing(folder).obligation.offers[0].displaced == Fraction(1, 4)


def test_the_template_has_nothing_wrong_and_overwrites_nothing(tmp_path: Path) -> None:
    write_template(tmp_path / "mine")
    assert check_housing(tmp_path / "mine") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]
    with pytest.raises(InputError, match="in use"):
        write_template(tmp_path / "mine")


def test_the_example_has_nothing_wrong_and_says_that_it_is_made_up(examples: Path) -> None:
    assert check_housing(examples / "housing-obligation") == []
    assert read_housing(examples / "housing-obligation").made_up


def test_a_text_with_control_characters_and_a_table_without_end_are_refused(folder: Path) -> None:
    found = errors(folder, obligation_toml=TOML.replace('"x"', '"a\\u001b[2Jb"'))
    assert [(one.line, one.code) for one in found] == [(1, "malformed value")]
    many = STOCK + "".join(f"n{at},private_rent,,1,1\n" for at in range(2000))
    found = errors(folder, obligation_toml=TOML, stock_csv=many)
    assert [one.code for one in found if one.file == "stock.csv"] == ["too many rows"]
