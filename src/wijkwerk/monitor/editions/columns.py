"""What each column of an edition's tables is called and means, for people and for machines.

``(Dutch heading, English meaning, Dutch meaning)`` per column. The spreadsheet and the data package
both take their words from here; a test holds that no column is without.
"""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """A heading for a Dutch reader, and the meaning in both languages."""

    heading: str
    en: str
    nl: str


COLUMNS: dict[str, Column] = {
    "area": Column("Gebied", "Code of the area.", "Code van het gebied."),
    "postcode": Column("Postcode", "Four digits and two letters.", "Vier cijfers en twee letters."),
    "addresses": Column(
        "Adressen",
        "Addresses of the postcode in that area.",
        "Aantal adressen van de postcode in dat gebied.",
    ),
    "code": Column("Code", "Code of the area.", "Code van het gebied."),
    "name": Column("Naam", "Name of the area.", "Naam van het gebied."),
    "level": Column(
        "Niveau", "Level of the area.", "Niveau: land, gemeente, wijk, buurt of eigen gebied."
    ),
    "parent": Column("Ligt in", "Area that it lies in.", "Gebied waarin het ligt."),
    "inhabitants": Column("Inwoners", "Inhabitants.", "Aantal inwoners."),
    "dwellings": Column("Woningen", "Dwellings.", "Aantal woningen."),
    "valid_from": Column(
        "Geldig vanaf", "First moment it exists.", "Eerste periode waarin het gebied bestaat."
    ),
    "valid_to": Column(
        "Geldig tot en met", "Last moment; empty is still.", "Laatste periode; leeg is nog steeds."
    ),
    "scale_flag": Column(
        "Erg groot",
        "True when too large to work in as one area; empty when unknown.",
        "Ja: waarschijnlijk te groot om als één gebied aan te pakken.",
    ),
    "period": Column("Periode", "Moment, ISO 8601.", "Periode of peildatum van het cijfer."),
    "indicator": Column("Indicator", "Id of the indicator.", "Kenmerk dat gemeten is."),
    "value": Column(
        "Waarde",
        "The figure in the indicator's unit; empty when withheld or missing.",
        "Het cijfer, in de eenheid van de indicator.",
    ),
    "lower": Column(
        "Ondergrens",
        "Lower limit of the 95% interval of the figure (in changes: of the distance's change).",
        "Ondergrens van de marge van 95%.",
    ),
    "upper": Column(
        "Bovengrens",
        "Upper limit of the 95% interval of the figure (in changes: of the distance's change).",
        "Bovengrens van de marge van 95%.",
    ),
    "interval_method": Column(
        "Methode marge",
        "How the interval was computed; none when there is none.",
        "Hoe de marge is berekend; none is: geen marge.",
    ),
    "base": Column(
        "Basis",
        "Number of units the figure rests on, rounded.",
        "Op hoeveel personen, woningen of antwoorden het cijfer rust, afgerond.",
    ),
    "obs_status": Column(
        "Status waarneming",
        "SDMX CL_OBS_STATUS: A normal, E estimated, B break, M missing, P provisional.",
        "A gewoon, E geschat, B reeksbreuk, M ontbreekt, P voorlopig.",
    ),
    "conf_status": Column(
        "Afscherming",
        "SDMX CL_CONF_STATUS: F published, N withheld. An edition doesn't tell whether a cell is "
        "too small or protects another.",
        "F gepubliceerd, N afgeschermd. Of het aantal te klein is of een ander cijfer beschermt, staat er niet bij.",
    ),
    "reference": Column(
        "Referentie",
        "Code of what the area is held against.",
        "Waarmee het gebied vergeleken is.",
    ),
    "reference_value": Column(
        "Waarde referentie",
        "The reference's figure at that moment.",
        "Het cijfer van de referentie.",
    ),
    "distance": Column(
        "Afstand",
        "Lag against the reference: positive is worse, whatever the direction.",
        "Achterstand op de referentie: positief is slechter, ook als hoger beter is.",
    ),
    "distance_lower": Column(
        "Afstand ondergrens",
        "Lower limit of the 95% interval of the distance.",
        "Ondergrens van de marge van de afstand.",
    ),
    "distance_upper": Column(
        "Afstand bovengrens",
        "Upper limit of the 95% interval of the distance.",
        "Bovengrens van de marge van de afstand.",
    ),
    "distance_relative": Column(
        "Afstand relatief",
        "Distance as a share of the reference's figure.",
        "Afstand als deel van het cijfer van de referentie.",
    ),
    "distance_excluding": Column(
        "Afstand zonder gebied zelf",
        "Distance to the reference without the area itself.",
        "Afstand tot de referentie zonder dit gebied.",
    ),
    "rank": Column(
        "Plaats",
        "1 is best, among areas of the same level.",
        "1 is het beste, onder gebieden van hetzelfde niveau.",
    ),
    "rank_lower": Column(
        "Hoogste plaats", "Best rank within the margin.", "Hoogste plaats binnen de marge."
    ),
    "rank_upper": Column(
        "Laagste plaats", "Worst rank within the margin.", "Laagste plaats binnen de marge."
    ),
    "period_from": Column(
        "Van", "First moment of the change.", "Eerste periode van de verandering."
    ),
    "period_to": Column("Tot", "Last moment of the change.", "Laatste periode van de verandering."),
    "own_change": Column(
        "Eigen verandering", "Change of the area's own figure.", "Verandering van het eigen cijfer."
    ),
    "reference_change": Column(
        "Verandering referentie",
        "Change of the reference's figure.",
        "Verandering van het cijfer van de referentie.",
    ),
    "distance_change": Column(
        "Verandering afstand",
        "Change of the distance: positive is a lag that grew.",
        "Verandering van de afstand: positief is een achterstand die groeide.",
    ),
    "class": Column(
        "Klasse",
        "What became of the distance: smaller, larger, equal, at_or_better; what a publication counted "
        "where neither side is better: difference_smaller, difference_larger, difference_equal, below, "
        "above (the reference); or why that can't be told: too_few, no_reference (nothing to compare "
        "with), one_moment, not_judged (neither side is better), not_reported.",
        "Wat er met de afstand gebeurde, of waarom dat niet te bepalen is.",
    ),
    "evidence": Column(
        "Zekerheid",
        "firm, or cannot_tell when the interval leaves the class open.",
        "Zeker, of niet te bepalen als de marge twijfel laat.",
    ),
    "broken": Column(
        "Reeksbreuk",
        "True when a break lies between the two moments.",
        "Ja: tussen de perioden ligt een reeksbreuk.",
    ),
    "group": Column(
        "Groep",
        "Code of the group; empty is all areas.",
        "Groep van gebieden; leeg is alle gebieden.",
    ),
    "method": Column(
        "Methode",
        "pooled: all units together; unweighted: the mean of the areas; with _same: of the areas that "
        "have a figure in the group at both moments of the change.",
        "Samen: alle eenheden bij elkaar; ongewogen: het gemiddelde van de gebieden. Met ‘dezelfde "
        "gebieden’: van de gebieden die er in beide perioden bij hoorden.",
    ),
    "same": Column(
        "Dezelfde gebieden",
        "Members with a figure at both moments: the change is theirs.",
        "Aantal gebieden dat er in beide perioden bij hoorde, met een cijfer.",
    ),
    "joined": Column(
        "Erbij gekomen",
        "Members that have a figure at the later moment alone.",
        "Aantal gebieden dat alleen in de laatste periode meetelt.",
    ),
    "left": Column(
        "Eruit gegaan",
        "Members that have a figure at the earlier moment alone.",
        "Aantal gebieden dat alleen in de eerste periode meetelt.",
    ),
    "value_from": Column(
        "Cijfer eerst",
        "Figure of the same members at the earlier moment.",
        "Cijfer van dezelfde gebieden in de eerste periode.",
    ),
    "value_to": Column(
        "Cijfer laatst",
        "Figure of the same members at the later moment.",
        "Cijfer van dezelfde gebieden in de laatste periode.",
    ),
    "joined_effect": Column(
        "Effect erbij gekomen",
        "How much the figure of the group as it was then changed because areas joined.",
        "Hoeveel het cijfer van de groep veranderde doordat er gebieden bij kwamen.",
    ),
    "left_effect": Column(
        "Effect eruit gegaan",
        "How much it changed because areas left. With own_change and joined_effect that makes the "
        "whole change of the group as it was at each moment.",
        "Hoeveel het cijfer van de groep veranderde doordat er gebieden uit gingen.",
    ),
    "areas": Column(
        "Gebieden",
        "In groups: members at that moment. In classes: the areas that the publication names.",
        "Bij groepen: aantal gebieden. Bij klassen: de gebieden die de publicatie noemt.",
    ),
    "own_from": Column(
        "Cijfer groep, eerst",
        "Figure of the group that was published without its moment.",
        "Cijfer van de groep, zonder jaar gepubliceerd.",
    ),
    "own_to": Column(
        "Cijfer groep, laatst",
        "Latest figure of the group that was published without its moment.",
        "Laatste cijfer van de groep, zonder jaar gepubliceerd.",
    ),
    "reference_from": Column(
        "Cijfer referentie, eerst",
        "Figure of its reference that was published without its moment.",
        "Cijfer van de referentie, zonder jaar gepubliceerd.",
    ),
    "reference_to": Column(
        "Cijfer referentie, laatst",
        "Latest figure of its reference that was published without its moment.",
        "Laatste cijfer van de referentie, zonder jaar gepubliceerd.",
    ),
    "own_lowest": Column(
        "Laagste binnen de groep",
        "Lowest figure inside the group by the publication, at its latest moment.",
        "Laagste cijfer binnen de groep volgens de publicatie, in de laatste periode.",
    ),
    "own_highest": Column(
        "Hoogste binnen de groep",
        "Highest figure inside the group by the publication, at its latest moment.",
        "Hoogste cijfer binnen de groep volgens de publicatie, in de laatste periode.",
    ),
    "reference_lowest": Column(
        "Laagste binnen de referentie",
        "Lowest figure inside its reference by the publication, at its latest moment.",
        "Laagste cijfer binnen de referentie volgens de publicatie, in de laatste periode.",
    ),
    "reference_highest": Column(
        "Hoogste binnen de referentie",
        "Highest figure inside its reference by the publication, at its latest moment.",
        "Hoogste cijfer binnen de referentie volgens de publicatie, in de laatste periode.",
    ),
    "own_direction": Column(
        "Richting van de groep",
        "Where the group went by the publication, without a figure: improved, worsened, unchanged.",
        "Welke kant het volgens de publicatie op ging in de groep, zonder cijfer.",
    ),
    "reference_direction": Column(
        "Richting van de referentie",
        "Where its reference went by the publication: improved, worsened, unchanged.",
        "Welke kant het volgens de publicatie op ging in de referentie.",
    ),
    "measured": Column("Gemeten", "Members that have a figure.", "Aantal gebieden met een cijfer."),
    "minimum": Column("Laagste", "Lowest figure of a member.", "Laagste cijfer van een gebied."),
    "maximum": Column("Hoogste", "Highest figure of a member.", "Hoogste cijfer van een gebied."),
    "worst_five": Column(
        "Vijf grootste achterstanden, gemiddeld",
        "Unweighted mean of the five members with the largest lag.",
        "Ongewogen gemiddelde van de vijf gebieden met de grootste achterstand.",
    ),
    "worst_areas": Column(
        "Vijf grootste achterstanden",
        "Codes of the five members with the largest lag, the largest first.",
        "De vijf gebieden met de grootste achterstand, de grootste eerst.",
    ),
    "count": Column("Aantal", "Number of areas in the class.", "Aantal gebieden in de klasse."),
    "firm": Column(
        "Waarvan zeker",
        "Of which with firm evidence; empty for published counts.",
        "Waarvan het zeker is.",
    ),
    "origin": Column(
        "Herkomst",
        "computed here, or published without figures per area.",
        "Hier berekend, of zo gepubliceerd zonder cijfers per gebied.",
    ),
    "score": Column(
        "Score", "Score of the signal or of the dimension.", "Score van het signaal of de dimensie."
    ),
    "threshold": Column(
        "Drempelwaarde",
        "From this score on it is a signal.",
        "Vanaf deze score is het een signaal.",
    ),
    "signal": Column(
        "Signaal",
        "True: turns for the worse.",
        "Ja: het cijfer verslechtert, vergeleken met de referentie.",
    ),
    "composite": Column(
        "Samengestelde score", "Id of the composite.", "Score die uit indicatoren is samengesteld."
    ),
    "dimension": Column(
        "Dimensie", "Part of the composite.", "Onderdeel van de samengestelde score."
    ),
    "weight": Column("Gewicht", "Weight of the dimension.", "Gewicht van het onderdeel."),
    "contribution": Column(
        "Bijdrage", "What it adds to the composite.", "Wat het aan de score bijdraagt."
    ),
    "rank_lowest": Column(
        "Hoogste plaats bij andere keuzes",
        "Best rank over other weights and scales.",
        "Hoogste plaats bij andere keuzes van gewicht en schaal.",
    ),
    "rank_highest": Column(
        "Laagste plaats bij andere keuzes",
        "Worst rank over other weights and scales.",
        "Laagste plaats bij andere keuzes van gewicht en schaal.",
    ),
    "cells": Column(
        "Cijfers", "Cells that there could be a figure for.", "Aantal mogelijke cijfers."
    ),
    "published": Column("Gepubliceerd", "Cells published.", "Aantal gepubliceerde cijfers."),
    "withheld": Column(
        "Afgeschermd",
        "Cells withheld: too small, needed to protect another one, or withheld by the publisher.",
        "Aantal afgeschermde cijfers: te klein, nodig om een ander te beschermen, of afgeschermd door de bron.",
    ),
}
_DIRECTIONS = {
    "improved": "beter", "worsened": "slechter", "rose": "gestegen", "fell": "gedaald",
    "unchanged": "gelijk",
}  # fmt: skip
# Words for codes, for a Dutch reader.
CODES: dict[str, dict[str, str]] = {
    "level": {
        "country": "land", "municipality": "gemeente", "district": "wijk",
        "neighbourhood": "buurt", "custom": "eigen gebied", "group": "groep",
    },
    "class": {
        "smaller": "kleiner", "larger": "groter", "equal": "vrijwel gelijk",
        "at_or_better": "op of beter dan de referentie",
        "difference_smaller": "verschil kleiner", "difference_larger": "verschil groter",
        "difference_equal": "verschil vrijwel gelijk", "below": "lager dan de referentie",
        "above": "hoger dan de referentie", "too_few": "te weinig waarnemingen",
        "no_reference": "geen cijfer om mee te vergelijken", "one_moment": "maar één meting",
        "not_judged": "geen beter of slechter", "not_reported": "niet vermeld",
    },
    "own_direction": _DIRECTIONS,
    "reference_direction": _DIRECTIONS,
    "interval_method": {
        "wilson": "Wilson", "exact": "exact", "byar": "Byar", "dobson": "Dobson",
        "dobson_one_stratum": "Dobson; één leeftijdsgroep bepaalt het cijfer",
        "gamma": "gamma (Fay-Feuer)",
        "gamma_one_stratum": "gamma (Fay-Feuer); één leeftijdsgroep bepaalt het cijfer",
        "normal": "normaal", "taylor": "Taylor", "delta": "delta", "none": "geen",
    },
    "evidence": {"firm": "zeker", "cannot_tell": "niet te bepalen"},
    "method": {
        "pooled": "samen", "unweighted": "ongewogen",
        "pooled_same": "samen, dezelfde gebieden",
        "unweighted_same": "ongewogen, dezelfde gebieden",
    },
    "origin": {
        "computed": "berekend", "published": "gepubliceerd",
        "published_total": "gepubliceerd, groep als geheel",
        "published_rest": "overig, niet in de publicatie geteld",
    },
}  # fmt: skip


def column(name: str) -> Column:
    """The words for a column; its own name for one that came with a later version."""
    return COLUMNS.get(name, Column(name, "", ""))
