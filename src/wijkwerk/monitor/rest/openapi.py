"""The description of the monitor's API."""

from __future__ import annotations

from typing import ClassVar

from wijkwerk.monitor.rest.schema import COMPONENTS
from wijkwerk.rest.openapi import ApiDescription


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.monitor.rest.urls"
    title = "Wijkwerk"
    words = """\
Editions of the outcome monitor: areas, indicators, figures and changes. Read-only, without a key.

An edition never changes, so an answer about one may be kept for ever. Lists come in pages: follow
`next`. Every list comes as JSON, CSV or Parquet. In CSV nothing stands for null, and a text that a
spreadsheet could take for a formula begins with an apostrophe. A withheld figure is null, and its
`conf_status` says so; it is neither zero nor missing. Faults are problem+json (RFC 9457)."""
    tags: ClassVar = {
        "editions": "What was published, and when.",
        "areas": "Areas, groups of areas, boundaries.",
        "indicators": "What is measured.",
        "results": "Figures and what follows from them.",
    }
    components = COMPONENTS
