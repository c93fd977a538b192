"""All observations of a source as one table of the engine, whatever columns its files have."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core.tables import OBSERVATIONS
from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.sources.source import Source


def all_observations(source: Source, engine: Engine) -> ir.Table:
    """The observations of ``source`` with every column of ``tables.OBSERVATIONS``.

    Parquet that needed no repair is read where it lies, so a file may lack columns: those are null.
    """
    pieces = [_complete(engine.read([path])) for path in source.observations]
    return pieces[0] if len(pieces) == 1 else ibis.union(*pieces)


def _complete(table: ir.Table) -> ir.Table:
    columns = set(table.columns)
    return table.select(
        **{
            name: table[name] if name in columns else ibis.null(kind)
            for name, kind in OBSERVATIONS.items()
        }
    )
