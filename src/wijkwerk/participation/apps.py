"""Participation as a Django app: what it registers."""

from __future__ import annotations

from wijkwerk.registry.config import CapabilityConfig


class ParticipationConfig(CapabilityConfig):
    """Participation: counting votes over money."""

    name = "wijkwerk.participation"
    label = "participation"
    requires = ("programme",)
