"""What a reminder says: the bureau, the board and a partner each get what they have to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkwerk.access.api import rules, site_url
from wijkwerk.programme.agreements import signing_url, to_sign
from wijkwerk.programme.core.obligations import PAST_DUE
from wijkwerk.programme.models import Commitment, Organisation, Programme
from wijkwerk.programme.policies import OWN, PUBLIC_STATES, WORK
from wijkwerk.programme.selectors import commitments as selectors
from wijkwerk.workflow.mail import Digest, Line, Section

MOST = 10  # lines under a heading; the rest is counted
AHEAD = timedelta(days=selectors.SOON)
WEEK = timedelta(days=7)
_OF_BUREAU = ("talk", "agree", "seek", "other_partner")  # whose next step is the bureau's
_ON_LADDER = Q(state="active") & ~Q(rung="")


@dataclass(frozen=True)
class Part:
    """A part that somebody plays in a programme: bureau, board, or partner of an organisation."""

    kind: str
    organisation: str = ""  # slug, of a partner


def parts_of(roles_held: Iterable[tuple[str, str]], programme: str) -> set[Part]:
    """The parts in a programme of who holds these roles (pairs of role and place).

    Organisations are those of a partner, whether they take part in the programme or not.
    """
    parts = set()
    for code, place in roles_held:
        role = rules().roles.get(code)
        if role is None:
            continue
        if role.within == "organisation" and OWN in role.may:
            parts.add(Part("partner", place))
        if role.within == "programme" and place == programme and WORK in role.may:
            parts.add(Part("bureau" if "commitment.follow" in role.may else "board"))
    return parts


class Teller:
    """Tells what there is to remind of on a day; looks each thing up once for all who want it."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._known: dict[tuple[int, Part, str], tuple[Section, ...]] = {}

    def digest(self, about: Iterable[tuple[Programme, Iterable[Part]]], language: str) -> Digest:
        """One mail about these programmes, by the parts that somebody plays in each."""
        programmes_with_parts = list(about)
        with translation.override(language):
            sections: list[Section] = []
            for programme, parts in programmes_with_parts:
                for part in sorted(parts, key=lambda part: (part.kind, part.organisation)):
                    sections += [
                        section
                        for section in self._sections(programme, part, language)
                        if section not in sections
                    ]
            number = sum(section.number for section in sections)
            names = ", ".join(programme.title for programme, _parts in programmes_with_parts)
            return Digest(
                subject=_("{name}: {n} open actions").format(name=names, n=number)
                if number != 1
                else _("{name}: one open action").format(name=names),
                opening=_("Open for you on {day}:").format(
                    day=date_format(self.today, "DATE_FORMAT")
                ),
                sections=tuple(sections),
                closing=(
                    Line(
                        _(
                            "You get this mail because you have a role in this programme. Choose how often, "
                            "or never, here:"
                        ),
                        _url("reminders"),
                    ),
                ),
            )

    def _sections(self, programme: Programme, part: Part, language: str) -> tuple[Section, ...]:
        key = (programme.pk, part, language)
        if key not in self._known:
            section_makers: Callable[[], list[Section | None]] = {
                "bureau": lambda: self._bureau(programme),
                "board": lambda: self._board(programme),
                "partner": lambda: self._partner(programme, part.organisation),
            }[part.kind]
            self._known[key] = tuple(section for section in section_makers() if section is not None)
        return self._known[key]

    def _bureau(self, programme: Programme) -> list[Section | None]:
        rows = selectors.with_names(programme.commitments.all()).order_by("due_on", "pk")
        waiting = programme.reports.filter(state="made").select_related(
            "commitment", "organisation"
        )
        return [
            _section(
                programme,
                _("Overdue, without a next step"),
                selectors.loose(rows, self.today),
                self._work_line,
            ),
            _section(
                programme,
                _("Next steps of this week"),
                rows.exclude(state__in=("kept", "released")).filter(
                    next_step_on__gte=self.today, next_step_on__lte=self.today + WEEK
                ),
                lambda commitment: self._work_line(commitment, commitment.next_step_on),
            ),
            _section(
                programme,
                _("Reports to check"),
                waiting.order_by("pk"),
                lambda report: Line(
                    f"{report.commitment.title} ({report.organisation.name})",
                    _url("work-commitment", programme.slug, report.commitment_id),
                ),
            ),
            _section(programme, _("Due within 30 days"), self._soon(rows), self._work_line),
            self._targets(
                programme,
                _("Targets that are off course, of which the next step is near"),
                Q(rung__in=_OF_BUREAU, next_step_on__lte=self.today + WEEK),
            ),
            self._decisions(programme),
        ]

    def _board(self, programme: Programme) -> list[Section | None]:
        rows = selectors.with_names(programme.commitments.all()).order_by("next_step_on", "pk")
        proposals = programme.proposals.filter(state="made").select_related("target")
        return [
            _section(
                programme,
                _("Proposals that wait for a decision"),
                proposals.order_by("pk"),
                lambda proposal: Line(proposal.target.title, _url("work-board", programme.slug)),
            ),
            self._decisions(programme),
            self._targets(
                programme,
                _("Targets that are off course, before the board"),
                Q(rung__in=("board", "minister")),
            ),
            _section(
                programme,
                _("Missed commitments before the board"),
                rows.filter(state__in=("board", "minister")),
                lambda commitment: self._work_line(commitment, commitment.next_step_on),
            ),
        ]

    def _partner(self, programme: Programme, slug: str) -> list[Section | None]:
        rows = selectors.with_names(programme.commitments.filter(organisation__slug=slug)).order_by(
            "due_on", "pk"
        )
        organisation = Organisation.objects.filter(slug=slug)
        late = selectors.grouped(rows, self.today).filter(group__in=PAST_DUE)
        return [
            _section(programme, _("Overdue, in process"), late, self._own_line),
            _section(programme, _("Due within 30 days"), self._soon(rows), self._own_line),
            _section(
                programme,
                _("Targets that you look after and that are off course"),
                programme.targets.filter(_ON_LADDER, owner__slug=slug).order_by("pk"),
                lambda target: Line(target.title, _url("work-organisation", slug)),
            ),
            _section(
                programme,
                _("A partner is looked for"),
                programme.targets.filter(state="active", rung="seek")
                .exclude(owner__slug=slug)
                .order_by("pk"),
                lambda target: Line(target.title, _url("work-organisation", slug)),
            )
            if programme.state in PUBLIC_STATES
            else None,
            _section(
                programme,
                _("Waits for your signature"),
                to_sign(organisation, programme),
                lambda subject: Line(str(subject), site_url(signing_url(subject))),
            ),
        ]

    def _targets(self, programme: Programme, title: str, which: Q) -> Section | None:
        rows = programme.targets.filter(_ON_LADDER, which).order_by("next_step_on", "pk")
        return _section(
            programme,
            title,
            rows,
            lambda target: Line(
                f"{target.title}: {date_format(target.next_step_on, 'DATE_FORMAT')}",
                _url("work-target", programme.slug, target.pk),
            ),
        )

    def _soon(self, rows: Any) -> Any:
        return selectors.grouped(rows, self.today).filter(group="soon")

    def _decisions(self, programme: Programme) -> Section | None:
        rows = programme.projects.filter(
            Q(state__in=("running", "paused")), decision_due__lte=self.today + AHEAD
        ).order_by("decision_due", "pk")
        return _section(
            programme,
            _("Decisions about projects, overdue or within 30 days"),
            rows,
            lambda project: Line(
                f"{project.name}: {date_format(project.decision_due, 'DATE_FORMAT')}",
                _url("work-project", programme.slug, project.pk),
            ),
        )

    def _work_line(self, commitment: Commitment, day: date | None = None) -> Line:
        return Line(
            f"{commitment.title} ({commitment.organisation.name}): "
            f"{date_format(day or commitment.due_on, 'DATE_FORMAT')}",
            _url("work-commitment", commitment.programme.slug, commitment.pk),
        )

    def _own_line(self, commitment: Commitment) -> Line:
        return Line(
            f"{commitment.title}: {date_format(commitment.due_on, 'DATE_FORMAT')}",
            _url("own-commitment", commitment.organisation.slug, commitment.pk),
        )


def _section(
    programme: Programme, title: str, rows: Any, line: Callable[[Any], Line]
) -> Section | None:
    """The first of ``rows``, and how many more there are; None without any."""
    first = list(rows[: MOST + 1])
    if not first:
        return None
    total = len(rows) if isinstance(rows, list) else rows.count()
    more = max(0, total - MOST)
    return Section(f"{programme.title}: {title}", tuple(line(row) for row in first[:MOST]), more)


def _url(name: str, *parts: Any) -> str:
    return site_url(reverse(f"programme:{name}", args=parts))
