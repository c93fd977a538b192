"""How commitments stand on a day, out of the database: lists, counts, and what nobody takes up.

The rules are those of ``core.obligations``; here they are said once more in SQL, so that thousands
are counted in one query. A property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.fields import CharField, IntegerField

from wijkwerk.programme.core.obligations import LADDER, PAST_DUE, Obligation, Standing, obligation
from wijkwerk.programme.core.obligations import Commitment as Dated
from wijkwerk.programme.models import (
    Commitment,
    Organisation,
    Programme,
    Target,
)
from wijkwerk.programme.policies import public_programmes
from wijkwerk.registry.hooks import Promise

SOON = 30  # days
# Where a commitment is shown; each stands in exactly one of these.
GROUPS = ("overdue", *LADDER, "soon", "due", "not_known", "kept", "released")


def group_of(state: str, due_on: date, today: date) -> str:
    """The group of GROUPS in which a commitment is shown on ``today``."""
    dated = obligation(Dated("", "", state, due_on.isoformat()), today.isoformat())
    if dated.standing is Standing.ON_THE_LADDER:
        return state
    if dated.standing is Standing.DUE and (dated.days or 0) <= SOON:
        return "soon"
    return str(dated.standing)


def standing_of(commitment: Commitment, today: date) -> Obligation:
    """As ``core.obligations`` tells it."""
    return obligation(
        Dated(
            str(commitment.pk),
            str(commitment.organisation_id),
            commitment.state,
            commitment.due_on.isoformat(),
            commitment.next_step_on.isoformat() if commitment.next_step_on else None,
        ),
        today.isoformat(),
    )


def is_loose(commitment: Commitment, today: date) -> bool:
    """Overdue or missed, and no next step is dated today or later."""
    return standing_of(commitment, today).loose


def grouped(rows: QuerySet[Commitment], today: date) -> Any:
    """``rows`` as a queryset with ``group`` (one of GROUPS) beside each."""
    late, soon = Q(due_on__lt=today), Q(due_on__lte=today + timedelta(days=SOON))
    return rows.annotate(
        group=Case(
            When(
                state="promised",
                then=Case(
                    When(late, then=Value("overdue")),
                    When(soon, then=Value("soon")),
                    default=Value("due"),
                ),
            ),
            When(
                state="agreed",
                then=Case(
                    When(late, then=Value("agreed")),
                    When(soon, then=Value("soon")),
                    default=Value("due"),
                ),
            ),
            default=F("state"),
            output_field=CharField(max_length=20),
        )
    )


def loose(rows: QuerySet[Commitment], today: date) -> QuerySet[Commitment]:
    """Those of ``rows`` that nobody takes up: past due, without a next step today or later."""
    open_end = Q(state__in=("missed", "talked", "other_partner", "board", "minister")) | Q(
        state__in=("promised", "agreed"), due_on__lt=today
    )
    followed = Q(next_step_on__isnull=False, next_step_on__gte=today)
    return rows.filter(open_end).exclude(followed)


@dataclass(frozen=True)
class Counts:
    """Of an organisation (None: of all together): how many stand in each group, and how many of
    them nobody takes up."""

    organisation: Organisation | None
    groups: dict[str, int] = field(default_factory=dict)
    loose: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.groups.values())

    @property
    def running(self) -> int:
        """Whose day is still to come."""
        return self.groups.get("due", 0) + self.groups.get("soon", 0)

    @property
    def not_known(self) -> int:
        """Whose last day has passed and of which nobody knows what became of them."""
        return self.groups.get("not_known", 0)

    @property
    def past_due(self) -> int:
        """That weren't done in time and are neither kept nor released."""
        return sum(self.groups.get(group, 0) for group in PAST_DUE)

    @property
    def on_the_ladder(self) -> int:
        """Of these, those about which something was done."""
        return self.past_due - self.groups.get("overdue", 0)


