"""Flows: no cent twice, none lost, and pictures that hide nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.finance.core.flows import (
    PHASES,
    Finding,
    Flow,
    Party,
    Sums,
    counted,
    entering,
    findings,
    is_spending_given,
    links,
    per_head,
    pots,
    sums,
    sums_by,
    wholes_of,
)
from wijkwerk.finance.core.sankey import layout, loops

NAMES = ("state", "city", "landlord", "club", "school", "people")
cents = st.none() | st.integers(0, 10**12)


@st.composite
def flows(draw: st.DrawFn) -> list[Flow]:
    result: list[Flow] = []
    for number in range(draw(st.integers(1, 7))):
        source, target = draw(
            st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(
                lambda pair: pair[0] != pair[1]
            )
        )
        part_of = draw(st.sampled_from(["", "", *(flow.code for flow in result)]))
        amounts = {phase: draw(cents) for phase in PHASES}
        area = draw(st.sampled_from(["", "north", "south"]))
        result.append(Flow(str(number), source, target, **amounts, area=area, part_of=part_of))
    return result


@settings(deadline=None, max_examples=30)
@given(flows())
def test_no_cent_is_lost(rows: list[Flow]) -> None:
    assert sum(pot.left for pot in pots(rows).values()) == 0
    for flow in rows:
        parts = flow.spent + (flow.returned or 0) + (flow.lapsed or 0) + flow.on_its_way
        assert flow.budgeted == parts
    total = sums(rows)
    assert total.budgeted == total.spent + total.returned + total.lapsed + total.on_its_way
    assert total.difference == sum(flow.difference for flow in counted(rows))


@settings(deadline=None, max_examples=30)
@given(flows())
def test_groups_add_up_to_all(rows: list[Flow]) -> None:
    for key in (lambda flow: flow.area, lambda flow: flow.source, lambda flow: flow.code):
        left = sums(rows)
        for part in sums_by(rows, key).values():
            left = left.less(part)
        assert left == Sums()


@settings(max_examples=30)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_money_that_is_passed_on_is_added_once(amounts: list[int]) -> None:
    chain = [Flow("0", "state", "pot0", paid=sum(amounts) + 1)]
    chain += [
        Flow(f"{number}a", f"pot{number}", f"pot{number + 1}", paid=sum(amounts[number:]))
        for number in range(len(amounts))
    ]
    assert sums(entering(chain)).spent == sum(amounts) + 1
    assert sum(pot.left for name, pot in pots(chain).items() if name != "state") == sum(amounts) + 1


def test_what_was_budgeted_is_the_firmest_promise() -> None:
    assert Flow("a", "x", "y", requested=9, promised=8, committed=7, paid=3).budgeted == 7
    assert Flow("a", "x", "y", requested=9, promised=8, paid=3).on_its_way == 5
    assert Flow("a", "x", "y", requested=9, paid=3, returned=1).budgeted == 3
    assert Flow("a", "x", "y", requested=9).budgeted == 0
    assert Flow("a", "x", "y", promised=8, paid=3, lapsed=2, returned=1).difference == 6


def test_a_part_isnt_added_and_may_not_be_more_than_its_whole() -> None:
    rows = [Flow("a", "x", "y", promised=10), Flow("b", "x", "y", promised=12, part_of="a")]
    assert sums(rows).budgeted == 10
    assert findings(rows) == [Finding("parts_more_than_whole", "a", 2)]
    assert findings([rows[0], Flow("b", "x", "y", promised=10, part_of="a")]) == []


def test_what_doesnt_close_is_named_with_its_amount() -> None:
    rows = [
        Flow("a", "x", "y", promised=10, paid=8, lapsed=5),
        Flow("b", "y", "z", paid=9, returned=0),
        Flow("c", "x", "z", paid=1, returned=3),
    ]
    assert findings(rows) == [
        Finding("more_than_budgeted", "a", 3),
        Finding("more_back_than_paid", "c", 2),
        Finding("gives_more_than_it_got", "y", 1),
    ]


def test_parts_of_nothing_and_of_themselves() -> None:
    rows = [
        Flow("a", "x", "y", part_of="b"),
        Flow("b", "x", "y", part_of="a"),
        Flow("c", "x", "y", part_of="z"),
        Flow("d", "x", "y"),
        Flow("e", "x", "y", part_of="d"),
    ]
    assert wholes_of(rows) == {"a": "loop", "b": "loop", "c": "unknown"}
    assert wholes_of([*rows, Flow("f", "x", "y", part_of="a")])["f"] == "loop"
    assert wholes_of([Flow("g", "x", "y", part_of="c"), *rows])["g"] == "unknown"


def test_a_long_chain_of_parts_is_walked_once() -> None:
    most = 20_000  # when each is walked to its end that is 200 million steps
    chain = [Flow(str(n), "x", "y", part_of=str(n + 1)) for n in range(most)]
    assert len(wholes_of(chain)) == most
    assert wholes_of([*chain, Flow(str(most), "x", "y")]) == {}


def test_for_each_inhabitant_to_the_nearest_cent() -> None:
    assert (per_head(1001, 2), per_head(1000, 3), per_head(5, None), per_head(5, 0)) == (
        501,
        333,
        None,
        None,
    )
    assert per_head(-1000, 3) == -333


def test_links_are_merged_and_nothing_isnt_drawn() -> None:
    rows = [
        Flow("a", "x", "y", paid=3),
        Flow("b", "x", "y", paid=4),
        Flow("c", "x", "z", promised=5),
    ]
    assert links(rows, "spent") == {("x", "y"): 7}
    assert links(rows, "budgeted") == {("x", "y"): 7, ("x", "z"): 5}
    assert links(rows, "difference") == {("x", "z"): 5}


pairs = st.dictionaries(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")),
    st.integers(1, 10**9),
    max_size=25,
)


@settings(deadline=None, max_examples=40)
@given(pairs)
def test_a_picture_has_every_flow_that_closes_no_loop(pictured: dict[tuple[str, str], int]) -> None:
    placed = layout(pictured, 700, 300)
    drawn = {(band.source, band.target): band.cents for band in placed.bands}
    closing = set(placed.closing)
    assert set(drawn) | closing == set(pictured) and not set(drawn) & closing
    assert loops(drawn) == []
    layers = {bar.name: bar.layer for bar in placed.bars}
    assert all(layers[source] < layers[target] for source, target in drawn)
    for one_layer in range(max(layers.values(), default=-1) + 1):
        column = sorted(
            (bar for bar in placed.bars if bar.layer == one_layer), key=lambda bar: bar.y
        )
        assert column
        for upper, lower in pairwise(column):
            assert upper.y + upper.height < lower.y
        assert column[-1].y + column[-1].height <= placed.height + 1e-6
    for band in placed.bands:
        bars = {bar.name: bar for bar in placed.bars}
        for end, bar in ((band.y1, bars[band.source]), (band.y2, bars[band.target])):
            assert bar.y - 0.5 <= end <= bar.y + bar.height + 0.5


def test_of_a_loop_the_smallest_flow_isnt_drawn() -> None:
    pictured = {("a", "b"): 10, ("b", "c"): 9, ("c", "a"): 2, ("d", "d"): 5}
    assert loops(pictured) == [("d", "d"), ("c", "a")]
    assert layout({}, 700, 300).bars == ()


@pytest.mark.parametrize("tall", [100.0, 400.0])
def test_the_fullest_layer_is_as_tall_as_one_wants(tall: float) -> None:
    placed = layout({("a", "b"): 30, ("a", "c"): 10}, 700, tall)
    (first,) = (bar for bar in placed.bars if bar.name == "a")
    assert first.height == pytest.approx(tall)


def test_spending_that_nobody_gives_is_not_zero() -> None:
    promised = Flow("1", "state", "city", promised=100)
    assert not is_spending_given([promised])
    assert is_spending_given([promised, Flow("2", "city", "club", paid=0)])


def test_a_pot_gives_what_its_rules_allow_and_what_it_has() -> None:
    fund = Party("fund", "local_fund", most=50)
    rows = [
        Flow("in", "companies", "fund", promised=100),
        Flow("a", "fund", "club", promised=50),
        Flow("b", "fund", "garden", promised=60),
    ]
    assert findings(rows, [fund]) == [
        Finding("more_than_rules_allow", "b", 10),
        Finding("promises_more_than_it_has", "fund", 10),
    ]
    assert findings(rows, [Party("fund", most=50)]) == []  # no rules of its own
    assert findings(rows[1:2], [fund]) == []  # what comes in isn't in the file


def test_overhead_is_of_the_flows_that_say_so() -> None:
    rows = [
        Flow("1", "city", "college", promised=100, overhead=40),
        Flow("2", "city", "college", promised=50),
        Flow("3", "city", "club", promised=50, overhead=51),
    ]
    college = pots(rows)["college"]
    assert (college.overhead, college.overhead_of) == (40, 100)
    assert Finding("more_overhead_than_money", "3", 1) in findings(rows)
