"""The process that draws: it answers, ends when it should, and starts again."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.shared.problems import TooSlowError
from wijkwerk.ui.pictures import drawer as drawing
from wijkwerk.ui.pictures import vega
from wijkwerk.ui.pictures.drawer import Drawer, Order, receive, send

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


ASKS_AND_WAITS = """
import time
from wijkwerk.ui.pictures.drawer import Drawer, Order
one = Drawer()
one.drawn(Order("svg", {spec!r}, {locale!r}))
print(one._process.pid, flush=True)
time.sleep(600)
"""


def is_there(process: int) -> bool:
    """Whether a process runs; one that ended and was not taken leave of doesn't."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to look at processes")
def test_it_ends_when_whoever_asked_is_killed() -> None:
    script = ASKS_AND_WAITS.format(spec=SPEC, locale=LOCALE)
    asker = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    with asker:
        assert asker.stdout is not None
        process = int(asker.stdout.readline())
        assert is_there(process)
        asker.kill()
    ends = time.monotonic() + 20
    while is_there(process) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not is_there(process)


def test_a_picture_without_end_is_broken_off_though_nobody_waits_for_it() -> None:
    script = (
        "import sys, time\n"
        "from wijkwerk.ui.pictures import vega\n"
        "vega.drawn = lambda order: time.sleep(600)\n"
        "vega.serve(sys.stdin.buffer, sys.stdout.buffer, limit=0.2)\n"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", script], **pipes) as alone:  # type: ignore[call-overload]
        send(alone.stdin, ORDER.packed())
        assert alone.wait(60) == -signal.SIGALRM


def test_the_time_of_one_picture_is_not_counted_for_the_next() -> None:
    reading, writing = os.pipe()
    pictures = io.BytesIO()
    with os.fdopen(reading, "rb") as orders, os.fdopen(writing, "wb") as asks:
        send(asks, ORDER.packed())
        send(asks, Order("svg", "nonsense", LOCALE).packed())
        asks.close()
        vega.serve(orders, pictures, limit=60.0)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_answer_that_nobody_waited_for_is_not_given_to_the_next(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer.drawn(ORDER)

    def broken_off(source: object) -> tuple[bool, bytes]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(drawing, "receive", broken_off)
        with pytest.raises(KeyboardInterrupt):
            drawer.drawn(ORDER)
    assert drawer.drawn(Order("png", SPEC, LOCALE)).startswith(b"\x89PNG")


def test_a_picture_that_ends_every_drawer_is_told_as_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deadly = Drawer()

    def gone(source: object) -> tuple[bool, bytes]:
        raise EOFError

    monkeypatch.setattr(drawing, "receive", gone)
    with pytest.raises(TooSlowError):
        deadly.drawn(ORDER)
    assert deadly._process is None


def test_a_module_in_the_folder_of_the_start_is_not_taken_for_ours(
    drawer: Drawer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vl_convert.py").write_text("raise SystemExit\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert drawer.drawn(ORDER).startswith(b"<svg")
