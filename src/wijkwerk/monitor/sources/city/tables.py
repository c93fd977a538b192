"""Which tables Statistics Netherlands has, and which municipality a name or code means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from wijkwerk.monitor.sources.cbs.dictionary import municipalities_also_called, yearly_tables
from wijkwerk.monitor.sources.cbs.odata.client import Client, NotFoundError, RefusedError
from wijkwerk.monitor.sources.cbs.odata.live import VERSION3, VERSION4
from wijkwerk.monitor.sources.cbs.odata.within import quoted
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.spelling import nearest

_TITLE = re.compile(r"Kerncijfers wijken en buurten (\d{4})\s*")
_CODE = re.compile(r"(?:GM)?(\d{1,4})", re.IGNORECASE)
_CODES = (("Identifier", "{table}/{place}Codes?$filter={asked}"),)  # version 4
_KEYS = (("Key", "{table}/{place}?$format=json&$filter={asked}"),)  # version 3
_PLACES = ("WijkenEnBuurten", "RegioS")
OLDEST = 2013  # the first year whose columns the dictionary knows


def tables_of_service(base_url: str | None, wait: float) -> dict[int, str]:
    """The year of each table of key figures → its number, as the catalogue of version 4 has them; what is
    known by heart where the service has no catalogue. Raises NoAnswerError without a network."""
    number_by_year = yearly_tables()
    condition = quoted("startswith(Title,'Kerncijfers wijken en buurten')")
    # Four attempts: without a network the words on what to do by hand must not take a minute.
    with Client(base_url or VERSION4, None, wait, attempts=4) as client:
        try:
            listed = [
                dataset for page in client.rows(f"Datasets?$filter={condition}") for dataset in page
            ]
        except RefusedError:
            return number_by_year
    for dataset in listed:
        title = _TITLE.fullmatch(str(dataset.get("Title", "")).strip())
        number = str(dataset.get("Identifier", "")).strip()
        if title and int(title.group(1)) >= OLDEST and re.fullmatch(r"[0-9A-Za-z_-]{3,24}", number):
            number_by_year.setdefault(int(title.group(1)), number)
    return dict(sorted(number_by_year.items()))


def municipalities_of_service(
    table: str, base_url: str | None, pages_folder: Path, wait: float
) -> dict[str, str]:
    """Code → name of the municipalities in ``table``; empty when no service has the table."""
    for base in [base_url] if base_url else [VERSION4, VERSION3]:
        with Client(base, pages_folder, wait) as client:
            for place in _PLACES:
                for key, path in (*_CODES, *_KEYS):
                    condition = quoted(f"startswith({key},'GM')")
                    try:
                        rows = [
                            row
                            for page in client.rows(
                                path.format(table=table, place=place, asked=condition)
                            )
                            for row in page
                        ]
                    except (NotFoundError, RefusedError):
                        continue
                    names = {
                        str(row.get(key, "")).strip(): str(row.get("Title", "")).strip()
                        for row in rows
                    }
                    names = {code: name for code, name in names.items() if code.startswith("GM")}
                    if names:
                        return names
    return {}


def code_in(question: str) -> str | None:
    """The code that ``question`` is ('GM0518', '0518', '518'), or None when it is a name."""
    code = _CODE.fullmatch(question.strip())
    return f"GM{code.group(1).zfill(4)}" if code else None


def municipality_named(question: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Code and name of the municipality that ``question`` (a name or a code) means.

    Accents, case and what stands in brackets don't matter, and 'Den Haag' is ''s-Gravenhage'. Raises
    InputError when none or several are called so.
    """
    code = code_in(question)
    if code is not None:
        if names and code not in names:
            raise InputError.of(
                "city",
                "no such municipality",
                "the code of a municipality in the newest table",
                value=code,
                suggestion="A municipality that was merged is in the tables of its successor.",
            )
        return code, names.get(code, code)
    also = {_plain(name): meant for name, meant in municipalities_also_called().items()}
    wanted = _plain(also.get(_plain(question), question))
    hits = [(code, name) for code, name in sorted(names.items()) if _plain(name) == wanted]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise InputError.of(
            "city",
            "several municipalities are called so",
            f"one of {_told(hits)}",
            value=question,
            suggestion="Give the code.",
        )
    near = nearest(wanted, [_plain(name) for name in (*names.values(), *also)])
    meant = next((name for name in names.values() if _plain(name) == near), None)
    raise InputError.of(
        "city",
        "no such municipality",
        "the name or the code of a municipality, such as 'Den Haag' or GM0518",
        value=question,
        suggestion=f"Is it {meant}?" if meant else None,
    )


def _told(hits: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} ({code})" for code, name in hits)


def _plain(name: str) -> str:
    """Letters without accents or case; 'Bergen (NH.)' is 'bergen', 'Utrecht (gemeente)' 'utrecht'."""
    bare = re.sub(r"\([^()]*\)", " ", name)
    letters = unicodedata.normalize("NFKD", bare.casefold())
    letters = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())
