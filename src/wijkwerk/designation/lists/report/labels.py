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
    "unsure_one": Text("Van 1 gebied is het niet te zeggen.", "Of 1 area it can't be told."),
    "unsure": Text("Van {n} gebieden is het niet te zeggen.", "Of {n} areas it can't be told."),
    "not_yet": Text("In dit jaar gold nog geen versie van de regel: dit is alsof dat wel zo was.",
                    "No version of the rule was in force in this year: this is as if it had been."),
    "simulated": Text("Nagebootste gegevens: geen cijfer gaat over een echte plek.",
                      "Simulated data: no figure is about a real place."),
    "switched": Text("Deze lijst gebruikt een beschermde grond. Aangezet: {name}. Reden: {reason}",
                     "This list uses a protected ground. Switched on: {name}. Reason: {reason}"),
    "off": Text("Uit, want het gaat over een beschermde grond: {name}.",
                "Off, since it rests on a protected ground: {name}."),
    "status_off": Text("Daarom niet gegeven: {name}.", "So not given: {name}."),
    "draft_title": Text("Ontwerp: {title}: lijst van {year}", "Draft: {title}: list of {year}"),
    "draft": Text("Dit is een ontwerp. Er is nog geen besluit over bekendgemaakt.",
                  "This is a draft. No decision about it has been published."),
    "adopted": Text(
        "Op {day} is de lijst vastgesteld, met {n} gebieden. Volgens de regel alleen zijn het er {m}.",
        "On {day} the list was adopted, with {n} areas. By the rule alone there are {m}.",
    ),
    "changes": Text("Bij het besluit: {changes}.", "By the decision: {changes}."),
    "changes_added": Text("{n} toegevoegd", "{n} added"),
    "changes_removed": Text("{n} eraf", "{n} taken off"),
    "since_one": Text("Sindsdien ging er 1 gebied af; nu staan er {now} op.",
                      "Since then 1 area has left; {now} are on the list now."),
    "since": Text("Sindsdien gingen er {n} gebieden af; nu staan er {now} op.",
                  "Since then {n} areas have left; {now} are on the list now."),
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
    "ruling_left": Text("van de lijst gegaan op {day}", "left the list on {day}"),
    "ruling_rejected": Text("niet op de lijst gezet bij het besluit van {day}",
                            "not put on the list by the decision of {day}"),
    "summary": Text("In het kort", "In short"),
    "rule": Text("De regel", "The rule"),
    "areas": Text("De gebieden, met redenen", "The areas, with the reasons"),
    "near": Text("Net niet op de lijst", "Nearly on the list"),
    "unknown": Text("Niet te zeggen", "Can't be told"),
    "method": Text("Hoe deze lijst is gemaakt", "How this list was made"),
    "contents": Text("Inhoud", "Contents"),
    "page": Text("blz.", "page"),
    "list": Text("Lijst", "List"),
    "source": Text("Bron", "Source"),
    "col_status": Text("Status", "Status"),
    "col_number": Text("Gebieden", "Areas"),
    "col_new": Text("Nieuw", "New"),
    "col_left": Text("Weg", "Left"),
    "col_unknown": Text("Niet te zeggen", "Can't be told"),
    "col_condition": Text("Voorwaarde", "Condition"),
    "col_value": Text("Waarde", "Value"),
    "col_margin": Text("Marge", "Margin"),
    "col_reference": Text("Vergeleken met", "Held against"),
    "col_limit": Text("Grens", "Limit"),
    "col_met": Text("Voldaan?", "Met?"),
    "col_area": Text("Gebied", "Area"),
    "col_why": Text("Waarom", "Why"),
    "counts": Text("Aantal gebieden per status", "Number of areas per status"),
    "met": Text("ja", "yes"),
    "not_met": Text("nee", "no"),
    "unknown_result": Text("niet te zeggen", "can't be told"),
    "withheld": Text("het cijfer is niet openbaar", "the figure is withheld"),
    "missing": Text("er is geen cijfer", "there is no figure"),
    "no_reference": Text("er is niets om mee te vergelijken", "there is nothing to hold it against"),
    "too_few": Text("te weinig beoordelaars", "too few assessors"),
    "no_area": Text("het gebied bestond niet", "the area didn't exist"),
    "gate": Text("altijd nodig", "needed in any case"),
    "one_year": Text("Voldoet 1 jaar op rij.", "Meets the rule 1 year in a row."),
    "years": Text("Voldoet {n} jaar op rij.", "Meets the rule {n} years in a row."),
    "one_round": Text("Voldoet 1 meting op rij.", "Meets the rule 1 round of measuring in a row."),
    "rounds": Text(
        "Voldoet {n} metingen op rij.", "Meets the rule {n} rounds of measuring in a row."
    ),
    "chance": Text("Kans op deze status: {chance}.", "Chance of this status: {chance}."),
    "new": Text("Nieuw op de lijst.", "New on the list."),
    "one_short": Text("één voorwaarde te weinig", "one condition short"),
    "one_year_short": Text("één jaar te kort", "one year short"),
    "within_interval": Text("binnen de marge", "within the margin"),
    "more": Text(">", ">"), "at_least": Text("≥", "≥"), "less": Text("<", "<"),
    "at_most": Text("≤", "≤"),
    "top": Text("bij de {n} hoogste", "among the {n} highest"),
    "times": Text("{n} keer", "{n} times"),
    "country": Text("het land", "the country"), "region": Text("de regio", "the region"),
    "municipality": Text("de gemeente", "the municipality"),
    "how": Text(
        "De lijst volgt uit de regel '{scheme}' ({version}) en de cijfers van uitgave {edition}. Een "
        "cijfer dat niet openbaar is, telt als onbekend: niet als voldaan en niet als niet voldaan. "
        "De kans komt uit {draws} trekkingen binnen de marges van de cijfers.",
        "The list follows from the rule '{scheme}' ({version}) and the figures of edition {edition}. "
        "A figure that is withheld counts as unknown: neither met nor not met. The chance comes from "
        "{draws} draws within the margins of the figures.",
    ),
    "how_none": Text(
        "De lijst volgt uit de regel '{scheme}' ({version}) en de cijfers van uitgave {edition}. Een "
        "cijfer dat niet openbaar is, telt als onbekend: niet als voldaan en niet als niet voldaan.",
        "The list follows from the rule '{scheme}' ({version}) and the figures of edition {edition}. "
        "A figure that is withheld counts as unknown: neither met nor not met.",
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
