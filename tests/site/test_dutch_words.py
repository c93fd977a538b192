"""One thing has one word, in every Dutch text of the product: site, letters, reports, sheets, steps.

The words themselves: docs/glossary.md. A word is refused with the one to use instead; where it is
right all the same, the text stands in ``ALLOWED`` with the reason.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.monitor.editions.columns import CODES, COLUMNS
from wijkwerk.site import messages

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src" / "wijkwerk"

# What is refused (a pattern, whole words, any case), and what it is called instead.
FORBIDDEN = {
    r"achtergehouden|onderdruk\w+|geheim\w*|niet openbaar is": "afgeschermd",
    r"verraden|verraadt": "zodat niemand te herkennen is",
    r"niet te (?:zeggen|zien)": "niet te bepalen",
    r"gesimuleerd\w*|nagebootst\w*|bedacht\w*": "verzonnen",
    r"uitgave": "editie",
    r"rekenblad\w*|rekenprogramma\w*|werkboek\w*": "spreadsheet; Excel-bestand",
    r"aanhalen|haal dit rapport": "bronvermelding; verwijzen naar",
    r"plaatje\w*": "grafiek",
    r"slechtste|even slecht": "grootste achterstand: het cijfer is slecht, nooit het gebied",
    r"rang|rangen|rangorde": "plaats (op de ranglijst)",
    r"focusgebied\w*": "aandachtsgebied",
    r"toezegging\w*|toegezegd": "afspraak",
    r"gemist\w*": "niet nagekomen",
    r"losgelaten|loslaten": "vervallen",
    r"in gevaar": "loopt risico",
    r"over de datum": "te laat",
    r"streefcijfer\w*": "doel; streefwaarde",
    r"mijlpa\w+": "tussendoel",
    r"kringloop|kring rond": "verbetercyclus",
    r"nagegaan(?!,| wat)|nakijken": "controleren, gecontroleerd",
    r"vastzetten|vastgezet": "vaststellen, vastgesteld",
    r"zetel\w* (?:in het bestuur )?(?:te )?vervullen|vervul eerst een zetel": "zetel bezetten",
    r"terugnemen|teruggenomen": "intrekken, ingetrokken",
    r"bezwaar|bezwaren|gegrond|ongegrond": "zienswijze; overgenomen, niet overgenomen",
    r"van de lijst (?:gaan|gegaan)": "van de lijst halen",
    r"bijwerking\w*": "neveneffect",
    r"woonverplichting|woonopgave": "verplichting om het aandeel sociale huur te verlagen",
    r"(?:sociale )?gezinswoning\w*": "sociale huurwoningen voor gezinnen",
    r"beschermde grond\w*": "beschermde discriminatiegrond",
    r"rechtzetten|rechtgezet\w*|hersteld|herstellen|herstelt": "corrigeren, gecorrigeerd",
    r"opschrijven|opgeschreven|schrijf (?:eerst )?op": "vastleggen, vastgelegd",
    r"(?<!e-)mailadres": "e-mailadres",
    r"waarop (?:\w+ ){1,3}rust": "onderbouwing",
    r"einddag|laatste dag voor": "einddatum; uiterste datum",
    r"dingen?|ding": "actie, onderdeel",
    r"u heeft|heeft u": "u hebt",
    r"grens|grenzen": "drempelwaarde; gebiedsgrens",
    r"stand": "status",
    r"voldaan": "voldoet",
    r"beslisser|bekendmaker|oprichter": "beslisbevoegde, redacteur bekendmakingen, programmabeheerder",
    r"moment|momenten|meetmoment": "periode; peildatum",
    r"van de 1 |0 van de": "een eigen zin voor geen, een en alle",
    r"'\w": "‘ en ’",
}
# Texts (or a part of one) in which a refused word is right, and why.
ALLOWED = {
    "grens ‘{name}’": "een grens in een woningplan is geen drempelwaarde",
    "de andere grenzen": "grenzen in een woningplan",
    "alle grenzen houdt": "grenzen in een woningplan",
    "alle andere grenzen": "grenzen in een woningplan",
    "bij één grens": "grenzen in een woningplan",
    "Binnen welke grenzen": "waarbinnen bewoners van een norm afwijken",
    "de grenzen, wie optreedt": "waarbinnen bewoners van een norm afwijken",
    "Complexen, beschermde woningen, grenzen": "grenzen in een woningplan",
    "exacte grenzen": "grenzen van een betrouwbaarheidsinterval",
    "armoedegrens (nieuwe grens": "de naam van een grens in de wet, geen drempelwaarde van een regel",
    "heeft iets toegezegd": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "Eén toezegging": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "%(n)s toezeggingen": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "toezeggingen op betaling": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "Alle %(n)s toezegging": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "Toezegging": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "Toegezegd": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "Deze toezegging bestaat niet": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "dan toegezegd": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "van de toezegging": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "Betaalt een toezegging": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "De toezegging was al": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "uw toezegging intrekken": "wat iemand in een campagne toezegt, is nog geen afspraak",
    "Vanaf dat moment": "een gewoon woord voor vanaf dan, geen periode van een cijfer",
    "Wijkenaanpak, stand 2013": "de titel van een publicatie",
    "Uw stem is geheim": "een geheime stemming, geen cijfer",
    "Uitgave vastg": "geld dat is uitgegeven",
    "Uitgave vastleggen": "geld dat is uitgegeven",
    "vijf slechtste steden": "de groep heet zo in de publicatie van 2006",
    "scholen met de slechtste resultaten": "de maatregel heet zo in de wet, en gaat over een resultaat",
}


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Every Dutch text, with where it stands."""
    return tuple(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    for catalogue in messages.CATALOGUES:
        for message in messages.read(catalogue):
            if message.id:
                for form in messages._forms(message.string):
                    yield f"{catalogue.name}: {message.id!r}", form
    for folder in (PRODUCT, ROOT / "examples"):
        for path in sorted(folder.rglob("*.toml")):
            table = tomllib.loads(path.read_text("utf-8"))
            every = path.stem.endswith("_nl")
            for text in _in_table(table, every):
                yield str(path.relative_to(ROOT)), text
    for path in sorted(PRODUCT.rglob("*.py")):
        raw = path.read_text("utf-8")
        if "Text(" in raw:
            for text in _in_module(ast.parse(raw)):
                yield str(path.relative_to(ROOT)), text
    for name, column in COLUMNS.items():
        yield f"columns.py: {name}", column.heading
        yield f"columns.py: {name}", column.nl
    for words in CODES.values():
        for code, word in words.items():
            yield f"columns.py: {code}", word
    for path in (ROOT / "README.nl.md", *sorted((ROOT / "docs" / "nl").glob("*.md"))):
        text = re.sub(
            r"```.*?```|`[^`]*`|^    .*$|\([^)]*\)", "", path.read_text("utf-8"), flags=re.S | re.M
        )
        for line in text.splitlines():
            yield str(path.relative_to(ROOT)), line


def _in_table(value: Any, every: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            if isinstance(below, str):
                if every or key == "nl":
                    yield below
            else:
                yield from _in_table(below, every)
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, str) and every:
                yield one
            else:
                yield from _in_table(one, every)


def _in_module(tree: ast.AST) -> Iterator[str]:
    """The Dutch of every ``Text(nl, en)``; what is filled in stands as braces."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
            elif isinstance(first, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else f"{{{_name(part)}}}"
                    for part in first.values
                )


def _name(part: ast.AST) -> str:
    value = getattr(part, "value", None)
    return value.id if isinstance(value, ast.Name) else ""


def faults(pattern: str) -> list[tuple[str, str]]:
    """Texts with a refused word, without those that are allowed."""
    found = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)
    return [
        (where, text)
        for where, text in texts()
        if found.search(re.sub(r"\{\w*\}|%\(\w+\)s", "…", text))
        and not any(part in text for part in ALLOWED)
    ]


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_dutch_text_uses_another_word(pattern: str) -> None:
    assert faults(pattern) == [], f"use: {FORBIDDEN[pattern]}"


def test_every_exception_is_still_needed() -> None:
    everything = [text for _where, text in texts()]
    assert [part for part in ALLOWED if not any(part in text for text in everything)] == []


def test_a_refused_word_is_found_in_each_kind_of_place() -> None:
    kinds = {where.split(":")[0].rsplit(".", 1)[-1] for where, _text in texts()}
    assert {"po", "toml", "py", "md"} <= kinds
    assert len(texts()) > 4000
