"""The sentences of the annex of a letter, Dutch and English; ``labels.say`` fills in the names in braces."""

from __future__ import annotations

from wijkwerk.shared.text import Text

ANNEX = {
    "promised": Text("Wat is beloofd", "What was promised"),
    "reached": Text("Wat is bereikt", "What was reached"),
    "course": Text("Liggen de doelen op koers?", "Are the targets on course?"),
    "missed": Text(
        "Welke afspraken te laat zijn, en hoe dat wordt opgevolgd",
        "Which commitments are overdue, and what follows",
    ),
    "decisions": Text("Besluiten van het bestuur", "Decisions of the board"),
    "money": Text("Budget", "Money"),
    "next": Text("Wat volgt", "What comes next"),
    "plan": Text(
        "Het plan ‘{plan}’ is vastgesteld op {day}. {signed} van de {asked} partners hebben het "
        "ondertekend.",
        "The plan ‘{plan}’ was adopted on {day}. {signed} of the {asked} partners have signed it.",
    ),
    "plan_all": Text(
        "Het plan ‘{plan}’ is vastgesteld op {day}. Alle {asked} partners hebben het ondertekend.",
        "The plan ‘{plan}’ was adopted on {day}. All {asked} partners have signed it.",
    ),
    "plan_entered": Text(
        "Het plan ‘{plan}’ is vastgesteld op {day}. Het is hier later ingevoerd, zonder handtekeningen.",
        "The plan ‘{plan}’ was adopted on {day}. It was entered here later, without signatures.",
    ),
    "plan_open": Text(
        "Het plan ‘{plan}’ is nog niet vastgesteld.",
        "The plan ‘{plan}’ hasn’t been adopted yet.",
    ),
    "target": Text(
        "{title}: van {baseline} ({baseline_on}) naar {value}, uiterlijk op {due}.",
        "{title}: from {baseline} ({baseline_on}) to {value}, by {due}.",
    ),
    "target_level": Text(
        "{title}: van {baseline} ({baseline_on}) naar het niveau van {reference}, uiterlijk op "
        "{due}.",
        "{title}: from {baseline} ({baseline_on}) to the level of {reference}, by {due}.",
    ),
    "written": Text(
        "Als nulmeting is {written} vastgelegd; gemeten is {measured}.",
        "As the baseline {written} was recorded; {measured} was measured.",
    ),
    "changed": Text(
        "Oorspronkelijk was het doel {value}, uiterlijk op {due}. Het bestuur wijzigde dit op "
        "{day}.",
        "The original target was {value}, by {due}. The board changed this on {day}.",
    ),
    "no_targets": Text("Er zijn nog geen doelen vastgelegd.", "No targets were set yet."),
    "promises": Text("De partners maakten {n} afspraken.", "The partners made {n} commitments."),
    "promises_one": Text("De partners maakten één afspraak.", "The partners made one commitment."),
    "latest": Text("{title}: {latest} op {day}{old}.", "{title}: {latest} on {day}{old}."),
    "way": Text(
        "{title}: {latest} op {day}{old}. Dat is {share} van de weg van de nulmeting "
        "({baseline_on}) naar de streefwaarde.",
        "{title}: {latest} on {day}{old}. That is {share} of the way from the baseline "
        "({baseline_on}) to the target.",
    ),
    "back": Text(
        "{title}: {latest} op {day}{old}. Dat is verder van de streefwaarde dan bij de nulmeting "
        "({baseline_on}).",
        "{title}: {latest} on {day}{old}. That is further from the target than at the baseline "
        "({baseline_on}).",
    ),
    "there": Text(
        "{title}: {latest} op {day}{old}. Daarmee is het doel gehaald.",
        "{title}: {latest} on {day}{old}. With that the target is reached.",
    ),
    "reached_at_last": Text(
        "{title}: {latest} op {day}{old}. De einddatum is voorbij en het doel is gehaald.",
        "{title}: {latest} on {day}{old}. The deadline has passed and the target was reached.",
    ),
    "not_reached_at_last": Text(
        "{title}: {latest} op {day}{old}. De einddatum is voorbij en het doel is niet gehaald.",
        "{title}: {latest} on {day}{old}. The deadline has passed and the target was missed.",
    ),
    "not_known_at_last": Text(
        "{title}: {latest} op {day}{old}. De einddatum is voorbij. Of het doel is gehaald, is "
        "niet bekend.",
        "{title}: {latest} on {day}{old}. The deadline has passed. Whether the target was reached"
        " isn’t known.",
    ),
    "is_old": Text(" (meer dan een jaar oud)", " (more than a year old)"),
    "no_figure": Text("{title}: er is geen cijfer.", "{title}: there is no figure."),
    "kept": Text(
        "Afspraak nagekomen: {organisation}, ‘{title}’{amount}, op {day}.",
        "Commitment kept: {organisation}, ‘{title}’{amount}, on {day}.",
    ),
    "answer_on_course": Text("op koers", "on course"),
    "answer_at_risk": Text("loopt risico", "at risk"),
    "answer_off_course": Text("niet op koers", "off course"),
    "answer_cant_tell_yet": Text("nog niet te bepalen", "can’t be determined yet"),
    "answer_reached": Text("gehaald", "reached"),
    "answer_not_reached": Text("niet gehaald", "not reached"),
    "answer_not_known": Text("niet bekend of het is gehaald", "not known whether it was reached"),
    "because": Text("Bij {n} daarvan: {why}.", "For {n} of these: {why}."),
    "chance": Text(
        "{title}: de kans dat het doel uiterlijk op {due} wordt gehaald, is {chance}.",
        "{title}: the chance that the target is reached by {due} is {chance}.",
    ),
    "sure": Text(
        "De kans is berekend met de metingen tot nu toe en hun onzekerheid. Nieuwe ontwikkelingen"
        " tellen daarin niet mee.",
        "The chance was computed from the measurements so far and their uncertainty. New "
        "developments are not part of it.",
    ),
    "outcomes": Text(
        "Van welke afspraken niet bekend is hoe ze zijn afgelopen",
        "Of which commitments it isn’t known what became of them",
    ),
    "outcomes_known": Text(
        "Er zijn geen afspraken waarvan dat niet bekend is.",
        "There are no commitments of which that isn’t known.",
    ),
    "outcome_unknown": Text(
        "{organisation}: ‘{title}’{amount} had uiterlijk op {due} klaar moeten zijn. Hoe het is "
        "afgelopen, is niet bekend.",
        "{organisation}: ‘{title}’{amount} was due by {due}. What became of it isn’t known.",
    ),
    "none_known_missed": Text(
        "Van geen enkele afspraak is bekend dat die niet is nagekomen.",
        "Of no commitment it is known that it wasn’t kept.",
    ),
    "nothing_missed": Text("Geen enkele afspraak is te laat.", "No commitment is overdue."),
    "overdue": Text(
        "{organisation}: ‘{title}’{amount} had uiterlijk op {due} klaar moeten zijn. Een gesprek "
        "daarover is niet vastgelegd.",
        "{organisation}: ‘{title}’{amount} was due by {due}. No talk about it was recorded.",
    ),
    "missed_": Text(
        "{organisation}: ‘{title}’{amount} had uiterlijk op {due} klaar moeten zijn. Dat is niet "
        "gebeurd. Het gesprek daarover moet nog komen.",
        "{organisation}: ‘{title}’{amount} was due by {due}. That didn’t happen. The talk about "
        "it is still to come.",
    ),
    "talked": Text(
        "{organisation}: ‘{title}’{amount} had uiterlijk op {due} klaar moeten zijn. Dat is niet "
        "gebeurd. Daarover is gesproken{rung}.",
        "{organisation}: ‘{title}’{amount} was due by {due}. That didn’t happen. This was talked "
        "about{rung}.",
    ),
    "agreed": Text(
        "{organisation}: ‘{title}’{amount} had uiterlijk op {first} klaar moeten zijn. Er is een "
        "nieuwe datum afgesproken{rung}: uiterlijk op {due}.",
        "{organisation}: ‘{title}’{amount} was due by {first}. A new date was agreed{rung}: by "
        "{due}.",
    ),
    "other_partner": Text(
        "{organisation}: ‘{title}’{amount} had uiterlijk op {due} klaar moeten zijn. Dat is niet "
        "gebeurd. Er wordt een andere partner gezocht{since_rung}.",
        "{organisation}: ‘{title}’{amount} was due by {due}. That didn’t happen. Another partner "
        "is being looked for{since_rung}.",
    ),
    "board": Text(
        "{organisation}: ‘{title}’{amount} had uiterlijk op {due} klaar moeten zijn. Dat is niet "
        "gebeurd. Dit ligt bij het bestuur{since_rung}.",
        "{organisation}: ‘{title}’{amount} was due by {due}. That didn’t happen. This is with the"
        " board{since_rung}.",
    ),
    "minister": Text(
        "{organisation}: ‘{title}’{amount} had uiterlijk op {due} klaar moeten zijn. Dat is niet "
        "gebeurd. Dit ligt bij de minister{since_rung}.",
        "{organisation}: ‘{title}’{amount} was due by {due}. That didn’t happen. This is with the"
        " minister{since_rung}.",
    ),
    "rung": Text(" (op {day})", " (on {day})"),
    "since_rung": Text(" (sinds {day})", " (since {day})"),
    "next_step": Text(
        "De volgende stap is gepland op {day}.",
        "The next step is planned for {day}.",
    ),
    "no_decisions": Text(
        "In deze periode nam het bestuur geen besluiten over doelen of projecten.",
        "In this period the board took no decisions about targets or projects.",
    ),
    "change": Text(
        "Op {day} besloot het bestuur het doel ‘{title}’ te wijzigen in {value} op {due}{votes}.",
        "On {day} the board decided to change the target ‘{title}’ to {value} on {due}{votes}.",
    ),
    "change_level": Text(
        "Op {day} besloot het bestuur het doel ‘{title}’ te wijzigen{votes}.",
        "On {day} the board decided to change the target ‘{title}’{votes}.",
    ),
    "drop": Text(
        "Op {day} besloot het bestuur het doel ‘{title}’ te schrappen{votes}.",
        "On {day} the board decided to drop the target ‘{title}’{votes}.",
    ),
    "refused": Text(
        "Op {day} besloot het bestuur het doel ‘{title}’ te laten zoals het is{votes}.",
        "On {day} the board decided to leave the target ‘{title}’ as it is{votes}.",
    ),
    "votes": Text(
        " ({present} domeinen aanwezig, {for} voor, {against} tegen)",
        " ({present} domains present, {for} for, {against} against)",
    ),
    "continue": Text(
        "Op {day} besloot het bestuur door te gaan met het project ‘{title}’.",
        "On {day} the board decided to continue the project ‘{title}’.",
    ),
    "embed": Text(
        "Op {day} besloot het bestuur het project ‘{title}’ gewoon werk te laten worden.",
        "On {day} the board decided to make the project ‘{title}’ regular work.",
    ),
    "pause": Text(
        "Op {day} besloot het bestuur het project ‘{title}’ stil te leggen.",
        "On {day} the board decided to pause the project ‘{title}’.",
    ),
    "stop": Text(
        "Op {day} besloot het bestuur te stoppen met het project ‘{title}’.",
        "On {day} the board decided to stop the project ‘{title}’.",
    ),
    "no_projects": Text("Er lopen geen projecten.", "No projects are running."),
    "none_known_to_run": Text(
        "Van geen enkel project is bekend dat het liep.",
        "Of no project it is known that it was running.",
    ),
    "money_all": Text(
        "Er lopen {n} projecten, waarvoor samen {money} is opgegeven.",
        "{n} projects are running, for which {money} is stated together.",
    ),
    "money_one": Text(
        "Er loopt één project, waarvoor {money} is opgegeven.",
        "One project is running, for which {money} is stated.",
    ),
    "money_all_nothing": Text("Er lopen {n} projecten.", "{n} projects are running."),
    "money_one_nothing": Text("Er loopt één project.", "One project is running."),
    "in_all": Text("{money}", "{money}"),
    "a_year": Text("{money} per jaar", "{money} a year"),
    "and": Text(" en ", " and "),
    "money_undated": Text(
        "Voor {n} projecten is een bedrag per jaar opgegeven, maar niet tot wanneer. Die bedragen"
        " zijn niet opgeteld.",
        "For {n} projects an amount a year is stated, but not until when. These aren’t added up.",
    ),
    "money_unknown": Text(
        "Voor {n} projecten is geen budget opgegeven.",
        "For {n} projects no budget is stated.",
    ),
    "money_ended": Text(
        "Het budget van {n} projecten is afgelopen.",
        "The money of {n} projects has ended.",
    ),
    "project": Text("{title}: {money}{until}.", "{title}: {money}{until}."),
    "money_until": Text(", tot en met {day}", ", up to and including {day}"),
    "milestone": Text(
        "Tussendoel op {day}: {value} ({title}).",
        "Milestone for {day}: {value} ({title}).",
    ),
    "due": Text(
        "{organisation}: ‘{title}’{amount} moet uiterlijk op {due} klaar zijn.",
        "{organisation}: ‘{title}’{amount} is to be done by {due}.",
    ),
    "decide": Text(
        "Het bestuur besluit uiterlijk op {day} over het project ‘{title}’.",
        "A decision on the project ‘{title}’ is due by {day}.",
    ),
    "late": Text(
        "Over {n} projecten had al besloten moeten zijn. Er komt geen nieuw geld totdat het "
        "bestuur heeft besloten.",
        "Decisions on {n} projects are overdue. There is no new money until the board has "
        "decided.",
    ),
    "late_one": Text(
        "Over één project had al besloten moeten zijn. Er komt geen nieuw geld totdat het bestuur"
        " heeft besloten.",
        "A decision on one project is overdue. There is no new money until the board has decided.",
    ),
    "nothing_next": Text(
        "Voor het komende jaar is nog geen datum afgesproken.",
        "No date has been agreed for the coming year.",
    ),
    "all_targets": Text("Alle doelen", "All targets"),
    "rest_targets": Text(
        "Nog {n} doelen staan op de site van het programma, op de pagina ‘Doelen’.",
        "Another {n} targets are on the programme’s site, on the page ‘Targets’.",
    ),
    "rest_targets_one": Text(
        "Nog één doel staat op de site van het programma, op de pagina ‘Doelen’.",
        "One more target is on the programme’s site, on the page ‘Targets’.",
    ),
    "rest_milestones": Text(
        "Nog {n} tussendoelen staan bij hun doel op de site, op de pagina ‘Doelen’.",
        "Another {n} milestones are with their targets on the site, on the page ‘Targets’.",
    ),
    "rest_milestones_one": Text(
        "Nog één tussendoel staat bij zijn doel op de site, op de pagina ‘Doelen’.",
        "One more milestone is with its target on the site, on the page ‘Targets’.",
    ),
    "rest_commitments": Text(
        "Nog {n} afspraken staan op de site van het programma, op de pagina ‘Afspraken’.",
        "Another {n} commitments are on the programme’s site, on the page ‘Commitments’.",
    ),
    "rest_commitments_one": Text(
        "Nog één afspraak staat op de site van het programma, op de pagina ‘Afspraken’.",
        "One more commitment is on the programme’s site, on the page ‘Commitments’.",
    ),
    "rest_decisions": Text(
        "Nog {n} besluiten over doelen staan op de site van het programma, op de pagina "
        "‘Besluiten’.",
        "Another {n} decisions about targets are on the programme’s site, on the page "
        "‘Decisions’.",
    ),
    "rest_decisions_one": Text(
        "Nog één besluit over een doel staat op de site van het programma, op de pagina "
        "‘Besluiten’.",
        "One more decision about a target is on the programme’s site, on the page ‘Decisions’.",
    ),
    "rest_decided": Text(
        "Nog {n} besluiten over projecten staan bij die projecten op de site, op de pagina "
        "‘Projecten’.",
        "Another {n} decisions about projects are with those projects on the site, on the page "
        "‘Projects’.",
    ),
    "rest_decided_one": Text(
        "Nog één besluit over een project staat bij dat project op de site, op de pagina "
        "‘Projecten’.",
        "One more decision about a project is with that project on the site, on the page "
        "‘Projects’.",
    ),
    "rest_projects": Text(
        "Nog {n} projecten staan op de site van het programma, op de pagina ‘Projecten’.",
        "Another {n} projects are on the programme’s site, on the page ‘Projects’.",
    ),
    "rest_projects_one": Text(
        "Nog één project staat op de site van het programma, op de pagina ‘Projecten’.",
        "One more project is on the programme’s site, on the page ‘Projects’.",
    ),
    "rest_to_decide": Text(
        "Over nog {n} projecten valt later een besluit. Die projecten staan op de site, op de "
        "pagina ‘Projecten’.",
        "Decisions on another {n} projects are due later. They are on the site, on the page "
        "‘Projects’.",
    ),
    "rest_to_decide_one": Text(
        "Over nog één project valt later een besluit. Dat project staat op de site, op de pagina "
        "‘Projecten’.",
        "A decision on one more project is due later. It is on the site, on the page ‘Projects’.",
    ),
    "figures": Text("Onderbouwing: de cijfers in deze brief", "The figures in this letter"),
    "col_number": Text("Nr.", "No."),
    "col_what": Text("Onderwerp", "Subject"),
    "col_value": Text("Cijfer", "Figure"),
    "col_day": Text("Datum", "Date"),
    "page": Text("blz.", "page"),
    "date": Text("Datum", "Date"),
    "about": Text("Onderwerp", "Subject"),
    "draft": Text(
        "Concept: deze brief is nog niet vastgesteld.",
        "Draft: this letter is not issued yet.",
    ),
    "added": Text("Aanvulling", "Addition"),
    "how": Text(
        "De zinnen van deze brief zijn gemaakt uit de cijfers van het programma. De nummers "
        "tussen haken verwijzen naar die cijfers. Aanvullingen van medewerkers staan apart.",
        "The sentences of this letter were made of the programme’s figures. The numbers in "
        "brackets refer to those figures. What people added stands apart.",
    ),
    "plan_none": Text(
        "Het plan ‘{plan}’ is vastgesteld op {day}. Nog geen van de {asked} partners heeft het "
        "ondertekend.",
        "The plan ‘{plan}’ was adopted on {day}. None of the {asked} partners has signed it yet.",
    ),
    "plan_one": Text(
        "Het plan ‘{plan}’ is vastgesteld op {day}. 1 van de {asked} partners heeft het "
        "ondertekend.",
        "The plan ‘{plan}’ was adopted on {day}. 1 of the {asked} partners has signed it.",
    ),
    "plan_only": Text(
        "Het plan ‘{plan}’ is vastgesteld op {day}. De enige partner heeft het ondertekend.",
        "The plan ‘{plan}’ was adopted on {day}. The only partner has signed it.",
    ),
    "counted_one": Text("{answer}: 1 van de {all} doelen.", "{answer}: 1 of the {all} targets."),
    "counted": Text("{answer}: {n} van de {all} doelen.", "{answer}: {n} of the {all} targets."),
    "counted_every": Text("{answer}: alle {all} doelen.", "{answer}: all {all} targets."),
    "counted_only": Text("{answer}: het enige doel.", "{answer}: the only target."),
    "because_every": Text("Bij alle {n}: {why}.", "For all {n}: {why}."),
    "because_only": Text("Reden: {why}.", "Reason: {why}."),
    "money_undated_one": Text(
        "Voor 1 project is een bedrag per jaar opgegeven, maar niet tot wanneer. Dat bedrag is "
        "niet opgeteld.",
        "For 1 project an amount a year is stated, but not until when. It isn’t added up.",
    ),
    "money_unknown_one": Text(
        "Voor 1 project is geen budget opgegeven.",
        "For 1 project no budget is stated.",
    ),
    "money_ended_one": Text(
        "Het budget van 1 project is afgelopen.",
        "The money of 1 project has ended.",
    ),
}  # fmt: skip
