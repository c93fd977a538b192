"""Parquet: typed columns. A moment is read as the clock stood in the column's own time zone, never
in that of the machine that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.bytes_of_text import printable
from wijkwerk.tables.cells import Cell

SUFFIXES = (".parquet",)
_ROWS = 65_536


def corrupt(path: Path, name: str, fault: Exception) -> Problem:
    """The problem of a Parquet file that can't be read."""
    text = " ".join(str(fault).split()).split(" LINE 1:")[0].removeprefix("Invalid Input Error: ")
    reason = printable(text.replace(str(path), name), 90)
    return Problem(
        name,
        None,
        None,
        "not a readable Parquet file",
        reason,
        "a whole Parquet file",
        "It may have been copied in part: copy or export it again.",
    )


def _has_zones(path: Path) -> bool:
    """Whether a column holds moments in a time zone; who reads the file tells that it can't be."""
    try:
        return any(_is_zoned(field.type) for field in pq.read_schema(path))
    except (pa.ArrowException, OSError, ValueError):
        return False


def _is_zoned(kind: pa.DataType) -> bool:
    return pa.types.is_timestamp(kind) and kind.tz is not None


def with_local_clock(path: Path, name: str, copy: Path) -> Path:
    """``path`` itself, or when it holds moments in a time zone a ``copy`` with the clock of that
    zone. InputError when it can't be read."""
    if not _has_zones(path):
        return path
    try:
        writer: pq.ParquetWriter | None = None
        for batch in _batches(path):
            writer = writer or pq.ParquetWriter(copy, batch.schema)
            writer.write_batch(batch)
        if writer is None:
            return path
        writer.close()
    except (pa.ArrowException, OSError, ValueError) as fault:
        raise InputError([corrupt(path, name, fault)]) from None
    return copy


def read_frame(path: Path, name: str) -> pa.Table:
    """The whole table, moments by the clock of their own zone. InputError when it can't be read."""
    try:
        return _local(pq.read_table(path))
    except (pa.ArrowException, OSError, ValueError) as fault:
        raise InputError([corrupt(path, name, fault)]) from None


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_ROWS):
            yield from _local(pa.Table.from_batches([batch])).to_batches()


def _local(table: pa.Table) -> pa.Table:
    for place, field in enumerate(table.schema):
        if _is_zoned(field.type):
            clock = pc.local_timestamp(table.column(place))
            table = table.set_column(place, field.name, clock)
    return table


def cell_of(value: Any) -> Cell:
    """A value of a column as a cell; a decimal is the number that it is, and no text."""
    return float(value) if isinstance(value, Decimal) else cast("Cell", value)
