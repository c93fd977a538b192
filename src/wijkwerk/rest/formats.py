"""Answers as JSON, CSV, Parquet or GeoJSON: by Accept, or by ``format`` in the address."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from wijkwerk.rest.faults import BadParameterError
from wijkwerk.shared.spreadsheet_text import TAKEN_FOR_FORMULA

# Kinds of columns: those of core/tables.py, and 'text' (Dutch and English), 'strings' (a list),
# 'json', 'object' and 'objects' (anything that JSON can hold, with names, a list of it: JSON in a table as well).
Columns = Mapping[str, str]
_POLARS: dict[str, Any] = {
    "string": pl.String, "float64": pl.Float64, "int64": pl.Int64, "boolean": pl.Boolean,
    "strings": pl.List(pl.String), "json": pl.String,
    "object": pl.String,
    "objects": pl.String,
}  # fmt: skip


def guarded_texts() -> pl.Expr:
    """Every column of texts, as ``guarded`` of shared/spreadsheet_text.py gives each."""
    texts = pl.col(pl.String)
    return pl.when(texts.str.contains(TAKEN_FOR_FORMULA)).then("'" + texts).otherwise(texts)


class Json(BaseRenderer):
    """JSON without spaces."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """``data`` as JSON; an infinite number is a fault of ours, for JSON has no word for it."""
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


class GeoJson(Json):
    """GeoJSON (RFC 7946)."""

    media_type = "application/geo+json"
    format = "geojson"


class Csv(BaseRenderer):
    """The items of a list as CSV (RFC 4180), points as decimal sign, nothing for null."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The items under a line of names; a text that begins like a formula gets an apostrophe."""
        table = table_of(data["items"], (renderer_context or {})["view"].shown)
        flat = table.with_columns(pl.col(pl.List(pl.String)).list.join(";"))
        safe = flat.with_columns(guarded_texts().name.keep())
        return safe.write_csv(line_terminator="\r\n", quote_style="necessary").encode()


class Parquet(BaseRenderer):
    """The items of a list as Parquet, with the same types on every page."""

    media_type = "application/vnd.apache.parquet"
    format = "parquet"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The items as a table."""
        stream = io.BytesIO()
        table_of(data["items"], (renderer_context or {})["view"].shown).write_parquet(stream)
        return stream.getvalue()


def table_of(items: Sequence[Mapping[str, Any]], columns: Columns) -> pl.DataFrame:
    """``items`` as a table; a text in two languages becomes ``name_nl`` and ``name_en``."""
    series = []
    for name, kind in columns.items():
        values = [item[name] for item in items]
        if kind == "text":
            for language in ("nl", "en"):
                series.append(
                    pl.Series(f"{name}_{language}", [v[language] for v in values], pl.String)
                )
            continue
        if kind in ("json", "object", "objects"):
            values = [json.dumps(value, ensure_ascii=False, sort_keys=True) for value in values]
        series.append(pl.Series(name, values, _POLARS[kind], strict=False))
    return pl.DataFrame(series)


class Negotiation(BaseContentNegotiation):
    """Chooses the format: ``format`` wins, else what Accept likes most, weights included."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Nothing is ever sent to this API."""
        return None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer with its media type. Raises BadParameterError or NotAcceptable."""
        formats = request.query_params.getlist("format")
        if formats:
            renderers_found = [renderer for renderer in renderers if [renderer.format] == formats]
            if not renderers_found:
                allowed = ", ".join(renderer.format for renderer in renderers)
                raise BadParameterError("format", f"One of: {allowed}.")
            return renderers_found[0], renderers_found[0].media_type
        wanted = [
            MediaType(part)
            for part in (request.headers.get("Accept") or "*/*").split(",")
            if part.strip()
        ]
        best = max(renderers, key=lambda renderer: _liking(renderer, wanted))  # the first of equals
        if _liking(best, wanted) <= 0:
            allowed = ", ".join(renderer.media_type for renderer in renderers)
            raise NotAcceptable(f"This address answers with: {allowed}.")
        return best, best.media_type


def _liking(renderer: BaseRenderer, wanted: Sequence[MediaType]) -> float:
    """The weight that Accept gives to a renderer: the most specific range counts (RFC 9110)."""
    own = renderer.media_type.split("/")
    fitting = [
        (media_type.main_type != "*", media_type.sub_type != "*", _weight(media_type))
        for media_type in wanted
        if media_type.main_type in ("*", own[0]) and media_type.sub_type in ("*", own[1])
    ]
    return max(fitting)[2] if fitting else 0.0


def _weight(wanted: MediaType) -> float:
    try:
        weight = float(wanted.params.get("q", 1))
    except ValueError:
        return 1.0
    return weight if 0 <= weight <= 1 else 1.0
