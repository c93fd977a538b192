"""Schemes, lists, and the tables of a list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.designation.core import tables
from wijkwerk.designation.core.decided import Decision
from wijkwerk.designation.core.scheme import Label, Scheme
from wijkwerk.designation.decisions import why_url
from wijkwerk.designation.follow_up import following
from wijkwerk.designation.following import Following, following_of
from wijkwerk.designation.lists.manifest import scheme_document
from wijkwerk.designation.models import AreaPlan, Consultation, Procedure
from wijkwerk.designation.policies import public_follow_up, public_procedures
from wijkwerk.designation.rest import schema
from wijkwerk.designation.rest.base import DesignationDescription, OfList, TableView, served_list
from wijkwerk.designation.rest.parameters import MANY, PARAMETERS, choice
from wijkwerk.designation.serving.library import lists
from wijkwerk.designation.serving.questions import municipalities
from wijkwerk.rest.cursors import Page, cursor_at, place_of
from wijkwerk.rest.faults import BadParameterError, shortened
from wijkwerk.rest.formats import Csv, Json, Parquet
from wijkwerk.rest.views import ReadView
from wijkwerk.shared import deadlines
from wijkwerk.shared.problems import InputError


def _text(label: Label) -> dict[str, str]:
    return {"nl": label.in_("nl"), "en": label.in_("en")}


class _Whole(ReadView):
    """A short list, whole."""

    schema = DesignationDescription()
    many = MANY
    tag = "designation"
    renderer_classes: Sequence[type[BaseRenderer]] = (Json, Csv, Parquet)

    def whole(self, request: Request, items: list[dict[str, Any]]) -> Response:
        """All ``items``, with a tag of what they are."""
        text = json.dumps([items, request.accepted_media_type]).encode()
        self.etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
        return Response({"items": items, "next": None})


class Schemes(_Whole):
    """The rules that ship with this site."""

    operation = "schemes"
    item = "SchemePage"
    shown = schema.SCHEME

    def get(self, request: Request) -> Response:
        """All schemes."""
        return self.whole(
            request, [_scheme(shipped_scheme) for shipped_scheme in lists().shipped().values()]
        )


def _scheme(scheme: Scheme) -> dict[str, Any]:
    return {
        "id": scheme.id,
        "title": _text(scheme.title),
        "authority": _text(scheme.authority),
        "versions": [rules.since for rules in scheme.versions],
        "statuses": list(
            dict.fromkeys(status.code for rules in scheme.versions for status in rules.statuses)
        ),
    }


class SchemeDetail(_Whole):
    """A rule with all its versions: measures, criteria, statuses, consequences, what is off."""

    operation = "scheme"
    item = "SchemeDetail"
    renderer_classes: Sequence[type[BaseRenderer]] = (Json,)

    def get(self, request: Request, scheme: str) -> Response:
        """The scheme by its id. 404 when it doesn't ship."""
        shipped_scheme = lists().shipped().get(scheme)
        if shipped_scheme is None:
            raise Http404(
                f"No scheme {shortened(scheme)}; /api/v1/designation/schemes has them all."
            )
        document = scheme_document(shipped_scheme)
        self.etag = f'"{hashlib.sha256(json.dumps(document).encode()).hexdigest()[:32]}"'
        return Response(document)


class AllLists(_Whole):
    """Every list of this site. A list never changes: made again of other figures or by another
    rule it is another list."""

    operation = "lists"
    item = "ListPage"
    shown = schema.LIST

    def get(self, request: Request) -> Response:
        """All lists, by id."""
        items = [
            {
                "id": serving.id,
                "scheme": serving.scheme.id,
                "title": _text(serving.scheme.title),
                "edition": serving.edition,
                "simulated": bool(serving.found.manifest["simulated"]),
                "years": [str(year) for year in serving.years],
                "decided_years": [str(year) for year in sorted(serving.decisions.of_year)],
                "draft_years": [str(year) for year in sorted(serving.decisions.drafts)],
                "levels": serving.levels,
                "areas": serving.found.manifest.get("areas"),
                "switched_on": [
                    f"{code}: {reason}" for code, reason in serving.scheme.switched_on().items()
                ],
            }
            for serving in lists().all()
        ]
        return self.whole(request, items)


