"""The chain of digests: any change shows, and so does a shorter one once its end was noted."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.audit.core.chain import START, Link, break_at_end, breaks_of, digest_of


def chain(contents: list[dict[str, object]]) -> list[Link]:
    links, last = [], START
    for place, content in enumerate(contents, 1):
        digest = digest_of(last, content)
        links.append(Link(place, content, last, digest))
        last = digest
    return links


contents = st.lists(
    st.dictionaries(st.text(max_size=5), st.one_of(st.text(max_size=9), st.integers())),
    min_size=3,
    max_size=8,
)


@given(contents)
def test_what_was_written_holds(made: list[dict[str, object]]) -> None:
    links = chain(made)
    assert breaks_of(links, {}) == ([], len(made), links[-1].digest)


@given(contents, st.data())
def test_an_entry_that_was_changed_removed_or_swapped_shows(
    made: list[dict[str, object]], data: st.DataObject
) -> None:
    links = chain(made)
    at = data.draw(st.integers(0, len(links) - 2))
    changed = [*links]
    changed[at] = replace(links[at], content={**links[at].content, "more": 1})
    assert breaks_of(changed, {})[0]
    assert breaks_of(links[:at] + links[at + 1 :], {})[0]
    swapped = [*links]
    swapped[at], swapped[at + 1] = links[at + 1], links[at]
    assert breaks_of(swapped, {})[0]


def test_an_entry_that_follows_another_one_than_stands_before_it_shows() -> None:
    mine, other = chain([{"a": 1}, {"a": 2}, {"a": 3}]), chain([{"a": 9}, {"a": 2}, {"a": 3}])
    found = breaks_of([mine[0], *other[1:]], {})[0]
    assert [(one.place, "follow" in one.what) for one in found] == [(2, True)]


def test_a_chain_made_anew_holds_by_itself_but_not_against_what_was_noted() -> None:
    old, new = chain([{"a": 1}, {"a": 2}, {"a": 3}]), chain([{"a": 1}, {"a": 9}, {"a": 3}])
    assert breaks_of(new, {})[0] == []
    assert [one.place for one in breaks_of(new, {3: old[2].digest})[0]] == [3]


def test_a_chain_whose_end_was_cut_off_is_found_by_what_was_noted() -> None:
    links = chain([{"a": 1}, {"a": 2}, {"a": 3}])
    assert breaks_of(links[:2], {})[0] == []
    (found,) = breaks_of(links[:2], {3: links[2].digest})[0]
    assert (found.place, "gone" in found.what) == (3, True)


def test_the_digest_is_of_content_and_place_and_not_of_the_order_of_its_names() -> None:
    assert digest_of(START, {"a": 1, "b": 2}) == digest_of(START, {"b": 2, "a": 1})
    assert digest_of(START, {"a": 1}) != digest_of(START, {"a": "1"})
    known = "a6d3d0d2d9c0f1c7e2cdb7b4d1a1a2e6"
    assert len(digest_of(known, {})) == 64


@pytest.mark.parametrize(
    ("place", "digest", "remembered", "what"),
    [
        (0, START, None, None),  # nothing was ever written
        (3, "c", (3, "c"), None),
        (0, START, (3, "c"), "it is empty, though 3 entries were written"),
        (2, "b", (3, "c"), "it ends here, though 3 entries were written"),
        (3, "x", (3, "c"), "its end isn't the entry that was written last"),
        (4, "d", (3, "c"), "its end isn't the entry that was written last"),
        (3, "c", None, "nothing remembers that it was written"),
    ],
)
def test_the_end_is_held_against_what_was_remembered_of_it(
    place: int, digest: str, remembered: tuple[int, str] | None, what: str | None
) -> None:
    assert [found.what for found in break_at_end(place, digest, remembered)] == [what][: bool(what)]
