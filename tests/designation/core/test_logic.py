"""Three-valued logic: the truth tables, and that nothing is told that isn't certain."""

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.designation.core.logic import (
    MET,
    NOT_MET,
    UNKNOWN,
    Truth,
    all_,
    exact,
    in_a_row,
    k_of_n,
    not_,
)

M, N, U = MET, NOT_MET, UNKNOWN


def one(value: int) -> Truth:
    return np.array([value], np.int8)


@pytest.mark.parametrize(("given_", "expected"), [(M, N), (N, M), (U, U)])
def test_not(given_: int, expected: int) -> None:
    assert not_(one(given_)).tolist() == [expected]


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [
        (M, M, M, M), (M, N, N, M), (M, U, U, M),
        (N, M, N, M), (N, N, N, N), (N, U, N, U),
        (U, M, U, M), (U, N, N, U), (U, U, U, U),
    ],
)  # fmt: skip
def test_and_and_or(first: int, second: int, both: int, either: int) -> None:
    assert all_([one(first), one(second)]).tolist() == [both]
    assert k_of_n([one(first), one(second)], 1).tolist() == [either]


def certain(parts: Sequence[int], rule: Callable[[Sequence[int]], bool]) -> int:
    """What holds whatever the unknown parts are: the meaning of three-valued logic."""
    ways = product(*[(M, N) if part == U else (part,) for part in parts])
    answers = {rule(way) for way in ways}
    return U if len(answers) == 2 else int(answers.pop())


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_k_of_n_is_what_holds_however_the_unknown_come_out(number: int) -> None:
    for parts in product((M, N, U), repeat=number):
        for k in range(number + 1):
            expected = certain(parts, lambda way, k=k: sum(way) >= k)  # type: ignore[misc]
            found = k_of_n([one(part) for part in parts], k).tolist()
            assert found == [expected], (parts, k)


@given(st.lists(st.sampled_from([M, N, U]), min_size=1, max_size=7), st.integers(1, 5))
def test_years_in_a_row_are_what_a_count_by_hand_gives(years: list[int], wanted: int) -> None:
    found = in_a_row(np.array([years], np.int8), wanted)[0].tolist()
    for at, answer in enumerate(found):
        before = [U] * (wanted - 1 - at) if at < wanted - 1 else []
        stretch = [*before, *years[max(0, at - wanted + 1) : at + 1]]
        assert answer == certain(stretch, lambda way: all(way))


def test_what_a_reader_sees_as_equal_is_equal() -> None:
    assert 0.1 + 0.2 != 0.3
    assert exact(np.array([0.1 + 0.2]))[0] == 0.3
    assert exact(np.array([39.9, 40.1])).mean() == 40.0
    assert exact(np.array([0.9 / 0.3]))[0] == 3.0
    assert np.isnan(exact(np.array([np.nan]))[0])
