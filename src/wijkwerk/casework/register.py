"""The processing register: what is done with data of households (``data/register.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.casework.core.retention import What
from wijkwerk.casework.models.choices import Domain
from wijkwerk.casework.retention import terms_on
from wijkwerk.ui.reader import language

_FILE = Path(__file__).parent / "data" / "register.toml"
_PARTS = ("title", "purpose", "ground", "data", "recipients", "retention")


@cache
def _tables() -> Sequence[Mapping[str, Mapping[str, str]]]:
    tables: Sequence[Mapping[str, Mapping[str, str]]] = tomllib.loads(_FILE.read_text("utf-8"))[
        "activity"
    ]
    return tables


def activities() -> list[dict[str, str]]:
    """Every activity that the read log may name: code, and in the reader's language title, purpose, ground, data,
    recipients, retention."""
    return [
        {"code": str(table["code"]), **{part: table[part][language()] for part in _PARTS}}
        for table in _tables()
    ]


def lengths(day: date) -> list[dict[str, str]]:
    """How long everything is kept on a day: what, how long, and by which law."""
    titles = {
        What.CIRCLE: _("Who was in the circle, agreed, or looked, each by itself"),
        What.WITHDRAWN: _("A request that was taken back before there was a plan"),
        What.NO_PROVISION: _("A plan for which nobody paid anything"),
    }
    return [
        {
            "what": str(Domain(domain).label) if domain else titles[what],
            "length": ngettext("%(n)s week", "%(n)s weeks", term.weeks) % {"n": term.weeks}
            if term.weeks
            else ngettext("%(n)s year", "%(n)s years", term.years) % {"n": term.years},
            "law": term.law,
            "article": term.article,
        }
        for (what, domain), term in terms_on(day).items()
    ]
