"""Where evaluations of this site lie: WIJKWERK_EVALUATIONS, or beside the lists."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings


def evaluations_folder() -> Path:
    """The folder in which the site's own evaluations appear."""
    beside = Path(settings.LISTS).parent / "evaluations"
    return Path(os.environ.get("WIJKWERK_EVALUATIONS") or beside).resolve()
