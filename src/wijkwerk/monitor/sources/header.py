"""Headers of tables: columns that are absent, doubled or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wijkwerk.areas.api import suggest
from wijkwerk.shared.problems import Problem, Severity

# Words that Dutch offices use for a column of ours.
_DUTCH = {
    "area": ("gebied", "gebiedscode", "regio", "regiocode", "wijk", "buurt", "code", "gwb_code",
             "wijkcode", "buurtcode", "codering", "gebieden"),
    "code": ("gebied", "gebiedscode", "regio", "regiocode", "gwb_code", "area", "codering"),
    "name": ("naam", "gebiedsnaam", "omschrijving"),
    "level": ("niveau", "soort", "soort_regio"),
    "parent": ("ouder", "hoort_bij", "bovenliggend", "gemeente"),
    "period": ("periode", "perioden", "jaar", "year", "datum", "peildatum"),
    "indicator": ("onderwerp", "thema", "variabele", "variable", "indicatoren"),
    "numerator": ("teller", "aantal", "count"),
    "denominator": ("noemer", "totaal", "total"),
    "value": ("waarde", "cijfer", "score"),
    "base": ("basis", "n", "grondslag"),
    "age": ("leeftijd", "leeftijdsgroep"),
    "sex": ("geslacht", "gender"),
    "weight": ("gewicht", "weging", "weegfactor"),
    "group": ("groep",),
    "area_from": ("van", "oud", "old", "from"),
    "area_to": ("naar", "nieuw", "new", "to"),
    "valid_from": ("geldig_vanaf", "vanaf", "begin", "ingang"),
    "valid_to": ("geldig_tot", "tot", "einde"),
    "inhabitants": ("inwoners", "aantal_inwoners"),
    "dwellings": ("woningen", "woningvoorraad"),
}  # fmt: skip


def header_problems(
    name: str,
    line: int,
    columns: Sequence[str],
    known_columns: Iterable[str],
    required: Iterable[str],
) -> Iterator[Problem]:
    """Faults of a header row: required columns that are absent and columns that stand twice are
    errors, columns that mean nothing here a warning (they are not read)."""
    names, needed = list(known_columns), list(required)
    absent = [column for column in needed if column not in columns]
    free = [column for column in columns if column not in names]
    used = set()
    for column in absent:
        other = next((word for word in _DUTCH.get(column, ()) if word in free), None)
        other = other or suggest(column, [word for word in free if word])
        have = "The columns are: " + ", ".join(_shown(word) for word in columns) + "."
        used.add(other)
        yield Problem(
            name,
            line,
            column,
            "column is missing",
            None,
            f"a column {column}",
            f"Rename {other} to {column}." if other else have,
        )
    for column in sorted({word for word in columns if word and columns.count(word) > 1}):
        yield Problem(name, line, column, "column stands twice", column, "each column once")
    for column in dict.fromkeys(free):
        if column in used:
            continue
        columns_free = [word for word in names if word not in columns]
        dutch = next((word for word in columns_free if column in _DUTCH.get(word, ())), None)
        near = dutch or suggest(column, columns_free)
        yield Problem(
            name,
            line,
            _shown(column),
            "unknown column",
            column or None,
            "one of " + ", ".join(names),
            f"Did you mean {near}? It is not read now." if near else "It is not read.",
            Severity.WARNING,
        )


def _shown(column: str) -> str:
    return column or "(no name)"
