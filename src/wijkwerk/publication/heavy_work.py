"""Work that is too heavy for a web worker: by a process beside it, one at a time, with bounds.

What the work needs of memory goes with its process. Pages go first: the process gives
way to them, few visitors may wait for a turn, and the others are told at once to come back later.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from wijkwerk.shared.problems import TooSlowError

MOST_WAITING = 2  # visitors of a worker that wait for a turn; a waiting one holds a thread
WAIT_SECONDS = 4.0
# Before it becomes the module: a function run between fork and exec isn't safe beside threads.
_GIVE_WAY = """
import os, runpy, sys
getattr(os, "nice", int)(5)
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


class Turns:
    """One kind of heavy work: one process at a time in this worker, and few that wait for it."""

    def __init__(self, what: str, seconds: float) -> None:
        """``what`` it is for the log; ``seconds`` that a process may take."""
        self._what, self._seconds = what, seconds
        self._turn = threading.Lock()
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)

    def run(
        self,
        module: str,
        arguments: Sequence[str] = (),
        given: bytes = b"",
        is_done: Callable[[], bool] = lambda: False,
    ) -> bytes:
        """What ``python -m module`` prints, with ``given`` on its standard input.

        When ``is_done`` says so once it is our turn, somebody else's process did it: b"" then.
        Raises TooSlowError when too many wait already, when no turn came in ``WAIT_SECONDS``, or when
        the process took more than its seconds and was stopped; CalledProcessError when it failed.
        """
        if not self._take_turn():
            raise TooSlowError(self._what)
        try:
            if is_done():
                return b""
            done = subprocess.run(  # noqa: S603  (no shell: our own module, checked values)
                [sys.executable, "-c", _GIVE_WAY, module, *arguments],
                input=given,
                check=True,
                timeout=self._seconds,
                capture_output=True,
            )
        except subprocess.TimeoutExpired as late:
            raise TooSlowError(self._what) from late
        finally:
            self._turn.release()
        return done.stdout

    def _take_turn(self) -> bool:
        if self._turn.acquire(blocking=False):
            return True
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._turn.acquire(timeout=WAIT_SECONDS)
        finally:
            self._waiting.release()
