"""Accounts and permissions as a Django app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import Limit, WorkItem
from wijkwerk.shared.classification import DataCard


class AccessConfig(CapabilityConfig):
    """The pages of accounts, and who manages them."""

    name = "wijkwerk.access"
    label = "access"
    requires = ("audit",)

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """The roles and accounts of all, for who may see them."""
        from django.urls import reverse
        from django.utils.translation import gettext as _

        from wijkwerk.access.authorization import may

        if may(user, "accounts.overview", None, now):
            yield WorkItem(_("Roles and accounts"), reverse("access:roles"))

    def limits(self) -> Mapping[str, Limit]:
        """Who guesses passwords and codes, or asks for mails, waits."""
        return {
            "password": Limit(5, 15, 900),  # of an account
            "code": Limit(5, 15, 900),  # second factor of an account
            "address": Limit(30, 15, 900),  # all of these from one network address
            "reset": Limit(3, 60, 3600),  # mails to one account; every one counts
            "reset-address": Limit(20, 60, 3600),
        }

    def data_cards(self) -> Mapping[str, DataCard]:
        """Those of its own tables, and of the tables that Django brings."""
        from wijkwerk.access.other_tables import CARDS

        return {**super().data_cards(), **CARDS}
