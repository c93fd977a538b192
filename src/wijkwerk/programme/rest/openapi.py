"""The description of programme's API (OpenAPI 3.1)."""

from __future__ import annotations

from typing import ClassVar

from wijkwerk.programme.rest.schema import COMPONENTS
from wijkwerk.rest.openapi import ApiDescription


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.programme.rest.urls"
    below = "programmes"
    title = "Wijkwerk: programmes"
    words = """\
Programmes: targets and how they stand, commitments, projects, decisions and letters. Read-only,
without a key; what is internal isn't here. A programme changes, so an answer may be kept a minute
and known again by its ETag. 'Can't tell yet' is an answer. The rest is as in the API of editions at
`/openapi.json`."""
    tags: ClassVar = {
        "programmes": "Programmes: what partners promised until when.",
        "programme": "What is in a programme.",
    }
    components = COMPONENTS
