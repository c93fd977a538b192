"""What counts as recovered: known, or known to be a few; and a mean to within a tenth."""

import numpy as np
from scipy.sparse import csr_matrix

from wijkwerk.monitor.editions.attack_narrow import Equations, known_counts, known_means


def sums(
    rows: list[list[float]],
    base: list[float],
    amount: list[float],
    slack: tuple[float, float] = (0.0, 0.0),
    rounded: bool = False,
) -> Equations:
    size = len(rows)
    return Equations(
        csr_matrix(np.array(rows, dtype=float)),
        np.array(base, dtype=float),
        np.array(amount, dtype=float),
        np.full(size, slack[0]),
        np.full(size, slack[1]),
        np.full(size, rounded),
    )


def test_a_cell_that_is_alone_in_an_exact_sum_is_known() -> None:
    assert known_counts(sums([[1]], [40], [3]), 5, True)[0] == [0]


def test_two_cells_that_have_little_between_them_are_known_to_be_few() -> None:
    assert known_counts(sums([[1, 1]], [80], [3]), 5, True)[0] == [0, 1]
    assert known_counts(sums([[1, 1]], [80], [30]), 5, True)[0] == []
    # Nearly everybody has it: then the few are those who don't.
    assert known_counts(sums([[1, 1]], [80], [78]), 5, True)[0] == [0, 1]
    assert known_counts(sums([[1, 1]], [80], [78]), 5, False)[0] == []


def test_a_rounded_sum_tells_only_what_it_can() -> None:
    assert known_counts(sums([[1]], [40], [3], (5, 2), True), 5, True)[0] == [0]
    assert known_counts(sums([[1]], [40], [3], (5, 5), True), 5, True)[0] == []


def test_a_range_that_begins_at_the_limit_tells_of_no_few() -> None:
    """Between 5 and 7 of 40, nobody knows of a few; from just below the limit on, they do."""
    wide = (5.0, 1.0)
    assert known_counts(sums([[1]], [40], [6], wide), 5, False)[0] == []
    assert known_counts(sums([[1]], [40], [5.9], wide), 5, False)[0] == [0]
    # As wide as the limit is wide enough, whatever it begins with.
    assert known_counts(sums([[1]], [40], [2.5], (5.0, 2.5)), 5, False)[0] == []
    assert known_counts(sums([[1]], [40], [2.4], (5.0, 2.4)), 5, False)[0] == [0]


def test_what_was_never_in_a_sum_is_not_known_from_it() -> None:
    assert known_counts(sums([[1]], [0], [0]), 5, True)[0] == []
    assert known_counts(sums([[1]], [0], [0], (3, 1)), 5, True)[0] == []
    # A publisher's own rounded total that leaves nothing does tell: hardly anybody.
    assert known_counts(sums([[1]], [0], [0], (20, 2), True), 5, True)[0] == [0]


def test_a_sum_without_bases_tells_nothing_of_counts() -> None:
    assert known_counts(sums([[1]], [np.nan], [np.nan]), 5, True)[0] == []


def test_a_mean_follows_from_its_place_where_nobody_rounded() -> None:
    assert known_means(sums([[1]], [40], [4000]))[0] == [0]
    assert known_means(sums([[1, 1]], [40], [4000]))[0] == []
    # Two areas below an area that is withheld as well, and one of them shown elsewhere.
    assert known_means(sums([[1, 1, -1], [0, 0, 1]], [0, 90], [0, 9000]))[0] == [2]


def test_a_mean_behind_rounded_figures_is_known_when_it_is_close() -> None:
    assert known_means(sums([[1]], [40], [4000], (0.5, 50), True))[0] == [0]
    assert known_means(sums([[1]], [40], [4000], (10, 500), True))[0] == []
    # When there may be nobody at all, the mean can be anything.
    assert known_means(sums([[1]], [4], [400], (5, 1), True))[0] == []


def test_the_total_of_a_group_counts_even_without_its_base() -> None:
    unknown = sums([[1]], [np.nan], [np.nan])
    assert known_means(unknown)[0] == [0]
