"""Which law covers which life domain, out of ``data/grounds.toml`` or a file of one's own."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from wijkwerk.casework.core.sight import Ground
from wijkwerk.casework.models.choices import Domain, OrganisationKind, Purpose
from wijkwerk.registry.environment import variable
from wijkwerk.shared.problems import InputError

_OWN = "WIJKWERK_CASEWORK_GROUNDS"
_SHIPPED = Path(__file__).parent / "data" / "grounds.toml"
_LISTS = {
    "kinds": OrganisationKind.values,
    "purposes": Purpose.values,
    "domains": Domain.values,
}


def grounds() -> Sequence[Ground]:
    """Every ground, past ones as well. Raises InputError for a table that is wrong."""
    return _read(variable(_OWN) or str(_SHIPPED))


@lru_cache(maxsize=4)
def _read(path: str) -> tuple[Ground, ...]:
    try:
        return read_grounds(Path(path).read_text("utf-8"), path)
    except (OSError, UnicodeError) as fault:
        raise InputError.of(path, "can't be read", "a TOML file with grounds") from fault


def read_grounds(text: str, path: str) -> tuple[Ground, ...]:
    """The grounds in a TOML ``text``: a row for each kind, purpose and domain. Raises InputError, with which
    [[ground]] it is."""
    try:
        tables = tomllib.loads(text).get("ground", [])
    except tomllib.TOMLDecodeError as fault:
        raise InputError.of(path, f"no TOML ({fault})", "a TOML file with grounds") from fault
    rows = []
    for number, table in enumerate(tables, 1):
        where = f"{path}, [[ground]] {number}"
        for name, choices in _LISTS.items():
            unknown = [value for value in table.get(name, [""]) if value not in choices]
            if unknown:
                raise InputError.of(
                    where, f"{name}: no such value", ", ".join(choices), value=unknown[0]
                )
        first, last = table.get("first_day"), table.get("last_day")
        if type(first) is not date or not (last is None or type(last) is date):
            raise InputError.of(
                where, "no days", "first_day = 2015-01-01, and last_day where it ended"
            )
        if not table.get("law") or not table.get("article"):
            raise InputError.of(where, "no law", "law and article")
        rows += [
            Ground(table["law"], table["article"], kind, purpose, domain, first, last)
            for kind in table["kinds"]
            for purpose in table["purposes"]
            for domain in table["domains"]
        ]
    return tuple(rows)
