"""What the pages of casework begin with: who looks, for which purpose, at which household."""

from __future__ import annotations

import logging
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, all_residents, households
from wijkwerk.casework.sealing import WrongKeyError

NAMESPACE = "casework"
_LOG = logging.getLogger(__name__)


def looking_of(request: HttpRequest, purpose: str) -> Looking:
    """Who looks now. Raises Http404 for a purpose that there isn't."""
    looking = Looking(request.user, purpose, timezone.now())
    if not looking.is_known_purpose():
        raise Http404(missing())
    return looking


def missing() -> str:
    """What is said of a household that isn't there for who asks, whether or not there is one."""
    return _("There is no such household, or you have no ground to see it.")


def household_of(looking: Looking, token: str) -> m.Household:
    """The household of an address. Raises Http404 when it isn't there for who looks."""
    household = households(looking).filter(token=token).first()
    if household is None:
        raise Http404(missing())
    return household


def caseload_url(purpose: str) -> str:
    """The list of one's households."""
    return reverse(f"{NAMESPACE}:caseload", args=[purpose])


def household_url(purpose: str, household: m.Household) -> str:
    """Its page, for a purpose."""
    return reverse(f"{NAMESPACE}:household", args=[purpose, household.token])


def frame(*crumbs: tuple[Any, str]) -> dict[str, Any]:
    """The way here: from the list of households."""
    first = (_("Households"), reverse(f"{NAMESPACE}:start"))
    return {"crumbs": [{"label": label, "url": url} for label, url in (first, *crumbs)]}


def names(residences: list[m.Residence]) -> str:
    """Who belongs to a household, in a line; what stands there when one may see nobody's name."""
    return ", ".join(_name(residence.person) for residence in residences) or _(
        "Names you may not see"
    )


def _name(person: m.Person) -> str:
    """A name in a list; one that can't be opened says so, and the others are still there."""
    try:
        return str(person.name)
    except WrongKeyError:
        _LOG.exception("a name can't be opened", extra={"person": person.pk})
        return _("A name that can’t be read: call the administrator")


def with_names(looking: Looking, rows: Any) -> Any:
    """Households with ``people``: who belongs to them, in one question for all."""
    people = Prefetch("residences", all_residents(looking), to_attr="people")
    return rows.prefetch_related(people).order_by("-id")
