"""What the front page is about: chosen by an administrator, else by the settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from wijkwerk.access.api import Place, require
from wijkwerk.audit.api import record
from wijkwerk.home.models import HomeChoice
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import HomeSetting
from wijkwerk.shared.problems import InputError

CHOOSE = "home.choose"


def chosen() -> dict[str, str]:
    """The choices by key; a key that nobody chose isn't in it."""
    return {**settings.HOME, **_rows()}


def _rows() -> dict[str, str]:
    return dict(HomeChoice.objects.values_list("key", "value"))


def home_settings() -> list[HomeSetting]:
    """What can be chosen, of all capabilities."""
    return [setting for capability in capabilities() for setting in capability.home_settings()]


def choose(user: Any, wanted: Mapping[str, str], now: datetime) -> None:
    """Let the front page be about ``wanted``, by key; '' leaves a key to the settings.

    Raises RefusedError for who may not, InputError for a key or value that isn't offered.
    """
    require(user, CHOOSE, Place(), now)
    offered = {
        setting.key: {value for value, _label in setting.choices} for setting in home_settings()
    }
    for key, value in wanted.items():
        if key not in offered or value not in {"", *offered[key]}:
            raise InputError.of(key, "no such choice", "one of those that are offered", value=value)
    with transaction.atomic():
        before = _rows()
        for key, value in wanted.items():
            if value:
                HomeChoice.objects.update_or_create(key=key, defaults={"value": value})
            else:
                HomeChoice.objects.filter(key=key).delete()
        after = _rows()
        if after != before:
            record(user.actor, CHOOSE, "home", "home", now, before=before, after=after)