class ListDetail(OfList):
    """A list with its manifest and the rule as it was used, with what was switched on and why, and
    what was decided about it."""

    decided = True
    operation = "list"
    tag = "designation"
    item = "ListDetail"
    renderer_classes: Sequence[type[BaseRenderer]] = (Json,)
    listed = None  # type: ignore[assignment]

    @classmethod
    def all_parameters(cls) -> tuple[str, ...]:
        """There is nothing to choose."""
        return ("format",)

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What the list says of itself."""
        return Response(
            {
                "id": self.found.id,
                "manifest": self.found.found.manifest,
                "scheme": scheme_document(self.found.scheme),
                "decisions": [
                    _decision(request, decision)
                    for _year, decision in sorted(self.found.decisions.of_year.items())
                ],
            }
        )


def _decision(request: Request, decision: Decision) -> dict[str, Any]:
    return {
        "year": decision.year,
        "decided_on": decision.decided_on.isoformat(),
        "published_on": decision.published_on.isoformat(),
        "listed": decision.listed,
        "by_rule": decision.by_rule,
        "why": request.build_absolute_uri(why_url(decision)),
        "areas": [
            {
                "area": code,
                "kind": ruling.kind,
                "left_on": ruling.left_on.isoformat() if ruling.left_on else None,
                "why": request.build_absolute_uri(why_url(decision, ruling)),
            }
            for code, ruling in sorted(decision.rulings.items())
        ],
    }


class Areas(OfList):
    """The areas of a list: all, or by name, level or municipality."""

    operation = "listAreas"
    tag = "results"
    item = "ListArea"
    columns = tables.AREAS
    takes = ("q", "level", "municipality")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """Areas by code. Raises BadParameterError for a ``q`` that is empty or too long."""
        where, values = "", list[object]()
        query = request.query_params.get("q")
        if query is not None:
            if not 1 <= len(query) <= PARAMETERS["q"][1]["maxLength"]:
                raise BadParameterError("q", "From 1 to 100 characters.")
            where += " AND (contains(lower(name), ?) OR lower(code) = ?)"
            values += [query.casefold(), query.casefold()]
        for column, value in (
            ("level", choice(request, "level", self.found.levels)),
            ("municipality", choice(request, "municipality", municipalities(self.found))),
        ):
            if value is not None:
                where += f" AND {column} = ?"
                values.append(value)
        rows = self.found.store.rows(
            f"SELECT rowid AS place, * FROM areas WHERE rowid >= ?{where} ORDER BY rowid LIMIT ?",
            [place_of(cursor, "areas"), *values, limit + 1],
        )
        following = cursor_at(rows[limit]["place"], "areas") if len(rows) > limit else None
        for row in rows:
            del row["place"]
        return Page(rows[:limit], following)


class Statuses(TableView, table="statuses", item="AreaStatus"):
    """Every status of every area in every year: met, not met or unknown after decisions, and as
    computed; years in a row, entry, exit, near miss, what is short."""


class Held(TableView, table="held", item="HeldStatus"):
    """The highest status of every area in every year, after decisions, and as computed."""


class Criteria(TableView, table="criteria", item="AreaCriterion"):
    """Every criterion of every area in every year: value, interval, threshold, margin, result."""


class Firmness(TableView, table="firmness", item="Firmness"):
    """The chance of every status of every area in every year."""


class Sensitivity(TableView, table="sensitivity", item="Sensitivity"):
    """Each threshold a little lower and higher, each criterion dropped: who would enter or leave."""


class Obligations(_Whole):
    """What follows for each area of the published decisions about a list, a row per duty: since when, by
    when, and how far plan, exemption and sanction are. Empty while nothing was decided."""

    operation = "obligations"
    tag = "results"
    item = "ObligationPage"
    shown = schema.OBLIGATION

    def get(self, request: Request, list: str) -> Response:
        """Every year's duties, the oldest year first. 404 for a list that the site doesn't serve."""
        served_list(list)
        today = deadlines.today(timezone.now())
        procedures = public_procedures().filter(list_id=list).order_by("year")
        try:
            items = [
                _obligation(procedure, row)
                for procedure in procedures
                for row in following_of(
                    procedure, following(settings.LISTS, procedure, today), _with_measures
                )
            ]
        except InputError as unreadable:
            raise Http404("The files of this list can't be read now.") from unreadable
        return self.whole(request, items)


def _with_measures(kind: type[Any]) -> QuerySet[Any]:
    """What everybody sees, plans with their measures in one query."""
    rows = public_follow_up(kind)
    return rows.prefetch_related("measures") if kind is AreaPlan else rows


def _obligation(procedure: Procedure, row: Following) -> dict[str, Any]:
    plan, exemption, sanction = row.plan, row.exemption, row.sanction
    return {
        "year": procedure.year,
        "area": row.area.code,
        "name": row.area.name,
        "municipality": row.area.municipality,
        "status": row.status,
        "consequence": row.duty.code,
        "kind": row.duty.kind,
        "since": row.duty.since,
        "due": row.duty.due or None,
        "limit": row.limit,
        "plan": plan.state if plan else None,
        "measures": ";".join(measure.measure for measure in plan.measures.all()) if plan else None,
        "plan_share": plan.share_percent if plan else None,
        "fund": (plan.fund_outcome or None) if plan else None,
        "exemption": exemption.outcome if exemption else None,
        "sanction": sanction.state if sanction else None,
    }


class Views(_Whole):
    """What councils and residents thought of the areas of the published decisions about a list, and what was
    done with it. A row for each view that was asked, given or not."""

    operation = "views"
    tag = "results"
    item = "ViewPage"
    shown = schema.VIEW

    def get(self, request: Request, list: str) -> Response:
        """Every year's views, the oldest year first. 404 for a list that the site doesn't serve."""
        served_list(list)
        views = (
            Consultation.objects.filter(procedure__list_id=list, procedure__state="published")
            .exclude(state="withdrawn")
            .select_related("area", "procedure")
            .order_by("procedure__year", "pk")
        )
        return self.whole(request, [_view(view) for view in views])


def _view(view: Consultation) -> dict[str, Any]:
    return {
        "year": view.procedure.year,
        "area": view.area.code,
        "name": view.area.name,
        "municipality": view.municipality,
        "consulted": view.consulted,
        "asked_on": view.made_on.isoformat(),
        "until": view.until.isoformat(),
        "given_on": view.given_on.isoformat() if view.given_on else None,
        "how": view.how,
        "participants": view.participants,
        "view": view.reasons,
        "answer": view.answer,
        "answered_on": view.answered_on.isoformat() if view.answered_on else None,
    }
