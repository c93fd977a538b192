"""How long what is kept, out of ``data/retention.toml`` or a file of one's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from wijkwerk.casework.core.retention import Term, What, in_force
from wijkwerk.casework.models.choices import Domain
from wijkwerk.registry.environment import variable
from wijkwerk.shared.problems import InputError

_OWN = "WIJKWERK_CASEWORK_RETENTION"
_SHIPPED = Path(__file__).parent / "data" / "retention.toml"


def terms() -> Sequence[Term]:
    """Every term, past ones as well. Raises InputError for a table that is wrong."""
    return _read(variable(_OWN) or str(_SHIPPED))


@lru_cache(maxsize=4)
def _read(path: str) -> tuple[Term, ...]:
    try:
        return read_terms(Path(path).read_text("utf-8"), path)
    except (OSError, UnicodeError) as fault:
        raise InputError.of(path, "can't be read", "a TOML file with terms") from fault


def read_terms(text: str, path: str) -> tuple[Term, ...]:
    """The terms in a TOML ``text``: one for each life domain of a [[term]]. Raises InputError, with which it is."""
    try:
        tables = tomllib.loads(text).get("term", [])
    except tomllib.TOMLDecodeError as fault:
        raise InputError.of(path, f"no TOML ({fault})", "a TOML file with terms") from fault
    return tuple(
        term
        for number, table in enumerate(tables, 1)
        for term in _terms(table, f"{path}, [[term]] {number}")
    )


def _terms(table: Mapping[str, Any], where: str) -> list[Term]:
    if table.get("what") not in list(What):
        raise InputError.of(
            where, "what: no such value", ", ".join(What), value=str(table.get("what"))
        )
    what, domains = What(table["what"]), table.get("domains", [])
    unknown = [code for code in domains if code not in Domain.values]
    if unknown or bool(domains) != (what is What.PIECE):
        raise InputError.of(
            where, "domains", f"those of a piece, out of {', '.join(Domain.values)}", value=domains
        )
    first, last = table.get("first_day"), table.get("last_day")
    if type(first) is not date or not (last is None or type(last) is date):
        raise InputError.of(where, "no days", "first_day = 2015-01-01, and last_day where it ended")
    length = {unit: table[unit] for unit in ("years", "weeks") if unit in table}
    if len(length) != 1 or not all(type(n) is int and 0 < n <= 200 for n in length.values()):
        raise InputError.of(where, "no length", "years = 15, or weeks = 6")
    if not table.get("law") or not table.get("article"):
        raise InputError.of(where, "no law", "law and article")
    return [
        Term(what, table["law"], table["article"], first, last, domain=domain, **length)
        for domain in domains or [""]
    ]


def terms_on(today: date) -> dict[tuple[What, str], Term]:
    """What holds on a day: of every life domain, and of all that is no piece. Raises InputError when the table says
    nothing of one, or two things."""
    subjects = [(What.PIECE, str(domain)) for domain in Domain.values]
    subjects += [(what, "") for what in What if what is not What.PIECE]
    try:
        return {(what, domain): in_force(terms(), what, today, domain) for what, domain in subjects}
    except LookupError as fault:
        raise InputError.of(
            variable(_OWN) or str(_SHIPPED), str(fault), "one term for each, on every day"
        ) from fault
