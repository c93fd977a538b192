"""Figures of the API as SDMX-CSV 2.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from wijkwerk.monitor.serving.sdmx import COLUMNS, MEDIA_TYPE, sdmx_csv
from wijkwerk.rest.faults import BadParameterError


class SdmxCsv(BaseRenderer):
    """The items of a list of figures as SDMX-CSV 2.0."""

    media_type = MEDIA_TYPE
    format = "sdmx"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The items under the header of SDMX-CSV."""
        view = (renderer_context or {})["view"]
        return sdmx_csv(data["items"], view.serving.catalogue)


def require_every_column(columns: Mapping[str, str]) -> None:
    """BadParameterError when ``fields`` left out a column that SDMX-CSV has."""
    lacking = [own for own in COLUMNS.values() if own and own not in columns]
    if lacking:
        raise BadParameterError("fields", f"SDMX-CSV has all its columns; without: {lacking[0]}.")
