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
from wijkwerk.finance.web.labels import euros
from wijkwerk.finance.web.sankey_drawing import MOST, sankey
from wijkwerk.shared import numbers
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
_FEW = 20


def finding_sentence(finding: Mapping[str, Any]) -> str:
    """What doesn't close, in a sentence."""
    template = {
        "more_than_budgeted": _("%(where)s: %(amount)s more was paid or lapsed than was budgeted."),
        "more_back_than_paid": _("%(where)s: %(amount)s more was given back than was paid."),
        "parts_more_than_whole": _("%(where)s: its parts are %(amount)s more than the whole."),
        "gives_more_than_it_got": _("%(where)s gives out %(amount)s more than it got."),
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
        if subject.state == "withdrawn" or (what != "budgeted" and not subject.spending_known):
            return ""
        return euros(subject.summary["total"][what])

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
        share = 100 * total["spent"] / total["budgeted"] if total["budgeted"] else 0
        pattern = (
            gettext("Of %(budgeted)s, %(spent)s was spent (%(share)s%%).")
            if subject.spending_known
            else gettext("%(budgeted)s was budgeted. What was spent isn’t given.")
        )
        sentence = pattern % {
            "budgeted": euros(total["budgeted"]),
            "spent": euros(total["spent"]),
            "share": numbers.number(share, 0, language()),
        }
        problems = len(subject.summary["findings"]) + sum(
            row["cents"] != row["sum"] for row in subject.summary["stated"]
        )
        if problems:
            sentence += " " + ngettext(
                "%(n)s sum doesn’t close.", "%(n)s sums don’t close.", problems
            ) % {"n": Counted(problems)}
        return sentence if subject.state == "published" else f"{self.state(subject)}. {sentence}"

    def view_of(self, reader: Reader) -> str:
        """Which of VIEWS the address asks for. Raises BadRequest for another."""
        view = reader.request.GET.get("show", "budgeted")
        if view not in VIEWS:
            raise BadRequest("show")
        return view

    def _views(self, subject: Ledger) -> dict[str, Any]:
        """The ways to look at it: what was budgeted alone, where its source doesn't say what was spent."""
        return VIEWS if subject.spending_known else {"budgeted": VIEWS["budgeted"]}

    def context(self, subject: Ledger | None, reader: Reader) -> Mapping[str, Any]:
        """The picture of a view, and the others to choose."""
        if subject is None or subject.state == "withdrawn":
            return {}
        view = self.view_of(reader)
        links = subject.summary["views"][view]["links"]
        return {
            "picture": sankey(links, gettext("Where the money goes")),
            "largest": MOST if len(links) > MOST else 0,
            "views": [
                (label, f"?show={key}", key == view) for key, label in self._views(subject).items()
            ],
            "is_example": subject.example,
        }

    def sections(self, subject: Ledger, reader: Reader) -> list[Section]:
        """Tables of the picture, of areas, kinds and pots; what doesn't close, what lapses."""
        if subject.state == "withdrawn":
            return []
        return [
            self._links(subject, reader),
            self._areas(subject),
            self._lapsing(subject, reader),
            self._closing(subject),
            self._kinds(subject),
            *([self._pots(subject)] if subject.spending_known else []),
            self._facts(subject),
        ]

    def _links(self, subject: Ledger, reader: Reader) -> Section:
        view = self.view_of(reader)
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

    def _sums(self, subject: Ledger) -> dict[str, Any]:
        """The sums to show: without what follows from spending where that isn't known."""
        return _SUMS if subject.spending_known else {"budgeted": _SUMS["budgeted"]}

    def _areas(self, subject: Ledger) -> Section:
        columns: dict[Any, Any] = {
            _("Area"): lambda row: row["name"] or gettext("No area"),
            **{
                label: lambda row, key=key: (
                    euros(row[key]) if row["code"] or key in ("budgeted", "spent") else ""
                )
                for key, label in self._sums(subject).items()
            },
            _("Inhabitants"): lambda row: row["inhabitants"],
        }
        if subject.spending_known:
            columns[_("Spent for each inhabitant")] = lambda row: euros(row["per_head"])
        table = table_of(
            "areas-table", _("By area"), subject.summary["areas"], columns, list(columns)[1:]
        )
        note = _("What comes into an area. Money that is passed on within it is counted once.")
        return Section("areas", _("By area"), table=table, note=note)

    def _kinds(self, subject: Ledger) -> Section:
        kinds = {value: str(label) for value, label in Flow.Kind.choices}
        columns: dict[Any, Any] = {
            _("Kind"): lambda row: kinds[row["kind"]],
            **{
                label: lambda row, key=key: euros(row[key])
                for key, label in self._sums(subject).items()
            },
        }
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

    def _lapsing(self, subject: Ledger, reader: Reader) -> Section:
        rows = services.lapsing(Ledger.objects.filter(pk=subject.pk), reader.today)
        columns: dict[Any, Any] = {
            _("Flow"): str,
            _("Still to be paid"): lambda row: euros(services.on_its_way(row)),
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
        return Section(
            "lapsing",
            _("Money that is about to lapse"),
            table=table,
            empty=_("No money lapses in the coming four months."),
        )

    def _facts(self, subject: Ledger) -> Section:
        facts = [
            (self.label("municipality"), value_of(subject, "municipality")),
            (self.label("period"), subject.period),
            (self.label("document"), subject.document),
            (_("Number of flows"), subject.summary["flows"]),
        ]
        return Section("facts", _("Facts"), facts=[fact for fact in facts if fact[1]])


ledgers: LedgerResource = register(LedgerResource())
