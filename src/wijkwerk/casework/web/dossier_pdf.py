"""The PDF of a file, made by a process of its own: it comes in as JSON and goes out as PDF, and stands on no disk that
stays."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib import resources
from typing import Any

from wijkwerk.publication.api import Turns, typeset

_TEMPLATE = resources.files("wijkwerk.casework") / "web" / "dossier.typ"
_turns = Turns("the file of a household", seconds=60)


def dossier_pdf(paper: Mapping[str, Any]) -> bytes:
    """The PDF of ``services.dossier.paper``. Raises TooSlowError when too many ask at once."""
    return _turns.run(__name__, given=json.dumps(paper).encode())


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(_TEMPLATE, json.load(sys.stdin)))
