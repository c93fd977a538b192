"""What programmes promised for an area, on the monitor's own page: only what everybody may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.areas.api import parent_of
from wijkwerk.monitor.display import library
from wijkwerk.programme.core.obligations import PAST_DUE
from wijkwerk.programme.core.shares import Standing
from wijkwerk.programme.models import Commitment, Programme, Project, Step, Target
from wijkwerk.programme.policies import public_programmes, public_rows
from wijkwerk.programme.selectors.commitments import grouped
from wijkwerk.programme.selectors.targets import target_totals
from wijkwerk.programme.web.commitments.labels import group_labels
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.target_labels import standing_label
from wijkwerk.registry.hooks import AreaCard, AreaLine
from wijkwerk.shared import deadlines
from wijkwerk.shared.sentences import listing
from wijkwerk.shared.text import Language
from wijkwerk.ui.reader import day

_TARGETS, _COMMITMENTS, _PROJECTS = 5, 3, 4  # lines of a card; all are on their own pages
# What asks for attention first.
_ORDER = (
    Standing.NOT_REACHED, Standing.OFF_COURSE, Standing.AT_RISK, Standing.NOT_KNOWN,
    Standing.ON_COURSE, Standing.REACHED, Standing.CANT_TELL_YET, Standing.WITHHELD,
    Standing.NOT_MEASURED,
)  # fmt: skip
_LATE = (Standing.NOT_REACHED, Standing.OFF_COURSE)


def stamp(edition: str) -> str:
    """Changes with the day, with every step in any programme, and with the editions that are served."""
    steps = Step.objects.aggregate(number=Count("id"), last=Max("id"))
    programmes = public_programmes().aggregate(number=Count("id"), version=Max("version"))
    served = ",".join(record.edition for record in library().served())
    today = deadlines.today(timezone.now())
    return f"{today} {steps} {programmes} {served}"


def area_cards(area: str, edition: str, language: Language) -> list[AreaCard]:
    """Per public programme that covers the area: its targets, commitments and the projects here. One empty
    card where no programme does."""
    places = places_of(area, edition)
    simulated = library().open(edition).catalogue.simulated
    today = deadlines.today(timezone.now())
    cards = [
        _card(programme, area, places, today, language)
        for programme in public_programmes().filter(simulated=simulated)
        if covers(programme, places)
    ]
    return cards or [AreaCard(_("No programme runs here."), empty=True)]


def places_of(area: str, edition: str) -> set[str]:
    """The area, what lies above it, and the groups that it belongs to in the edition."""
    catalogue = library().open(edition).catalogue
    places = {area, *(ancestor.code for ancestor in catalogue.lineage(area))}
    above = parent_of(area)
    while above is not None:
        places.add(above)
        above = parent_of(above)
    return places | {group.code for group in catalogue.groups.values() if area in group.areas}


def covers(programme: Programme, places: set[str]) -> bool:
    """Whether a programme is for one of ``places``: those that it names, or else its municipality."""
    return bool(places.intersection(programme.areas or [programme.municipality]) - {""})


def _card(
    programme: Programme, area: str, places: set[str], today: date, language: Language
) -> AreaCard:
    targets = list(programme.targets.filter(state="active").select_related("owner"))
    standings = target_totals(programme, today).standings
    commitments = list(grouped(public_rows(programme, Commitment), today).order_by("due_on", "id"))
    late = [commitment for commitment in commitments if commitment.group in PAST_DUE]
    projects = [
        row
        for row in public_rows(programme, Project).order_by("name", "id")
        if not row.areas or places.intersection(row.areas)
    ]
    return AreaCard(
        text=programme_sentence(
            programme.title,
            targets=len(targets),
            good=sum(
                standings.get(target.pk) in (Standing.ON_COURSE, Standing.REACHED)
                for target in targets
            ),
            commitments=len(commitments),
            late=len(late),
            projects=len(projects),
            language=language,
        ),
        url=reverse("programme:overview", args=[programme.slug]),
        link=_("All targets, commitments and projects"),
        heading=_("What was promised"),
        lines=(
            *_target_lines(programme, area, targets, standings),
            *(_commitment_line(programme, commitment) for commitment in late[:_COMMITMENTS]),
            *(
                _project_line(programme, project)
                for project in _nearest(projects, area)[:_PROJECTS]
            ),
        ),
    )


def programme_sentence(
    title: str,
    *,
    targets: int,
    good: int,
    commitments: int,
    late: int,
    projects: int,
    language: Language,
) -> str:
    """What a programme has for an area; what it has none of is left out."""
    parts = []
    if targets:
        counted = ngettext("%(n)s target", "%(n)s targets", targets) % {"n": targets}
        if good == targets:
            state = ngettext("on course or reached", "all on course or reached", targets)
        elif good:
            state = _("%(good)s of them on course or reached") % {"good": good}
        else:
            state = ngettext(
                "not on course or reached", "none of them on course or reached", targets
            )
        parts.append(f"{counted} ({state})")
    if commitments:
        counted = ngettext("%(n)s commitment", "%(n)s commitments", commitments) % {
            "n": commitments
        }
        parts.append(f"{counted} ({_('%(late)s late') % {'late': late}})" if late else counted)
    if projects:
        parts.append(
            ngettext("%(n)s project here", "%(n)s projects here", projects) % {"n": projects}
        )
    if not parts:
        return _(
            "‘%(title)s’ is for this area. It has no targets, commitments or projects yet."
        ) % {"title": title}
    return _("‘%(title)s’ is for this area: %(parts)s.") % {
        "title": title,
        "parts": listing(parts, language),
    }


def _target_lines(
    programme: Programme, area: str, targets: Sequence[Target], standings: dict[int, Standing]
) -> list[AreaLine]:
    """Targets of the area itself first, then what asks for attention."""

    def key(target: Target) -> tuple[bool, int]:
        standing = standings.get(target.pk)
        return target.area != area, _ORDER.index(standing) if standing in _ORDER else len(_ORDER)

    return [
        AreaLine(
            text=target.title,
            url=reverse("programme:target", args=[programme.slug, target.pk]),
            state=standing_label(standing) if standing is not None else "",
            note="; ".join(
                part for part in (_("target"), target.owner.name if target.owner else "") if part
            ),
            late=standing in _LATE,
        )
        for target in sorted(targets, key=key)[:_TARGETS]
        for standing in [standings.get(target.pk)]
    ]


def _commitment_line(programme: Programme, commitment: Any) -> AreaLine:
    return AreaLine(
        text=str(commitment),
        url=reverse("programme:commitment", args=[programme.slug, commitment.pk]),
        state=group_labels()[commitment.group],
        note=_("commitment; due on %(day)s") % {"day": day(commitment.due_on)},
        late=True,
    )


def _nearest(projects: Sequence[Project], area: str) -> list[Project]:
    """Those that name the area itself first."""
    return sorted(projects, key=lambda project: area not in project.areas)


def _project_line(programme: Programme, project: Project) -> AreaLine:
    return AreaLine(
        text=project.name,
        url=project.get_absolute_url(),
        state=LABELS.state("project", project.state),
        note=_("project"),
    )
