"""An evaluation as sentences and tables of a language: for the report, the PDF and the site's pages."""

from __future__ import annotations

from typing import Any

from wijkwerk.evaluation.question import Frozen, Question
from wijkwerk.evaluation.report.words import (
    ANSWERS,
    ASSUMPTIONS,
    EVIDENCE,
    HIGHER,
    LOWER,
    MARGIN,
    METHODS,
    NO_MARGIN,
    REASONS,
    REFUSALS,
    REMARKS,
    SENTENCES,
    Words,
)
from wijkwerk.shared.numbers import NOTHING, chance, gap, number, signed
from wijkwerk.shared.sentences import both, listing, lower_first, moment, upper_first
from wijkwerk.shared.text import Language, Text

Told = dict[str, Any]


class Outcome:
    """One outcome of a result in words."""

    def __init__(self, document: Told, language: Language) -> None:
        self.document, self.language, self.words = document, language, Words(language)
        self.unit, self.decimals = (
            document["unit"],
            document["decimals"] + (document["decimals"] < 2),
        )
        self.name = Text(**document["name"]).in_(language)

    def size(self, value: float) -> str:
        """The size of a difference with its unit."""
        return gap(value, self.unit, self.decimals, self.language)

    def signed(self, value: float | None) -> str:
        """A difference with its sign and unit."""
        if value is None:
            return NOTHING
        bare = signed(value, self.decimals, self.language)
        plain = number(abs(value), self.decimals, self.language)
        return self.size(value).replace(plain, bare, 1)

    def margin(self, row: Told | None) -> str:
        """'from −0.1 to +1.3'; '' without one."""
        if not row or row.get("lower") is None:
            return ""
        low, high = (signed(row[end], self.decimals, self.language) for end in ("lower", "upper"))
        return MARGIN.in_(self.language).format(low=low, high=high)

    def p(self, value: float | None) -> str:
        """A chance with three decimals."""
        return NOTHING if value is None else number(value, 3, self.language)

    @property
    def answer(self) -> str:
        """The answer in two or three words."""
        return ANSWERS[self.document["answer"]].in_(self.language)

    def sentence(self) -> str:
        """What the answer says, in one or two sentences."""
        code, main = self.document["answer"], self.document["main"]
        if code == "cannot_be_known":
            return (
                self.reasons()[0] if self.reasons() else REFUSALS["no_estimate"].in_(self.language)
            )
        what = self.margin(main) or NO_MARGIN.in_(self.language)
        side = HIGHER if main["estimate"] > 0 else LOWER
        return (
            SENTENCES[code]
            .in_(self.language)
            .format(
                size=self.size(main["estimate"]),
                side=side.in_(self.language),
                what=what,
                expected=self.size(self.document["expected"]),
                estimate=self.signed(main["estimate"]),
            )
        )

    def reasons(self) -> list[str]:
        """Why not more can be said: what stops an answer first."""
        synthetic, power = self.document["synthetic"], self.document["power"].get("detectable")
        donor = synthetic["donors"][0][1] if synthetic and synthetic["donors"] else ""
        unknown = self.words("power_unknown", expected=self.size(self.document["expected"]))
        result = [
            unknown
            if code == "not_detectable" and power is None
            else REFUSALS[code]
            .in_(self.language)
            .format(
                detectable="" if power is None else self.size(power),
                expected=self.size(self.document["expected"]),
                donor=donor,
            )
            for code in self.document["refusals"]
        ]
        if self.document["answer"] == "cannot_be_known":
            order = {"not_detectable": 1, "short_history": 2, "few_controls": 3, "one_donor": 3}
            codes = self.document["refusals"]
            ranked = sorted(range(len(codes)), key=lambda place: order.get(codes[place], 0))
            return [result[place] for place in ranked]
        return result

    def power(self) -> str:
        """Whether the expected size could be seen."""
        detectable = self.document["power"].get("detectable")
        expected = self.size(self.document["expected"])
        if detectable is None:
            return self.words("power_unknown", expected=expected)
        key = "power_yes" if detectable <= self.document["expected"] else "power_no"
        return self.words(key, expected=expected, detectable=self.size(detectable))

    def facts(self, question: Question) -> list[tuple[str, str]]:
        """What else is told of it, as (heading, text): what came by itself first."""
        words, document = self.words, self.document
        result: list[tuple[str, str]] = []
        if question.chosen_how == "bad_figure":
            apart = document["regression"]
            text = (
                words("regression_unknown")
                if apart is None
                else words(
                    "regression_is",
                    expected=self.signed(apart["expected"]),
                    estimate=self._with_margin(apart),
                )
            )
            result.append((words("regression"), text))
        result.append((words("power"), self.power()))
        trends = document["trends"]
        if trends is None:
            result.append((words("trends"), words("trends_unknown")))
        else:
            key = "trends_apart" if trends["p"] < 0.05 else "trends_alike"
            result.append((words("trends"), words(key, p=self.p(trends["p"]))))
        holds = document["holds"]
        if holds is not None and holds["relative"] is not None:
            times = number(holds["relative"], 1, self.language)
            text = words("holds_is", times=times) if holds["relative"] > 0 else words("holds_not")
            result.append((words("holds"), text))
        result += self._placebos() + self._beside(question)
        counts = document["count_and_rate"]
        if counts is not None:
            result.append((words("count_rate"), self._counts(counts)))
        evidence = document["evidence"]
        if evidence:
            result.append((words("evidence"), self._evidence(evidence)))
        return result

    def _with_margin(self, row: Told) -> str:
        margin = self.margin(row)
        return self.signed(row["estimate"]) + (f" ({margin})" if margin else "")

    def _placebos(self) -> list[tuple[str, str]]:
        words, document, rows = self.words, self.document, []
        synthetic = document["synthetic"]
        if document["main"].get("method") == "synthetic_control" and synthetic:
            text = words(
                "placebo_is", of=synthetic["of"], rank=synthetic["rank"], p=self.p(synthetic["p"])
            )
            others = [effect for _, _, effect in synthetic["without"]]
            if others:
                low, high = self.signed(min(others)), self.signed(max(others))
                text += " " + words("without", low=low, high=high)
            rows.append((words("placebo"), text))
        elif document["main"].get("p_permutation") is not None:
            text = words("permutation", p=self.p(document["main"]["p_permutation"]))
            alarms = document["power"].get("false_alarms")
            if alarms is not None:
                share = f"{number(100 * alarms, 0, self.language)}%"
                text += " " + words("false_alarms", share=share)
            rows.append((words("placebo"), text))
        return rows

    def _beside(self, question: Question) -> list[tuple[str, str]]:
        words, document, rows = self.words, self.document, []
        spill = document["spill_over"]
        if spill is not None and spill["rings"]:
            ring = spill["rings"][0]
            text = words(
                "spill_is", ring=self.signed(ring["estimate"]), what=self.margin(ring) or NOTHING
            )
            sure = ring["lower"] is not None and (ring["lower"] > 0 or ring["upper"] < 0)
            if sure and document["answer"] == "helped" and (spill["displaced"] or 0) > 0:
                text += " " + words(
                    "spill_moved", share=chance(min(spill["displaced"], 1), self.language)
                )
            rows.append((words("spill"), text))
        if document["dose"] is not None:
            row = document["dose"]
            text = words(
                "dose_is", estimate=self.signed(row["estimate"]), what=self.margin(row) or NOTHING
            )
            rows.append((words("dose"), text))
        if question.second_name is not None:
            head = words("interaction", name=lower_first(question.second_name.in_(self.language)))
            row = document["interaction"]
            text = words("interaction_unknown")
            if row is not None:
                text = words(
                    "interaction_is",
                    estimate=self.signed(row["estimate"]),
                    what=self.margin(row) or NOTHING,
                )
            rows.append((head, text))
        composed = document["composition"]
        text = words("composition_unknown")
        if composed is not None:
            text = words(
                "composition_is",
                moved=signed(composed["moved"], 1, self.language),
                explained=self.signed(composed["explained"]),
                remains=self.signed(composed["remains"]),
            )
        return [*rows, (words("composition"), text)]

    def _counts(self, counted: Told) -> str:
        rates = [f"{number(rate, self.decimals, self.language)}" for rate in counted["rates"]]
        counts = [number(count, 0, self.language) for count in counted["counts"]]
        text = self.words(
            "count_rate_is",
            a=moment(counted["from"], self.language),
            b=moment(counted["to"], self.language),
            n=counts[0],
            m=counts[1],
            x=rates[0],
            y=rates[1],
        )
        return f"{text} {self.words('count_rate_apart')}" if counted["apart"] else text

    def _evidence(self, evidence: Told) -> str:
        parts = [self.words.of(EVIDENCE, evidence["level"]) + "."]
        for side in ("up", "down"):
            if evidence[side]:
                reasons = listing(
                    [REASONS[reason].in_(self.language) for reason in evidence[side]], self.language
                )
                parts.append(self.words(side, reasons=reasons))
        return " ".join(parts)

    def notes(self) -> list[str]:
        """What a researcher should know beside it."""
        document, sentences = self.document, []
        sentences.append(
            self.words(
                "counts",
                **{
                    key: document["counts"].get(key, 0)
                    for key in ("treated", "controls", "before", "after")
                },
            )
        )
        if document["counts"].get("withheld"):
            share = chance(document["counts"]["withheld"], self.language)
            sentences.append(self.words("withheld_share", share=share))
        if document["breaks"]:
            periods = listing(
                [moment(period, self.language) for period in document["breaks"]], self.language
            )
            sentences.append(self.words("breaks", periods=periods))
        method = document["main"].get("method")
        if method in ASSUMPTIONS:
            sentences.append(
                self.words(
                    "assumes", assumption=lower_first(ASSUMPTIONS[method].in_(self.language))
                )
            )
        return sentences

    def tables(self) -> list[Told]:
        """Tables: {title, heads, rows}; the first column is text, the others are numbers."""
        words, document = self.words, self.document
        rows = [
            [
                METHODS[estimate["method"]].in_(self.language),
                self.signed(estimate["estimate"]),
                self.margin(estimate) or NOTHING,
                self.p(estimate.get("p")),
            ]
            for estimate in document["estimates"]
        ]
        tables = [
            _table(
                words("estimates"),
                [words("method"), words("estimate"), words("margin"), words("chance")],
                rows,
            )
        ]
        rows = [
            [str(row["since"]), self.signed(row["estimate"]), self.margin(row) or NOTHING]
            for row in document["event"]
        ]
        tables.append(
            _table(words("event"), [words("since"), words("estimate"), words("margin")], rows)
        )
        synthetic = document["synthetic"]
        if synthetic is not None and document["counts"].get("treated", 0) < 5:
            without = {code: effect for code, _, effect in synthetic["without"]}
            rows = [
                [name, number(weight, 3, self.language), self.signed(without.get(code))]
                for code, name, weight in synthetic["donors"]
            ]
            tables.append(
                _table(
                    words("donors"), [words("area"), words("weight"), words("effect_without")], rows
                )
            )
            rows = [[row["period"], self.signed(row["effect"])] for row in synthetic["in_time"]]
            tables.append(_table(words("in_time"), [words("start"), words("estimate")], rows))
        rows = [
            [row["start"], self.signed(row["estimate"]), self.margin(row) or NOTHING]
            for row in document["sensitivity"]
        ]
        tables.append(
            _table(words("sensitivity"), [words("start"), words("estimate"), words("margin")], rows)
        )
        tables.append(self._lines())
        return [table for table in tables if table["rows"]]

    def _lines(self) -> Told:
        words, lines = self.words, self.document["lines"]
        kinds = [("treated", "treated"), ("compared", "others")]
        kinds += [("synthetic", "synthetic")] if lines["synthetic"] else []
        rows = [
            [period, *(self._figure(lines[kind][place]) for kind, _ in kinds)]
            for place, period in enumerate(self.document["periods"])
        ]
        return _table(words("figures"), [words("period"), *(words(key) for _, key in kinds)], rows)

    def _figure(self, value: float | None) -> str:
        return NOTHING if value is None else number(value, self.decimals, self.language)


