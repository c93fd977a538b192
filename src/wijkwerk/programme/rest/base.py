"""What views of this API share: the description, a programme of the address, rows in pages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request

from wijkwerk import __version__
from wijkwerk.monitor.display import Page, cursor_at, place_of
from wijkwerk.monitor.display_api import (
    BadParameterError,
    Description,
    ListView,
    ReadView,
    shortened,
)
from wijkwerk.programme.models import Programme
from wijkwerk.programme.policies import public_programmes
from wijkwerk.programme.rest.schema import COMPONENTS
from wijkwerk.shared import deadlines

KEPT = "public, max-age=60"
MANY = frozenset({"fields"})
_SHARED = ("fields", "limit", "cursor", "format")
_SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "minLength": 1, "maxLength": 60}
PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: Description.parameters[name] for name in _SHARED},
    "target": ("Only of this target: its number.", {"type": "integer", "minimum": 1,
                                                    "maximum": 999_999_999}),
    "organisation": ("Only of this organisation: its short name.", _SLUG),
    "state": ("Only in this state.", {"type": "string", "pattern": "^[a-z_]+$", "minLength": 1,
                                      "maxLength": 20}),
}  # fmt: skip


class ProgrammeDescription(Description):
    """Describes a view with the words of programme."""

    path_words: ClassVar = {
        "programme": ("Short name of the programme, as `/programmes` gives it.", "rotterdam-zuid"),
    }
    parameters: ClassVar = PARAMETERS
    components: ClassVar = COMPONENTS
    examples: ClassVar = {"organisation": "rijk", "state": "running", "target": 1}
    many: ClassVar = MANY


class OfProgrammes(ListView):
    """A list, in pages. Answers may be kept a minute: programmes change, editions don't."""

    keep = KEPT
    schema = ProgrammeDescription()
    many = MANY

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the question, and know the answer by what it rests on."""
        ReadView.initial(self, request, *args, **kwargs)
        if request.method != "OPTIONS":
            self.etag = self.tag_of(request, self.rests_on(request))

    def rests_on(self, request: Request) -> Sequence[object]:
        """What the answer follows from."""
        raise NotImplementedError

    def tag_of(self, request: Request, state: Sequence[object]) -> str:
        """The tag of an answer to this question in this state, on this day."""
        today = deadlines.today(timezone.now())
        parts = (__version__, request.build_absolute_uri(), str(request.accepted_media_type),
                 str(today), *(str(one) for one in state))  # fmt: skip
        return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


class OfProgramme(OfProgrammes):
    """A list of one public programme."""

    tag = "programme"
    programme: Programme
    name: ClassVar[str] = ""  # of the list, in cursors

    def rests_on(self, request: Request) -> Sequence[object]:
        """Everything that changes in a programme is a step. 404 for one that isn't public."""
        slug = str(self.kwargs["programme"])
        found = public_programmes().filter(slug=slug).first()
        if found is None:
            raise Http404(f"No programme {shortened(slug)}; /api/v1/programmes has them all.")
        self.programme = found
        last = self.programme.steps.order_by("-id").values_list("pk", flat=True).first()
        return (self.programme.pk, self.programme.version, last)

    def rows(self, request: Request) -> QuerySet[Any]:
        """The rows that everybody may see, in no order."""
        raise NotImplementedError

    def told(self, things: Sequence[Any]) -> list[dict[str, Any]]:
        """What the list says of each."""
        raise NotImplementedError

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page in the order of making."""
        place = place_of(cursor, self.name)
        found = list(self.rows(request).filter(pk__gte=place).order_by("pk")[: limit + 1])
        following = cursor_at(found[limit].pk, self.name) if len(found) > limit else None
        return Page(self.told(found[:limit]), following)


def target_in(request: Request) -> int | None:
    """The ``target`` of the address; None when it isn't asked for."""
    text = request.query_params.get("target")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 9 and int(text)):
        raise BadParameterError("target", f"{shortened(text)} isn't the number of a target.")
    return int(text)


def filtered(request: Request, rows: QuerySet[Any], states: Sequence[str]) -> QuerySet[Any]:
    """``rows`` of the ``state`` and ``organisation`` of the address."""
    state = request.query_params.get("state")
    if state is not None:
        if state not in states:
            raise BadParameterError(
                "state", f"{shortened(state)} isn't one of: {', '.join(states)}."
            )
        rows = rows.filter(state=state)
    slug = request.query_params.get("organisation")
    if slug is not None:
        if not 1 <= len(slug) <= 60 or "\x00" in slug:
            raise BadParameterError("organisation", "A short name, of at most 60 signs.")
        rows = rows.filter(organisation__slug=slug)
    return rows


def iso(day: Any) -> str | None:
    """A day as text; None for none."""
    return None if day is None else str(day.isoformat())


def fields(thing: Model, columns: dict[str, str], **more: Any) -> dict[str, Any]:
    """The ``columns`` of a row as they stand there; ``more`` says the others."""
    told = {}
    for name in columns:
        value = more[name] if name in more else getattr(thing, name)
        told[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return told
