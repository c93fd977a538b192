"""Reading a serving file: one connection per file and process, every question within limits."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from wijkwerk.served.faults import UnreadableError
from wijkwerk.shared.problems import TooSlowError

if TYPE_CHECKING:
    import pyarrow as pa

MEMORY_LIMIT = "64MB"  # per worker and publication; a worker must stay below 400 MB
SECONDS = 5.0
# What DuckDB raises for a file that isn't what it wrote: each block has a checksum.
_DAMAGE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
)
Row = dict[str, Any]


class _Watch:
    """Interrupts questions that take too long: one thread for all, since one each costs more than
    most questions do."""

    _EVERY = 0.1  # seconds between looks

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[int, tuple[float, duckdb.DuckDBPyConnection]] = {}
        self._marks = itertools.count()
        self._thread: threading.Thread | None = None
        self._work = threading.Event()

    def begin(self, cursor: duckdb.DuckDBPyConnection, seconds: float) -> int:
        """Watch ``cursor`` from now on; gives what ``end`` wants."""
        mark = next(self._marks)
        with self._lock:
            self._running[mark] = (time.monotonic() + seconds, cursor)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look, name="questions", daemon=True)
                self._thread.start()
        self._work.set()
        return mark

    def end(self, mark: int) -> None:
        """It has its answer."""
        with self._lock:
            del self._running[mark]

    def _look(self) -> None:
        while True:
            self._work.wait()
            time.sleep(self._EVERY)
            self._interrupt_late(time.monotonic())

    def _interrupt_late(self, now: float) -> None:
        with self._lock:
            if not self._running:
                self._work.clear()
            # Under the lock: a question that ended must not have its successor interrupted.
            for until, cursor in self._running.values():
                if until < now:
                    cursor.interrupt()


_watch = _Watch()


@dataclass
class Store:
    """A serving file, opened read-only; safe to use from several threads.

    A question raises TooSlowError past its limits, and UnreadableError when the file turns
    out to be damaged; whoever holds the store then lets go of it.
    """

    path: Path
    seconds: float = SECONDS
    damaged: bool = False  # a question met a block that isn't what was written
    _con: duckdb.DuckDBPyConnection = field(init=False, repr=False)
    _local: threading.local = field(init=False, repr=False, default_factory=threading.local)

    def __post_init__(self) -> None:
        self._con = duckdb.connect(
            str(self.path),
            read_only=True,
            config={
                "memory_limit": MEMORY_LIMIT,
                "threads": "1",
                # A question reads this file and nothing else of the machine.
                "enable_external_access": "false",
                "lock_configuration": "true",
            },
        )

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The answer as dictionaries, column → value; TooSlowError after ``seconds``."""
        cursor = self._run(sql, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def tuples(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The answer as tuples."""
        tuples: list[tuple[Any, ...]] = self._run(sql, values).fetchall()
        return tuples

    def columns(self, sql: str, values: Sequence[object] = ()) -> dict[str, np.ndarray]:
        """The answer as arrays, column → values; an unknown number is NaN, an unknown text None."""
        arrays = self._run(sql, values).fetchnumpy()
        return {name: _filled(column) for name, column in arrays.items()}

    def table(self, sql: str, values: Sequence[object] = ()) -> pa.Table:
        """The answer as an Arrow table, for downloads."""
        with self._alarm() as cursor:
            return cursor.sql(sql, params=list(values)).to_arrow_table()

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    def _run(self, sql: str, values: Sequence[object]) -> duckdb.DuckDBPyConnection:
        with self._alarm() as cursor:
            return cursor.execute(sql, list(values))

    @contextmanager
    def _alarm(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """This thread's cursor; DuckDB has no time limit, interrupting it is how one is made."""
        cursor = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._con.cursor()
        mark = _watch.begin(cursor, self.seconds)
        try:
            yield cursor
        except duckdb.InterruptException as late:
            raise TooSlowError(f"more than {self.seconds} seconds") from late
        except duckdb.OutOfMemoryException as full:
            raise TooSlowError(f"more than {MEMORY_LIMIT} for all questions together") from full
        except duckdb.Error as fault:
            # A wrong checksum comes as the plain base class.
            if not (isinstance(fault, _DAMAGE) or type(fault) is duckdb.Error):
                raise
            self.damaged = True
            raise UnreadableError("the serving file is damaged") from fault
        finally:
            _watch.end(mark)


def _filled(column: Any) -> Any:
    if not isinstance(column, np.ma.MaskedArray):
        return column
    if column.dtype.kind == "f":
        return column.filled(np.nan)
    texts = column.data.astype(object)
    texts[np.ma.getmaskarray(column)] = None
    return texts
