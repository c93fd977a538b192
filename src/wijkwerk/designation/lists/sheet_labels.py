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
    "year": "Jaar", "area": "Gebied", "area_name": "Naam", "status": "Status",
    "status_name": "Naam van de status", "result": "Uitkomst", "years_in_a_row": "Jaren op rij",
    "entered": "Nieuw op de lijst", "probability": "Kans op deze status",
    "unknown_share": "Kans dat het niet te zeggen is", "near_miss": "Net niet, omdat",
    "short": "Niet gehaald", "missing": "Niet bekend", "criterion": "Criterium", "value": "Waarde",
    "lower": "Ondergrens", "upper": "Bovengrens", "reference_value": "Waarde van de vergelijking",
    "compared": "Vergeleken getal", "threshold": "Grens", "margin": "Afstand tot de grens",
    "reason_unknown": "Niet bekend, omdat", "change": "Verandering", "setting": "Nieuwe grens",
    "step": "Verschil met de regel", "have_it": "Gebieden met de status", "enter": "Erbij",
    "leave": "Eraf", "entering": "Welke erbij", "leaving": "Welke eraf",
}  # fmt: skip
WORDS = {
    "result": {"met": "voldoet", "not_met": "voldoet niet", "unknown": "niet bekend"},
    "near_miss": {
        "one_short": "één voorwaarde te weinig",
        "one_year_short": "één jaar te weinig",
        "within_interval": "de grens ligt binnen de marge",
    },
    "reason_unknown": {
        "withheld": "geheim", "missing": "geen cijfer", "no_reference": "geen vergelijking",
        "too_few": "te weinig beoordelaars", "no_area": "gebied bestond niet",
    },
    "change": {"threshold": "andere grens", "top": "ander aantal", "dropped": "weggelaten"},
}  # fmt: skip
NOTES = (
    (
        "Wat is dit?",
        "Een lijst van gebieden volgens een regel. Het is geen oordeel over wie er woont. / "
        "A list of areas by a rule. It is no judgement of who lives there.",
    ),
    (
        "Niet bekend",
        "Een geheim of ontbrekend cijfer is niet bekend. Dat is iets anders dan 'voldoet niet'. / "
        "A withheld or missing figure is unknown. That is not the same as 'not met'.",
    ),
    (
        "Kans op deze status",
        "Hoe vaak het gebied de status heeft als elk cijfer anders had kunnen uitvallen, binnen zijn "
        "marge. / How often the area has the status when each figure could have come out "
        "otherwise, within its margin.",
    ),
    (
        "Net niet",
        "Gebieden die één voorwaarde of één jaar tekortkomen, of waarvan de grens binnen de marge "
        "ligt. / Areas one condition or one year short, or whose threshold lies within the margin.",
    ),
)
