"""The drawer: a process beside this one that does nothing but draw.

Vega's engine takes 130 MB, keeps them, and can't be stopped halfway. In a process of its own it
ends when nobody asked for a picture for a while, and when a picture takes too long.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from functools import cache
from typing import IO, Any, Literal

from wijkwerk.shared.extras import require_installed
from wijkwerk.shared.problems import TooSlowError

SECONDS = 20.0  # of a picture; the slowest of ours takes one
WAIT = 8.0  # seconds that a visitor waits for a turn
_HEAD = struct.Struct(">?I")  # of every message: whether it went well, number of bytes


@dataclass(frozen=True)
class Order:
    """What to draw: ``spec`` as JSON text, numbers written as ``locale`` says, at ``scale``."""

    kind: Literal["svg", "png"]
    spec: str
    locale: dict[str, Any]
    scale: float = 1.0

    def packed(self) -> bytes:
        """As it goes to the drawer."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpacked(cls, message: bytes) -> Order:
        """As it comes to the drawer."""
        return cls(**json.loads(message))


class Drawer:
    """Draws one picture at a time; the process starts with the first one. Safe to share."""

    def __init__(self, seconds: float = SECONDS, wait: float = WAIT) -> None:
        self._seconds, self._wait = seconds, wait
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def drawn(self, order: Order) -> bytes:
        """The picture.

        Raises ValueError when the specification isn't one, TooSlowError when drawing takes too
        long or too much memory, or too many wait for it, InputError without Vega.
        """
        if not self._lock.acquire(timeout=self._wait):
            raise TooSlowError("a picture")
        try:
            try:
                well, answer = self._asked(order)
            except (OSError, EOFError):
                # It had ended for want of work, or was killed: a new one starts.
                well, answer = self._asked_again(order)
        finally:
            self._lock.release()
        if not well:
            raise ValueError(answer.decode())
        return answer

    def close(self) -> None:
        """End the process; the next picture starts another."""
        with self._lock:
            self._end()

    def _asked_again(self, order: Order) -> tuple[bool, bytes]:
        try:
            return self._asked(order)
        except (OSError, EOFError) as gone:
            # A picture that ends a fresh drawer too asks more than the machine gives.
            raise TooSlowError("a picture") from gone

    def _asked(self, order: Order) -> tuple[bool, bytes]:
        late = threading.Event()
        process = self._running()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, stop)
        timer.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            send(process.stdin, order.packed())
            return receive(process.stdout)
        except BaseException as gone:
            # Whatever broke it off: an answer that is still to come isn't for the next one.
            self._end()
            if late.is_set():
                raise TooSlowError("a picture") from gone
            raise
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            require_installed("a picture", "vl_convert")
            self._process = subprocess.Popen(
                # -P: no module out of the folder where the site happens to be started.
                [sys.executable, "-P", "-m", "wijkwerk.ui.pictures.vega"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()  # closes the pipes and takes leave of it
            self._process = None


@cache
def drawer() -> Drawer:
    """The drawer of this process."""
    return Drawer()


def send(to: IO[bytes], message: bytes, *, well: bool = True) -> None:
    """Send a message through a pipe."""
    to.write(_HEAD.pack(well, len(message)) + message)
    to.flush()


def receive(source: IO[bytes]) -> tuple[bool, bytes]:
    """The next message of a pipe, and whether it tells of a success; EOFError when it is closed."""
    head = source.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    well, size = _HEAD.unpack(head)
    message = source.read(size)
    if len(message) < size:
        raise EOFError
    return well, message
