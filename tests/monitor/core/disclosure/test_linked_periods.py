"""A year and its parts: which periods those are, and what is withheld together."""

import numpy as np

from wijkwerk.monitor.core.disclosure.linked_periods import contained, together

QUARTERS = ("2020", "2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4", "2021")


def test_years_and_quarters_hold_their_parts_when_all_are_there() -> None:
    assert contained(QUARTERS) == [(0, (1, 2, 3, 4))]
    assert contained(QUARTERS[:4]) == []
    assert contained(("2020-Q2", "2020-04", "2020-05", "2020-06", "2020-10-01")) == [(0, (1, 2, 3))]
    months = tuple(f"2020-{month:02d}" for month in range(1, 13))
    assert contained(("2020", *months)) == [(0, tuple(range(1, 13)))]


def test_a_withheld_quarter_takes_the_year_and_the_other_quarters_along() -> None:
    counts = np.array(
        [
            [103.0, 3, 30, 40, 30, 50],
            [120.0, 30, 30, 30, 30, 50],
            [100.0, 3, 30, 40, 30, 50],  # the year isn't the sum here
            [np.nan, np.nan, 30, 40, 30, 50],  # withheld by the publisher
        ]
    )
    withheld = np.zeros(counts.shape, dtype=bool)
    withheld[[0, 2, 3], 1] = True
    found = together(withheld, counts, QUARTERS)
    assert found.sum(axis=1).tolist() == [5, 0, 1, 5]
    assert not found[:, 5].any()
    # Where it holds nowhere, the year is another count.
    assert (together(withheld[2:3], counts[2:3], QUARTERS) == withheld[2:3]).all()
