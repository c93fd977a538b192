"""What views of this API share: the description, and the lists of one programme."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from django.http import Http404

from wijkwerk.programme.models import Programme
from wijkwerk.programme.policies import public_programmes
from wijkwerk.programme.rest.schema import LISTS, MODELS, WORDS
from wijkwerk.rest.describe import Description
from wijkwerk.rest.faults import shortened
from wijkwerk.rest.model_lists import ModelList


class ProgrammeDescription(Description):
    """Describes a view with the words of programme."""

    path_words: ClassVar = {
        "programme": ("Short name of the programme, as `/programmes` gives it.", "rotterdam-zuid"),
    }
    examples: ClassVar = {"organisation": "rijk", "target": 1}


def public_programme(slug: str) -> Programme:
    """The programme that is called so. Raises Http404 for one that isn't public."""
    programme = public_programmes().filter(slug=slug).first()
    if programme is None:
        raise Http404(f"No programme {shortened(slug)}; /api/v1/programmes has them all.")
    return programme


def last_step(programme: Programme) -> int:
    """The number of the last step that was made in a programme, 0 without one."""
    return programme.steps.order_by("-id").values_list("pk", flat=True).first() or 0


class OfProgramme(ModelList):
    """A list of one public programme: ``name`` in its address and cursors, whose rows openapi.json
    calls ``item``."""

    tag = "programme"
    schema = ProgrammeDescription()
    descriptions = WORDS

    def __init_subclass__(cls, name: str = "", item: str = "") -> None:
        super().__init_subclass__()
        if name:
            cls.operation = name
            cls.item, cls.columns, cls.model = item, LISTS[item], MODELS[item]

    @cached_property
    def programme(self) -> Programme:
        """That of the address. Raises Http404 for one that isn't public."""
        return public_programme(str(self.kwargs["programme"]))

    def rests_on(self) -> Sequence[object]:
        """Everything that changes in a programme is a step."""
        return (self.programme.pk, self.programme.version, last_step(self.programme))
