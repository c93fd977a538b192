"""Areas by what somebody typed or pasted: names, codes and postcodes, one or several at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wijkwerk.monitor.serving.postcodes import areas_of_postcode, postcode_in
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.shared.sentences import listing

_WITH_CODE = re.compile(r".*\(([^()\s]+)\)\s*")
_LINES = re.compile(r"[\n\r;\t]+")
LONGEST_PASTE = 20_000  # letters that are looked at
MOST_PASTED = 500
MOST_GUESSED = 20  # texts that may be a part of a name or a mistake: looking for those takes long


@dataclass(frozen=True)
class Option:
    """An area to choose: ``value`` goes into the box and means this area alone."""

    code: str
    value: str
    note: str


@dataclass
class AreasFound:
    """What was meant: codes, each once; texts that nothing is called, and texts that several are, with
    their codes."""

    codes: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    several: dict[str, list[str]] = field(default_factory=dict)
    guessed: int = 0


def area_note(visit: EditionContext, code: str) -> str:
    """What tells an area from its namesakes: its level, the district and the municipality that it lies
    in, and its code."""
    area = visit.catalogue.areas[code]
    above = [
        ancestor.name
        for ancestor in visit.catalogue.lineage(code)
        if ancestor.level != "country" and ancestor.name != area.name
    ]
    return ", ".join([labels.level_word(area.level), *above, code])


def area_options(visit: EditionContext, typed: str, limit: int) -> list[Option]:
    """The areas that a box suggests for what was typed so far."""
    hits = visit.serving.search.find(typed, limit, ("area",))
    postcode = postcode_in(typed)
    codes = list(areas_of_postcode(visit.serving.store, postcode).areas) if postcode else []
    codes += [hit.entry.code for hit in hits if not postcode]
    return [option(visit, code) for code in codes[:limit] if code in visit.catalogue.areas]


def option(visit: EditionContext, code: str) -> Option:
    """An area as a choice."""
    return Option(code, f"{visit.name(code)} ({code})", area_note(visit, code))


def areas_meant(visit: EditionContext, typed: str) -> AreasFound:
    """The areas that a text means: a name or a code, or several on lines of their own, parted by ';', tabs
    or commas, or codes parted by spaces. A name that several areas have is a question, never a guess."""
    areas_found = AreasFound()
    for text in _texts(visit, typed):
        _mean(visit, text, areas_found)
    areas_found.codes = list(dict.fromkeys(areas_found.codes))
    return areas_found


def areas_listed(visit: EditionContext, typed: str) -> list[str]:
    """The areas of a text that lists several by their exact name, code or postcode, and nothing else;
    [] for any other text."""
    texts = _texts(visit, typed)
    several = [_codes(visit, text) for text in texts] if len(texts) > 1 else []
    return list(dict.fromkeys(code for codes in several for code in codes)) if all(several) else []


def _texts(visit: EditionContext, typed: str) -> list[str]:
    return [
        text
        for line in _LINES.split(typed[:LONGEST_PASTE])[:MOST_PASTED]
        for text in _parts(visit, line.strip())
    ]


def _parts(visit: EditionContext, line: str) -> list[str]:
    """A line as the names in it: whole when something is called so ('Wijk 05, Centrum')."""
    if not line:
        return []
    if _codes(visit, line):
        return [line]
    if "," in line:
        return [part.strip() for part in line.split(",") if part.strip()]
    parts = line.split()
    areas = visit.catalogue.areas
    return parts if len(parts) > 1 and all(word.upper() in areas for word in parts) else [line]


def _codes(visit: EditionContext, text: str) -> list[str]:
    """The codes of the areas that ``text`` is exactly the name, code, postcode or choice of."""
    chosen = _WITH_CODE.fullmatch(text)
    if chosen and chosen.group(1) in visit.catalogue.areas:
        return [chosen.group(1)]
    postcode = postcode_in(text)
    if postcode is not None:
        codes = areas_of_postcode(visit.serving.store, postcode).areas
        return [code for code in codes if code in visit.catalogue.areas]
    return [entry.code for entry in visit.serving.search.named(text)]


def _mean(visit: EditionContext, text: str, areas_found: AreasFound) -> None:
    codes = _codes(visit, text)
    if not codes and areas_found.guessed < MOST_GUESSED:
        # A part of a name, or a mistake, means an area when only one fits.
        areas_found.guessed += 1
        hits = visit.serving.search.find(text, 9, ("area",))
        best = [hit for hit in hits if hit.resembles == hits[0].resembles] if hits else []
        codes = [hit.entry.code for hit in best]
    if not codes:
        areas_found.unknown.append(text[:60])
    elif len(codes) == 1:
        areas_found.codes.append(codes[0])
    else:
        areas_found.several[text[:60]] = codes


def not_understood(visit: EditionContext, areas_found: AreasFound) -> str:
    """What wasn't understood, as sentences; '' when all was."""
    sentences = []
    if len(areas_found.unknown) == 1:
        sentences.append(_("No area is called ‘%(name)s’.") % {"name": areas_found.unknown[0]})
    elif areas_found.unknown:
        names = listing([f"‘{name}’" for name in areas_found.unknown[:10]], visit.language)
        sentences.append(_("No areas are called %(names)s.") % {"names": names})
    if len(areas_found.several) == 1:
        sentences.append(
            _("Which area do you mean by ‘%(name)s’?") % {"name": next(iter(areas_found.several))}
        )
    elif areas_found.several:
        names = listing([f"‘{name}’" for name in list(areas_found.several)[:10]], visit.language)
        sentences.append(_("Which areas do you mean by %(names)s?") % {"names": names})
    return " ".join(sentences)
