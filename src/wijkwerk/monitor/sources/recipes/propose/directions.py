"""Which way an indicator is better, by the words of its name. Who people are, how they live and which
care they get takes no side, and neither does a word that isn't known: that is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wijkwerk.registry.language import gettext as _

_WORSE = re.compile(
    r"werkloos|werkloze|uitkering|bijstand|armoede|\barm\b|\barme\b|schuld|wanbet|achterstand|misdrij|"
    r"delict|diefstal|inbraak|geweld|vernieling|overlast|onveilig|verloeder|(?<!mu)ziek(?!enhui)|eenza|"
    r"\broke|overgewicht|obesit|drinke|drank|depress|stress|beperking|\blaag|\blage\b|voortijdig|\bvsv\b|"
    r"verzuim|leegstand|onbewoond|sterfte|slecht|ontevreden|\bpoor\b|poverty|\bdebt|crime|unemploy|"
    r"benefit|\blow\b|lonel|smok|nuisance|vacan|unsafe|welfare|schadelijk|hinder|sociaal minimum|\bnww\b|"
    r"\bww\b"
)
_BETTER = re.compile(
    r"(?<!on)tevreden|vertrouwen|startkwalificatie|diploma|rapportcijfer|participatiegraad|\bnetto participatie|"
    r"goede gezondheid|goed ervaren|voldoende beweg|\bsatisfied|\btrust|employment rate|good health"
)
# Of these nothing follows: without debts, not lonely.
_NOT = re.compile(r"\b(?:niet|geen|zonder|not|no|without|none)\b")
_TAKES_NO_SIDE = re.compile(
    # Origin, sex, religion
    r"migratie|migrant|herkomst|westers|marok|turk|suriname|surinaams|antill|allochto|autochto|buitenland|"
    r"nationaliteit|geboren|\bborn\b|ethni|foreign|\bmannen\b|\bvrouwen\b|\bmen\b|\bwomen\b|moslim|kerk|"
    # Age
    r"\d\s?\+|plusser|\d\s?(?:-|–|tot|t/m|to)\s?\d+|\d jaar\b|jaar en|ouder|jonger|jeugd(?!werkloos)|kinder|"
    r"leeftijd|vergrijz|grijze druk|groene druk|elderly|\bage|\byouth|child|years old|"
    # Household
    r"huishoud|eenpersoons|alleenstaand|alleenwonend|gezin|gehuwd|gescheiden|verweduwd|household|single|"
    r"married|famil|"
    # Tenure and kinds of homes
    r"huurwoning|koopwoning|huursector|corporatie|sociale huur|particuliere? huur|eigendom|eigenaar|\bkoop\b|"
    r"\bhuur\b|rental|rented|tenure|owner|appartement|meergezins|eengezins|"
    # Care and support
    r"\bwmo\b|\bwlz\b|zorg|medicijn|medicat|huisarts|\bggz\b|ondersteuning|\bcare\b|support"
)


def direction_of(name: str, unit: str, cells: Sequence[float]) -> tuple[str, str | None]:
    """Which way is better, as in indicators.toml, and a question about it; None: no question."""
    text = re.sub(r"[_\s]+", " ", name.lower())
    worse, better = _WORSE.search(text) is not None, _BETTER.search(text) is not None
    takes_no_side = _TAKES_NO_SIDE.search(text) is not None
    if unit == "number" and cells and all(cell >= 0 and cell % 1 == 0 for cell in cells):
        return "neutral", _(
            "a count is larger where more people live, so it isn't held against the city's: write "
            "numerator and denominator (the column of what it is taken of) in place of value, and the "
            "direction"
        )
    if _NOT.search(text) and (worse or better):
        return "neutral", _("the name denies something: say which way is better")
    if worse:
        return "lower_is_better", _("check which way is better") if takes_no_side else None
    if takes_no_side:
        return "neutral", None
    if better:
        return "higher_is_better", _("check which way is better")
    return "neutral", _("which way is better isn't known: say higher_is_better or lower_is_better")