def _table(title: str, heads: list[str], rows: list[list[str]]) -> Told:
    return {"title": title, "heads": heads, "rows": rows}


def overall(result: Told, language: Language) -> str:
    """The answer over all outcomes, in one sentence."""
    words = Words(language)
    answers = {code: number for code, number in result["answers"].items() if number}
    total = sum(answers.values())
    if len(answers) == 1:
        answer = ANSWERS[next(iter(answers))].in_(language)
        template = words("overall_one" if total == 1 else "overall_all")
        return both(template, total).format(answer=answer, n=total)
    parts = [words(f"part_{code}", n=answers[code]) for code in ANSWERS if code in answers]
    return words("overall", n=total, parts=listing(parts, language))


_LABELS = ("evaluation", "asked", "answers", "how_sure", "for_researchers", "page", "rule")


def evaluation_texts(frozen: Frozen, result: Told, edition: Told, language: Language) -> Told:
    """All of it. ``edition``: {id, title, simulated}."""
    question, words = frozen.question, Words(language)
    outcomes = [Outcome(outcome, language) for outcome in result["outcomes"]]
    return {
        "lang": language,
        "title": question.title.in_(language),
        "answer": overall(result, language),
        "simulated": words("simulated") if edition["simulated"] else "",
        "labels": {key: words(key) for key in _LABELS},
        "remarks": [REMARKS[remark].in_(language) for remark in result["remarks"]],
        "question": _question(frozen, question, result, edition, words),
        "outcomes": [
            {
                "indicator": outcome.document["indicator"],
                "name": outcome.name,
                "code": outcome.document["answer"],
                "answer": outcome.answer,
                "sentence": outcome.sentence(),
                "reasons": [text for text in outcome.reasons() if text != outcome.sentence()],
                "facts": outcome.facts(question),
                "notes": outcome.notes(),
                "tables": outcome.tables(),
            }
            for outcome in outcomes
        ],
        "corrected": words("corrected", n=len(outcomes)) if len(outcomes) > 1 else "",
        "balance": _balance(result, words),
        "areas": [area["name"] for area in result["areas"]],
    }


