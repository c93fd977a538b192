"""Processes, their budgets and projects, and the result of a count."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.participation.models import Budget
from wijkwerk.participation.policies import COUNTED, public_processes, public_rows, published_result
from wijkwerk.participation.web.agreements import agreements
from wijkwerk.participation.web.budgets import budgets
from wijkwerk.participation.web.campaigns import campaigns
from wijkwerk.participation.web.ideas import ideas
from wijkwerk.participation.web.processes import processes
from wijkwerk.participation.web.projects import projects
from wijkwerk.participation.web.schemes import schemes
from wijkwerk.participation.web.stewardship import assets, challenges, enterprises
from wijkwerk.participation.web.summits import demands, summits
from wijkwerk.participation.web.surveys import surveys
from wijkwerk.participation.web.turnouts import turnouts
from wijkwerk.participation.web.yardsticks import panels, yardsticks
from wijkwerk.rest.describe import Description
from wijkwerk.rest.formats import Json
from wijkwerk.rest.model_lists import A_MINUTE
from wijkwerk.rest.schema import Schema, items_of
from wijkwerk.rest.views import ReadView
from wijkwerk.workflow.rest import ResourceList


class ParticipationDescription(Description):
    """Describes a view with the words of participation."""

    path_words: ClassVar = {
        "process": ("Number of the process, as `/participation` gives it.", "1"),
        "budget": ("Number of the budget.", "1"),
    }


class PublicList(ResourceList):
    """What everybody sees of a resource of participation."""

    tag = "participation"
    schema = ParticipationDescription()


class Processes(PublicList, resource=processes, item="Process", operation="participation"):
    """Every process that is open, postponed or finished."""


class Budgets(PublicList, resource=budgets, item="Budget", operation="participationBudgets"):
    """The budgets of a process: their rules. Amounts in cents."""


class Projects(PublicList, resource=projects, item="Project", operation="participationProjects"):
    """The projects of residents that were read and admitted or declined. Cost in cents."""


class Ideas(PublicList, resource=ideas, item="Idea", operation="participationIdeas"):
    """Ideas, questions and signals that an official read, with the last day of their answer."""


class Agreements(
    PublicList, resource=agreements, item="Agreement", operation="participationAgreements"
):
    """The register of agreements: who does what before when, and norms of streets and stairwells."""


class Summits(PublicList, resource=summits, item="Summit", operation="participationSummits"):
    """Citizens' summits: when, and how many residents were there."""


class Surveys(PublicList, resource=surveys, item="SurveyMark", operation="participationSurveys"):
    """What residents find of their influence and of being consulted, by year."""


class Demands(PublicList, resource=demands, item="Demand", operation="participationDemands"):
    """What residents asked at summits, with the last day of the answer."""


class Turnouts(PublicList, resource=turnouts, item="Turnout", operation="participationTurnouts"):
    """Who took part, as counts by group: small groups only together."""

    worked_out: ClassVar = {"groups": "objects"}


class Campaigns(
    PublicList, resource=campaigns, item="Campaign", operation="participationCampaigns"
):
    """What residents raise together: what is needed, by when, and what a fund adds. Amounts in cents."""


class Schemes(PublicList, resource=schemes, item="Scheme", operation="participationSchemes"):
    """Small budgets of one's own: rules and ceilings. Amounts in cents; nobody's request."""


class Challenges(
    PublicList, resource=challenges, item="Challenge", operation="participationChallenges"
):
    """Tasks that residents offer to do, with the last day of the decision. Amounts in cents."""


class Assets(PublicList, resource=assets, item="Asset", operation="participationAssets"):
    """Objects that residents run or may run. Amounts in cents."""


class Enterprises(
    PublicList, resource=enterprises, item="Enterprise", operation="participationEnterprises"
):
    """Enterprises of residents."""


class Panels(PublicList, resource=panels, item="Panel", operation="participationPanels"):
    """Neighbourhood panels. Amounts in cents."""


class Yardsticks(
    PublicList, resource=yardsticks, item="Yardstick", operation="participationYardsticks"
):
    """Yardsticks that residents adopted, by edition."""


_COUNT: Schema = {
    "type": "object",
    "description": "A count: rule, shares as exact fractions of euros, winners, every project's account.",
    "properties": {
        "number": {"type": "integer", "description": "The highest one holds."},
        "on": {"type": "string", "format": "date", "description": "Day of the count."},
        "result": {
            "type": "object",
            "description": "As `wijkwerk participation count --json` prints it.",
        },
    },
    "required": ["number", "on", "result"],
    "additionalProperties": False,
}
COMPONENTS: dict[str, Schema] = {"CountResult": _COUNT, "CountResults": items_of("CountResult")}


class Counts(ReadView):
    """Every count of a budget, once its ballots were counted. Before that there is nothing here."""

    operation = "participationCounts"
    tag = "participation"
    item = "CountResults"
    keep = A_MINUTE
    schema = ParticipationDescription()
    renderer_classes = (Json,)

    def get(self, request: Request, process: int, budget: int) -> Response:
        """The results as they were kept.

        404 for a budget that isn't public or wasn't counted yet.
        """
        within = public_processes().filter(pk=process).first()
        budget_found = (
            within and public_rows(within, Budget).filter(pk=budget, state__in=COUNTED).first()
        )
        if not budget_found:
            raise Http404("No such budget, or its ballots weren't counted yet.")
        items = [
            {
                "number": count.number,
                "on": count.on.isoformat(),
                "result": published_result(count.result),
            }
            for count in budget_found.counts.all()
        ]
        self.etag = self.tag_of(request, budget_found.pk, len(items))
        return Response({"items": items})