def together(parts: Iterable[Counts]) -> Counts:
    """Counts of all together, out of those of each."""
    groups: dict[str, int] = {}
    forgotten = 0
    for part in parts:
        forgotten += part.loose
        for group, number in part.groups.items():
            groups[group] = groups.get(group, 0) + number
    return Counts(None, groups, forgotten)


def counts(rows: QuerySet[Commitment], today: date) -> Counts:
    """Of all ``rows`` together, in two queries."""
    number_by_group = (
        grouped(rows, today).order_by().values_list("group").annotate(number=Count("pk"))
    )
    return Counts(None, dict(number_by_group), loose(rows, today).count())


def by_organisation(rows: QuerySet[Commitment], today: date) -> list[Counts]:
    """Per organisation, by name, in three queries; those with most that nobody takes up first."""
    numbers: dict[int, dict[str, int]] = {}
    for organisation, group, number in (
        grouped(rows, today)
        .order_by()
        .values_list("organisation", "group")
        .annotate(number=Count("pk"))
    ):
        numbers.setdefault(organisation, {})[group] = number
    forgotten = dict(
        loose(rows, today).order_by().values_list("organisation").annotate(number=Count("pk"))
    )
    counts_found = [
        Counts(organisation, numbers[organisation.pk], forgotten.get(organisation.pk, 0))
        for organisation in Organisation.objects.filter(pk__in=numbers)
    ]
    return sorted(
        counts_found,
        key=lambda organisation_counts: (-organisation_counts.loose, -organisation_counts.past_due),
    )


@dataclass(frozen=True)
class Wanted:
    """Which commitments a list shows; '' and None ask nothing."""

    organisation: str = ""
    pillar: int | None = None
    group: str = ""  # of GROUPS, or 'loose', or 'past_due'


def chosen(rows: QuerySet[Commitment], wanted: Wanted, today: date) -> Any:
    """``rows`` as somebody wants them, the most urgent first."""
    if wanted.organisation:
        rows = rows.filter(organisation__slug=wanted.organisation)
    if wanted.pillar is not None:
        rows = rows.filter(
            Q(goal__pillar=wanted.pillar) | Q(goal=None, target__goal__pillar=wanted.pillar)
        )
    if wanted.group == "loose":
        rows = loose(rows, today)
    first = urgent_first(with_names(rows), today)
    if wanted.group == "past_due":
        return first.filter(group__in=PAST_DUE)
    return first.filter(group=wanted.group) if wanted.group in GROUPS else first


def with_names(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """``rows`` with what a list shows of other tables, in the same query."""
    return rows.select_related("organisation", "goal__pillar", "target__goal__pillar", "programme")


def organisations_of(programme: Programme) -> list[Organisation]:
    """Those that promised something."""
    return list(
        Organisation.objects.filter(commitments__programme=programme).distinct().order_by("name")
    )


def own(organisations: Iterable[Organisation]) -> QuerySet[Commitment]:
    """Commitments of these, over all programmes."""
    return with_names(Commitment.objects.filter(organisation__in=list(organisations)))


def urgent_first(rows: QuerySet[Commitment], today: date) -> Any:
    """What wasn't done in time first, then what is due first; what is over last."""
    over = ("not_known", "kept", "released")
    return (
        grouped(rows, today)
        .annotate(
            rank=Case(
                When(group__in=PAST_DUE, then=Value(0)),
                When(group__in=over, then=Value(2)),
                default=Value(1),
                output_field=IntegerField(),
            )
        )
        .order_by("rank", "due_on", "pk")
    )


def promises(municipality: str) -> list[Promise]:
    """The targets and commitments of public programmes of a municipality, made-up ones left out."""
    programmes = public_programmes().filter(municipality=municipality, simulated=False)
    rows: list[Target | Commitment] = [
        *Target.objects.filter(programme__in=programmes).select_related("programme"),
        *Commitment.objects.filter(programme__in=programmes).select_related("programme"),
    ]
    return [
        Promise(
            f"{row.programme.slug}/{row._meta.model_name}/{row.pk}",
            f"{row.title} ({row.programme.title})",
            row.get_absolute_url(),
        )
        for row in rows
    ]
