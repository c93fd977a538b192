"""The process that draws: it answers, ends when it should, and starts again."""

from __future__ import annotations

import io
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from wijkwerk.monitor.pictures import vega
from wijkwerk.monitor.pictures.drawer import Drawer, Order, receive, send
from wijkwerk.shared.problems import TooSlowError

LOCALE: dict[str, Any] = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]}
SPEC = '{"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}'
ORDER = Order("svg", SPEC, LOCALE)


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    one = Drawer()
    yield one
    one.close()


def number_of(drawer: Drawer) -> int:
    assert drawer._process is not None
    return drawer._process.pid


def test_it_draws_what_vega_draws_and_starts_again_when_it_was_killed(drawer: Drawer) -> None:
    assert drawer.drawn(ORDER) == vega.drawn(ORDER)
    assert drawer.drawn(Order("png", SPEC, LOCALE)).startswith(b"\x89PNG")
    first = number_of(drawer)
    with pytest.raises(ValueError, match="Vega-Lite"):
        drawer.drawn(Order("svg", '{"mark": {"type": "nonsense"}}', LOCALE))
    assert drawer.drawn(ORDER).startswith(b"<svg")
    assert number_of(drawer) == first
    os.kill(first, signal.SIGKILL)
    assert drawer.drawn(ORDER).startswith(b"<svg")
    assert number_of(drawer) != first


def test_a_picture_that_takes_too_long_is_broken_off() -> None:
    hasty = Drawer(seconds=0.001)
    with pytest.raises(TooSlowError):
        hasty.drawn(ORDER)
    assert hasty._process is None  # nothing goes on behind the visitor's back


def test_who_waits_too_long_for_a_turn_is_told_so() -> None:
    busy = Drawer(wait=0.01)
    with busy._lock, pytest.raises(TooSlowError):
        busy.drawn(ORDER)


@pytest.mark.parametrize("closed", [True, False])
def test_it_ends_with_its_pipe_and_after_a_while_without_work(closed: bool) -> None:
    reading, writing = os.pipe()
    pictures = io.BytesIO()
    with os.fdopen(reading, "rb") as orders, os.fdopen(writing, "wb") as asks:
        send(asks, ORDER.packed())
        if closed:
            asks.close()
        idle = 3600.0 if closed else 0.1
        alone = threading.Thread(target=vega.serve, args=(orders, pictures, idle), daemon=True)
        alone.start()
        alone.join(60)
        assert not alone.is_alive()
    pictures.seek(0)
    assert receive(pictures) == (True, vega.drawn(ORDER))


def test_a_message_that_is_cut_off_is_no_message() -> None:
    pipe = io.BytesIO()
    send(pipe, b"a whole message")
    with pytest.raises(EOFError):
        receive(io.BytesIO(pipe.getvalue()[:-1]))
    with pytest.raises(EOFError):
        receive(io.BytesIO(b""))
