"""The page of side effects leads to the figures that would show them, and says what isn't there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override
from served_list import Served

from wijkwerk.designation.api import Options, build_list
from wijkwerk.designation.reading import find_scheme
from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.library import lists
from wijkwerk.designation.serving.prepare import prepare_lists
from wijkwerk.designation.web import list_context, watching
from wijkwerk.designation.web.views.effects import consequences_label

# Behind the table that ends the scheme.
WATCH = """
turnout = "outside_work"
house_price = "selling_price"
"""


@pytest.fixture(scope="session")
def watched_folder(small_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list whose scheme names two figures to watch, one of them not in the edition."""
    scheme = tmp_path_factory.mktemp("scheme") / "watched.toml"
    shipped = find_scheme("denmark") / "2021.toml"
    scheme.write_text(shipped.read_text("utf-8") + WATCH, "utf-8")
    out = tmp_path_factory.mktemp("watched")
    build_list(str(scheme), small_edition, out, Options(draws=40))
    return out


@pytest.fixture
def watched(served: Served, watched_folder: Path, settings: object) -> Iterator[Served]:
    """The site with that list."""
    settings.LISTS = watched_folder  # type: ignore[attr-defined]
    names = prepare_lists(watched_folder, served.cache)
    lists.cache_clear()
    yield Served(names[0], names[0], watched_folder, served.cache)
    prepare_lists(served.folder, served.cache)


def _page(client: Client, served: Served, language: str = "en") -> str:
    year = served.serving().years[-1]
    answer = client.get(served.page(f"/{year}/consequences", language=language))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_figure_to_watch_leads_to_its_page_and_tells_how_it_moved(
    client: Client, watched: Served
) -> None:
    page = _page(client, watched)
    edition = watched.serving().edition
    address = f"/en/editions/{edition}/indicators/outside_work"
    item = next(part for part in page.split("<li>") if "Turnout at elections" in part)
    assert f'href="{address}"' in item
    assert client.get(address).status_code == 200
    match = re.search(
        r"(\d{4}) to (\d{4}), of (\d+) areas? with a status: higher in (\d+), lower in (\d+), "
        r"the same in (\d+), not known in (\d+)",
        item,
    )
    assert match is not None
    since, until, areas, up, down, same, unknown = map(int, match.groups())
    assert since < until
    assert up + down + same + unknown == areas
    serving = watched.serving()
    row = questions.on_list(serving, serving.years[-1], serving.levels[0])
    assert areas == row["listed"]
    assert up + down > 0


def test_the_counts_are_those_of_the_figures_of_the_edition(
    client: Client, watched: Served
) -> None:
    serving = watched.serving()
    edition = list_context.edition_of(serving)
    assert edition is not None
    year, level = serving.years[-1], serving.levels[0]
    listed = [
        code
        for code, status, _ in questions.held_codes(serving, year, level)
        if status not in ("", "unknown")
    ]
    asked = list_context.ListContext(None, serving, "en", year)  # type: ignore[arg-type]
    found = watching.watching(asked, ["turnout"]).moved["outside_work"]
    assert found is not None
    values = {
        (row["area"], row["period"]): row["value"]
        for row in edition.store.rows(
            "SELECT area, period, value FROM figures WHERE indicator = 'outside_work' AND main"
        )
    }
    up = 0
    for code in listed:
        before, after = values.get((code, found.since)), values.get((code, found.until))
        up += before is not None and after is not None and round(after - before, 1) > 0
    assert found.up == up


@pytest.mark.parametrize(
    ("language", "absent", "unnamed"),
    [
        (
            "en",
            "not in this edition (Mean selling price of dwellings)",
            "the rule names no figure for it",
        ),
        (
            "nl",
            "niet in deze editie (Gemiddelde verkoopprijs van woningen)",
            "de regel noemt hiervoor geen indicator",
        ),
    ],
)
def test_what_is_not_in_the_edition_is_said_so(
    client: Client, watched: Served, language: str, absent: str, unnamed: str
) -> None:
    page = _page(client, watched, language)
    assert absent in page
    assert unnamed in page
    assert "indicators/selling_price" not in page


def test_the_figures_of_the_rule_itself_are_told_but_not_those_that_are_off(
    client: Client, served: Served
) -> None:
    page = _page(client, served)
    table = page[page.index('id="own-figures') :].split("</table>")[0]
    assert "indicators/convictions" in table
    # Only a condition that is off looks at it.
    assert "migration_background" not in table
    switched = client.get(
        served.page(f"/{served.serving().years[-1]}/consequences", served.open, "en")
    )
    assert "indicators/migration_background" in switched.content.decode()


def test_without_the_edition_the_page_says_that_it_is_not_here(
    client: Client, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_context, "edition_of", lambda serving: None)
    page = _page(client, served)
    assert "this site doesn&#x27;t have the edition of this list" in page
    assert "own-figures" not in page


@pytest.mark.parametrize(
    ("kinds", "due", "words"),
    [
        (0, 0, "Aan deze lijst zijn geen gevolgen verbonden."),
        (1, 0, "Aan deze lijst is 1 soort gevolg verbonden."),
        (
            3,
            1,
            "Aan deze lijst zijn 3 soorten gevolgen verbonden. Bij 1 daarvan hoort een uiterste datum.",
        ),
    ],
)
def test_consequences_count_no_zeros(kinds: int, due: int, words: str) -> None:
    with override("nl"):
        assert consequences_label(kinds, due, "nl") == words
