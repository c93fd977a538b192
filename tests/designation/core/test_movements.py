"""In how many areas a figure rose and fell: over one span, and nothing is lost from the count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.designation.core.movements import Change, Movement, movement

SIZES = st.one_of(st.none(), st.floats(-9, 9))
SPANS = st.sampled_from([("2010", "2014"), ("2012", "2014"), ("2010", "2013")])
CHANGES = st.lists(st.builds(lambda span, size: Change(*span, size), SPANS, SIZES), max_size=12)


def test_areas_are_counted_by_which_way_the_figure_went() -> None:
    sizes = [2.0, 1.0, -0.5, 0.04, None]
    found = movement([Change("2010", "2014", size) for size in sizes], 7, 1)
    assert found == Movement("2010", "2014", up=2, down=1, same=1, unknown=3)


def test_other_spans_are_not_added_to_the_one_that_most_areas_have() -> None:
    changes = [
        Change("2010", "2013", 1.0),
        Change("2010", "2014", 1.0),
        Change("2010", "2014", -1.0),
    ]
    assert movement(changes, 3, 1) == Movement("2010", "2014", 1, 1, 0, 1)
    assert movement(changes[:2], 3, 1) == Movement("2010", "2014", 1, 0, 0, 2)  # a tie: the latest


def test_without_two_figures_nothing_is_said() -> None:
    assert movement([], 3, 1) is None
    assert movement([Change("2010", "2014", None)], 3, 1) is None


@given(CHANGES, st.randoms(use_true_random=False))
def test_every_area_is_counted_once_in_whatever_order(
    changes: list[Change], random: object
) -> None:
    areas = len(changes) + 2
    found = movement(changes, areas, 1)
    turned = list(changes)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert movement(turned, areas, 1) == found
    if found is not None:
        assert found.areas == areas
        assert min(found.up, found.down, found.same) >= 0
        assert found.unknown >= 2
