"""The fixed words of an evaluation, Dutch and English."""

from __future__ import annotations

from wijkwerk.shared.text import Language, Text

ANSWERS = {
    "helped": Text("Het hielp", "It helped"),
    "no_effect": Text("Geen effect gevonden", "No effect found"),
    "cannot_be_known": Text("Niet te bepalen", "Can’t be known"),
    "harm": Text("Het werkte averechts", "It did harm"),
}
# After the answer, one sentence with the size; {what} is as 'between −0.1 and +1.3 percentage points'.
SENTENCES = {
    "helped": Text(
        "Het cijfer is {size} {side} dan het zonder de aanpak was geweest. De marge loopt {what}.",
        "The figure is {size} {side} than it would have been without the intervention. The margin "
        "runs {what}.",
    ),
    "harm": Text(
        "Het cijfer is {size} {side} dan het zonder de aanpak was geweest. De marge loopt {what}.",
        "The figure is {size} {side} than it would have been without the intervention. The margin "
        "runs {what}.",
    ),
    "no_effect": Text(
        "Een verschil van {expected} was te zien geweest. Het geschatte verschil is {estimate}; de "
        "marge loopt {what}.",
        "A difference of {expected} would have been seen. The estimated difference is {estimate}; the "
        "margin runs {what}.",
    ),
}  # fmt: skip
MARGIN = Text("van {low} tot {high}", "from {low} to {high}")
NO_MARGIN = Text(
    "is niet te berekenen: het oordeel rust op een vergelijking met gebieden waar niets begon",
    "can’t be worked out: the judgement rests on a comparison with areas where nothing began",
)
HIGHER, LOWER = Text("hoger", "higher"), Text("lager", "lower")
REFUSALS = {
    "no_before": Text(
        "Er zijn geen cijfers van vóór de start. Zonder voormeting is niet te bepalen wat er veranderde.",
        "There are no figures from before the start. Without them nobody can see what changed.",
    ),
    "no_after": Text("Er zijn nog geen cijfers van na de start.",
                     "There are no figures from after the start yet."),
    "no_comparison": Text("Er is geen gebied om mee te vergelijken.",
                          "There is no area to compare with."),
    "too_early": Text("Het is te vroeg: de tijd die de aanpak volgens de vraag nodig heeft, is nog niet om.",
                      "It is too early: the time that the question gives the intervention isn’t over."),
    "withheld": Text(
        "Meer dan een kwart van de cijfers van deze gebieden is afgeschermd.",
        "More than a quarter of the figures of these areas is withheld.",
    ),
    "not_detectable": Text(
        "Met deze gebieden en jaren is pas een verschil van {detectable} te zien. Verwacht werd {expected}.",
        "With these areas and years only a difference of {detectable} can be seen. Expected was {expected}.",
    ),
    "cohort_of_one": Text(
        "Eén gebied begon in zijn eentje. Toeval is dan niet te meten; alleen de vergelijking met gebieden "
        "waar niets begon, zegt iets.",
        "One area began by itself. Chance can’t be measured then; only the comparison with areas where "
        "nothing began says something.",
    ),
    "few_controls": Text(
        "Er zijn niet meer vergelijkingsgebieden dan gebieden met de aanpak.",
        "There are no more areas to compare with than areas with the intervention.",
    ),
    "short_history": Text(
        "Er zijn minder dan vier metingen van vóór de start. Of de gebieden toen al anders gingen, is "
        "nauwelijks na te gaan.",
        "There are fewer than four measurements from before the start. Whether the areas already went "
        "differently can hardly be checked.",
    ),
    "one_donor": Text(
        "De vergelijking hangt voor meer dan de helft aan één gebied: {donor}. Dat is kwetsbaar.",
        "The comparison hangs for more than half on one area: {donor}. That is fragile.",
    ),
    "poor_fit": Text(
        "De vergelijking volgde de gebieden ook vóór de start niet goed.",
        "The comparison didn’t follow the areas well before the start either.",
    ),
    "chosen_on_outcome": Text(
        "De gebieden zijn gekozen om een slecht cijfer. Een deel van de verandering kwam dus vanzelf.",
        "The areas were chosen for a bad figure. So part of the change came by itself.",
    ),
    "earlier_trends": Text(
        "De gebieden gingen vóór de start al anders dan de vergelijkingsgebieden. Een verschil erna is dan "
        "niet aan de aanpak toe te schrijven.",
        "The areas went differently from the others before the start already. A difference after it "
        "can’t be ascribed to the intervention then.",
    ),
    "no_estimate": Text("Met deze cijfers is geen verschil te berekenen.",
                        "With these figures no difference can be worked out."),
}  # fmt: skip
METHODS = {
    "two_by_two": Text("Verschil in verandering, voor en na", "Difference in change, before and after"),
    "staggered": Text("Verschil in verandering per startjaar (Callaway en Sant’Anna)",
                      "Difference in change by start (Callaway and Sant’Anna)"),
    "staggered_not_yet": Text("Hetzelfde, ook tegenover gebieden die later begonnen",
                              "The same, also against areas that began later"),
    "imputation": Text("Invullen wat er zonder aanpak was geweest (Borusyak e.a.)",
                       "Filling in what there would have been (Borusyak et al.)"),
    "two_way": Text("Regressie met gebied en jaar (alleen als controle)",
                    "Regression with area and year (as a check only)"),
    "all_areas": Text("Tegenover alle gebieden, niet alleen de gelijkende",
                      "Against all areas, not only those alike"),
    "apart_from_regression": Text("Zonder wat vanzelf zou zijn gebeurd",
                                  "Apart from what would have come by itself"),
    "synthetic_control": Text("Samengestelde vergelijking (synthetische controle)",
                              "Composed comparison (synthetic control)"),
    "synthetic_differences": Text("Samengesteld verschil in verandering",
                                  "Synthetic difference-in-differences"),
}  # fmt: skip
ASSUMPTIONS = {
    "two_by_two": Text(
        "Zonder de aanpak waren beide groepen evenveel veranderd.",
        "Without the intervention both groups would have changed alike.",
    ),
    "staggered": Text(
        "Zonder de aanpak waren de gebieden sinds het jaar vóór hun start evenveel veranderd als gebieden "
        "die nooit begonnen.",
        "Without it the areas would have changed since the year before their start as areas that never began.",
    ),
    "apart_from_regression": Text(
        "De gebieden zijn gekozen op het genoemde cijfer, en wat daarvan vanzelf verdwijnt, ligt op een lijn.",
        "The areas were chosen by the figure that is named, and what of it goes by itself lies on a line.",
    ),
    "synthetic_control": Text(
        "Een gewogen gemiddelde dat vóór de start gelijk opging, was dat zonder de aanpak blijven doen.",
        "A weighted mean that went alike before the start would have gone on doing so.",
    ),
}
EVIDENCE = {
    1: Text("1 van 5: alleen voor en na", "1 of 5: before and after alone"),
    2: Text("2 van 5: een zwakke vergelijking", "2 of 5: a weak comparison"),
    3: Text("3 van 5: voor en na, met vergelijkingsgebieden",
            "3 of 5: before and after, with areas to compare with"),
    4: Text("4 van 5: ook vooraf vergelijkbaar, en bestand tegen verschil in trend",
            "4 of 5: alike beforehand too, and it bears a difference in trend"),
    5: Text("5 van 5: geloot wie meedeed", "5 of 5: chance decided who took part"),
}  # fmt: skip
REASONS = {
    "comparison": Text("er zijn vergelijkingsgebieden", "there are areas to compare with"),
    "long_history": Text("vier of meer metingen van vóór de start", "four or more measurements before the start"),
    "matched": Text("de vergelijkingsgebieden lijken op de gebieden", "the areas compared with are alike"),
    "firm": Text("de conclusie blijft staan als trends evenveel verschillen als eerder",
                 "the conclusion stays when trends differ as much as before"),
    "frozen": Text("de vraag lag vast voordat er gerekend werd", "the question stood fast before anything was worked out"),
    "not_frozen": Text("de vraag lag niet vooraf vast", "the question didn’t stand fast beforehand"),
    "no_comparison": Text("geen vergelijkingsgebieden of geen voormeting", "nothing to compare with, or nothing from before"),
    "short_history": Text("minder dan vier metingen van vóór de start", "fewer than four measurements before the start"),
    "few_controls": Text("te weinig vergelijkingsgebieden", "too few areas to compare with"),
    "one_donor": Text("één gebied weegt voor meer dan de helft", "one area has more than half of the weight"),
    "poor_fit": Text("de vergelijking paste vooraf niet goed", "the comparison didn’t fit well beforehand"),
    "earlier_trends": Text("trends verschilden al vóór de start", "trends differed before the start already"),
    "withheld": Text("veel cijfers zijn afgeschermd", "many figures are withheld"),
    "cohort_of_one": Text("een gebied dat in zijn eentje begon", "an area that began by itself"),
    "chosen_on_outcome": Text("de gebieden zijn gekozen om een slecht cijfer", "the areas were chosen for a bad figure"),
}  # fmt: skip
REMARKS = {
    "choice_unknown": Text(
        "Niemand schreef op hoe de gebieden zijn gekozen. Zijn ze gekozen om een slecht cijfer, dan kwam een "
        "deel van de verandering vanzelf.",
        "Nobody wrote down how the areas were chosen. If it was for a bad figure, part of the change came by "
        "itself.",
    ),
    "matched_on_outcome": Text(
        "De vergelijkingsgebieden zijn gezocht op het cijfer waarom de gebieden zijn gekozen. Dat haalt "
        "regressie naar het gemiddelde juist binnen.",
        "The areas compared with were looked for by the figure that the areas were chosen for. That brings "
        "regression to the mean in.",
    ),
    "left_for_a_figure": Text(
        "Wie van een lijst is gehaald, had een goed jaar. Een deel van de verandering daarna komt vanzelf, de andere "
        "kant op. Noem het cijfer en de periode van de lijst (choice), dan telt dat deel niet mee.",
        "Who leaves a list had a good year. Part of the change after it comes by itself, the other way. Name the "
        "figure and the period that the list rests on (choice), and it is taken out.",
    ),
    "one_area": Text("De vraag gaat over één gebied.", "The question is about one area."),
    "many_outcomes": Text(
        "Er zijn veel uitkomsten gevraagd. Elke kans is daarvoor gecorrigeerd, zodat alleen grote verschillen "
        "opvallen.",
        "Many outcomes were asked. Every chance is corrected for that, so only large differences stand out.",
    ),
}
OTHER = {
    "evaluation": Text("Evaluatie", "Evaluation"),
    "overall_one": Text("{answer} bij het ene onderzochte cijfer.", "{answer}, for the one figure that was studied."),
    "overall_all": Text("{answer} bij alle {n} onderzochte cijfers.", "{answer}, for all {n} figures that were studied."),
    "overall": Text("Van de {n} onderzochte cijfers: {parts}.", "Of the {n} figures that were studied: {parts}."),
    "part_helped": Text("bij {n} hielp het", "it helped with {n}"),
    "part_no_effect": Text("bij {n} is geen effect gevonden", "no effect was found with {n}"),
    "part_cannot_be_known": Text("bij {n} is het niet te bepalen", "with {n} it can’t be known"),
    "part_harm": Text("bij {n} werkte het averechts", "it did harm with {n}"),
    "simulated": Text("Verzonnen gegevens: geen cijfer gaat over een echte plek.",
                      "Simulated data: no figure is about a real place."),
    "asked": Text("Wat is gevraagd", "What was asked"),
    "answers": Text("Antwoord per cijfer", "Answer per figure"),
    "how_sure": Text("Hoe zeker is dit", "How sure is this"),
    "for_researchers": Text("Voor onderzoekers", "For researchers"),
    "intervention": Text("Aanpak", "Intervention"),
    "areas": Text("Gebieden", "Areas"),
    "began": Text("Begonnen", "Began"),
    "ended": Text("Gestopt", "Ended"),
    "theory": Text("Hoe zou het werken", "How would it work"),
    "asked_by": Text("Gevraagd door", "Asked by"),
    "frozen": Text("Vraag vastgelegd", "Question frozen"),
    "frozen_how": Text("{day}, kenmerk {digest}", "{day}, digest {digest}"),
    "follows": Text("Vervangt een eerdere versie", "Replaces an earlier version"),
    "chosen": Text("Hoe gekozen", "How chosen"),
    "chosen_bad_figure": Text("om een slecht cijfer in {period}", "for a bad figure in {period}"),
    "chosen_other": Text("om andere redenen dan een cijfer", "for other reasons than a figure"),
    "chosen_chance": Text("geloot", "by lot"),
    "chosen_unknown": Text("niet bekend", "not known"),
    "compared": Text("Vergeleken met", "Compared with"),
    "compared_n": Text("{n} andere gebieden", "{n} other areas"),
    "compared_match": Text("{n} gebieden die vooraf het meest leken", "{n} areas that were most alike beforehand"),
    "edition": Text("Cijfers uit editie", "Figures of edition"),
    "between": Text("{a} of {b}, daarover verschillen bronnen", "{a} or {b}, on which sources differ"),
    "power": Text("Is het te zien", "Can it be seen"),
    "power_yes": Text("Een verschil van {expected} is met deze gebieden en jaren te zien; al vanaf {detectable}.",
                      "A difference of {expected} can be seen with these areas and years; from {detectable} on."),
    "power_no": Text("Een verschil van {expected} is met deze gebieden en jaren niet aan te tonen; dat kan pas vanaf {detectable}.",
                     "A difference of {expected} can’t be seen with these areas and years; only from {detectable} on."),
    "power_unknown": Text("Of een verschil van {expected} te zien is, is met deze cijfers niet te bepalen.",
                          "Whether a difference of {expected} can be seen can’t be told with these figures."),
    "regression": Text("Wat vanzelf kwam", "What came by itself"),
    "regression_is": Text(
        "De gebieden zijn gekozen om een slecht cijfer. Daarom was ook zonder aanpak een verandering te verwachten "
        "van {expected}. Wat daarna overblijft: {estimate}.",
        "The areas were chosen for a bad figure. So a change of {expected} was to be expected without the "
        "intervention as well. What remains: {estimate}.",
    ),
    "regression_unknown": Text(
        "De gebieden zijn gekozen om een slecht cijfer, maar hoeveel daarvan vanzelf verdwijnt is met deze "
        "cijfers niet te bepalen.",
        "The areas were chosen for a bad figure, but how much of it goes by itself can’t be told with these "
        "figures.",
    ),
    "trends": Text("Gingen zij eerder gelijk op", "Did they go alike before"),
    "trends_alike": Text("Vóór de start is geen verschil in trend te zien (p = {p}).",
                         "Before the start no difference in trend is seen (p = {p})."),
    "trends_apart": Text("Vóór de start verschilden de trends al (p = {p}).",
                         "Before the start trends differed already (p = {p})."),
    "trends_unknown": Text("Er zijn te weinig metingen om dat na te gaan.", "There are too few measurements to check."),
    "holds": Text("Hoeveel verdraagt de conclusie", "How much does the conclusion bear"),
    "holds_is": Text("De conclusie blijft staan zolang trends na de start hoogstens {times} keer zoveel verschillen als ervoor.",
                     "The conclusion holds as long as trends differ no more than {times} times as much after the start as before."),
    "holds_not": Text("De conclusie verdraagt geen verschil in trend zoals dat er vóór de start was.",
                      "The conclusion doesn’t bear such a difference in trend as there was before the start."),
    "placebo": Text("Waar niets begon", "Where nothing began"),
    "placebo_is": Text("Van {of} gebieden, deze inbegrepen, weken er {rank} minstens zo sterk af na de start (kans {p}).",
                       "Of {of} areas, these included, {rank} parted at least as much after the start (chance {p})."),
    "without": Text("Zonder één vergelijkingsgebied ligt de schatting tussen {low} en {high}.",
                    "Without one of the areas compared with the estimate lies between {low} and {high}."),
    "permutation": Text("Bij willekeurig gekozen gebieden is een verschil als dit er met kans {p}.",
                        "With areas chosen at random there is a difference like this with a chance of {p}."),
    "false_alarms": Text("In {share} van de proeven met gebieden waar niets begon, leek er toch een effect.",
                         "In {share} of the trials with areas where nothing began there seemed to be an effect."),
    "spill": Text("Buurgebieden", "Neighbours"),
    "spill_is": Text("Gebieden ernaast veranderden {ring} ten opzichte van gebieden verder weg ({what}).",
                     "Areas beside them changed {ring} against areas further away ({what})."),
    "spill_moved": Text("Dat kan betekenen dat problemen zich verplaatsten: {share} van de winst.",
                        "That may mean that problems moved: {share} of what was won."),
    "dose": Text("Meer gekregen, meer effect", "More of it, more effect"),
    "dose_is": Text("Per eenheid meer: {estimate} ({what}).", "For each unit more: {estimate} ({what})."),
    "interaction": Text("Samen met {name}", "Together with {name}"),
    "interaction_is": Text("Samen deden zij {estimate} meer dan elk apart ({what}).",
                           "Together they did {estimate} more than each alone ({what})."),
    "interaction_unknown": Text("Niet te bepalen: er zijn niet van alle vier de soorten gebieden.",
                                "Can’t be known: not all four kinds of areas are there."),
    "left": Text("Waarom deze gebieden", "Why these areas"),
    "left_is": Text("Zij zijn in {year} van de lijst {name} gehaald.", "They left the list {name} in {year}."),
    "composition": Text("Wie er wonen", "Who lives there"),
    "composition_is": Text(
        "De samenstelling veranderde {moved} meer dan elders. Daarmee gaat {explained} van het verschil samen; "
        "{remains} blijft over. Of bewoners vooruitgingen of vervangen zijn, is zonder verhuisgegevens niet te bepalen.",
        "The make-up changed {moved} more than elsewhere. That goes with {explained} of the difference; {remains} "
        "remains. Whether residents rose or were replaced can’t be known without figures on moves.",
    ),
    "composition_unknown": Text(
        "Of bewoners vooruitgingen of vervangen zijn, is met deze cijfers niet te bepalen.",
        "Whether residents rose or were replaced can’t be known with these figures.",
    ),
    "count_rate": Text("Aantal en aandeel", "Number and share"),
    "count_rate_is": Text(
        "Tussen {a} en {b} ging het aantal in deze gebieden van {n} naar {m} en het cijfer van {x} naar {y}.",
        "Between {a} and {b} the number in these areas went from {n} to {m} and the figure from {x} to {y}.",
    ),
    "count_rate_apart": Text(
        "Let op: aantal en cijfer wijzen niet dezelfde kant op, want het aantal inwoners veranderde ook.",
        "Note: number and figure point in different directions, for the number of people changed as well.",
    ),
    "breaks": Text("De manier van meten veranderde in {periods}. Dat kan op een effect lijken.",
                   "The way of measuring changed in {periods}. That may look like an effect."),
    "evidence": Text("Bewijskracht", "Strength of evidence"),
    "up": Text("Pluspunten: {reasons}.", "For it: {reasons}."),
    "down": Text("Minpunten: {reasons}.", "Against it: {reasons}."),
    "estimates": Text("Alle schattingen", "All estimates"),
    "method": Text("Methode", "Method"),
    "estimate": Text("Schatting", "Estimate"),
    "margin": Text("Marge (95%)", "Margin (95%)"),
    "chance": Text("Kans op toeval", "Chance of luck"),
    "assumes": Text("Hierbij is aangenomen: {assumption}", "This assumes: {assumption}"),
    "event": Text("Verschil per periode sinds de start", "Difference by period since the start"),
    "since": Text("Periodes sinds de start", "Periods since the start"),
    "donors": Text("Waaruit de vergelijking is samengesteld", "What the comparison is composed of"),
    "area": Text("Gebied", "Area"),
    "weight": Text("Gewicht", "Weight"),
    "effect_without": Text("Schatting zonder dit gebied", "Estimate without it"),
    "in_time": Text("Start eerder gezet, als proef", "Start put earlier, as a trial"),
    "start": Text("Start", "Start"),
    "sensitivity": Text("Met een ander startjaar", "With another start"),
    "balance": Text("Leken de gebieden op elkaar", "Were the areas alike"),
    "characteristic": Text("Kenmerk", "Characteristic"),
    "all": Text("Verschil met alle", "Difference with all"),
    "near": Text("Verschil met gekozen", "Difference with chosen"),
    "overlap": Text("Binnen bereik", "Within range"),
    "trend_of": Text("{name}, verandering per jaar", "{name}, change a year"),
    "figures": Text("Cijfers", "Figures"),
    "period": Text("Periode", "Period"),
    "treated": Text("Gebieden met de aanpak", "Areas with the intervention"),
    "others": Text("Vergelijkingsgebieden", "Areas compared with"),
    "synthetic": Text("Samengestelde vergelijking", "Composed comparison"),
    "picture_lines": Text("{name}: gebieden met de aanpak en vergelijking", "{name}: areas with the intervention and comparison"),
    "picture_event": Text("{name}: verschil per periode sinds de start, met marge",
                          "{name}: difference by period since the start, with margin"),
    "rule": Text(
        "Hoe dit is uitgerekend, staat in de methodebeschrijving. Met het manifest kan iedereen het narekenen: "
        "wijkwerk evaluate verify.",
        "How this was worked out is in the description of the method. With the manifest anyone can recompute it: "
        "wijkwerk evaluate verify.",
    ),
    "page": Text("bladzijde", "page"),
    "corrected": Text("De kansen zijn gecorrigeerd voor {n} gevraagde cijfers.",
                      "Chances are corrected for {n} figures that were asked."),
    "counts": Text("{treated} gebieden met de aanpak, {controls} vergelijkingsgebieden, {before} metingen voor en {after} na de start.",
                   "{treated} areas with the intervention, {controls} to compare with, {before} measurements before and {after} after the start."),
    "withheld_share": Text("Van de cijfers van deze gebieden is {share} afgeschermd; daardoor is minder te zien.",
                           "Of the figures of these areas {share} is withheld; that is why less can be seen."),
}  # fmt: skip


class Words:
    """The words of a language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **named: object) -> str:
        """The words with this key, with what they name filled in."""
        words = OTHER[key].in_(self.language)
        return words.format(**named) if named else words

    def of(self, table: dict[str, Text] | dict[int, Text], key: str | int) -> str:
        """The words in a table."""
        return table[key].in_(self.language)  # type: ignore[index]
