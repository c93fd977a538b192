"""The examples of `make run`: a programme follows the edition that was built here."""

from pathlib import Path

import pytest

from wijkwerk.programme.examples import of_editions_here


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("country-3d9f130b8b", "country-0123456789"),
        ("country-0123456789", "country-0123456789"),
        # Another series, a longer name and what isn't an id stay.
        ("my-country-3d9f130b8b", "my-country-3d9f130b8b"),
        ("country-3d9f130b8", "country-3d9f130b8"),
        ("city-3d9f130b8b", "city-3d9f130b8b"),
        ("", ""),
    ],
)
def test_a_programme_follows_the_edition_of_its_series(named: str, expected: str) -> None:
    document = f'{{"edition": "{named}", "vision": "country-3d9f130b8b is one"}}'
    here = of_editions_here(document, [Path("out/country-0123456789"), Path("out/x-9876543210")])
    assert here == f'{{"edition": "{expected}", "vision": "country-3d9f130b8b is one"}}'
