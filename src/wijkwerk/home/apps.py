"""The home of the site as a Django app."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import WorkItem


class HomeConfig(CapabilityConfig):
    """The front page, and choosing what it shows."""

    name = "wijkwerk.home"
    label = "home"
    requires = ("access",)

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """What the front page shows, for who may choose it."""
        from django.urls import reverse
        from django.utils.translation import gettext as _

        from wijkwerk.access.api import may
        from wijkwerk.home.services import CHOOSE

        if may(user, CHOOSE, None, now):
            yield WorkItem(_("What the front page shows"), reverse("home:choose"))
