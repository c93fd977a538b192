"""What places and indicators are called: a reader gets words, and a code only where nothing else is
known. Every page, letter and API text of any capability that names one asks here."""

from __future__ import annotations

from functools import cache

from wijkwerk.areas.api import level_of
from wijkwerk.monitor.core.group_names import group_name
from wijkwerk.monitor.serving.catalogue import Catalogue
from wijkwerk.monitor.sources.toml import catalogue as shipped
from wijkwerk.shared.sentences import noun
from wijkwerk.shared.text import Language, Text

_COUNTRY = Text("het land", "the country")


def place_name(catalogue: Catalogue | None, code: str, language: Language, level: str = "") -> str:
    """The name of an area or group; without one what kind of place it is, with its code: 'gemeente
    GM0001'. ``catalogue`` is that of the edition, None when this site doesn't serve it; ``level``
    what is known of a code that doesn't tell it itself."""
    if catalogue is not None and code in catalogue.groups:
        area = catalogue.areas.get(code)
        focus = catalogue.source["focus_group"]
        return group_name(code, "" if area is None else area.name, focus, language)
    name = catalogue.name(code) if catalogue is not None and code else code
    if name != code or not code:
        return name
    kind = level_of(code) or level
    if kind == "country":
        return _COUNTRY.in_(language)
    return f"{noun(kind, 1, language)} {code}" if kind else code


def indicator_name(catalogue: Catalogue | None, code: str, language: Language) -> str:
    """The name of an indicator in an edition, else that of the shipped definition with this id, else
    the id."""
    if catalogue is not None and code in catalogue.measures:
        return catalogue.measures[code].name.in_(language)
    return _shipped_names().get(code, {}).get(language, code)


@cache
def _shipped_names() -> dict[str, dict[str, str]]:
    return {
        code: dict(entry["name"])
        for kind in ("indicator", "composite")
        for code, entry in shipped(kind).items()
    }
