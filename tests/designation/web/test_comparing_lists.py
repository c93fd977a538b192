"""Comparing on serving files gives what comparing the lists themselves gives."""

from __future__ import annotations

import pytest
from django.test import Client
from served_list import Served

from wijkwerk.designation.api import compare_lists
from wijkwerk.designation.serving.comparison import NothingToCompareError, compare


def test_the_same_rows_as_from_the_lists_own_tables(served: Served) -> None:
    one, other = served.serving(), served.serving(served.open)
    last, before = one.years[-1], one.years[-2]
    for first, year, second, then in (
        (one, before, one, last),
        (other, last, one, last),
        (one, one.years[0], other, last),
    ):
        expected = compare_lists(first.found, second.found, (year, then)).to_dicts()
        found = compare(first, year, second, then)

        def key(row: dict[str, object]) -> tuple[str, str]:
            return (str(row["status"]), str(row["area"]))

        names = ("area", "status", "change", "before", "after", "cause", "criteria", "name")
        assert [{n: r[n] for n in names} for r in sorted(found, key=key)] == [
            {n: r[n] for n in names} for r in sorted(expected, key=key)
        ]


def test_a_list_against_itself_has_nothing_to_tell(client: Client, served: Served) -> None:
    one = served.serving()
    with pytest.raises(NothingToCompareError):
        compare(one, one.years[0], one, one.years[0])
    year = one.years[-1]
    text = client.get(served.page(f"/{year}/compare?against={year}", language="en"))
    assert "comparing a list with itself says nothing" in text.content.decode()


def test_two_lists_are_compared_by_name(client: Client, served: Served) -> None:
    year = served.serving().years[-1]
    text = client.get(
        served.page(f"/{year}/compare?with={served.open}", language="en")
    ).content.decode()
    assert "by the other rule" in text
