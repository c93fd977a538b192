"""Open budgets: what everybody reads of the money, and where controllers take it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.finance.models import Flow, Ledger
from wijkwerk.finance.services import ledgers as services
from wijkwerk.finance.services.ledgers import flow_in
from wijkwerk.finance.web.sankey_drawing import MOST, sankey
from wijkwerk.shared import numbers
from wijkwerk.ui.money import euros
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Link, Section, table_of
from wijkwerk.workflow.values import Counted, value_of

PUBLIC = Audience("public", "finance", seconds=60)
WORK = Audience("work", "work/finance", "finance.read", "work-", "workflow/_work.html", steps=True)
SHOWN = ("published", "withdrawn")
VIEWS = {"budgeted": _("Budgeted"), "spent": _("Spent"), "difference": _("Difference")}
_SUMS = {
    "budgeted": _("Budgeted"), "spent": _("Spent"), "returned": _("Given back"), "lapsed": _("Lapsed"),
    "on_its_way": _("Still to be paid"),
}  # fmt: skip
_POTS = {
    "local_fund": _("Local fund"),
    "voucher": _("Voucher"),
    "social_bond": _("Social bond"),
    "company": _("Contribution of a company"),
}
_SEATS = {True: _("Yes"), False: _("No"), None: ""}
_FEW = 20


def finding_sentence(finding: Mapping[str, Any]) -> str:
    """What doesn't close, in a sentence."""
    template = {
        "more_than_budgeted": _("%(where)s: %(amount)s more was paid or lapsed than was budgeted."),
        "more_back_than_paid": _("%(where)s: %(amount)s more was given back than was paid."),
        "parts_more_than_whole": _("%(where)s: its parts are %(amount)s more than the whole."),
        "gives_more_than_it_got": _("%(where)s gives out %(amount)s more than it got."),
        "more_overhead_than_money": _("%(where)s: overhead is %(amount)s more than the money."),
        "more_than_rules_allow": _(
            "%(where)s: %(amount)s more than the rules of the pot let one decision give."
        ),
        "promises_more_than_it_has": _("%(where)s promised %(amount)s more than it gets."),
    }[finding["kind"]]
    return str(template) % {"where": finding["where"], "amount": euros(finding["cents"])}


def stated_sentence(row: Mapping[str, Any]) -> str:
    """What a source states, and what its parts come to."""
    values = {"what": row["what"], "stated": euros(row["cents"]), "sum": euros(row["sum"])}
    left = row["cents"] - row["sum"]
    if not left:
        return gettext("%(what)s: the source says %(stated)s, and that is the sum.") % values
    values["left"] = euros(abs(left))
    return (
        gettext(
            "%(what)s: the source says %(stated)s, the parts come to %(sum)s. %(left)s doesn’t close."
        )
        % values
    )


def spending_sentence(total: Mapping[str, Any]) -> str:
    """What was spent of what was budgeted, or that the source doesn't say so."""
    if total["spent"] is None:
        return gettext(
            "%(budgeted)s was budgeted. The source doesn’t say what of it was spent."
        ) % {"budgeted": euros(total["budgeted"])}
    share = 100 * total["spent"] / total["budgeted"] if total["budgeted"] else 0
    return gettext("Of %(budgeted)s, %(spent)s was spent (%(share)s%%).") % {
        "budgeted": euros(total["budgeted"]),
        "spent": euros(total["spent"]),
        "share": numbers.number(share, 0, language()),
    }


