"""Why something that was published isn't served: each an answer of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from wijkwerk.served.remaking import remake
from wijkwerk.shared.problems import InputError


class NotServedError(Exception):
    """It isn't served now; what came of it says which of the errors below."""


class NeverPublishedError(NotServedError):
    """Nothing has ever had this id: 404."""


class WithdrawnError(NotServedError):
    """It was withdrawn; the message says why: 410."""


class UnreadableError(NotServedError):
    """It is known, but its files can't be read now: 503."""


class NotPreparedError(InputError):
    """The publication is fine, but its serving files are missing or damaged: they can be made again."""


@contextmanager
def reading_files(*, make_again: bool = True) -> Iterator[None]:
    """Whatever is wrong with files meanwhile is an UnreadableError; with ``make_again`` what isn't
    prepared is begun to be."""
    try:
        yield
    except (InputError, OSError, duckdb.Error) as fault:
        if make_again and isinstance(fault, NotPreparedError):
            remake()
        raise UnreadableError(str(fault).splitlines()[0]) from fault
