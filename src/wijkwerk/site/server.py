"""How gunicorn runs the site: its settings, by the names it gives them, and what a worker does first.

The address to listen on and the number of workers come from ``run.py``.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import sys
import threading
from pathlib import Path
from typing import Any

from wijkwerk.registry.environment import is_on
from wijkwerk.shared.extras import PAPERS, installed

worker_class = "wijkwerk.site.worker.Worker"
# Python answers one visitor at a time; the other threads are for who waits for a picture or the
# database. Without a proxy, which takes in what comes slowly, they are for slow visitors as well: a
# thread that isn't needed is never made. Each keeps a connection to the database.
threads = 8 if is_on("WIJKWERK_HTTPS") else 64
timeout = 60  # seconds that a worker may be silent
graceful_timeout = 20
# A worker is followed by a fresh one now and then, not all at the same time.
max_requests = 50_000
max_requests_jitter = 5_000
limit_request_line = 8190  # bytes of an address: an own selection of 500 areas fits
logger_class = "wijkwerk.site.logs.ServerLog"
loglevel = "warning"
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108  (where gunicorn keeps its signs of life)
    worker_tmp_dir = "/dev/shm"  # noqa: S108
# The first process loads the programs, the workers share them: a hundred megabytes less for each.
preload_app = True


def on_starting(server: Any) -> None:
    """Say it when pages will lack their pictures and papers; figures are served all the same."""
    if missing := [name for name in PAPERS if not installed(name)]:
        logging.getLogger("wijkwerk.start").warning(
            "no pictures or papers: %s not installed; pip install 'wijkwerk[papers]'",
            ", ".join(missing),
        )


def when_ready(server: Any) -> None:
    """Before workers start: load what they share, and keep it where nobody writes.

    Nothing may be opened here, no database and no edition: what is open can't be shared.
    """
    from django.urls import get_resolver

    from wijkwerk.build import build

    get_resolver().reverse_dict  # noqa: B018  (loads the views)
    build()
    _keep()


def post_worker_init(worker: Any) -> None:
    """In a worker: open what its first visitor would wait for, such as the edition of the home page."""
    # The first process that answers says it: before that an address that is printed isn't there yet.
    banner = os.environ.pop("WIJKWERK_SAID_AT_START", "")
    if banner and worker.age == 1:
        sys.stdout.write(f"{banner}\n")
        sys.stdout.flush()
    threading.Thread(target=_warm, name="warm", daemon=True).start()


def _warm() -> None:
    from django.db import connection

    from wijkwerk.registry.config import capabilities

    try:
        for capability in capabilities():
            capability.warm()
        _keep()
    except Exception as fault:
        # /health/ready tells whoever watches; a visitor gets the page that says so.
        logging.getLogger("wijkwerk.start").warning("the first page can't be warmed: %s", fault)
    finally:
        connection.close()


def _keep() -> None:
    """Never look for garbage in what there is now: that would take a tenth of a second each time, and
    writing into every object would copy what workers share."""
    gc.collect()
    gc.freeze()
    # A page makes fifty thousand objects and lets go of them; looking after every 700 is a waste.
    gc.set_threshold(20_000, 20, 50)
    # DuckDB complains of what is never let go.
    atexit.unregister(gc.unfreeze)
    atexit.register(gc.unfreeze)
