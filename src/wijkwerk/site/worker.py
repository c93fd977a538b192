"""gunicorn's worker with threads, for visitors who send slowly or never finish."""

from __future__ import annotations

import socket
import struct
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

# A visitor who sends nothing, or takes nothing, for so long loses the connection.
SILENT_SECONDS = 10


class Worker(ThreadWorker):  # type: ignore[misc]
    """No thread waits for a visitor without an end, and the loop that accepts visitors waits for none."""

    def init_process(self) -> None:
        """Bound how long each read and write may take on what this worker accepts.

        By the kernel, whose sockets inherit it from the one that listens: gunicorn has no such
        setting for its threads, and puts Python's own timeouts back to none.
        """
        bound = struct.pack("ll", SILENT_SECONDS, 0)
        for listener in self.sockets:
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                listener.setsockopt(socket.SOL_SOCKET, option, bound)
        super().init_process()

    def handle(self, conn: Any) -> Any:
        """As gunicorn's, but a connection that ends is closed here, in its thread.

        gunicorn closes it in the loop that accepts everybody, and waits there up to two seconds for
        the visitor's end of it: twenty who are slow to close would keep the others out for forty.
        """
        goes_on = super().handle(conn)
        if not goes_on:
            conn.close(graceful=True)
            conn.close = _closed_already
        return goes_on


def _closed_already(graceful: bool = False) -> None:
    """Nothing is left to close."""
