"""What views of this API share: the description, a programme of the address, rows in pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request

from wijkwerk.programme.models import Programme
from wijkwerk.programme.policies import public_programmes
from wijkwerk.programme.rest.schema import COMPONENTS, LISTS
from wijkwerk.rest.cursors import Page, cursor_at, place_of
from wijkwerk.rest.describe import Description
from wijkwerk.rest.faults import BadParameterError, shortened
from wijkwerk.rest.views import ListView, ReadView
from wijkwerk.shared import deadlines
from wijkwerk.workflow.columns import plain_value

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
            today = deadlines.today(timezone.now())
            self.etag = self.tag_of(request, today, *self.rests_on(request))

    def rests_on(self, request: Request) -> Sequence[object]:
        """What the answer follows from."""
        raise NotImplementedError


class OfProgramme(OfProgrammes):
    """A list of one public programme: ``name`` in its address and cursors, whose rows openapi.json
    calls ``item``. ``takes`` is by what it can be filtered."""

    tag = "programme"
    programme: Programme

    def __init_subclass__(cls, name: str, item: str) -> None:
        super().__init_subclass__()
        cls.operation = name
        cls.item, cls.columns = item, LISTS[item]

    def rests_on(self, request: Request) -> Sequence[object]:
        """Everything that changes in a programme is a step. 404 for one that isn't public."""
        slug = str(self.kwargs["programme"])
        programme = public_programmes().filter(slug=slug).first()
        if programme is None:
            raise Http404(f"No programme {shortened(slug)}; /api/v1/programmes has them all.")
        self.programme = programme
        last = self.programme.steps.order_by("-id").values_list("pk", flat=True).first()
        return (self.programme.pk, self.programme.version, last)

    def rows(self, request: Request) -> QuerySet[Any]:
        """The rows that everybody may see, in no order."""
        raise NotImplementedError

    def states(self) -> Sequence[str]:
        """The states that can be asked for, where ``takes`` has ``state``."""
        return ()

    def more(self, instance: Any) -> dict[str, Any]:
        """Columns that don't stand in the row under their own name."""
        return {}

    def serialized(self, instances: Sequence[Any]) -> list[dict[str, Any]]:
        """What the list says of each."""
        return [fields(instance, self.columns, **self.more(instance)) for instance in instances]

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page in the order of making."""
        rows = _filtered(request, self.rows(request), self.states())
        page_rows, following = page_of(rows, self.operation, limit, cursor)
        return Page(self.serialized(page_rows), following)


def page_of(
    rows: QuerySet[Any], name: str, limit: int, cursor: str | None
) -> tuple[list[Any], str | None]:
    """A page of a list in the order of making, and the cursor of the next. Raises BadCursorError.

    The cursor is None on the last page.
    """
    page_rows = list(rows.filter(pk__gte=place_of(cursor, name)).order_by("pk")[: limit + 1])
    return page_rows[:limit], cursor_at(page_rows[limit].pk, name) if len(
        page_rows
    ) > limit else None


def _filtered(request: Request, rows: QuerySet[Any], states: Sequence[str]) -> QuerySet[Any]:
    """``rows`` of the target, state and organisation of the address, where it has them: a list
    that doesn't take one refused it before."""
    target = request.query_params.get("target")
    if target is not None:
        if not (target.isascii() and target.isdigit() and 1 <= len(target) <= 9 and int(target)):
            raise BadParameterError("target", f"{shortened(target)} isn't the number of a target.")
        rows = rows.filter(target=int(target))
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


def fields(instance: Model, columns: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """The ``columns`` of a row as they stand there, a target by its number; ``more`` says others."""
    values = {}
    for name in columns:
        own = "target_id" if name == "target" else name
        values[name] = plain_value(more[name] if name in more else getattr(instance, own))
    return values
