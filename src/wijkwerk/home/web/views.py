"""The front page, and where an administrator chooses what it shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.access.api import needs, public
from wijkwerk.build import build
from wijkwerk.home import services
from wijkwerk.home.stages import stage_label
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import HomePart, Stage, Station

SECONDS = 60  # that a page is kept: what is overdue may change at any time
_PLACES = {stage: place for place, stage in enumerate(Stage)}


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The answer about the city, and how each stage of the loop stands, of what everybody may see."""
    chosen = services.chosen()
    key = f"home {build()} {get_language()} {request.get_full_path()} {sorted(chosen.items())}"
    response: HttpResponse | None = cache.get(key)
    if response is None:
        response = _drawn(request, chosen)
        cache.set(key, response, SECONDS)
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def _drawn(request: HttpRequest, chosen: dict[str, str]) -> HttpResponse:
    parts: list[HomePart] = []
    stations: list[Station] = []
    for capability in capabilities():
        part = capability.home_part(request, chosen)
        parts += [part] if part is not None else []
        stations += capability.stations(request, chosen)
    stations.sort(key=lambda station: _PLACES[station.stage])
    frame: dict[str, Any] = {}
    for part in reversed(parts):  # that of the lowest floor has the last word
        frame |= part.frame
    context = {
        **frame,
        "parts": parts,
        "stations": [
            {"label": stage_label(station.stage), "station": station} for station in stations
        ],
    }
    return render(request, "home/home.html", context)


class HomeForm(forms.Form):
    """A choice per setting of the front page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for setting in services.home_settings():
            automatic = _("Automatic: %(what)s") % {"what": setting.automatic}
            self.fields[setting.key] = forms.ChoiceField(
                label=setting.label, required=False, choices=[("", automatic), *setting.choices]
            )


@needs(services.CHOOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """What the front page shows, for an administrator."""
    form = HomeForm(request.POST or None, initial=services.chosen())
    if request.method == "POST" and form.is_valid():
        services.choose(request.user, form.cleaned_data, timezone.now())
        return HttpResponseRedirect(reverse("home:home"))
    return render(request, "home/choose.html", {"account": request.user, "form": form})
