"""Budgets: their rules, ballot and result; for everybody, and where they are prepared and counted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models import Budget, CountResult, PaperBallot, Project
from wijkwerk.participation.policies import COUNTED, LEAST_BALLOTS, published_result
from wijkwerk.participation.services import budgets as services
from wijkwerk.participation.services import counts, voting
from wijkwerk.participation.services.counts import ON_BALLOT
from wijkwerk.participation.web.ballots import PaperForm
from wijkwerk.participation.web.labels import (
    euros,
    euros_of,
    outcome_label,
    percent,
    why_label,
)
from wijkwerk.participation.web.resource import NAMESPACE, PUBLIC, ProcessPart
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, table_of
from wijkwerk.workflow.values import Counted

_RULES = (
    "title", "amount", "goals", "spread", "voters", "kind", "most", "utility", "completion",
    "least_support", "opens_on", "closes_on", "unspent",
)  # fmt: skip

# Who sees what waits at the ballot box: letters that were made, paper that was keyed once.
_AT_BOX = ("participation.print", "participation.key", "participation.count")


def _exclude(command: StepCommand, project: Project) -> CountResult:
    """The project of the address."""
    return counts.exclude(command, project.budget, project)


class BudgetResource(ProcessPart):
    """Money, rules, a ballot; sealed until the committee has counted."""

    model = Budget
    machine = "budget"
    name, plural, title = "budget", "budgets", _("Budgets")
    missing, empty = _("There is no such budget."), _("There is no budget yet.")
    some = ngettext_lazy("One budget.", "%(n)s budgets.", "n")
    none = _("There is no budget yet.")
    columns = ("title", "state", "money", "opens_on", "closes_on")
    facts = (
        "money", "voters", "opens_on", "closes_on", "kind", "most", "utility", "completion",
        "least_support", "unspent",
    )  # fmt: skip
    steps = {
        "prepare": Step(services.prepare, step_form(Budget, *_RULES)),
        "write": Step(services.write, step_form(Budget, *_RULES)),
        "settle": Step(services.settle),
        "void": Step(voting.void_codes),
        "key": Step(voting.key_paper, PaperForm),
        "close": Step(services.close),
        "count": Step(counts.count_votes),
        "exclude": Step(_exclude, rows="projects", path="exclude"),
        "award": Step(services.award),
    }
    elsewhere = {"print": "it answers with a file: web/letters.py"}

    @admin.display(description=_("Budget"))
    def money(self, subject: Budget) -> str:
        """In euros."""
        return euros(subject.amount)

    def answer(self, subject: Budget, reader: Reader) -> str:
        """How it stands, and what comes next."""
        if subject.state == "settled":
            return self._voting(subject, reader)
        last = _last(subject)
        if last is None:
            return f"{self.state(subject)}."
        count_result = last.result
        chosen = Counted(len(count_result["winners"]))
        return ngettext(
            "One project was chosen, for %(spent)s of %(budget)s.",
            "%(n)s projects were chosen, for %(spent)s of %(budget)s.",
            chosen,
        ) % {
            "n": chosen,
            "spent": euros_of(count_result["spent"]),
            "budget": euros_of(count_result["budget"]),
        }

    def _voting(self, budget: Budget, reader: Reader) -> str:
        if reader.today < budget.opens_on:
            return gettext("You can vote from %(first)s up to and including %(last)s.") % {
                "first": day(budget.opens_on),
                "last": day(budget.closes_on),
            }
        if reader.today <= budget.closes_on:
            return gettext("You can vote up to and including %(last)s.") % {
                "last": day(budget.closes_on)
            }
        return gettext("Voting is over. The counting committee counts the votes.")

    def sections(self, subject: Budget, reader: Reader) -> list[Section]:
        """Voting or the result, the projects, the rules."""
        last = _last(subject)
        first = self._result(subject, last, reader) if last else self._before(subject, reader)
        return [
            *first,
            Section("goals", self.label("goals"), subject.goals),
            *([Section("spread", self.label("spread"), subject.spread)] if subject.spread else []),
            Section("rules", _("Rules"), facts=self.facts_of(subject), note=_counting_note()),
        ]

    def _before(self, budget: Budget, reader: Reader) -> list[Section]:
        work = reader.audience is not PUBLIC
        rows = _projects(reader).filter(budget=budget)
        if not work:
            rows = rows.filter(state__in=ON_BALLOT)
        columns: Columns = {
            _("Residents’ project"): lambda row: _project_link(row, reader),
            _("Cost"): lambda row: euros(row.cost),
            _("Street or place"): "street",
            **({_("State"): lambda row: self.labels.state("project", row.state)} if work else {}),
        }
        empty = _("There is no project on the ballot yet.")
        table = table_of("projects", _("Projects on the ballot"), rows, columns, empty=empty)
        parts = [Section("ballot", _("Projects"), table=table)]
        if not work and budget.state == "settled":
            url = reverse(f"{NAMESPACE}:vote", args=[budget.process_id, budget.pk])
            links = [(gettext("Go to the ballot"), url, "")]
            if budget.opens_on <= reader.today <= budget.closes_on:
                parts.insert(0, Section("vote", _("Vote"), links=links))
        if work and budget.state != "draft" and any(reader.may(act, budget) for act in _AT_BOX):
            parts.insert(0, self._box(budget, reader))
        return parts

    def _box(self, budget: Budget, reader: Reader) -> Section:
        """What the committee must still do. Never how many ballots there are, or for what."""
        papers = list(budget.paper_ballots.all())
        waiting = [row for row in papers if not row.settled]
        differ = [str(row) for row in waiting if row.second is not None]
        once = [str(row) for row in waiting if row.second is None]
        facts = [
            (_("Letters made"), budget.codes.filter(void=False).count()),
            (_("Paper ballots that need a second keying"), ", ".join(once) or gettext("none")),
            (
                _("Paper ballots that two people read differently"),
                ", ".join(differ) or gettext("none"),
            ),
        ]
        links = []
        if reader.may("participation.print", budget) and reader.today <= budget.closes_on:
            url = reverse(f"{NAMESPACE}:letters", args=[budget.process_id, budget.pk])
            links = [(self.labels.action("budget", "print"), url, "")]
        if reader.may("participation.key", budget):
            url = reverse(f"{NAMESPACE}:paper", args=[budget.process_id, budget.pk])
            links.append((gettext("Take in paper ballots"), url, gettext("out of a spreadsheet")))
        note = _("How many people voted, and for what, is sealed until the count.")
        return Section("box", _("The ballot box"), facts=facts, links=links, note=note)

    def _result(self, budget: Budget, last: CountResult, reader: Reader) -> list[Section]:
        count_result = published_result(last.result)
        few = count_result["ballots"] is None
        rank = {code: number for number, code in enumerate(count_result["winners"])}
        rows = sorted(
            count_result["projects"],
            key=lambda project: (
                rank.get(project["code"], 10**6),
                -project.get("votes", 0),
                project["code"],
            ),
        )
        projects = {str(project.pk): project for project in budget.projects.all()}
        votes: Columns = {
            _("Votes"): lambda row: str(Counted(row["votes"])),
            _("By most votes"): lambda row: (
                gettext("yes") if row["wins_by_most_votes"] else gettext("no")
            ),
        }
        columns: Columns = {
            _("Residents’ project"): lambda row: _project_link(projects[row["code"]], reader),
            _("Result"): lambda row: {
                "text": outcome_label(row),
                "note": "" if few else why_label(row),
            },
            _("Cost"): lambda row: euros_of(row["cost"]),
            **({} if few else votes),
        }
        table = table_of("result", _("Result by project"), rows, columns, verdict=_("Result"))
        share = reverse(f"{NAMESPACE}:share", args=[budget.process_id, budget.pk])
        links = [(gettext("See where your share went"), share, gettext("with your voting code"))]
        if not few:
            url = reverse(f"{NAMESPACE}:ballots", args=[budget.process_id, budget.pk])
            links.append((gettext("Download the ballots"), url, gettext("Pabulib, to count again")))
        parts = [
            Section("result", _("Result"), lead=_leads(count_result), table=table, links=links),
        ]
        parts += self._exclusions(budget, last)
        causes = dict(PaperBallot.Cause.choices)
        rejected = count_result.get("rejected_paper", {})
        if rejected:
            facts = [(causes[cause], number) for cause, number in rejected.items()]
            parts.append(Section("rejected", _("Paper ballots that don’t count"), facts=facts))
        return parts

    def _exclusions(self, budget: Budget, last: CountResult) -> list[Section]:
        """What was excluded when and why, and the result of every count."""
        if last.number == 1:
            return []
        titles = {str(pk): title for pk, title in budget.projects.values_list("pk", "title")}
        columns: Columns = {
            _("Count"): "number",
            _("Date"): "on",
            _("Excluded"): lambda row: ", ".join(titles[code] for code in row.result["excluded"]),
            _("Chosen"): lambda row: ", ".join(titles[code] for code in row.result["winners"]),
            _("Cost"): lambda row: euros_of(row.result["spent"]),
        }
        every = table_of("counts", _("Every count"), budget.counts.all(), columns)
        because = [
            f"{day(exclusion.on)}: {exclusion.project}. {exclusion.because}"
            for exclusion in budget.exclusions.select_related("project")
        ]
        return [Section("exclusions", _("Excluded projects"), lead=because, table=every)]

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With their process."""
        return rows.select_related("process")


