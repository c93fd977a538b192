"""The description of designation's API (OpenAPI 3.1)."""

from __future__ import annotations

from typing import ClassVar

from wijkwerk.designation.rest.schema import COMPONENTS
from wijkwerk.rest.openapi import ApiDescription


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.designation.rest.urls"
    below = "designation/"
    title = "Wijkwerk: lists of areas"
    words = """\
Lists of areas by a rule: who has which status, why, how sure that is, and what another rule would
make of it. Read-only, without a key. What was computed never changes, so such an answer may be kept
for ever. `status` and `result` are what counts: after published decisions about the list; `computed`
is what the rule alone gives, `decision` says why. Unknown is neither met nor not met. The rest is as
in the API of editions at `/openapi.json`."""
    tags: ClassVar = {
        "designation": "Rules, and the lists of areas that were made by them.",
        "results": "What is in a list, and what another rule would make of it.",
    }
    components = COMPONENTS
