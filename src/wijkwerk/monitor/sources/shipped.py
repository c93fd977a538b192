"""The shipped definitions with what they leave to their kind filled in."""

from __future__ import annotations

from typing import Any

from wijkwerk.monitor.sources.toml import catalogue


def entries() -> list[dict[str, Any]]:
    """Indicators, then composites, as they stand in the catalogue; a composite with the kind, unit
    and direction that its score always has."""
    always = {"kind": "composite", "unit": "score", "direction": "higher_is_better"}
    return [
        *catalogue().values(),
        *({**entry, **always} for entry in catalogue("composite").values()),
    ]
