"""The words of ``list.xlsx``."""

from __future__ import annotations

SHEETS = {
    "list": "Lijst",
    "near": "Net niet",
    "criteria": "Criteria",
    "years": "Alle jaren",
    "sensitivity": "Wat als",
}
HEADINGS = {
    "year": "Jaar", "area": "Gebied", "area_name": "Naam", "status": "Code van de aanwijzing",
    "status_name": "Aanwijzing", "result": "Uitkomst", "years_in_a_row": "Jaren op rij",
    "entered": "Nieuw op de lijst", "probability": "Kans op deze aanwijzing",
    "unknown_share": "Kans dat het niet te bepalen is", "near_miss": "Net niet, omdat",
    "short": "Voldoet niet aan", "missing": "Geen cijfer voor", "criterion": "Criterium", "value": "Waarde",
    "lower": "Ondergrens", "upper": "Bovengrens", "reference_value": "Waarde van de referentie",
    "compared": "Vergeleken getal", "threshold": "Drempelwaarde", "margin": "Verschil met de drempelwaarde",
    "reason_unknown": "Niet te bepalen, omdat", "change": "Verandering", "setting": "Nieuwe drempelwaarde",
    "step": "Verschil met de regel", "have_it": "Gebieden met de aanwijzing", "enter": "Erbij",
    "leave": "Eraf", "entering": "Welke erbij", "leaving": "Welke eraf",
}  # fmt: skip
WORDS = {
    "result": {"met": "voldoet", "not_met": "voldoet niet", "unknown": "niet te bepalen"},
    "near_miss": {
        "one_short": "één voorwaarde te weinig",
        "one_year_short": "één jaar te weinig",
        "within_interval": "de drempelwaarde ligt binnen de marge",
    },
    "reason_unknown": {
        "withheld": "afgeschermd", "missing": "geen cijfer", "no_reference": "geen cijfer om mee te vergelijken",
        "too_few": "te weinig beoordelaars", "no_area": "gebied bestond niet",
    },
    "change": {"threshold": "andere drempelwaarde", "top": "ander aantal", "dropped": "weggelaten"},
}  # fmt: skip
NOTES = (
    (
        "Wat is dit?",
        "Een lijst van gebieden volgens een regel. Het is geen oordeel over wie er woont. / "
        "A list of areas by a rule. It is no judgement of who lives there.",
    ),
    (
        "Niet te bepalen",
        "Is een cijfer afgeschermd of is er geen cijfer, dan weten we niet of het gebied voldoet. / "
        "A withheld or missing figure is unknown. That is not the same as 'not met'.",
    ),
    (
        "Kans op deze aanwijzing",
        "Hoe vaak het gebied de aanwijzing heeft als elk cijfer anders had kunnen uitvallen, binnen de "
        "marge. / How often the area has the status when each figure could have come out "
        "otherwise, within its margin.",
    ),
    (
        "Net niet",
        "Gebieden die één voorwaarde of één jaar tekortkomen, of waarvan de drempelwaarde binnen de marge "
        "ligt. / Areas one condition or one year short, or whose threshold lies within the margin.",
    ),
)