class LedgerResource(Resource):
    """An open budget: flows from where money comes from to where it ends."""

    model = Ledger
    workflow = services.STEPS
    machine = "ledger"
    namespace = "finance"
    name, plural, title = "ledger", "ledgers", _("Where the money goes")
    missing, empty = _("There is no such budget."), _("No budget is public yet.")
    some = ngettext_lazy("There is %(n)s open budget.", "There are %(n)s open budgets.", "n")
    none = _("No budget is public yet.")
    intro = _(
        "From whom money comes, where it goes and what of it was spent: the neighbourhood’s budget, open to everybody."
    )
    audiences = (PUBLIC, WORK)
    columns = ("heading", "period", "state", "budgeted", "spent", "difference")
    numbers = ("budgeted", "spent", "difference")
    steps = {"publish": Step(services.publish), "withdraw": Step(services.withdraw)}
    elsewhere = {"take_in": "a page with a file", "replace": "a page with a file"}
    page_template = "finance/ledger.html"

    @admin.display(description=_("Budget"))
    def heading(self, subject: Ledger) -> str:
        """What it is called."""
        return subject.title

    def _total(self, subject: Ledger, what: str) -> str:
        return "" if subject.state == "withdrawn" else euros(subject.summary["total"][what])

    @admin.display(description=_("Budgeted"))
    def budgeted(self, subject: Ledger) -> str:
        """In euros."""
        return self._total(subject, "budgeted")

    @admin.display(description=_("Spent"))
    def spent(self, subject: Ledger) -> str:
        """In euros."""
        return self._total(subject, "spent")

    @admin.display(description=_("Difference"))
    def difference(self, subject: Ledger) -> str:
        """In euros."""
        return self._total(subject, "difference")

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Everybody sees those that are public; controllers those of their municipalities."""
        if reader.audience is PUBLIC:
            return Ledger.objects.filter(state__in=SHOWN)
        return services.worked_on(reader.user, decisions_of(reader.request).now)

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "ledgers"}

    def list_links(self, reader: Reader) -> list[Link]:
        """Two checks for everybody; a file, for controllers."""
        if reader.audience is PUBLIC:
            return [
                (_("May these be combined?"), reverse("finance:combining")),
                (_("Does it earn its own keep?"), reverse("finance:earning")),
                (
                    _("What do many helpers at a household cost?"),
                    reverse("finance:fragmentation"),
                ),
            ]
        if not reader.may("finance.record", None):
            return []
        return [(_("Take in flows"), reverse("finance:ledger-file"))]

    def links(self, subject: Ledger, reader: Reader) -> list[Link]:
        """All flows; another file for a draft."""
        if subject.state == "withdrawn":
            return []
        if reader.audience is WORK:
            own: list[Link] = []
            if subject.state == "draft" and reader.may("finance.record", subject):
                own.append(
                    (
                        _("Replace by another file"),
                        reverse("finance:ledger-replace", args=[subject.pk]),
                    )
                )
            if subject.state == "published":
                own.append((_("The page that everybody reads"), subject.get_absolute_url()))
            return own
        return [
            (_("All flows"), reverse("finance:ledger-flows", args=[subject.pk])),
            (_("All flows as a file (CSV)"), reverse("finance:ledger-csv", args=[subject.pk])),
            (
                _("All flows as a Fiscal Data Package (ZIP)"),
                reverse("finance:ledger-package", args=[subject.pk]),
            ),
        ]

    def answer(self, subject: Ledger, reader: Reader) -> str:
        """What was spent of what was budgeted, and what is left open."""
        if subject.state == "withdrawn":
            return gettext("This budget was withdrawn. The history says why.")
        total = subject.summary["total"]
        sentence = spending_sentence(total)
        problems = len(subject.summary["findings"]) + sum(
            row["cents"] != row["sum"] for row in subject.summary["stated"]
        )
        if problems:
            sentence += " " + ngettext(
                "%(n)s sum doesn’t close.", "%(n)s sums don’t close.", problems
            ) % {"n": Counted(problems)}
        return sentence if subject.state == "published" else f"{self.state(subject)}. {sentence}"

    def view_of(self, subject: Ledger, reader: Reader) -> str:
        """Which of its views the address asks for. Raises BadRequest for another."""
        view = reader.request.GET.get("show", "budgeted")
        if view not in subject.summary["views"]:
            raise BadRequest("show")
        return view

    def context(self, subject: Ledger | None, reader: Reader) -> Mapping[str, Any]:
        """The picture of a view, and the others to choose."""
        if subject is None or subject.state == "withdrawn":
            return {}
        view = self.view_of(subject, reader)
        links = subject.summary["views"][view]["links"]
        return {
            "picture": sankey(links, gettext("Where the money goes")),
            "largest": MOST if len(links) > MOST else 0,
            "views": [
                (VIEWS[key], f"?show={key}", key == view) for key in subject.summary["views"]
            ],
            "is_example": subject.example,
        }

    def sections(self, subject: Ledger, reader: Reader) -> list[Section]:
        """Tables of the picture, of areas, kinds and pots; what doesn't close, what lapses, who has a stake."""
        if subject.state == "withdrawn":
            return []
        return [
            self._links(subject, reader),
            self._areas(subject),
            *self._lapsing(subject, reader),
            self._closing(subject),
            *self._stakes(subject),
            *self._rules(subject),
            self._kinds(subject),
            self._pots(subject),
            self._facts(subject),
        ]

    def _links(self, subject: Ledger, reader: Reader) -> Section:
        view = self.view_of(subject, reader)
        shown = subject.summary["views"][view]
        columns: dict[Any, Any] = {
            _("From whom"): lambda row: row[0],
            _("To whom"): lambda row: row[1],
            VIEWS[view]: lambda row: euros(row[2]),
        }
        lead = [
            gettext("%(source)s → %(target)s closes a loop and isn’t in the picture.")
            % {"source": source, "target": target}
            for source, target in shown["loops"]
        ]
        note = ""
        if shown["left_out"]:
            note = gettext("The largest %(n)s; all of them are in the list of flows.") % {
                "n": Counted(len(shown["links"]))
            }
        table = table_of(
            "links-table", _("From whom to whom"), shown["links"], columns, [VIEWS[view]]
        )
        return Section("links", _("From whom to whom"), table=table, lead=lead, note=note)

    def _sums(self) -> dict[Any, Any]:
        return {label: lambda row, key=key: euros(row[key]) for key, label in _SUMS.items()}

    def _areas(self, subject: Ledger) -> Section:
        columns: dict[Any, Any] = {
            _("Area"): lambda row: row["name"] or gettext("No area"),
            **{
                label: lambda row, key=key: (
                    euros(row[key]) if row["code"] or key in ("budgeted", "spent") else ""
                )
                for key, label in _SUMS.items()
            },
            _("Inhabitants"): lambda row: row["inhabitants"],
            _("Spent for each inhabitant"): lambda row: euros(row["per_head"]),
        }
        table = table_of(
            "areas-table", _("By area"), subject.summary["areas"], columns, list(columns)[1:]
        )
        note = _("What comes into an area. Money that is passed on within it is counted once.")
        return Section("areas", _("By area"), table=table, note=note)

    def _kinds(self, subject: Ledger) -> Section:
        kinds = {value: str(label) for value, label in Flow.Kind.choices}
        columns: dict[Any, Any] = {_("Kind"): lambda row: kinds[row["kind"]], **self._sums()}
        table = table_of(
            "kinds-table",
            _("By kind of money"),
            subject.summary["kinds"],
            columns,
            list(columns)[1:],
        )
        return Section("kinds", _("By kind of money"), table=table)

    def _pots(self, subject: Ledger) -> Section:
        columns: dict[Any, Any] = {
            _("Who"): lambda row: row["name"],
            _("Received"): lambda row: euros(row["received"]),
            _("Passed on"): lambda row: euros(row["handed_on"]),
            _("Stays there"): lambda row: euros(row["left"]) if row["received"] else "",
        }
        if any(row["overhead"] is not None for row in subject.summary["pots"]):
            columns[_("Overhead")] = _overhead
        table = table_of(
            "pots-table",
            _("What each received and passed on"),
            subject.summary["pots"],
            columns,
            list(columns)[1:],
        )
        note = _("Of what was spent. Who received nothing here is where the money comes from.")
        return Section("pots", _("What each received and passed on"), table=table, note=note)

    def _closing(self, subject: Ledger) -> Section:
        lines = [finding_sentence(finding) for finding in subject.summary["findings"]]
        lines += [stated_sentence(row) for row in subject.summary["stated"]]
        if subject.summary["parts"]:
            lines.append(
                ngettext(
                    "%(n)s flow is part of another and isn’t added.",
                    "%(n)s flows are part of another and aren’t added.",
                    subject.summary["parts"],
                )
                % {"n": Counted(subject.summary["parts"])}
            )
        return Section("closing", _("Do the sums close?"), lead=lines, empty=_("All sums close."))

    def _stakes(self, subject: Ledger) -> list[Section]:
        """Who gains or loses by what others do: first who doesn't sit at the table."""
        rows = [row for row in subject.summary["parties"] if row["stake"]]
        if not rows:
            return []
        rows.sort(key=lambda row: (row["seat"] is not False, row["name"]))
        columns: dict[Any, Any] = {
            _("Who"): lambda row: row["name"],
            _("What it gains or loses by"): lambda row: row["stake"],
            _("At the table?"): lambda row: str(_SEATS[row["seat"]]),
        }
        outside = sum(row["seat"] is False for row in rows)
        lead = [
            ngettext(
                "%(n)s party has a stake and no seat at the table.",
                "%(n)s parties have a stake and no seat at the table.",
                outside,
            )
            % {"n": Counted(outside)}
        ]
        table = table_of("stakes-table", _("Who has a stake"), rows, columns)
        return [Section("stakes", _("Who has a stake"), table=table, lead=lead if outside else ())]

    def _rules(self, subject: Ledger) -> list[Section]:
        """Pots with rules of their own: local funds, vouchers, social bonds, contributions of companies; and what
        was decided about each."""
        rows = {row["name"]: row for row in subject.summary["parties"] if row["kind"] != "party"}
        if not rows:
            return []
        sections: list[Section] = []
        decisions = subject.flows.filter(source__in=rows, part_of="")
        for name, pot in rows.items():
            own = [row for row in decisions if row.source == name]
            columns: dict[Any, Any] = {
                _("To whom"): "target",
                _("For what"): "activity",
                _("Budgeted"): lambda row: euros(flow_in(row).budgeted),
                _("Decision"): "document",
                _("Account to"): "regime",
            }
            facts = [
                (_("Kind"), str(_POTS[pot["kind"]])),
                (_("Rules"), pot["rules"]),
                (_("At most, for each decision"), euros(pot["most"])),
                (_("Who decides"), pot["decides"]),
                (_("Account to"), pot["account"]),
            ]
            place = len(sections) + 1
            caption = _("Decided from %(pot)s") % {"pot": name}
            sections.append(
                Section(
                    f"pot-{place}",
                    name,
                    facts=[fact for fact in facts if fact[1]],
                    table=table_of(
                        f"pot-{place}-table", caption, own[:_FEW], columns, [_("Budgeted")]
                    )
                    if own
                    else None,
                    note=""
                    if len(own) <= _FEW
                    else gettext("The first %(n)s; all of them are in the list of flows.")
                    % {"n": Counted(_FEW)},
                )
            )
        return sections

    def _lapsing(self, subject: Ledger, reader: Reader) -> list[Section]:
        own = Ledger.objects.filter(pk=subject.pk)
        rows = services.lapsing(own, reader.today)
        columns: dict[Any, Any] = {
            _("Flow"): str,
            _("Still to be paid"): lambda row: euros(flow_in(row).on_its_way),
            _("Lapses on"): lambda row: day(row.lapses_on),
            _("What is needed to keep it"): lambda row: row.needed,
        }
        table = None
        if rows:
            table = table_of(
                "lapsing-table",
                _("Money that is about to lapse"),
                rows[:_FEW],
                columns,
                [_("Still to be paid")],
            )
        lapsing = Section(
            "lapsing",
            _("Money that is about to lapse"),
            table=table,
            empty=_("No money lapses in the coming four months."),
        )
        posts = services.ending_posts(own, reader.today)
        if not posts:
            return [lapsing]
        columns = {
            _("Function"): "post",
            _("Paid by"): "source",
            _("With"): "target",
            _("Last day"): lambda row: day(row.ends_on),
        }
        title = _("Functions whose money ends")
        ending = table_of("posts-table", title, posts[:_FEW], columns)
        return [lapsing, Section("posts", title, table=ending)]

    def _facts(self, subject: Ledger) -> Section:
        facts = [
            (self.label("municipality"), value_of(subject, "municipality")),
            (self.label("period"), subject.period),
            (self.label("document"), subject.document),
            (_("Number of flows"), subject.summary["flows"]),
        ]
        return Section("facts", _("Facts"), facts=[fact for fact in facts if fact[1]])


def _overhead(row: Mapping[str, Any]) -> str:
    if row["overhead"] is None:
        return ""
    share = numbers.number(100 * row["overhead"] / row["overhead_of"], 0, language())
    return f"{euros(row['overhead'])} ({share}%)"


ledgers: LedgerResource = register(LedgerResource())
