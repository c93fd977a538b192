"""Answers as JSON, CSV or Parquet: by Accept, or by ``format`` in the address."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import polars as pl
from rest_framework.renderers import BaseRenderer


class Json(BaseRenderer):
    """JSON without spaces; a list comes with what is around it."""

    media_type: ClassVar[str] = "application/json"
    format: ClassVar[str] = "json"
    charset: ClassVar[None] = None

    def render(
        self, data: Any, accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:  # fmt: skip
        """``data`` as JSON."""
        if data is None:
            return b""
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).encode()


class Csv(BaseRenderer):
    """The items of a list as CSV (RFC 4180), points as decimal sign."""

    media_type: ClassVar[str] = "text/csv"
    format: ClassVar[str] = "csv"
    charset: ClassVar[str] = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:  # fmt: skip
        """The items with a head; a fault stays JSON."""
        rows = _items(data)
        if rows is None:
            return Json().render(data)
        stream = io.StringIO()
        names = list(rows[0]) if rows else []
        writer = csv.DictWriter(stream, names, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)
        return stream.getvalue().encode()


class Parquet(BaseRenderer):
    """The items of a list as Parquet."""

    media_type: ClassVar[str] = "application/vnd.apache.parquet"
    format: ClassVar[str] = "parquet"
    charset: ClassVar[None] = None
    render_style: ClassVar[str] = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:  # fmt: skip
        """The items as a table; a fault stays JSON."""
        rows = _items(data)
        if rows is None:
            return Json().render(data)
        stream = io.BytesIO()
        pl.DataFrame(list(rows), infer_schema_length=None).write_parquet(stream)
        return stream.getvalue()


def _items(data: Any) -> Sequence[dict[str, Any]] | None:
    if isinstance(data, Mapping) and isinstance(data.get("items"), list):
        items: list[dict[str, Any]] = data["items"]
        return items
    return None


def _plain(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; a list with semicolons."""
    if isinstance(value, list | tuple):
        value = ";".join(str(one) for one in value)
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in ("=", "+", "@", "-", "\t", "\r"):
        return f"'{value}"
    return value
