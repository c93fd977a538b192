"""The report's fixed words, Dutch and English."""

from __future__ import annotations

from wijkwerk.shared.text import Language, Text

_WORDS = {
    "title": Text("{title}: lijst van {year}", "{title}: list of {year}"),
    "none": Text("In {year} staat geen enkel gebied op de lijst.",
                 "In {year} no area is on the list."),
    "one": Text("In {year} staat 1 van de {all} gebieden op de lijst.",
                "In {year} 1 of the {all} areas is on the list."),
    "many": Text("In {year} staan {n} van de {all} gebieden op de lijst.",
                 "In {year} {n} of the {all} areas are on the list."),
    "unsure_one": Text("Van 1 gebied is niet te bepalen of het aan de regel voldoet.",
                       "For 1 area this can’t be determined."),
    "unsure": Text("Van {n} gebieden is niet te bepalen of ze aan de regel voldoen.",
                   "For {n} areas this can’t be determined."),
    "not_yet": Text("In dit jaar was nog geen versie van de regel van kracht. Dit is de lijst die"
                    " de eerste versie zou hebben gegeven.",
                    "No version of the rule was in force in this year: this is as if it had been."),
    "simulated": Text("Verzonnen cijfers: geen cijfer gaat over een echte plaats.",
                      "Made-up figures: no figure is about a real place."),
    "switched": Text("Deze lijst maakt onderscheid op een beschermde discriminatiegrond. "
                     "Aangezet: {name}. Motivering: {reason}",
                     "This list distinguishes on a protected ground of discrimination. Switched "
                     "on: {name}. Reason: {reason}"),
    "off": Text("Telt niet mee, want dit is een beschermde discriminatiegrond: {name}.",
                "Off, since this is a protected ground of discrimination: {name}."),
    "status_off": Text("Daarom is deze aanwijzing niet gegeven: {name}.", "So this status is not given: {name}."),
    "draft_title": Text("Ontwerp: {title}: lijst van {year}", "Draft: {title}: list of {year}"),
    "draft": Text("Dit is een ontwerp. Er is nog geen besluit over bekendgemaakt.",
                  "This is a draft. No decision about it has been published."),
    "adopted": Text(
        "Op {day} is de lijst vastgesteld, met {n} gebieden. Volgens de regel zouden het er {m} zijn.",
        "On {day} the list was adopted, with {n} areas. By the rule alone there are {m}.",
    ),
    "changes": Text("Het besluit wijkt daarvan af: {changes}.", "The decision differs: {changes}."),
    "changes_added": Text("{n} toegevoegd", "{n} added"),
    "changes_removed": Text("{n} eraf", "{n} taken off"),
    "since_one": Text("Daarna is 1 gebied van de lijst gehaald. Nu staan er {now} op de lijst.",
                      "Since then 1 area has been taken off the list. {now} are on it now."),
    "since": Text("Daarna zijn {n} gebieden van de lijst gehaald. Nu staan er {now} op de lijst.",
                  "Since then {n} areas have been taken off the list. {now} are on it now."),
    "nothing_decided": Text(
        "Dit is een berekening volgens de regel. Er is nog geen besluit over bekendgemaakt.",
        "This is a calculation by the rule. No decision about it has been published.",
    ),
    "not_looked": Text(
        "Dit is een berekening volgens de regel. Besluiten over de lijst staan er niet in.",
        "This is a calculation by the rule. Decisions about the list are not in it.",
    ),
    "decided": Text("Anders besloten dan berekend", "Decided otherwise than computed"),
    "by_decision": Text("Op de lijst door een besluit.", "On the list by a decision."),
    "col_computed": Text("Volgens de regel", "By the rule"),
    "no_status": Text("niet op de lijst", "not on the list"),
    "ruling_added": Text("op de lijst gezet bij het besluit van {day}",
                         "put on the list by the decision of {day}"),
    "ruling_removed": Text("van de lijst gehaald bij het besluit van {day}",
                           "taken off the list by the decision of {day}"),
    "ruling_left": Text("van de lijst gehaald op {day}", "left the list on {day}"),
    "ruling_rejected": Text("niet op de lijst gezet bij het besluit van {day}",
                            "not put on the list by the decision of {day}"),
    "summary": Text("In het kort", "In short"),
    "rule": Text("De regel", "The rule"),
    "areas": Text("De gebieden, met de motivering", "The areas, with the reasons"),
    "near": Text("Net niet op de lijst", "Nearly on the list"),
    "unknown": Text("Niet te bepalen", "Can’t be determined"),
    "method": Text("Hoe deze lijst is gemaakt", "How this list was made"),
    "contents": Text("Inhoud", "Contents"),
    "page": Text("blz.", "page"),
    "list": Text("Lijst", "List"),
    "source": Text("Bron", "Source"),
    "col_status": Text("Aanwijzing", "Status"),
    "col_number": Text("Gebieden", "Areas"),
    "col_new": Text("Nieuw", "New"),
    "col_left": Text("Eraf", "Left"),
    "col_unknown": Text("Niet te bepalen", "Can’t be determined"),
    "col_condition": Text("Voorwaarde", "Condition"),
    "col_value": Text("Waarde", "Value"),
    "col_margin": Text("Marge", "Margin"),
    "col_reference": Text("Vergeleken met", "Compared with"),
    "col_limit": Text("Drempelwaarde", "Threshold"),
    "col_met": Text("Voldoet?", "Met?"),
    "col_area": Text("Gebied", "Area"),
    "col_why": Text("Waarom", "Why"),
    "counts": Text("Aantal gebieden per aanwijzing", "Number of areas per status"),
    "met": Text("ja", "yes"),
    "not_met": Text("nee", "no"),
    "unknown_result": Text("niet te bepalen", "can’t be determined"),
    "withheld": Text("het cijfer is afgeschermd", "the figure is withheld"),
    "missing": Text("er is geen cijfer", "there is no figure"),
    "no_reference": Text("er is geen cijfer om mee te vergelijken", "there is no figure to compare with"),
    "too_few": Text("te weinig beoordelaars", "too few assessors"),
    "no_area": Text("het gebied bestond niet", "the area didn't exist"),
    "gate": Text("altijd nodig", "needed in any case"),
    "one_year": Text("Voldoet 1 jaar aan de regel.", "Meets the rule 1 year in a row."),
    "years": Text("Voldoet {n} jaar op rij aan de regel.", "Meets the rule {n} years in a row."),
    "one_round": Text("Voldoet bij 1 meting aan de regel.", "Meets the rule 1 round of measuring in a row."),
    "rounds": Text(
        "Voldoet {n} metingen achter elkaar aan de regel.", "Meets the rule {n} rounds of measuring in a row."
    ),
    "chance": Text("Kans op deze aanwijzing: {chance}.", "Chance of this status: {chance}."),
    "new": Text("Nieuw op de lijst.", "New on the list."),
    "one_short": Text("één voorwaarde te weinig", "one condition short"),
    "one_year_short": Text("één jaar te kort", "one year short"),
    "within_interval": Text("binnen de marge", "within the margin"),
    "more": Text(">", ">"), "at_least": Text("≥", "≥"), "less": Text("<", "<"),
    "at_most": Text("≤", "≤"),
    "top": Text("een van de {n} hoogste", "among the {n} highest"),
    "times": Text("{n} keer", "{n} times"),
    "country": Text("het land", "the country"), "region": Text("de regio", "the region"),
    "municipality": Text("de gemeente", "the municipality"),
    "how": Text(
        "De lijst volgt uit de regel ‘{scheme}’ ({version}) en de cijfers van editie {edition}. Is een "
        "cijfer afgeschermd, dan weten we niet of het gebied aan de voorwaarde voldoet. "
        "De kans komt uit {draws} trekkingen binnen de marges van de cijfers.",
        "The list follows from the rule ‘{scheme}’ ({version}) and the figures of edition {edition}. "
        "When a figure is withheld, we don’t know whether the condition is met. The chance comes from "
        "{draws} draws within the margins of the figures.",
    ),
    "how_none": Text(
        "De lijst volgt uit de regel ‘{scheme}’ ({version}) en de cijfers van editie {edition}. Is een "
        "cijfer afgeschermd, dan weten we niet of het gebied aan de voorwaarde voldoet.",
        "The list follows from the rule ‘{scheme}’ ({version}) and the figures of edition {edition}. "
        "When a figure is withheld, we don’t know whether the condition is met.",
    ),
    "again": Text("Zelf controleren: wijkwerk list verify {list}",
                  "Check it yourself: wijkwerk list verify {list}"),
    "rest": Text("Er zijn er {n}; de andere {m} staan in list.xlsx.",
                 "There are {n}; the other {m} are in list.xlsx."),
}  # fmt: skip


def say(key: str, language: Language, **values: object) -> str:
    """The words of ``key``; names in braces are filled in as they are."""
    text = _WORDS[key].in_(language)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
