"""The same rule before the same kind before the same relation before words, and nothing that shares none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.learning.core.search import LIKE, Entry, Index, words_of

WORDS = ("wachttijd woning", "uitkering te laat", "school wijst af", "")


def entry(number: int, **facts: object) -> Entry:
    usual = {"relation": "a", "kind": "x", "rule": "", "compared": "iets anders", "broken": False}
    return Entry(number, **{**usual, **facts})  # type: ignore[arg-type]


def test_rule_goes_before_kind_before_relation_before_words() -> None:
    index = Index(
        [
            entry(1, compared=words_of("Wachttijd voor een woning", ""), relation="b", kind="y"),
            entry(2, kind="y"),
            entry(3, relation="b"),
            entry(4, relation="b", kind="y", rule="Bijstandswet!"),
            entry(5, relation="b", kind="y"),
        ]
    )
    ranked = index.search(
        "wachttijd voor woning", relation="a", kind="x", rule=" bijstandswet", most=9
    )
    assert ranked == [4, 3, 2, 1]


def test_what_was_broken_comes_first_among_equals_then_the_newest() -> None:
    index = Index([entry(1), entry(2, broken=True), entry(3)])
    assert index.search(kind="x") == [2, 3, 1]
    assert index.search(kind="x", without=2, most=1) == [3]
    assert Index([]).search("iets", kind="x") == []


ENTRIES = st.builds(
    lambda *facts: facts,
    st.sampled_from("ab"), st.sampled_from("xy"), st.sampled_from(("", "wet")), st.sampled_from(WORDS), st.booleans(),
)  # fmt: skip


@given(
    st.lists(ENTRIES, max_size=12),
    st.sampled_from(("", "a", "b")),
    st.sampled_from(("", "x")),
    st.sampled_from(("", "wet")),
)
def test_by_brute_force_each_is_there_when_it_shares_something_and_in_order(
    rows: list[tuple[str, str, str, str, bool]], relation: str, kind: str, rule: str
) -> None:
    entries = [Entry(number, *row) for number, row in enumerate(rows, 1)]
    ranked = Index(entries).search("", relation=relation, kind=kind, rule=rule, most=99)

    def key(row: Entry) -> tuple[bool, bool, bool, bool, int]:
        return (
            not (rule and row.rule == rule), not (kind and row.kind == kind),
            not (relation and row.relation == relation), not row.broken, -row.number,
        )  # fmt: skip

    expected = sorted((row for row in entries if not all(key(row)[:3])), key=key)
    assert ranked == [row.number for row in expected]
    assert 0 < LIKE < 100


def test_the_ending_of_a_word_does_not_matter() -> None:
    index = Index([entry(1, compared=words_of("Boetes blijven buiten de regeling", "")), entry(2)])
    assert index.search("boete") == [1]
