"""What people count, in the words of both languages: '1 school', '34 scholen', '34 schools'.

Who writes down a promise types its unit once, as a plural in one language. Of a unit that isn't here nobody
knows another form, so it stands as it was typed.
"""

from __future__ import annotations

from wijkwerk.shared.numbers import is_shown_as_one
from wijkwerk.shared.text import Language

# One and many in Dutch, one and many in English.
_COUNTED = (
    ("afspraak", "afspraken", "commitment", "commitments"),
    ("baan", "banen", "job", "jobs"),
    ("bewoner", "bewoners", "resident", "residents"),
    ("deelnemer", "deelnemers", "participant", "participants"),
    ("gezin", "gezinnen", "family", "families"),
    ("groep", "groepen", "group", "groups"),
    ("huishouden", "huishoudens", "household", "households"),
    ("jaar", "jaar", "year", "years"),
    ("jongere", "jongeren", "young person", "young people"),
    ("kind", "kinderen", "child", "children"),
    ("leerling", "leerlingen", "pupil", "pupils"),
    ("mens", "mensen", "person", "people"),
    ("miljoen euro", "miljoen euro", "million euros", "million euros"),
    (
        "miljoen euro per jaar",
        "miljoen euro per jaar",
        "million euros a year",
        "million euros a year",
    ),
    ("plek", "plekken", "place", "places"),
    ("punt", "punten", "point", "points"),
    ("school", "scholen", "school", "schools"),
    ("stageplek", "stageplekken", "internship", "internships"),
    ("uur", "uur", "hour", "hours"),
    ("woning", "woningen", "home", "homes"),
)
_BY_WORD = {word: forms for forms in _COUNTED for word in forms}


def unit_label(unit: str, shown: str, language: Language) -> str:
    """``unit`` behind the number that is ``shown``, in ``language``: 'scholen' is 'school' behind '1'."""
    forms = _BY_WORD.get(unit.strip().casefold())
    if forms is None:
        return unit
    singular, plural = forms[:2] if language == "nl" else forms[2:]
    return singular if is_shown_as_one(shown, language) else plural
