"""Figures as SDMX-CSV 2.0, the exchange format of statistical offices (sdmx.org, SDMX-CSV field guide).

A line is an observation: what it is of (STRUCTURE, STRUCTURE_ID, ACTION), its dimensions, its value, its
attributes. What is withheld has no value and CONF_STATUS N; what is missing has OBS_STATUS M.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from wijkwerk.monitor.serving.catalogue import Catalogue

MEDIA_TYPE = "application/vnd.sdmx.data+csv"
STRUCTURE_ID = "WIJKWERK:FIGURES(1.0)"
# Column of SDMX → column of FIGURES; the first three identify an observation.
COLUMNS = {
    "REF_AREA": "area",
    "INDICATOR": "indicator",
    "TIME_PERIOD": "period",
    "OBS_VALUE": "value",
    "OBS_STATUS": "obs_status",
    "CONF_STATUS": "conf_status",
    "UNIT_MEASURE": "",  # of the indicator
    "LOWER_BOUND": "lower",
    "UPPER_BOUND": "upper",
    "BASE": "base",
    "REFERENCE_AREA": "reference",
    "REFERENCE_VALUE": "reference_value",
}
# Units by the codes of CL_UNIT_MEASURE; another one stays as the source has it.
_UNITS = {"%": "PT", "eur": "EUR", "euro": "EUR"}
_NUMBERS = ("value", "lower", "upper", "base", "reference_value")


def sdmx_csv(rows: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> bytes:
    """Rows of FIGURES as SDMX-CSV 2.0; other columns than those of ``COLUMNS`` are left out."""
    units = {
        name: _UNITS.get(measure.unit.lower(), measure.unit)
        for name, measure in catalogue.measures.items()
    }
    columns: list[pl.Series] = [
        pl.Series(name, [value] * len(rows), pl.String)
        for name, value in (
            ("STRUCTURE", "dataflow"),
            ("STRUCTURE_ID", STRUCTURE_ID),
            ("ACTION", "I"),
        )
    ]
    for name, own in COLUMNS.items():
        if own:
            kind = pl.Float64 if own in _NUMBERS else pl.String
            columns.append(pl.Series(name, [row[own] for row in rows], kind, strict=False))
        else:
            columns.append(pl.Series(name, [units[row["indicator"]] for row in rows], pl.String))
    text = pl.DataFrame(columns).write_csv(line_terminator="\r\n", quote_style="necessary")
    return text.encode()
