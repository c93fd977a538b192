"""The sentences of the first page of a letter, Dutch and English; ``labels.say`` fills in the names in braces."""

from __future__ import annotations

from wijkwerk.shared.text import Text

FRONT = {
    "opening": Text("Aanleiding", "Why this letter"),
    "closing": Text("Tot slot", "Finally"),
    "to_council": Text("Aan de gemeenteraad", "To the municipal council"),
    "to_parliament": Text(
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
        "To the Speaker of the House of Representatives",
    ),
    "title": Text(
        "Voortgang van het programma ‘{programme}’, {since} tot en met {until}",
        "Progress of the programme ‘{programme}’, {since} to {until}",
    ),
    "inform_council": Text(
        "Met deze brief informeren wij u over de voortgang van het programma ‘{programme}’ van "
        "{since} tot en met {until}.",
        "This letter informs you about the progress of the programme ‘{programme}’ from {since} "
        "to {until}.",
    ),
    "inform_parliament": Text(
        "Met deze brief informeren wij de Kamer over de voortgang van het programma ‘{programme}’"
        " van {since} tot en met {until}.",
        "This letter informs the House about the progress of the programme ‘{programme}’ from "
        "{since} to {until}.",
    ),
    "horizon": Text(
        "Het programma loopt van {begins} tot en met {ends}.",
        "The programme runs from {begins} to {ends}.",
    ),
    "short": Text(
        "{on} van de {all} doelen{which} liggen op koers.",
        "{on} of the {all} targets{which} are on course.",
    ),
    "short_none": Text(
        "Geen van de {all} doelen{which} ligt op koers.",
        "None of the {all} targets{which} is on course.",
    ),
    "still_to_come": Text(" waarvan de einddatum nog komt", " whose deadline is still to come"),
    "short_ended": Text(
        "Van {n} doelen is de einddatum voorbij: {parts}.",
        "The deadlines of {n} targets have passed: {parts}.",
    ),
    "short_ended_one": Text(
        "Van één doel is de einddatum voorbij: {parts}.",
        "The deadline of one target has passed: {parts}.",
    ),
    "short_first": Text(
        "{good} van de {all} oorspronkelijke doelen liggen op koers of zijn gehaald.",
        "{good} of the {all} original targets are on course or reached.",
    ),
    "short_unknown": Text(
        "Van {n} doelen is dat nog niet te bepalen.",
        "For {n} targets this can’t be determined yet.",
    ),
    "short_unknown_all": Text(
        "Van alle {all} doelen{which} is nog niet te bepalen of ze op koers liggen.",
        "For all {all} targets{which} it can’t be determined yet whether they are on course.",
    ),
    "short_one": Text(
        "Het programma heeft één doel. Status: {answer}.",
        "The programme has one target. Status: {answer}.",
    ),
    "short_one_not_known": Text(
        "Het programma heeft één doel. De einddatum daarvan is voorbij. Of het doel is gehaald, "
        "is niet bekend.",
        "The programme has one target, whose deadline has passed. Whether it was reached isn’t "
        "known.",
    ),
    "as_of": Text(
        "Peildatum van deze brief: {day}. Bij elk cijfer staat op welke datum het is gemeten.",
        "Reference date of this letter: {day}. Each figure says when it was measured.",
    ),
    "old": Text(
        "Van {n} van de {all} doelen was het laatste cijfer toen meer dan een jaar oud.",
        "The last figures of {n} of the {all} targets were more than a year old then.",
    ),
    "example": Text(
        "Dit is een voorbeeld: niet alles hierin is gebeurd.",
        "This is an example: not everything in it happened.",
    ),
    "later": Text(
        "Over een jaar, of eerder als daar aanleiding voor is, ontvangt u een nieuwe brief.",
        "You will receive a next letter in a year, or earlier when there is reason to.",
    ),
    "well": Text("Wat goed ging", "What went well"),
    "not_well": Text("Wat niet goed ging", "What didn’t go well"),
    "asked_council": Text("Wat wij uw raad vragen", "What we ask of your council"),
    "asked_parliament": Text("Wat wij uw Kamer vragen", "What we ask of your House"),
    "annex": Text("Bijlage", "Annex"),
    "to_council_of": Text(
        "Aan de gemeenteraad van {municipality}",
        "To the municipal council of {municipality}",
    ),
    "sender_council": Text("College van burgemeester en wethouders", "The municipal executive"),
    "sender_council_of": Text(
        "College van burgemeester en wethouders van {municipality}",
        "The municipal executive of {municipality}",
    ),
    "sender_parliament": Text(
        "Het bestuur van het programma ‘{programme}’",
        "The board of the programme ‘{programme}’",
    ),
    "salutation_council": Text("Geachte leden van de raad,", "Dear members of the council,"),
    "salutation_parliament": Text("Geachte voorzitter,", "Dear Speaker,"),
    "regards": Text("Met vriendelijke groet,", "Yours sincerely,"),
    "short_one_of": Text(
        "1 van de {all} doelen{which} ligt op koers.",
        "1 of the {all} targets{which} is on course.",
    ),
    "short_every": Text(
        "Alle {all} doelen{which} liggen op koers.",
        "All {all} targets{which} are on course.",
    ),
    "ended_reached": Text("{n} gehaald", "{n} reached"),
    "ended_not_reached": Text("{n} niet gehaald", "{n} not reached"),
    "ended_not_known": Text(
        "van {n} is niet bekend of het is gehaald",
        "of {n} it isn’t known whether it was reached",
    ),
    "short_first_none": Text(
        "Van de oorspronkelijke doelen ({all}) ligt er geen op koers en is er geen gehaald.",
        "None of the original targets ({all}) is on course or reached.",
    ),
    "short_first_one": Text(
        "1 van de {all} oorspronkelijke doelen ligt op koers of is gehaald.",
        "1 of the {all} original targets is on course or reached.",
    ),
    "short_first_every": Text(
        "Alle {all} oorspronkelijke doelen liggen op koers of zijn gehaald.",
        "All {all} original targets are on course or reached.",
    ),
    "short_first_only": Text(
        "Het enige oorspronkelijke doel ligt op koers of is gehaald.",
        "The one original target is on course or reached.",
    ),
    "board_changed": Text(
        "Het bestuur wijzigde er {changed}.",
        "The board changed {changed} of them.",
    ),
    "board_dropped": Text(
        "Het bestuur schrapte er {dropped}.",
        "The board dropped {dropped} of them.",
    ),
    "board_both": Text(
        "Het bestuur wijzigde er {changed} en schrapte er {dropped}.",
        "The board changed {changed} of them and dropped {dropped}.",
    ),
    "short_unknown_one": Text(
        "Van 1 doel is dat nog niet te bepalen.",
        "For 1 target this can’t be determined yet.",
    ),
    "old_one": Text(
        "Van 1 van de {all} doelen was het laatste cijfer toen meer dan een jaar oud.",
        "The last figure of 1 of the {all} targets was more than a year old then.",
    ),
    "old_every": Text(
        "Van alle {all} doelen was het laatste cijfer toen meer dan een jaar oud.",
        "The last figures of all {all} targets were more than a year old then.",
    ),
    "old_only": Text(
        "Het laatste cijfer van dat doel was toen meer dan een jaar oud.",
        "The last figure of that target was more than a year old then.",
    ),
    "well_reached": Text("Gehaald: {names}.", "Reached: {names}."),
    "well_on_course": Text("Op koers: {names}.", "On course: {names}."),
    "changes": Text("Wat er veranderde", "What changed"),
    "changed_first": Text(
        "Er is niets van eerder om mee te vergelijken.", "There is nothing earlier to compare with."
    ),
    "changed_letter": Text(
        "Sinds de vorige brief (die ging tot en met {day}) veranderde dit.",
        "Since the letter before this one (as of {day}) this changed.",
    ),
    "changed_letter_nothing": Text(
        "Sinds de vorige brief (die ging tot en met {day}) is de beoordeling van elk doel gelijk gebleven, kwamen er "
        "geen besluiten en veranderde er niets aan de afspraken.",
        "Since the letter before this one (as of {day}) every target is judged as it was, nothing was decided, and "
        "no commitment was kept or missed.",
    ),
    "changed_period": Text("Sinds {day} veranderde dit.", "Since {day} this changed."),
    "changed_period_nothing": Text(
        "Sinds {day} is de beoordeling van elk doel gelijk gebleven, kwamen er geen besluiten en veranderde er niets "
        "aan de afspraken.",
        "Since {day} every target is judged as it was, nothing was decided, and no commitment was kept or missed.",
    ),
    "turned": Text("Anders beoordeeld: {names}.", "Judged otherwise: {names}."),
    "turned_name": Text("‘{title}’ (was {was}, nu {now})", "‘{title}’ (was {was}, now {now})"),
    "changed_kept_one": Text("1 afspraak is nagekomen.", "1 commitment was kept."),
    "changed_kept": Text("{n} afspraken zijn nagekomen.", "{n} commitments were kept."),
    "changed_missed_one": Text("1 afspraak is niet nagekomen.", "1 commitment was missed."),
    "changed_missed": Text("{n} afspraken zijn niet nagekomen.", "{n} commitments were missed."),
    "changed_decided_one": Text("Het bestuur nam 1 besluit.", "The board took 1 decision."),
    "changed_decided": Text("Het bestuur nam {n} besluiten.", "The board took {n} decisions."),
    "changed_money": Text(
        "Voor projecten die lopen is {now} opgegeven; dat was {was}.",
        "Projects that run take {now}; it was {was}.",
    ),
    "changed_money_a_year": Text(
        "Voor projecten met een bedrag per jaar is dat {now} per jaar; het was {was}.",
        "Projects with an amount a year take {now} a year; it was {was}.",
    ),
    "well_kept_one": Text(
        "De partners kwamen in deze periode 1 afspraak na.",
        "The partners kept 1 commitment in this period.",
    ),
    "well_kept": Text(
        "De partners kwamen in deze periode {n} afspraken na.",
        "The partners kept {n} commitments in this period.",
    ),
    "well_nothing": Text(
        "In deze periode is geen doel gehaald, ligt geen doel zeker op koers en is geen afspraak "
        "nagekomen.",
        "In this period no target was reached, no target is certainly on course and no commitment"
        " was kept.",
    ),
    "bad_not_reached": Text(
        "Niet gehaald voor de einddatum: {names}.",
        "Not reached by the deadline: {names}.",
    ),
    "bad_off_course": Text("Niet op koers: {names}.", "Off course: {names}."),
    "bad_at_risk": Text("Loopt risico: {names}.", "At risk: {names}."),
    "bad_late_one": Text("1 afspraak is te laat.", "1 commitment is overdue."),
    "bad_late": Text("{n} afspraken zijn te laat.", "{n} commitments are overdue."),
    "bad_new_day_one": Text(
        "1 afspraak is niet op tijd nagekomen; daarvoor is een nieuwe datum afgesproken.",
        "1 commitment wasn’t kept in time; a new date was agreed for it.",
    ),
    "bad_new_day": Text(
        "{n} afspraken zijn niet op tijd nagekomen; daarvoor zijn nieuwe datums afgesproken.",
        "{n} commitments weren’t kept in time; new dates were agreed for them.",
    ),
    "not_known": Text("Wat niet bekend is", "What isn’t known"),
    "unknown_targets": Text(
        "Hoe het staat met deze doelen, is niet te bepalen: {names}.",
        "How these targets stand can’t be determined: {names}.",
    ),
    "unknown_projects_one": Text(
        "Van 1 project is niet bekend of het liep.",
        "Whether 1 project was running isn’t known.",
    ),
    "unknown_projects": Text(
        "Van {n} projecten is niet bekend of ze liepen.",
        "Whether {n} projects were running isn’t known.",
    ),
    "unknown_nothing": Text(
        "Er zijn geen doelen, afspraken of projecten waarvan dat niet bekend is.",
        "There are no targets, commitments or projects of which that isn’t known.",
    ),
    "unknown_outcomes_one": Text(
        "Van 1 afspraak is niet bekend hoe die is afgelopen.",
        "What became of 1 commitment isn’t known.",
    ),
    "unknown_outcomes": Text(
        "Van {n} afspraken is niet bekend hoe ze zijn afgelopen.",
        "What became of {n} commitments isn’t known.",
    ),
    "bad_nothing": Text(
        "Van geen doel is bekend dat het niet op koers ligt of niet is gehaald, en van geen "
        "afspraak dat die te laat is.",
        "No target is known to be off course or missed, and no commitment is known to be overdue.",
    ),
    "names_more": Text("{names} en nog {n}", "{names} and {n} more"),
    "ask_note_council": Text(
        "Wij vragen uw raad kennis te nemen van deze brief.",
        "We ask your council to take note of this letter.",
    ),
    "ask_note_parliament": Text(
        "Wij vragen uw Kamer kennis te nemen van deze brief.",
        "We ask your House to take note of this letter.",
    ),
    "ask_changed_one": Text(
        "Het bestuur wijzigde of schrapte in deze periode 1 doel. Het besluit staat in de "
        "bijlage; wij horen graag uw oordeel.",
        "The board changed or dropped 1 target in this period. The decision is in the annex; we "
        "welcome your judgement.",
    ),
    "ask_changed": Text(
        "Het bestuur wijzigde of schrapte in deze periode {n} doelen. De besluiten staan in de "
        "bijlage; wij horen graag uw oordeel.",
        "The board changed or dropped {n} targets in this period. The decisions are in the annex;"
        " we welcome your judgement.",
    ),
    "ask_decide_one": Text(
        "Het bestuur besluit uiterlijk op {day} over 1 project. Hebt u daarvoor wensen, geef die "
        "dan vóór die datum mee.",
        "The board decides about 1 project by {day}. If you have wishes for that, please give "
        "them before that date.",
    ),
    "ask_decide": Text(
        "Het bestuur besluit over {n} projecten, het eerste uiterlijk op {day}. Hebt u daarvoor "
        "wensen, geef die dan vóór die datum mee.",
        "The board decides about {n} projects, the first by {day}. If you have wishes for these, "
        "please give them before that date.",
    ),
    "see_annex": Text(
        "In de bijlage staan alle doelen, afspraken, besluiten en het budget, met de cijfers.",
        "All targets, commitments, decisions and the money, with the figures, are in the annex.",
    ),
}  # fmt: skip
