"""Heavy work: one process at a time, few that wait, and the others are told at once."""

from __future__ import annotations

import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.publication import heavy_work
from wijkwerk.publication.heavy_work import MOST_WAITING, Turns
from wijkwerk.shared.problems import TooSlowError


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose modules a process of ours can run."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def test_a_module_gets_its_arguments_and_input_and_gives_what_it_prints(modules: Path) -> None:
    (modules / "echoing.py").write_text(
        "import sys\n"
        "if __name__ == '__main__': print(sys.argv[1:], sys.stdin.read(), __import__('os').nice(0))"
    )
    done = Turns("an echo", 20).run("echoing", ["a", "b"], b"hello")
    assert done.decode().split("] ")[0] == "['a', 'b'"
    assert done.decode().split()[-2:] == ["hello", "5"]  # pages go first


def test_work_that_takes_too_long_is_stopped_and_the_next_gets_its_turn(modules: Path) -> None:
    (modules / "sleeping.py").write_text("import time; time.sleep(60)")
    (modules / "quick.py").write_text("print('done')")
    turns = Turns("a nap", 1.0)
    with pytest.raises(TooSlowError, match="a nap"):
        turns.run("sleeping")
    with pytest.raises(subprocess.CalledProcessError):
        turns.run("no_such_module")
    assert Turns("another", 20).run("quick") == b"done\n"
    assert turns._turn.acquire(blocking=False)


def test_of_twenty_who_ask_one_works_few_wait_and_the_others_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    busy, most, running = threading.Event(), 0, 0
    lock = threading.Lock()

    def work(*_: Any, **__: Any) -> subprocess.CompletedProcess[bytes]:
        nonlocal most, running
        with lock:
            running += 1
            most = max(most, running)
        busy.wait(20)
        with lock:
            running -= 1
        return subprocess.CompletedProcess([], 0, b"done")

    monkeypatch.setattr(subprocess, "run", work)
    monkeypatch.setattr(heavy_work, "WAIT_SECONDS", 20.0)
    turns = Turns("work", 20)
    refused = threading.Semaphore(0)

    def ask() -> bool:
        try:
            turns.run("any")
        except TooSlowError:
            refused.release()
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(ask) for _ in range(20)]
        for _ in range(20 - 1 - MOST_WAITING):
            assert refused.acquire(timeout=20)  # while the first still works
        busy.set()
        done = [answer.result(timeout=20) for answer in answers]
    assert done.count(True) == 1 + MOST_WAITING
    assert most == 1


def test_who_waits_in_vain_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy_work, "WAIT_SECONDS", 0.01)
    turns = Turns("work", 20)
    with turns._turn, pytest.raises(TooSlowError):
        turns.run("any")


def test_what_another_made_meanwhile_isnt_made_again() -> None:
    assert Turns("work", 20).run("no_such_module", is_done=lambda: True) == b""