def _last(budget: Budget) -> CountResult | None:
    """The count that holds; None while the box is sealed."""
    if budget.state not in COUNTED:
        return None
    last: CountResult | None = budget.counts.order_by("-number").first()
    return last


def _projects(reader: Reader) -> QuerySet[Any]:
    from wijkwerk.participation.web.projects import projects

    rows: QuerySet[Any] = projects.queryset(reader)
    return rows


def _project_link(project: Project, reader: Reader) -> dict[str, str]:
    from wijkwerk.participation.web.projects import projects

    return {"text": project.title, "url": projects.url_of(project, reader)}


def _leads(count_result: dict[str, Any]) -> list[str]:
    if count_result["ballots"] is None:
        return [
            gettext(
                "Fewer than %(n)s people voted. So that nobody’s vote can be told from the numbers, only the"
                " projects that were chosen are shown."
            )
            % {"n": LEAST_BALLOTS}
        ]
    ballots, covered = Counted(count_result["ballots"]), count_result["voters_with_a_winner"]
    voted_sentence = ngettext("%(n)s person voted.", "%(n)s people voted.", ballots) % {
        "n": ballots
    }
    share = gettext(
        "Everybody had the same share of the budget to spend: %(share)s. It was raised to %(last)s to"
        " use as much of the money as possible."
    ) % {"share": euros_of(count_result["first_share"]), "last": euros_of(count_result["share"])}
    reached = gettext(
        "%(share)s of the voters see at least one project that they voted for. If the projects with the"
        " most votes had won, that would be %(other)s."
    ) % {
        "share": percent(covered, ballots),
        "other": percent(count_result["voters_with_a_winner_by_most_votes"], ballots),
    }
    return [voted_sentence, share, *([reached] if ballots else [])]


def _counting_note() -> str:
    return gettext(
        "We count with equal shares: each voter gets the same part of the budget, and it goes to projects"
        " that they voted for."
    )


budgets = register(BudgetResource())
