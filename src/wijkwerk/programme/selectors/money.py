"""Money of projects out of the database, added up as ``core.money`` says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet

from wijkwerk.programme.core.money import Amount, Money, add_up
from wijkwerk.programme.models import MoneyPeriod, Project

_COLUMNS = ("money", "money_period", "money_until")


def money_of(projects: QuerySet[Project], today: date) -> Money:
    """The money of these projects on a day, in one question: equal amounts come as one row."""
    rows = projects.filter(money__gt=0).order_by().values(*_COLUMNS).annotate(projects=Count("pk"))
    return add_up((_amount(**row) for row in rows), today.isoformat())


def money_then(projects: Iterable[Project], day: date) -> Money:
    """The same of projects that were read already, as they were on a day."""
    return add_up(
        (
            _amount(project.money, project.money_period, project.money_until)
            for project in projects
            if project.money is not None
        ),
        day.isoformat(),
    )


def _amount(
    money: Decimal, money_period: str, money_until: date | None, projects: int = 1
) -> Amount:
    until = None if money_until is None else money_until.isoformat()
    return Amount(money, money_period == MoneyPeriod.A_YEAR, until, projects)
