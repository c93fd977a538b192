"""Making serving files again while the site runs: by a process of its own, once at a time.

A visitor doesn't wait for it, and a worker doesn't hold the memory that it takes.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time

from django.conf import settings

# Set for workers alone: who prepares makes the database.
_MUST_EXIST = "WIJKWERK_DATABASE_EXISTS"
AGAIN_SECONDS = 60.0  # when what was made is damaged again at once, the disk is at fault
_log = logging.getLogger("wijkwerk.serving")
_lock = threading.Lock()
_running: subprocess.Popen[bytes] | None = None
_begun = float("-inf")


def remake() -> None:
    """Begin to make what is missing or damaged, unless that goes on already.

    As `wijkwerk serve EDITIONS --prepare-only` does, which waits for another one that prepares the
    same folder; so however many workers notice the damage, it is made once.
    """
    global _running, _begun
    with _lock:
        if _running is not None and _running.poll() is None:
            return
        if time.monotonic() - _begun < AGAIN_SECONDS:
            return
        _begun = time.monotonic()
        _running = subprocess.Popen(  # noqa: S603  (no shell: our own folders)
            [
                *(sys.executable, "-m", "wijkwerk", "serve", str(settings.EDITIONS)),
                *("--var", str(settings.VAR), "--lists", str(settings.LISTS), "--prepare-only"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name != _MUST_EXIST},
        )
    _log.warning("serving files are made again")


def is_remaking() -> bool:
    """Whether this process has serving files made again now."""
    with _lock:
        return _running is not None and _running.poll() is None
