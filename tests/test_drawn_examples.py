"""Fewer examples of a property where that is asked (EXAMPLES, see CONTRIBUTING.md): and no fewer than that."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("most", "percent", "expected"), [(40, 100, 40), (80, 25, 20), (40, 10, 10), (4, 25, 4)]
)
def test_a_part_of_the_examples_is_drawn(
    pytestconfig: pytest.Config, most: int, percent: int, expected: int
) -> None:
    (conftest,) = [
        plugin
        for plugin in pytestconfig.pluginmanager.get_plugins()
        if hasattr(plugin, "draw_fewer")
    ]
    drawn: list[int] = []

    @settings(max_examples=most, database=None)
    @given(st.integers())
    def draw(number: int) -> None:
        drawn.append(number)

    class Properties:
        @settings(max_examples=most, database=None)
        @given(st.integers())
        def draw(self, number: int) -> None:
            drawn.append(number)

    for test in (draw, Properties().draw):
        drawn.clear()
        conftest.draw_fewer([SimpleNamespace(obj=test)], percent)
        test()
        assert len(drawn) == expected
