"""Which years of a list lead to a year."""

import pytest

from wijkwerk.designation.core.moments import first_in_a_row, year_before


@pytest.mark.parametrize(
    ("years", "first"),
    [
        ({2018, 2019, 2020}, 2018),
        ({2018, 2020}, 2020),
        ({2017, 2019, 2020, 2021}, 2019),  # what comes after doesn't count
        ({2020}, 2020),
    ],
)
def test_the_first_year_in_a_row_has_none_lacking_after_it(years: set[int], first: int) -> None:
    assert first_in_a_row(years, 2020) == first


def test_the_year_before_is_the_round_before_and_the_first_has_none() -> None:
    assert [year_before([2012, 2015, 2016], year) for year in (2016, 2015, 2012)] == [
        2015,
        2012,
        2012,
    ]
