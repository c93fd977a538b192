"""Who took part against who lives there: known figures, and what always holds."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from wijkwerk.participation.core.representation import (
    LEAST,
    Group,
    LineError,
    Verdict,
    _hypergeometric,
    compare,
    expected_similarity,
    merged,
    read_lines,
    sample_range,
    similarity,
)

# Five groups of 2,000 residents of whom 60 take part (shared/spec/anchors-next.md, A2).
SHARES = (700, 500, 400, 240, 160)
groups_of = st.lists(
    st.tuples(st.integers(1, 400), st.integers(0, 400)), min_size=2, max_size=6
).map(lambda pairs: [Group(f"g{place}", max(pair), min(pair)) for place, pair in enumerate(pairs)])


def told(*participants: int) -> list[Group]:
    return [
        Group(f"g{place}", size, number)
        for place, (size, number) in enumerate(zip(SHARES, participants, strict=True))
    ]


def test_random_samples_are_as_near_as_was_computed_elsewhere() -> None:
    found = compare(told(21, 15, 12, 7, 5))
    assert expected_similarity(SHARES, 60) == pytest.approx(0.9036, abs=0.0002)
    assert found.low == pytest.approx(0.8333, abs=0.0005)
    assert found.similarity == Fraction(1) - Fraction(1, 300)
    assert found.verdict is Verdict.LIKE_SAMPLE


def test_between_a_usual_sample_and_a_rare_one_nothing_is_said() -> None:
    assert compare(told(28, 12, 9, 6, 5)).verdict is Verdict.UNCLEAR
    found = compare(told(44, 8, 1, 3, 4))
    assert found.verdict is Verdict.DIFFERS
    assert [standing.side for standing in found.standings] == [1, 0, -1, 0, 0]


def test_who_doesnt_say_to_which_group_they_belong_makes_it_unclear() -> None:
    assert compare(told(40, 8, 5, 2, 5), unknown=5).verdict is Verdict.DIFFERS
    assert compare(told(40, 8, 5, 2, 5), unknown=30).verdict is Verdict.UNCLEAR
    assert compare(told(21, 15, 12, 7, 5), unknown=40).verdict is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("total", "size", "number"), [(2000, 160, 60), (500, 499, 30), (90, 45, 90), (40, 3, 11)]
)
def test_the_range_of_a_group_is_that_of_scipy(total: int, size: int, number: int) -> None:
    low, high = sample_range(total, size, number, 0.05)
    law = hypergeom(total, size, number)
    assert (low, high) == (law.ppf(0.025), law.isf(0.025)) or (
        law.cdf(low - 1) <= 0.025 < law.cdf(low) and law.sf(high) <= 0.025 < law.sf(high - 1)
    )
    counts = np.arange(number + 1)
    mean = float((law.pmf(counts) * np.minimum(counts / number, size / total)).sum())
    rest = hypergeom(total, total - size, number)
    mean += float((rest.pmf(counts) * np.minimum(counts / number, 1 - size / total)).sum())
    assert expected_similarity((size, total - size), number) == pytest.approx(mean)


@given(groups_of)
def test_no_kept_number_is_small_and_nobody_is_lost(groups: list[Group]) -> None:
    kept = merged(groups)
    assert sum(group.participants for group in kept) == sum(g.participants for g in groups)
    assert sum(group.residents for group in kept) == sum(g.residents for g in groups)
    assert len(kept) == 1 or all(group.participants >= LEAST for group in kept)
    # A group that stands there under its own name had enough participants itself.
    by_label = {group.label: group for group in groups}
    assert all(
        by_label[g.label] == g and g.participants >= LEAST for g in kept if g.label in by_label
    )


def test_three_groups_of_four_are_never_told_by_their_sum() -> None:
    # Twelve of three groups that have fewer than five each is four of each.
    kept = merged(told(4, 4, 4, 9, 40))
    assert [(group.label, group.participants) for group in kept] == [
        ("g4", 40),
        ("g0 + g1 + g2 + g3", 21),
    ]


small_groups = st.lists(st.integers(0, 12), min_size=3, max_size=6)


@given(small_groups)
def test_of_no_group_in_a_sum_can_be_told_how_many_took_part(participants: list[int]) -> None:
    groups = [Group(f"g{place}", 50, number) for place, number in enumerate(participants)]
    kept = merged(groups)
    together = [group for group in kept if " + " in group.label]
    if not together or len(kept) == 1:
        return
    others = [group.participants for group in kept if group not in together]
    members = together[0].label.count(" + ") + 1
    # All that a reader knows: the sum, and that none of them is larger than any other group.
    ways = [
        way
        for way in itertools.product(range(min(others) + 1), repeat=members)
        if sum(way) == together[0].participants
    ]
    seen = {way[0] for way in ways}
    assert len(seen) >= LEAST - 1


@settings(max_examples=25)
@given(groups_of, st.integers(0, 30), st.randoms(use_true_random=False))
def test_the_similarity_is_a_share_and_bounds_hold_whatever_the_unknown_are(
    groups: list[Group], unknown: int, chance: object
) -> None:
    taking_part = sum(group.participants for group in groups)
    room = sum(group.residents for group in groups) - taking_part
    unknown = min(unknown, room)
    if not taking_part:
        return
    found = compare(groups, unknown)
    assert 0 <= found.worst <= found.similarity <= 1 and found.worst <= found.best <= 1
    assert similarity(list(reversed(groups))) == found.similarity
    # Any division of the unknown ones lies within the bounds.
    extra, shared = unknown, []
    for group in groups:
        more = min(extra, group.residents - group.participants)
        shared.append(Group(group.label, group.residents, group.participants + more))
        extra -= more
    assert found.worst <= similarity(shared) <= found.best


@given(st.lists(st.integers(1, 50), min_size=2, max_size=5), st.integers(1, 20))
def test_alike_is_one_and_apart_is_nothing(sizes: list[int], times: int) -> None:
    assert similarity([Group("", size * times, size) for size in sizes]) == 1
    assert similarity([Group("a", 10, 0), Group("b", 0, 0), Group("c", 0, 3)]) == 0


def test_lines_are_read_and_what_is_wrong_names_its_line() -> None:
    first, second = read_lines("Jonger dan 25; 12; 1.834\n\n65 en ouder;3;inhabitants_65")
    assert (first.participants, first.residents) == (12, 1834)
    assert (second.residents, second.indicator) == (None, "inhabitants_65")
    for text, line, why in (
        ("a; 1; 2\nb; 1", 2, "cells"),
        ("a; 1; 2\nb; 1,5; 2", 2, "number"),
        ("a; 1; 2\nb; -1; 2", 2, "number"),
        ("a; 1; 2\nA; 1; 2", 2, "twice"),
        ("a; 1; 2", 0, "few"),
        ("a; 1; 1.83\nb; 1; 2", 1, "number"),
    ):
        with pytest.raises(LineError) as fault:
            read_lines(text)
        assert (fault.value.line, fault.value.why) == (line, why)
    with pytest.raises(ValueError, match="more_than_live_there"):
        compare([Group("a", 3, 4), Group("b", 9, 1)])


@pytest.mark.parametrize(
    ("total", "size", "number"),
    [
        (9_000_000, 3_000_000, 900_000),
        (18_000_000, 17_000_000, 5_000_000),
        (18_000_000, 60, 900_000),
    ],
)
def test_of_a_whole_country_few_counts_are_worked_out_and_none_is_missed(
    total: int, size: int, number: int
) -> None:
    chances = _hypergeometric(total, size, number)
    assert len(chances) < 21_000
    assert sum(chance for _count, chance in chances) == pytest.approx(1, abs=1e-5)
    mean = sum(count * chance for count, chance in chances)
    assert mean == pytest.approx(number * size / total, rel=1e-5)
    low, high = sample_range(total, size, number, 0.05)
    around = hypergeom(total, size, number)
    assert (low, high) == (around.ppf(0.025), around.ppf(0.975))


def test_a_number_that_no_country_has_is_refused_with_its_line() -> None:
    assert len(read_lines("jong; 900000; 9000000\noud; 900000; 9.000.000")) == 2
    for text, line in (
        ("jong; 5; 90000000\noud; 5; 10", 1),
        ("jong; 5; 10\noud; 90000000; 10", 2),
        ("jong; 5; 19000000\noud; 5; 19000000", 0),
    ):
        with pytest.raises(LineError) as fault:
            read_lines(text)
        assert (fault.value.line, fault.value.why) == (line, "large")
