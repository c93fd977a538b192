"""HiGHS at times writes a stray line to standard output, past Python: it spoils JSON and logs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_solver() -> Iterator[None]:
    """Standard output of the whole process goes nowhere meanwhile; for a process that only solves."""
    stdout_copy, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(stdout_copy, 1)
        os.close(stdout_copy)
        os.close(nowhere)
