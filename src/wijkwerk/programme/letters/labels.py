"""The sentences of a progress letter, Dutch and English. ``say`` fills in the names in braces."""

from __future__ import annotations

import re

from wijkwerk.programme.letters.annex_labels import ANNEX
from wijkwerk.programme.letters.front_labels import FRONT
from wijkwerk.shared.dates import parts
from wijkwerk.shared.sentences import both, moment
from wijkwerk.shared.text import Language, Text

LABELS = FRONT | ANNEX
# Why it can't be told how a target stands: what its judgement rests on, in the order of a letter.
REASONS = {
    "not_measured": Text("er is niet gemeten", "nothing was measured"),
    "too_few_points": Text("er zijn te weinig metingen", "too little was measured"),
    "too_short_span": Text("de metingen gaan over een te korte periode",
                           "the measurements cover too short a time"),
    "too_old": Text("de laatste meting is te oud", "the last measurement is too old"),
    "too_wide": Text("de cijfers zijn te onzeker", "the figures are too uncertain"),
    "no_margin": Text("van de cijfers is geen marge bekend", "no margin of the figures is known"),
    "baseline_unknown": Text("de monitor heeft geen cijfer van de datum van de nulmeting",
                             "the monitor has no figure of the first day"),
    "no_direction": Text("het doel is gelijk aan de nulmeting, en welke kant slechter is, is niet "
                         "vastgelegd",
                         "the target equals the start, and which way is worse wasn’t written down"),
    "ended_no_direction": Text("het doel is gelijk aan de nulmeting, en welke kant slechter is, is niet "
                               "vastgelegd",
                               "the target equals the start, and which way is worse wasn’t written "
                               "down"),
    "ended_in_doubt": Text("het cijfer rond de einddatum is te onzeker",
                           "the figure around the deadline is too uncertain"),
    "ended_not_measured": Text("rond de einddatum is niet gemeten",
                               "nothing was measured around the deadline"),
    "withheld": Text("de cijfers zijn afgeschermd", "the figures are withheld"),
    "no_edition": Text("er is geen editie van de monitor gekozen",
                       "no edition of the monitor was chosen"),
    "edition": Text("de editie van de monitor kan niet worden gelezen",
                    "the edition of the monitor can’t be read"),
    "indicator": Text("de editie van de monitor heeft deze indicator niet",
                      "the edition of the monitor doesn’t have this indicator"),
    "area": Text("de editie van de monitor heeft dit gebied niet",
                 "the edition of the monitor doesn’t have this area"),
    "reference": Text("de editie van de monitor heeft het gebied van de referentie niet",
                      "the edition of the monitor doesn’t have the area to compare with"),
}  # fmt: skip
_ALL = re.compile(r"\b[Aa]lle? \{(\w+)\}")
_NAME = re.compile(r"\{(\w+)\}")


def say(key: str, language: Language, **values: object) -> str:
    """The words of ``key``; a name in braces that stands in a value is left as it is."""
    text = _ALL.sub(
        lambda match: both(match[0], 2) if str(values.get(match[1])) == "2" else match[0],
        LABELS[key].in_(language),
    )
    return _NAME.sub(lambda match: str(values.get(match[1], match[0])), text)


def day(text: str, language: Language) -> str:
    """'2026-11-21' as 21 november 2026; ValueError for what is no date."""
    parts(text)
    return moment(text, language)
