"""Which lists and schemes there are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.library import ListServing, lists
from wijkwerk.designation.web.decided import list_notice
from wijkwerk.designation.web.list_context import edition_of, latest_year
from wijkwerk.shared.numbers import count, number
from wijkwerk.shared.text import Language
from wijkwerk.ui.reader import language as language_now


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The lists of this site, and the schemes that ship."""
    language = language_now()
    servings = lists().all()
    shipped = lists().shipped()
    sentence = ngettext(
        "This site has %(n)s list of areas by a rule.",
        "This site has %(n)s lists of areas by a rule.",
        len(servings),
    ) % {"n": count(len(servings), language)}
    context: dict[str, Any] = {
        "nav_current": "lists",
        "first": sentence if servings else _("This site has no list of areas yet."),
        "lists": [card(serving, language) for serving in servings],
        "schemes": [
            {
                "title": shipped_scheme.title.in_(language),
                "url": reverse("designation:scheme", args=[shipped_scheme.id]),
                "notes": shipped_scheme.versions[-1].notes.in_(language),
                "statuses": ", ".join(
                    status.label.in_(language)
                    for status in sorted(
                        shipped_scheme.versions[-1].statuses, key=lambda status: status.rank
                    )
                ),
                "versions": ngettext(
                    "%(n)s version", "%(n)s versions", len(shipped_scheme.versions)
                )
                % {"n": count(len(shipped_scheme.versions), language)},
            }
            for shipped_scheme in shipped.values()
        ],
        "housing_url": reverse("designation:housing") if lists().housing() else "",
    }
    return render(request, "designation/start.html", context)


def card(serving: ListServing, language: Language) -> dict[str, Any]:
    """A list with how many areas have which status in its last year."""
    year = latest_year(serving)
    level = serving.levels[0]
    ranks = {status.code: status.rank for status in serving.rules(year).active()}
    rows = [
        row
        for row in questions.counts(serving, year)
        if row["level"] == level and row["status"] in ranks
    ]
    edition = edition_of(serving)
    return {
        "id": serving.id,
        "title": serving.scheme.title.in_(language),
        "edition": edition.catalogue.title.in_(language) if edition else serving.edition,
        "version": serving.rules(year).title.in_(language),
        "years": f"{serving.years[0]}–{serving.years[-1]}",
        "url": reverse("designation:year", args=[serving.id, year]),
        "year": year,
        "simulated": bool(serving.found.manifest["simulated"]),
        "standing": list_notice(serving, year, language),
        "areas": number(questions.on_list(serving, year, level)["areas"], 0, language),
        "counts": [
            {
                "label": serving.scheme.label(row["status"], year, language),
                "value": number(row["met"], 0, language),
                "note": _("%(n)s unknown") % {"n": number(row["unknown"], 0, language)}
                if row["computed"] == row["met"]
                else _("by the rule: %(n)s") % {"n": number(row["computed"], 0, language)},
            }
            for row in sorted(rows, key=lambda row: ranks[row["status"]])
        ],
        "switched": [
            criterion.name.in_(language)
            for criterion in serving.rules(year).criteria
            if criterion.ground and criterion.switched_on
        ],
    }
