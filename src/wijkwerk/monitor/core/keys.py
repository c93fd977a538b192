"""Areas, periods, indicators and levels as whole numbers while big tables are joined and sorted.

Numbers take a fraction of the memory of texts and are compared in one step. They follow the order
of the texts, so that sorting and comparing by them gives what the texts would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import polars as pl

AREA, PERIOD, INDICATOR, LEVEL = "area", "period", "indicator", "level"
# Which of them a column holds; groups of areas are numbered among the areas.
OF_COLUMN: Mapping[str, str] = {
    "area": AREA,
    "parent": AREA,
    "reference": AREA,
    "group": AREA,
    "area_from": AREA,
    "area_to": AREA,
    "period": PERIOD,
    "base_period": PERIOD,
    "period_from": PERIOD,
    "period_to": PERIOD,
    "indicator": INDICATOR,
    "of": INDICATOR,
    "level": LEVEL,
}
_TYPES = {AREA: pl.Int32, PERIOD: pl.Int16, INDICATOR: pl.Int16, LEVEL: pl.Int8}


def numbering(kind: str, texts: Iterable[str | None]) -> pl.DataFrame:
    """``text``, ``number`` for every text, in their order. ``kind`` is one of the above."""
    distinct = sorted({text for text in texts if text is not None})
    numbers = pl.Series("number", range(len(distinct)), _TYPES[kind])
    return pl.DataFrame({"text": pl.Series(distinct, dtype=pl.String), "number": numbers})


@dataclass(frozen=True)
class Keys:
    """The numberings, as frames for small tables and as tables of the engine for big ones."""

    frames: Mapping[str, pl.DataFrame]
    tables: Mapping[str, ir.Table]

    def numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A small frame with numbers for the texts of its columns ``OF_COLUMN``; a text without a number
        becomes null."""
        return frame.with_columns(
            pl.col(name).replace_strict(
                self.frames[kind]["text"],
                self.frames[kind]["number"],
                default=None,
                return_dtype=_TYPES[kind],
            )
            for name, kind in OF_COLUMN.items()
            if name in frame.columns
        )

    def numbers(self, kind: str, texts: Iterable[str]) -> list[int]:
        """The numbers of the ``texts`` that have one."""
        number_by_text = dict(self.frames[kind].iter_rows())
        return [number_by_text[text] for text in texts if text in number_by_text]

    def number(self, table: ir.Table) -> ir.Table:
        """A big table with numbers for texts; rows of which a key isn't known are left out."""
        return self._replaced(table, "text", "number", "inner")

    def texts(self, table: ir.Table) -> ir.Table:
        """A big table with texts for numbers; null stays null."""
        return self._replaced(table, "number", "text", "left")

    def _replaced(self, table: ir.Table, old: str, new: str, how: str) -> ir.Table:
        columns = table.columns
        for name in columns:
            if name in OF_COLUMN:
                key_numbers = self.tables[OF_COLUMN[name]]
                pairs = key_numbers.select(key_=key_numbers[old], **{f"{name}_": key_numbers[new]})
                table = table.join(pairs, [table[name] == pairs.key_], how=how).drop("key_", name)
                table = table.rename({name: f"{name}_"})
        return table.select(*columns)
