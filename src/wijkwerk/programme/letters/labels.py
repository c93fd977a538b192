"""The sentences of a progress letter, Dutch and English. ``say`` fills in the names in braces."""

from __future__ import annotations

import re

from wijkwerk.shared.dates import parts
from wijkwerk.shared.text import Language, Text

_W = {
    # Parts.
    "opening": Text("Aanleiding", "Why this letter"),
    "promised": Text("Wat is beloofd", "What was promised"),
    "reached": Text("Wat is bereikt", "What was reached"),
    "course": Text("Liggen de doelen op koers?", "Are the targets on course?"),
    "missed": Text("Wat niet lukte, en wat daaraan gebeurt",
                   "What was missed, and what is done about it"),
    "decisions": Text("Besluiten van het bestuur", "Decisions of the board"),
    "money": Text("Geld", "Money"),
    "next": Text("Wat volgt", "What comes next"),
    "closing": Text("Tot slot", "Finally"),
    # Head.
    "to_council": Text("Aan de gemeenteraad", "To the municipal council"),
    "to_parliament": Text("Aan de voorzitter van de Tweede Kamer",
                          "To the Speaker of the House of Representatives"),
    "title": Text("Voortgang {programme}, {since} tot en met {until}",
                  "Progress of {programme}, {since} to {until}"),
    # Opening.
    "inform_council": Text(
        "Met deze brief informeren wij uw raad over de voortgang van {programme} in de periode van "
        "{since} tot en met {until}.",
        "This letter informs your council about the progress of {programme} in the period from "
        "{since} to {until}."),
    "inform_parliament": Text(
        "Met deze brief informeren wij uw Kamer over de voortgang van {programme} in de periode van "
        "{since} tot en met {until}.",
        "This letter informs your House about the progress of {programme} in the period from "
        "{since} to {until}."),
    "horizon": Text("Het programma loopt van {begins} tot en met {ends}.",
                    "The programme runs from {begins} to {ends}."),
    "short": Text("Van de {all} doelen{which} {verb} er {on} op koers.",
                  "Of the {all} targets{which} {on} {verb} on course."),
    "short_none": Text("Van de {all} doelen{which} ligt er geen op koers.",
                       "Of the {all} targets{which} none is on course."),
    "still_to_come": Text(" waarvan de einddag nog komt", " whose last day is still to come"),
    "short_ended": Text(
        "Van {n} doelen is de einddag voorbij: {reached} gehaald, {missed} niet gehaald, van {unknown} "
        "is dat niet bekend.",
        "Of {n} targets the last day has passed: {reached} reached, {missed} not reached, of {unknown} "
        "that isn’t known."),
    "short_ended_one": Text(
        "Van één doel is de einddag voorbij: {reached} gehaald, {missed} niet gehaald, van {unknown} is "
        "dat niet bekend.",
        "Of one target the last day has passed: {reached} reached, {missed} not reached, of {unknown} "
        "that isn’t known."),
    "short_first": Text(
        "Ooit beloofd: {all} doelen. Daarvan {good} op koers of gehaald zoals het in het begin is "
        "beloofd. Het bestuur wijzigde er sindsdien {changed} en schrapte er {dropped}.",
        "Ever promised: {all} targets. Of these {good} on course or reached as they were promised at "
        "first. The board changed {changed} of them since and dropped {dropped}."),
    "short_unknown": Text("Van {n} is het niet te zeggen.", "Of {n} it can’t be told."),
    "short_unknown_all": Text(
        "Van geen van de {all} doelen{which} is te zeggen of het op koers ligt.",
        "Of none of the {all} targets{which} it can be told whether it is on course."),
    "short_one": Text("Het programma heeft één doel; dat is {answer}.",
                      "The programme has one target, which is {answer}."),
    "short_one_not_known": Text(
        "Het programma heeft één doel, waarvan de einddag voorbij is. Of het is gehaald, is niet bekend.",
        "The programme has one target, whose last day has passed. Whether it was reached isn’t known."),
    "as_of": Text("Deze brief zegt hoe het stond op {day}.",
                  "This letter says how things stood on {day}."),
    "old": Text("Van {n} van de {all} doelen was het laatste cijfer toen meer dan een jaar oud.",
                "Of {n} of the {all} targets the last figure was more than a year old then."),
    "example": Text("Dit is een voorbeeld: niet alles hierin is gebeurd.",
                    "This is an example: not everything in it happened."),
    # Promised.
    "plan": Text("Het {plan} is vastgesteld op {day}; {signed} van de {asked} partners tekenden het.",
                 "The {plan} was fixed on {day}; {signed} of the {asked} partners signed it."),
    "plan_all": Text("Het {plan} is vastgesteld op {day}; alle partners tekenden het ({asked}).",
                     "The {plan} was fixed on {day}; all partners signed it ({asked})."),
    "plan_open": Text("Het {plan} is nog niet vastgesteld; {signed} van de {asked} partners tekenden "
                      "het.",
                      "The {plan} isn’t fixed yet; {signed} of the {asked} partners signed it."),
    "target": Text("{title}: van {baseline} ({baseline_on}) naar {value} op {due}.",
                   "{title}: from {baseline} ({baseline_on}) to {value} on {due}."),
    "target_level": Text("{title}: van {baseline} ({baseline_on}) naar het niveau van {reference} op "
                         "{due}.",
                         "{title}: from {baseline} ({baseline_on}) to the level of {reference} on "
                         "{due}."),
    "written": Text("Als begin is {written} opgeschreven; gemeten is {measured}.",
                    "As the start {written} was written down; {measured} was measured."),
    "changed": Text("Eerder was dat {value} op {due}; het bestuur wijzigde dit op {day}.",
                    "Before, it was {value} on {due}; the board changed this on {day}."),
    "no_targets": Text("Er zijn nog geen doelen vastgelegd.", "No targets were set yet."),
    "promises": Text("De partners deden {n} toezeggingen.", "The partners made {n} commitments."),
    "promises_one": Text("De partners deden één toezegging.", "The partners made one commitment."),
    # Reached.
    "latest": Text("{title}: {latest} op {day}{old}.", "{title}: {latest} on {day}{old}."),
    "way": Text("{title}: {latest} op {day}{old}. Dat is {share} van de weg naar het doel.",
                "{title}: {latest} on {day}{old}. That is {share} of the way to the target."),
    "back": Text("{title}: {latest} op {day}{old}. Dat is verder van het doel dan bij het begin.",
                 "{title}: {latest} on {day}{old}. That is further from the target than at the start."),
    "there": Text("{title}: {latest} op {day}{old}. Daarmee is het doel gehaald.",
                  "{title}: {latest} on {day}{old}. With that the target is reached."),
    "reached_at_last": Text(
        "{title}: {latest} op {day}{old}. De einddag is voorbij en het doel is gehaald.",
        "{title}: {latest} on {day}{old}. The last day has passed and the target was reached."),
    "not_reached_at_last": Text(
        "{title}: {latest} op {day}{old}. De einddag is voorbij en het doel is niet gehaald.",
        "{title}: {latest} on {day}{old}. The last day has passed and the target was not reached."),
    "not_known_at_last": Text(
        "{title}: {latest} op {day}{old}. De einddag is voorbij; of het doel is gehaald, is niet "
        "bekend.",
        "{title}: {latest} on {day}{old}. The last day has passed; whether the target was reached isn’t "
        "known."),
    "is_old": Text(" (meer dan een jaar oud)", " (more than a year old)"),
    "no_figure": Text("{title}: er is geen cijfer.", "{title}: there is no figure."),
    "kept": Text("Toezegging nagekomen: {organisation}, ‘{title}’{amount}, op {day}.",
                 "Commitment kept: {organisation}, ‘{title}’{amount}, on {day}."),
    # Course.
    "answer_on_course": Text("op koers", "on course"),
    "answer_at_risk": Text("in gevaar", "at risk"),
    "answer_off_course": Text("niet op koers", "off course"),
    "answer_cant_tell_yet": Text("niet te zeggen", "not to be told"),
    "answer_reached": Text("gehaald", "reached"),
    "answer_not_reached": Text("niet gehaald", "not reached"),
    "answer_not_known": Text("niet bekend", "not known"),
    "counted_on_course": Text("Op koers: {n} van de {all} doelen.",
                              "On course: {n} of the {all} targets."),
    "counted_at_risk": Text("In gevaar: {n} van de {all} doelen.",
                            "At risk: {n} of the {all} targets."),
    "counted_off_course": Text("Niet op koers: {n} van de {all} doelen.",
                               "Off course: {n} of the {all} targets."),
    "counted_cant_tell_yet": Text("Niet te zeggen: {n} van de {all} doelen.",
                                  "Not to be told: {n} of the {all} targets."),
    "counted_reached": Text("De einddag is voorbij en gehaald: {n} van de {all} doelen.",
                            "The last day has passed and reached: {n} of the {all} targets."),
    "counted_not_reached": Text("De einddag is voorbij en niet gehaald: {n} van de {all} doelen.",
                                "The last day has passed and not reached: {n} of the {all} targets."),
    "counted_not_known": Text(
        "De einddag is voorbij en niet bekend of het is gehaald: {n} van de {all} doelen.",
        "The last day has passed and not known whether it was reached: {n} of the {all} targets."),
    "because": Text("Bij {n} daarvan: {why}.", "With {n} of these: {why}."),
    "chance": Text("{title}: de kans dat het doel op {due} wordt gehaald, is {chance}.",
                   "{title}: the chance that the target is reached by {due} is {chance}."),
    "sure": Text("Een kans is een berekening uit de metingen tot nu toe, met hun onzekerheid. Wat "
                 "nog verandert, kan zij niet weten.",
                 "A chance is computed from the measurements so far, with their uncertainty. What "
                 "changes after them it can’t know."),
    "outcome_unknown": Text("{organisation}: ‘{title}’{amount} zou uiterlijk op {due} klaar zijn. Wat "
                            "ervan kwam, is niet bekend.",
                            "{organisation}: ‘{title}’{amount} was to be done by {due}. What became of "
                            "it isn’t known."),
    # Missed.
    "none_known_missed": Text(
        "Van geen toezegging is bekend dat die is gemist.",
        "Of no commitment it is known that it was missed."),
    "nothing_missed": Text(
        "Er is geen toezegging waarvan de dag voorbij is en die niet is nagekomen of losgelaten.",
        "There is no commitment whose day has passed and that was neither kept nor released."),
    "overdue": Text("{organisation}: ‘{title}’{amount} zou uiterlijk op {due} klaar zijn. Een gesprek "
                    "daarover is niet vastgelegd.",
                    "{organisation}: ‘{title}’{amount} was to be done by {due}. No talk about it was "
                    "written down."),
    "missed_": Text("{organisation}: ‘{title}’{amount} zou uiterlijk op {due} klaar zijn en is gemist. "
                    "Het gesprek daarover moet nog komen.",
                    "{organisation}: ‘{title}’{amount} was to be done by {due} and was missed. The talk "
                    "about it is still to come."),
    "talked": Text("{organisation}: ‘{title}’{amount} zou uiterlijk op {due} klaar zijn en is gemist. "
                   "Daarover is gesproken{rung}.",
                   "{organisation}: ‘{title}’{amount} was to be done by {due} and was missed. This was "
                   "talked about{rung}."),
    "agreed": Text("{organisation}: ‘{title}’{amount} zou uiterlijk op {first} klaar zijn. Er is een "
                   "nieuwe afspraak gemaakt{rung}: nu uiterlijk op {due}.",
                   "{organisation}: ‘{title}’{amount} was to be done by {first}. A new agreement was "
                   "made{rung}: now by {due}."),
    "other_partner": Text("{organisation}: ‘{title}’{amount} zou uiterlijk op {due} klaar zijn en is "
                          "gemist. Er wordt een andere partner gezocht{since_rung}.",
                          "{organisation}: ‘{title}’{amount} was to be done by {due} and was missed. "
                          "Another partner is being looked for{since_rung}."),
    "board": Text("{organisation}: ‘{title}’{amount} zou uiterlijk op {due} klaar zijn en is gemist. "
                  "Dit ligt bij het bestuur{since_rung}.",
                  "{organisation}: ‘{title}’{amount} was to be done by {due} and was missed. This is "
                  "with the board{since_rung}."),
    "minister": Text("{organisation}: ‘{title}’{amount} zou uiterlijk op {due} klaar zijn en is gemist. "
                     "Dit ligt bij de minister{since_rung}.",
                     "{organisation}: ‘{title}’{amount} was to be done by {due} and was missed. This is "
                     "with the minister{since_rung}."),
    "rung": Text(" (op {day})", " (on {day})"),
    "since_rung": Text(" (sinds {day})", " (since {day})"),
    "next_step": Text("De volgende stap staat voor {day}.", "The next step is set for {day}."),
    # Decisions.
    "no_decisions": Text("In deze periode nam het bestuur geen besluiten over doelen of projecten.",
                         "In this period the board took no decisions about targets or projects."),
    "change": Text("Op {day} besloot het bestuur het doel ‘{title}’ te wijzigen in {value} op {due}"
                   "{votes}.",
                   "On {day} the board decided to change the target ‘{title}’ to {value} on {due}"
                   "{votes}."),
    "change_level": Text("Op {day} besloot het bestuur het doel ‘{title}’ te wijzigen{votes}.",
                         "On {day} the board decided to change the target ‘{title}’{votes}."),
    "drop": Text("Op {day} besloot het bestuur het doel ‘{title}’ te schrappen{votes}.",
                 "On {day} the board decided to drop the target ‘{title}’{votes}."),
    "refused": Text("Op {day} besloot het bestuur het doel ‘{title}’ te laten zoals het is{votes}.",
                    "On {day} the board decided to leave the target ‘{title}’ as it is{votes}."),
    "votes": Text(" ({present} domeinen aanwezig, {for} voor, {against} tegen)",
                  " ({present} domains present, {for} for, {against} against)"),
    "continue": Text("Op {day} besloot het bestuur door te gaan met het project ‘{title}’.",
                     "On {day} the board decided to continue the project ‘{title}’."),
    "embed": Text("Op {day} besloot het bestuur het project ‘{title}’ gewoon werk te laten worden.",
                  "On {day} the board decided to make the project ‘{title}’ regular work."),
    "pause": Text("Op {day} besloot het bestuur het project ‘{title}’ stil te leggen.",
                  "On {day} the board decided to pause the project ‘{title}’."),
    "stop": Text("Op {day} besloot het bestuur te stoppen met het project ‘{title}’.",
                 "On {day} the board decided to stop the project ‘{title}’."),
    # Money.
    "no_projects": Text("Er lopen geen projecten.", "No projects are running."),
    "money_all": Text("Er lopen {n} projecten, waarvoor samen {money} is opgegeven.",
                      "{n} projects are running, for which {money} is stated together."),
    "money_one": Text("Er loopt één project, waarvoor {money} is opgegeven.",
                      "One project is running, for which {money} is stated."),
    "money_all_nothing": Text("Er lopen {n} projecten.", "{n} projects are running."),
    "money_one_nothing": Text("Er loopt één project.", "One project is running."),
    "in_all": Text("{money}", "{money}"),
    "a_year": Text("{money} per jaar", "{money} a year"),
    "and": Text(" en ", " and "),
    "money_undated": Text(
        "Van {n} daarvan is een bedrag per jaar opgegeven, maar niet tot wanneer; dat is niet opgeteld.",
        "Of {n} of these an amount a year is stated, but not until when; that isn’t added up."),
    "money_unknown": Text("Van {n} daarvan is niet opgegeven wat het kost.",
                          "Of {n} of these it isn’t stated what they cost."),
    "money_ended": Text("Van {n} daarvan is de laatste dag van het geld voorbij.",
                        "For {n} of these the last day of the money has passed."),
    "project": Text("{title}: {money}{until}.", "{title}: {money}{until}."),
    "money_until": Text(", tot en met {day}", ", until {day}"),
    # Next.
    "milestone": Text("Op {day} moet ‘{title}’ zijn gekomen tot {value}.",
                      "On {day} ‘{title}’ has to have come to {value}."),
    "due": Text("{organisation}: ‘{title}’{amount} moet uiterlijk op {due} klaar zijn.",
                "{organisation}: ‘{title}’{amount} is to be done by {due}."),
    "decide": Text("Over het project ‘{title}’ wordt uiterlijk op {day} besloten.",
                   "About the project ‘{title}’ a decision is due by {day}."),
    "late": Text("Over {n} projecten had al besloten moeten zijn; zolang dat niet is gebeurd, komt er "
                 "geen nieuw geld.",
                 "About {n} projects a decision is overdue; until it is taken there is no new money."),
    "late_one": Text("Over één project had al besloten moeten zijn; zolang dat niet is gebeurd, komt "
                     "er geen nieuw geld.",
                     "About one project a decision is overdue; until it is taken there is no new "
                     "money."),
    "nothing_next": Text("In het komende jaar valt geen dag die al is afgesproken.",
                         "No agreed day falls in the coming year."),
    "all_targets": Text("Alle doelen", "All targets"),
    # What a part doesn't hold. The pages are called as on the site.
    "rest_targets": Text(
        "Nog {n} doelen staan op de site van het programma, op de pagina ‘Doelen’.",
        "Another {n} targets are on the programme’s site, on the page ‘Targets’."),
    "rest_targets_one": Text(
        "Nog één doel staat op de site van het programma, op de pagina ‘Doelen’.",
        "One more target is on the programme’s site, on the page ‘Targets’."),
    "rest_milestones": Text(
        "Nog {n} tussendoelen staan bij hun doel op de site, op de pagina ‘Doelen’.",
        "Another {n} milestones are with their targets on the site, on the page ‘Targets’."),
    "rest_milestones_one": Text(
        "Nog één tussendoel staat bij zijn doel op de site, op de pagina ‘Doelen’.",
        "One more milestone is with its target on the site, on the page ‘Targets’."),
    "rest_commitments": Text(
        "Nog {n} toezeggingen staan op de site van het programma, op de pagina ‘Afspraken’.",
        "Another {n} commitments are on the programme’s site, on the page ‘Commitments’."),
    "rest_commitments_one": Text(
        "Nog één toezegging staat op de site van het programma, op de pagina ‘Afspraken’.",
        "One more commitment is on the programme’s site, on the page ‘Commitments’."),
    "rest_decisions": Text(
        "Nog {n} besluiten over doelen staan op de site van het programma, op de pagina ‘Besluiten’.",
        "Another {n} decisions about targets are on the programme’s site, on the page ‘Decisions’."),
    "rest_decisions_one": Text(
        "Nog één besluit over een doel staat op de site van het programma, op de pagina ‘Besluiten’.",
        "One more decision about a target is on the programme’s site, on the page ‘Decisions’."),
    "rest_decided": Text(
        "Nog {n} besluiten over projecten staan bij die projecten op de site, op de pagina "
        "‘Projecten’.",
        "Another {n} decisions about projects are with those projects on the site, on the page "
        "‘Projects’."),
    "rest_decided_one": Text(
        "Nog één besluit over een project staat bij dat project op de site, op de pagina "
        "‘Projecten’.",
        "One more decision about a project is with that project on the site, on the page "
        "‘Projects’."),
    "rest_projects": Text(
        "Nog {n} projecten staan op de site van het programma, op de pagina ‘Projecten’.",
        "Another {n} projects are on the programme’s site, on the page ‘Projects’."),
    "rest_projects_one": Text(
        "Nog één project staat op de site van het programma, op de pagina ‘Projecten’.",
        "One more project is on the programme’s site, on the page ‘Projects’."),
    "rest_to_decide": Text(
        "Over nog {n} projecten valt later een besluit; zij staan op de site, op de pagina "
        "‘Projecten’.",
        "About another {n} projects a decision is due later; they are on the site, on the page "
        "‘Projects’."),
    "rest_to_decide_one": Text(
        "Over nog één project valt later een besluit; het staat op de site, op de pagina "
        "‘Projecten’.",
        "About one more project a decision is due later; it is on the site, on the page "
        "‘Projects’."),
    "later": Text("Over een jaar, of eerder als daar reden voor is, volgt een nieuwe brief.",
                  "A next letter follows in a year, or earlier when there is reason to."),
    # What the files say around it.
    "figures": Text("Waarop deze brief rust", "What this letter rests on"),
    "col_number": Text("Nr.", "No."),
    "col_what": Text("Waarover", "What"),
    "col_value": Text("Cijfer", "Figure"),
    "col_day": Text("Dag", "Day"),
    "page": Text("blz.", "page"),
    "date": Text("Datum", "Date"),
    "about": Text("Onderwerp", "Subject"),
    "draft": Text("Concept: deze brief is nog niet vastgesteld.",
                  "Draft: this letter is not issued yet."),
    "added": Text("Toevoeging", "Addition"),
    "how": Text("De zinnen van deze brief zijn gemaakt uit de cijfers van het programma. De nummers "
                "tussen haken verwijzen naar die cijfers. Toevoegingen van mensen staan apart.",
                "The sentences of this letter were made of the programme’s figures. The numbers in "
                "brackets refer to those figures. What people added stands apart."),
}  # fmt: skip
# Why it can't be told how a target stands: what its judgement rests on, in the order of a letter.
REASONS = {
    "not_measured": Text("er is niets gemeten", "nothing was measured"),
    "too_few_points": Text("er is te weinig gemeten", "too little was measured"),
    "too_short_span": Text("de metingen beslaan een te korte tijd",
                           "the measurements cover too short a time"),
    "too_old": Text("de laatste meting is te oud", "the last measurement is too old"),
    "too_wide": Text("de cijfers zijn te onzeker", "the figures are too uncertain"),
    "no_margin": Text("van de cijfers is geen marge bekend", "no margin of the figures is known"),
    "baseline_unknown": Text("de monitor heeft geen cijfer van de begindag",
                             "the monitor has no figure of the first day"),
    "no_direction": Text("het doel is gelijk aan het begin, en welke kant slechter is, is niet "
                         "vastgelegd",
                         "the target equals the start, and which way is worse wasn’t written down"),
    "ended_no_direction": Text("het doel is gelijk aan het begin, en welke kant slechter is, is niet "
                               "vastgelegd",
                               "the target equals the start, and which way is worse wasn’t written "
                               "down"),
    "ended_in_doubt": Text("het cijfer van de einddag is te onzeker",
                           "the figure of the last day is too uncertain"),
    "ended_not_measured": Text("rond de einddag is niets gemeten",
                               "nothing was measured around the last day"),
    "withheld": Text("de cijfers zijn afgeschermd", "the figures are withheld"),
    "no_edition": Text("er is geen editie van de monitor gekozen",
                       "no edition of the monitor was chosen"),
    "edition": Text("de editie van de monitor kan niet worden gelezen",
                    "the edition of the monitor can’t be read"),
    "indicator": Text("de editie van de monitor heeft deze indicator niet",
                      "the edition of the monitor doesn’t have this indicator"),
    "area": Text("de editie van de monitor heeft dit gebied niet",
                 "the edition of the monitor doesn’t have this area"),
    "reference": Text("de editie van de monitor heeft het gebied niet waarmee wordt vergeleken",
                      "the edition of the monitor doesn’t have the area to compare with"),
}  # fmt: skip
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_NAME = re.compile(r"\{(\w+)\}")


def say(key: str, language: Language, **values: object) -> str:
    """The words of ``key``; a name in braces that stands in a value is left as it is."""
    text = _W[key].in_(language)
    return _NAME.sub(lambda found: str(values.get(found[1], found[0])), text)


def day(text: str, language: Language) -> str:
    """'2026-11-21' as 21 november 2026."""
    year, month, number = parts(text)
    return f"{number} {_MONTHS[language].split()[month - 1]} {year}"
