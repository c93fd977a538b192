"""Where evaluations of this site lie: WIJKWERK_EVALUATIONS, or beside the lists."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from wijkwerk.registry.environment import variable


def evaluations_folder() -> Path:
    """The folder in which the site's own evaluations appear."""
    beside = Path(settings.LISTS).parent / "evaluations"
    return Path(variable("WIJKWERK_EVALUATIONS") or beside).resolve()