def _question(
    frozen: Frozen, question: Question, result: Told, edition: Told, words: Words
) -> list[tuple[str, str]]:
    language = words.language
    number_of = len(result["compared"])
    compared = words("compared_match" if question.match else "compared_n", n=number_of)
    rows = [
        (words("intervention"), question.name.in_(language)),
        (words("areas"), listing([area["name"] for area in result["areas"]], language)),
        (words("began"), _span(question.start, words)),
    ]
    if question.left is not None:
        name, year, _ = question.left
        rows.insert(2, (words("left"), words("left_is", name=name, year=year)))
    if question.end is not None:
        rows.append((words("ended"), _span(question.end, words)))
    chosen = words(f"chosen_{question.chosen_how}")
    if question.chosen_how == "bad_figure":
        chosen = words("chosen_bad_figure", period=moment(question.chosen_period, language))
    rows += [
        (words("theory"), question.theory.in_(language)),
        (words("chosen"), upper_first(chosen)),
        (words("compared"), upper_first(compared)),
        (words("asked_by"), question.asked_by),
        (
            words("frozen"),
            words("frozen_how", day=moment(frozen.frozen_on, language), digest=frozen.digest[:10]),
        ),
    ]
    if frozen.follows:
        rows.append((words("follows"), frozen.because))
    rows.append((words("edition"), edition["title"][language]))
    return rows


def _span(span: tuple[str, str], words: Words) -> str:
    first, last = (moment(day, words.language) for day in span)
    return first if first == last else words("between", a=first, b=last)


def _balance(result: Told, words: Words) -> Told | None:
    if not result["balance"]:
        return None
    language = words.language
    rows = []
    for covariate in result["balance"]:
        name, _, trend = covariate["name"].partition(":")
        rows.append(
            [
                words("trend_of", name=name) if trend else name,
                signed(covariate["all"], 2, language),
                signed(covariate["chosen"], 2, language),
                f"{number(100 * covariate['overlap'], 0, language)}%",
            ]
        )
    heads = [words(key) for key in ("characteristic", "all", "near", "overlap")]
    return _table(words("balance"), heads, rows)


def power_sentence(power_of_outcome: Told, language: Language) -> str:
    """What ``evaluating.power_of`` found of an outcome, in one line."""
    outcome = Outcome(
        {**power_of_outcome, "power": {"detectable": power_of_outcome["detectable"]}}, language
    )
    return f"{outcome.name}: {lower_first(outcome.power())}"
