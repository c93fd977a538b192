"""A picture on somebody else's page: with its title, its source and a way back, and nothing else."""

from __future__ import annotations

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.references import legend_of
from wijkwerk.monitor.web.views.charts import picture_of

_PAGES = {"lines": "compare", "selection": "selection"}  # others come from an indicator's page

# Any site may put this page in a frame; in the frame there are a picture and a style, no script.
_FRAMED = {
    "default-src": [NONE],
    "img-src": [SELF],
    "style-src": [SELF],
    "font-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}


@xframe_options_exempt
@csp(_FRAMED)
@edition_view()
def embed(visit: EditionContext, kind: str) -> HttpResponse:
    """The picture ``kind`` of the same parameters as its own address."""
    picture = picture_of(visit, kind)
    query = visit.request.GET.copy()
    query.pop("size", None)
    tail = query.urlencode()
    source = visit.catalogue.source
    context = {
        "title": picture.title,
        "large": f"{visit.url('chart_svg', kind).split('?')[0]}?{tail}",
        "small": f"{visit.url('chart_svg', kind).split('?')[0]}?{tail}&size=small",
        "back": visit.request.build_absolute_uri(_back(visit, kind, tail)),
        "publisher": source["publisher"],
        "edition": visit.catalogue.id,
        "simulated": visit.catalogue.simulated,
        "reference": "" if kind in _PAGES else legend_of(visit, visit.request.GET.get("indicator")),
    }
    return render(visit.request, "monitor/embed.html", context)


def _back(visit: EditionContext, kind: str, tail: str) -> str:
    query = visit.request.GET
    indicator = (query.get("indicator") or "").split(",")[0]
    if kind == "trend":
        return visit.url("series", query["area"], indicator, edition=visit.catalogue.id)
    if kind in _PAGES:
        return f"{visit.url(_PAGES[kind]).split('?')[0]}?{tail}"
    return f"{visit.url('indicator', indicator).split('?')[0]}?{tail}"
