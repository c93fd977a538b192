"""What programmes of the front page's city promised and do, and what of it is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.display import home_city, home_edition
from wijkwerk.programme.models import Programme
from wijkwerk.programme.policies import public_programmes
from wijkwerk.programme.selectors.council import Figures, figures_of
from wijkwerk.programme.selectors.targets import target_totals
from wijkwerk.registry.hooks import HomeSetting, Stage, Station
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import count
from wijkwerk.ui.reader import language

PROGRAMME = "programme"  # key of what can be chosen


def home_settings() -> list[HomeSetting]:
    """Which programme the front page is about."""
    programmes = tuple(public_programmes().values_list("slug", "title"))
    return [HomeSetting(PROGRAMME, _("Programme"), _("those of the city"), programmes)]


def stations(request: Any, home: Mapping[str, str]) -> list[Station]:
    """Promised and done, over the programmes of the front page; it says so when there is none."""
    programmes = _programmes(request, home)
    if programmes is None:
        return []
    if not programmes:
        nothing = _("There is no programme here.")
        return [Station(Stage.PROMISED, "", nothing, reverse("programme:all"))]
    now = timezone.now()
    figures = [figures_of(programme, now) for programme in programmes]
    return [_promised(programmes, figures), _done(programmes, figures)]


def _programmes(request: Any, home: Mapping[str, str]) -> list[Programme] | None:
    """The programme that was chosen, else those of the city, else those of any city of the figures;
    None without figures."""
    chosen = public_programmes().filter(slug=home.get(PROGRAMME, ""))
    if chosen:
        return list(chosen)
    edition = home_edition(request, home)
    if edition is None:
        return None
    city = home_city(edition, home)
    codes = [city.code] if city else list(edition.catalogue.areas)
    return [programme for programme in public_programmes() if programme.municipality in codes]


def _promised(programmes: Sequence[Programme], figures: Sequence[Figures]) -> Station:
    today = deadlines.today(timezone.now())
    shares = [target_totals(programme, today).all for programme in programmes]
    targets = sum(share.targets for share in shares)
    good = sum(share.on_course + share.reached for share in shares)
    late = sum(figure.commitments.past_due for figure in figures)
    text = (
        ngettext("target in all", "targets in all", targets)
        if not good
        else ngettext(
            "target, %(good)s reached or on course",
            "targets, %(good)s reached or on course",
            targets,
        )
        % {"good": count(good, language())}
    )
    overdue = ngettext("%(n)s commitment overdue", "%(n)s commitments overdue", late) % {
        "n": count(late, language())
    }
    return Station(
        Stage.PROMISED,
        count(targets, language()),
        text,
        _address(programmes, "targets"),
        overdue if late else "",
        _address(programmes, "commitments"),
    )


def _done(programmes: Sequence[Programme], figures: Sequence[Figures]) -> Station:
    projects = sum(figure.projects for figure in figures)
    late = sum(figure.decisions_overdue for figure in figures)
    overdue = ngettext("%(n)s decision overdue", "%(n)s decisions overdue", late) % {
        "n": count(late, language())
    }
    return Station(
        Stage.DONE,
        count(projects, language()),
        ngettext("project is running", "projects are running", projects),
        _address(programmes, "projects"),
        overdue if late else "",
        _address(programmes, "council"),
    )


def _address(programmes: Sequence[Programme], page: str) -> str:
    """A page of the programme; of several the page of all."""
    if len(programmes) > 1:
        return reverse("programme:all")
    return reverse(f"programme:{page}", args=[programmes[0].slug])
