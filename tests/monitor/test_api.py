"""The door opens to what it says, and only when somebody knocks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from wijkwerk.monitor import api


@pytest.mark.parametrize("name", api.__all__)
def test_everything_that_is_promised_is_there(name: str) -> None:
    assert getattr(api, name) is not None
    assert name in api._WHERE


def test_nothing_else_is() -> None:
    assert set(api._WHERE) == set(api.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        api.nonsense  # noqa: B018


def test_coming_in_costs_no_engine() -> None:
    program = "import sys, wijkwerk.monitor.api; print('ibis' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert told.stdout.strip() == "False"
