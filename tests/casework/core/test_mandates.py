"""Who decides a line: a table, and what always holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.casework.core.mandates import Decider, Mandate, Power, decider


@pytest.mark.parametrize(
    ("mandate", "cents", "expected"),
    [
        (None, None, Decider(False)),
        (Mandate(Power.DECIDES), None, Decider(True)),
        (Mandate(Power.DECIDES), 10**9, Decider(True)),
        (Mandate(Power.DECIDES, 200_000, 7), 200_000, Decider(True)),
        (Mandate(Power.DECIDES, 200_000, 7), 200_001, Decider(False, 7)),
        (Mandate(Power.DECIDES, 200_000), 200_001, Decider(False)),
        (Mandate(Power.ADVISES, None, 7), None, Decider(False, 7)),
        (Mandate(Power.ASKS, 500, 7), 1, Decider(False, 7)),
        (Mandate(Power.ASKS), None, Decider(False)),
    ],
)
def test_who_decides(mandate: Mandate | None, cents: int | None, expected: Decider) -> None:
    assert decider(mandate, cents) == expected


@given(
    st.builds(
        Mandate,
        st.sampled_from(Power),
        st.none() | st.integers(0, 999),
        st.none() | st.integers(1, 9),
    ),
    st.integers(0, 999),
    st.integers(0, 999),
)
def test_what_is_cheaper_is_never_further_away(mandate: Mandate, cents: int, less: int) -> None:
    dearer, cheaper = max(cents, less), min(cents, less)
    assert not decider(mandate, dearer).own or decider(mandate, cheaper).own
    assert not decider(mandate, cheaper).is_nobody or decider(mandate, dearer).is_nobody
