"""What an analysis says, in words and tables: first the answer, then who pays and who gains, then what decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.finance.document import names
from wijkwerk.finance.register import shipped_rates
from wijkwerk.finance.results import ALL
from wijkwerk.finance.web.labels import figure, money, party_names, rate, ratio
from wijkwerk.shared import numbers
from wijkwerk.shared.sentences import lower_first
from wijkwerk.ui.reader import language
from wijkwerk.workflow.sections import Section, table_of
from wijkwerk.workflow.values import Counted

_MANY_YEARS = 40


@dataclass(frozen=True)
class Telling:
    """An analysis and one of its alternatives."""

    document: Mapping[str, Any]
    result: Mapping[str, Any]
    alternative: str = ""

    @cached_property
    def figures(self) -> Mapping[str, Any]:
        """The result of this alternative; of the first when there is none of that code."""
        rows = self.result["alternatives"]
        return next((row for row in rows if row["code"] == self.alternative), rows[0])

    @cached_property
    def parties(self) -> dict[str, str]:
        """What parties are called."""
        return party_names(self.document)

    @cached_property
    def assumptions(self) -> dict[str, str]:
        """What assumptions are called."""
        return names(dict(self.document), "assumption", language())

    @cached_property
    def lines(self) -> dict[str, str]:
        """What lines are called."""
        return names(dict(self.document), "line", language())

    def money(self, amount: float | None) -> str:
        """In the currency of the analysis."""
        return money(amount, self.document.get("currency", "EUR"))

    @property
    def chances(self) -> dict[str, float]:
        """The chance that something is left, by party; {} when nothing is uncertain."""
        simulated = self.figures["simulated"]
        return {} if simulated is None else {row["party"]: row["chance"] for row in simulated["by"]}

    def answer(self) -> str:
        """The first line: what it comes to, and how sure that is."""
        net, chances = self.figures["net"], self.chances
        amounts = {
            "benefits": self.money(self.figures["benefits"]),
            "costs": self.money(self.figures["costs"]),
            "net": self.money(abs(net)),
        }
        if net > 0:
            sentence = _("It costs %(costs)s and yields %(benefits)s: %(net)s more than it costs.")
        elif net < 0:
            sentence = _("It costs %(costs)s and yields %(benefits)s: %(net)s less than it costs.")
        else:
            sentence = _("It costs %(costs)s and yields just as much.")
        if not chances:
            return sentence % amounts
        chance = numbers.chance(chances[ALL], language())
        return f"{sentence % amounts} " + _(
            "The chance that benefits exceed costs is %(chance)s."
        ) % {"chance": chance}

    def decides(self) -> list[str]:
        """Which assumption turns the outcome: for all together, and for parties."""
        swings = self.figures["swings"]
        if not swings:
            return [
                _(
                    "Nothing in this analysis is stated as uncertain, so it can’t say how sure it is."
                )
            ]
        turning = [swing for swing in swings if ALL in swing["turns"]]
        lines = [self._turn(swing, ALL) for swing in turning[:3]]
        if not turning:
            lines = [
                _(
                    "No assumption turns the outcome of all together by itself, within its 5% and 95% values."
                )
            ]
        for place, party in enumerate(self.parties):
            if party == ALL:
                continue
            own = [swing for swing in swings if party in swing["turns"]]
            if own:
                widest = max(
                    own, key=lambda swing: abs(swing["at_high"][place] - swing["at_low"][place])
                )
                lines.append(self._turn(widest, party))
        return lines

    def _turn(self, swing: Mapping[str, Any], party: str) -> str:
        root = self.figures["break_even"].get(swing["code"], {}).get(party)
        who = self.parties[party]
        values = {
            "who": who,
            "assumption": lower_first(self.assumptions[swing["code"]]),
            "low": figure(swing["low"]),
            "high": figure(swing["high"]),
            "root": figure(root),
        }
        if root is None:
            return (
                _("%(who)s: the sign turns with %(assumption)s, between %(low)s and %(high)s.")
                % values
            )
        return (
            _(
                "%(who)s: the sign turns with %(assumption)s. It lies between %(low)s and %(high)s, and at %(root)s"
                " nothing is left."
            )
            % values
        )

    def sections(self) -> list[Section]:
        """The parts of its page."""
        return [
            *self._alternatives(),
            Section("decides", _("What decides"), lead=self.decides()),
            self._parties(),
            *self._tornado(),
            self._lines(),
            self._unpriced(),
            *self._stated(),
            *self._remarks(),
            self._flows(),
            self._assumptions(),
            Section("baseline", _("Compared with"), text=self.document["baseline"][language()]),
            self._facts(),
        ]

    def _alternatives(self) -> list[Section]:
        rows = self.result["alternatives"]
        if len(rows) < 2:
            return []
        titles = names(dict(self.document), "alternative", language())
        columns: dict[Any, Any] = {
            _("Alternative"): lambda row: {
                "text": titles[row["code"]],
                "url": f"?alternative={row['code']}",
            },
            _("Costs"): lambda row: self.money(row["costs"]),
            _("Benefits"): lambda row: self.money(row["benefits"]),
            _("What is left"): lambda row: self.money(row["net"]),
            _("For each euro"): lambda row: ratio(row["ratio"]),
            _("Chance of more benefits than costs"): lambda row: _chance(row, ALL),
        }
        lead = [
            _("Below: %(alternative)s.") % {"alternative": titles[self.figures["code"]]},
        ]
        table = table_of("alternatives-table", _("Alternatives"), rows, columns, list(columns)[1:])
        return [Section("alternatives", _("Alternatives"), table=table, lead=lead)]

    def _parties(self) -> Section:
        columns: dict[Any, Any] = {
            _("Party"): lambda row: self.parties[row["party"]],
            _("Pays"): lambda row: self.money(row["pays"]),
            _("Gains"): lambda row: self.money(row["gains"]),
            _("Gets from others"): lambda row: self.money(row["transfers"]),
            _("What is left"): lambda row: self.money(row["net"]),
            _("Of that in money"): lambda row: self.money(row["cash"]),
            _("Of that no money"): lambda row: self.money(row["valued"]),
        }
        if self.chances:
            columns[_("Chance of a gain")] = lambda row: numbers.chance(
                self.chances[row["party"]], language()
            )
        accounts = self.figures["accounts"]
        rows = [
            {"cells": cells, "kind": "reference" if row["party"] == ALL else ""}
            for row, cells in zip(
                accounts, table_of("", "", accounts, columns)["rows"], strict=True
            )
        ]
        table = {
            **table_of("parties-table", _("Who pays, who gains"), (), columns, list(columns)[1:]),
            "rows": rows,
        }
        payers = [
            self.parties[row["party"]]
            for row in accounts
            if row["party"] != ALL and row["net"] < -0.5
        ]
        gainers = [
            self.parties[row["party"]]
            for row in accounts
            if row["party"] != ALL and row["net"] > 0.5
        ]
        lead = []
        if gainers:
            lead.append(_("On balance these gain: %(who)s.") % {"who": ", ".join(gainers)})
        if payers:
            lead.append(_("On balance these pay: %(who)s.") % {"who": ", ".join(payers)})
        lead += self._without_seat(accounts)
        return Section(
            "parties",
            _("Who pays, who gains"),
            lead=lead,
            table=table,
            note=_(
                "Discounted, on average. What parties hand to each other cancels in the sum of all. ‘No money’ is"
                " welfare expressed in money, such as quality of life."
            ),
        )

    def _without_seat(self, accounts: Iterable[Mapping[str, Any]]) -> list[str]:
        """Who has a stake and no seat, when the analysis says who has one."""
        rows = self.document["party"]
        if not any("seat" in row for row in rows):
            return []
        seats = {row["code"] for row in rows if row.get("seat")}
        without = [
            self.parties[row["party"]]
            for row in accounts
            if row["party"] not in {ALL, *seats}
            and (row["gains"] or row["pays"] or row["transfers"])
        ]
        if not without:
            return []
        return [_("A stake, and no seat at the table: %(who)s.") % {"who": ", ".join(without)}]

    def _tornado(self) -> list[Section]:
        swings = self.figures["swings"]
        if not swings:
            return []
        columns: dict[Any, Any] = {
            _("Assumption"): lambda row: self.assumptions[row["code"]],
            _("Low"): lambda row: figure(row["low"]),
            _("High"): lambda row: figure(row["high"]),
            _("Left when low"): lambda row: self.money(row["at_low"][-1]),
            _("Left when high"): lambda row: self.money(row["at_high"][-1]),
            _("Nothing left at"): lambda row: figure(
                self.figures["break_even"].get(row["code"], {}).get(ALL)
            ),
            _("Turns the sign for"): lambda row: (
                ", ".join(self.parties[party] for party in row["turns"]) or numbers.NOTHING
            ),
        }
        table = table_of(
            "swings-table", _("One assumption at a time"), swings, columns, list(columns)[1:6]
        )
        note = _(
            "Low and high are the 5% and 95% values; all other assumptions stay at their average."
        )
        return [Section("swings", _("One assumption at a time"), table=table, note=note)]

    def _lines(self) -> Section:
        kinds = {"effect": _("effect"), "cost": _("cost"), "transfer": _("from one to another")}
        rows = {row["code"]: row for row in self.document["line"]}
        columns: dict[Any, Any] = {
            _("What"): lambda row: self.lines[row["code"]],
            _("Kind"): lambda row: kinds[row["kind"]],
            _("Worth now"): lambda row: self.money(row["worth"]),
            _("Years"): lambda row: _years(rows[row["code"]]),
            _("For whom"): lambda row: ", ".join(
                self.parties[party] for party in rows[row["code"]]["for"]
            ),
            _("Counted"): lambda row: (
                _("no, it is part of %(other)s")
                % {"other": lower_first(self.lines[row["part_of"]])}
                if row["part_of"]
                else _("yes")
            ),
        }
        table = table_of(
            "lines-table", _("Effects and costs"), self.figures["lines"], columns, [_("Worth now")]
        )
        return Section("lines", _("Effects and costs"), table=table)

    def _unpriced(self) -> Section:
        labels = {"better": _("better"), "worse": _("worse"), "unknown": _("not known")}
        columns: dict[Any, Any] = {
            _("What"): lambda row: row["name"][language()],
            _("Direction"): lambda row: labels[row["direction"]],
            _("For whom"): lambda row: ", ".join(self.parties[each] for each in row.get("for", ())),
        }
        rows = self.document.get("unpriced", ())
        table = (
            table_of("unpriced-table", _("Not expressed in money"), rows, columns) if rows else None
        )
        return Section(
            "unpriced",
            _("Not expressed in money"),
            table=table,
            empty=_("The analysis names nothing that it leaves out of the sum."),
        )

    def _stated(self) -> list[Section]:
        stated = self.result["stated"]
        if stated is None:
            return []
        labels = {
            "costs": _("Costs"), "benefits": _("Benefits"), "net": _("What is left"),
            "ratio": _("For each euro"), "return": _("Left for each euro"),
        }  # fmt: skip

        def bounds_text(what: str, bounds: Mapping[str, float | None]) -> str:
            show = ratio if what in ("ratio", "return") else self.money
            least, most = bounds["least"], bounds["most"]
            if most is None:
                return _("%(least)s or more") % {"least": show(least)}
            if least is None:
                return _("%(most)s or less") % {"most": show(most)}
            if show(least) == show(most):
                return show(least)
            return _("%(least)s to %(most)s") % {"least": show(least), "most": show(most)}

        lead = [
            _("The figures of the text agree with each other.")
            if stated["agrees"]
            else _("The figures of the text can’t all be true: they contradict each other.")
        ]
        if stated["differs"]:
            what = ", ".join(lower_first(labels[each]) for each in stated["differs"])
            lead.append(_("This analysis finds something else for: %(what)s.") % {"what": what})
        columns: dict[Any, Any] = {
            _("Figure"): lambda what: labels[what],
            _("The text says"): lambda what: (
                bounds_text(what, stated["stated"][what])
                if what in stated["stated"]
                else numbers.NOTHING
            ),
            _("So it must be"): lambda what: (
                bounds_text(what, stated["implied"][what]) if stated["agrees"] else numbers.NOTHING
            ),
        }
        table = table_of("stated-table", _("What the text says"), labels, columns)
        return [
            Section(
                "stated", _("What the text says"), lead=lead, table=table, note=stated["source"]
            )
        ]

    def _remarks(self) -> list[Section]:
        pairs = [
            _("%(first)s, and %(second)s")
            % {"first": self.lines[first], "second": lower_first(self.lines[second])}
            for first, second in self.figures["perhaps_twice"]
        ]
        if not pairs:
            return []
        lead = [_("These may count the same gain twice:"), *pairs]
        return [Section("twice", _("Look at this first"), lead=lead)]

    def _flows(self) -> Section:
        parties = [row["code"] for row in self.document["party"]]
        years = list(enumerate(self.figures["flows"]))
        columns: dict[Any, Any] = {_("Year"): lambda row: str(self.document["base_year"] + row[0])}
        for place, party in enumerate(parties):
            columns[self.parties[party]] = lambda row, place=place: self.money(row[1][place])
        columns[_("All together")] = lambda row: self.money(sum(row[1]))
        table = table_of(
            "flows-table",
            _("By year, not discounted"),
            years,
            columns,
            list(columns)[1:],
            tall=len(years) > _MANY_YEARS,
        )
        return Section("flows", _("By year, not discounted"), table=table)

    def _assumptions(self) -> Section:
        columns: dict[Any, Any] = {
            _("Assumption"): lambda row: {
                "text": row["name"][language()],
                "note": row.get("unit", ""),
            },
            _("Value"): _value,
            _("Source"): lambda row: row.get("source") or row.get("evaluation") or numbers.NOTHING,
        }
        rows = self.document.get("assumption", ())
        table = table_of("assumptions-table", _("Assumptions"), rows, columns) if rows else None
        return Section(
            "assumptions",
            _("Assumptions"),
            table=table,
            empty=_("All figures stand with the effects and costs themselves."),
        )

    def _facts(self) -> Section:
        figures, document = self.figures, self.document
        rates = figures["internal_rates"]
        facts: list[tuple[Any, Any]] = [
            (_("Prices and year 0"), str(document["base_year"])),
            (_("Discount rate"), self._rates()),
            (_("For each euro of costs"), ratio(figures["ratio"])),
            (_("Internal rate of return"), ", ".join(map(rate, rates)) or numbers.NOTHING),
            (_("Paid back in"), _payback(document, figures)),
        ]
        public = figures["public"]
        if public is not None:
            value = (
                _("infinite: it costs the public purse nothing")
                if public["infinite"]
                else ratio(public["value_of_public_funds"])
            )
            facts += [
                (_("Left for the public purse"), self.money(public["net"])),
                (_("Gain of others for each euro of the public purse"), value),
            ]
        simulated = figures["simulated"]
        if simulated is not None:
            spread = simulated["by"][-1]["quantiles"]
            facts += [
                (
                    _("95% of the draws lies between"),
                    _("%(least)s to %(most)s")
                    % {
                        "least": self.money(spread["0.025"]),
                        "most": self.money(spread["0.975"]),
                    },
                ),
                (
                    _("Draws by chance, and their seed"),
                    f"{Counted(simulated['draws'])}, {simulated['seed']}",
                ),
            ]
        if document.get("by"):
            facts.append((_("Made by"), document["by"]))
        moment = {"before": _("before it began"), "after": _("afterwards")}.get(
            document.get("moment", "")
        )
        if moment:
            facts.append((_("When"), moment))
        note = (
            ""
            if len(rates) < 2
            else _(
                "There are several internal rates of return, since flows change sign more than once:"
                " then none says whether it pays."
            )
        )
        return Section("facts", _("Facts"), facts=facts, note=note)

    def _rates(self) -> str:
        if "rate" in self.document:
            return rate(self.document["rate"])
        return shipped_rates()[self.document["rates"]].name.in_(language())


def _chance(row: Mapping[str, Any], party: str) -> str:
    if row["simulated"] is None:
        return numbers.NOTHING
    chance = next(each["chance"] for each in row["simulated"]["by"] if each["party"] == party)
    return numbers.chance(chance, language())


def _years(row: Mapping[str, Any]) -> str:
    first = row.get("first_year", 0)
    last = row.get("last_year", first)
    return str(first) if first == last else f"{first}–{last}"


def _payback(document: Mapping[str, Any], figures: Mapping[str, Any]) -> str:
    year = figures["payback_year"]
    if year is None:
        return _("not within the years of the analysis")
    return ngettext("%(n)s year", "%(n)s years", year) % {"n": Counted(year)}


def _value(row: Mapping[str, Any]) -> str:
    if "value" in row:
        return figure(row["value"])
    if "uniform" in row:
        low, high = map(figure, row["uniform"])
        return _("%(low)s to %(high)s, all alike") % {"low": low, "high": high}
    if "triangular" in row:
        low, mode, high = map(figure, row["triangular"])
        return _("%(low)s to %(high)s, most likely %(mode)s") % {
            "low": low,
            "mode": mode,
            "high": high,
        }
    kind = "normal" if "normal" in row else "lognormal"
    mean, deviation = map(figure, row[kind])
    labels = _("about %(mean)s, standard deviation %(deviation)s") % {
        "mean": mean,
        "deviation": deviation,
    }
    return labels if kind == "normal" else _("%(words)s, lognormal") % {"words": labels}
