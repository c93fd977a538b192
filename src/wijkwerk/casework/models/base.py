"""What the tables of casework share: spans of time, retention."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

# Wmo 2015, article 5.3.4: fifteen years after a piece of data was received or made.
WMO_DAYS = 15 * 365 + 4
WMO = "Fifteen years after it was written (Wmo 2015, article 5.3.4)."


class Dated(models.Model):
    """Something that holds from a moment up to, not including, another (None: until further notice)."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """No table of its own."""

        abstract = True


def in_force(now: datetime, prefix: str = "") -> Q:
    """Which rows of a ``Dated`` model hold at ``now``."""
    return Q(**{f"{prefix}starts_at__lte": now}) & (
        Q(**{f"{prefix}ends_at": None}) | Q(**{f"{prefix}ends_at__gt": now})
    )
