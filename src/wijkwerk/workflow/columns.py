"""Which fields of a model a resource shows and hands over: the columns of its list, the facts of its
page, and those that leave the site in an export or the API."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Model
from django.utils.text import capfirst

from wijkwerk.rest.columns import field_at, model_fields
from wijkwerk.ui.components import SIDE_BY_SIDE
from wijkwerk.workflow.declarations import Reader
from wijkwerk.workflow.sections import Table
from wijkwerk.workflow.values import shown, value_of

_NUMBERS = (models.IntegerField, models.FloatField, models.DecimalField)


class ModelColumns:
    """What a resource has of its ``model``'s fields."""

    model: type[Model]
    plural = ""
    title: Any = ""
    empty: Any = ""
    # Of its list (the first leads to the page) and of its page. As a ModelAdmin's list_display: fields
    # (``a__b`` of what it leads to), or methods of the resource with ``admin.display``.
    columns: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # columns that are numbers, beside fields that are
    # The column that stays in sight on a phone; a longer table without it shows each row as a block.
    concludes = "state"
    # Fields that leave the site in no export, each with the reason.
    left_out: Mapping[str, str] = {}

    def subject_title(self, subject: Any) -> str:
        """What the page is called."""
        return str(subject)

    def url_of(self, subject: Any, reader: Reader) -> str:
        """The page of ``subject`` for this reader; '' where this audience has none."""
        raise NotImplementedError

    def label(self, name: str) -> Any:
        """What a column or fact is called."""
        method = self._method(name)
        if method is not None:
            return method.short_description
        field = field_at(self.model, name)
        return name if field is None else capfirst(field.verbose_name)

    def _method(self, name: str) -> Any:
        method = getattr(self, name, None)
        return method if hasattr(method, "short_description") else None

    def value(self, subject: Any, name: str) -> Any:
        """What a column or fact says of ``subject``, in words; None when there is nothing."""
        return shown(value_of(subject, self._method(name) or name))

    def link(self, subject: Any, reader: Reader) -> dict[str, str]:
        """A cell that leads to the page of ``subject``."""
        return {"text": self.subject_title(subject), "url": self.url_of(subject, reader)}

    def facts_of(self, subject: Any, names: Collection[str] | None = None) -> list[tuple[Any, Any]]:
        """The facts that there are (all that it declares, or these), with their labels."""
        chosen = self.facts if names is None else names
        facts = [(self.label(name), self.value(subject, name)) for name in chosen]
        return [fact for fact in facts if fact[1] not in (None, "")]

    def table(self, rows: Iterable[Any], reader: Reader) -> Table:
        """The table of a list."""
        numbers = [
            name in self.numbers or isinstance(field_at(self.model, name), _NUMBERS)
            for name in self.columns
        ]
        columns = [
            {
                "label": self.label(name),
                "number": number,
                "verdict": name == self.concludes,
            }
            for name, number in zip(self.columns, numbers, strict=True)
        ]
        cells = []
        for row in rows:
            first, *others = (self.value(row, name) for name in self.columns)
            head = first if isinstance(first, dict) else {"text": first}
            cells.append(
                [
                    {"url": self.url_of(row, reader), **head},
                    *(
                        "" if other is None and not number else other
                        for other, number in zip(others, numbers[1:], strict=True)
                    ),
                ]
            )
        return {
            "id": self.plural,
            "caption": self.title,
            "empty": self.empty,
            "columns": columns,
            "stacked": self.concludes not in self.columns and len(columns) > SIDE_BY_SIDE,
            "rows": cells,
        }

    @cached_property
    def exported(self) -> tuple[str, ...]:
        """The fields of the model that leave the site, in their order: all but ``left_out``."""
        return tuple(name for name in model_fields(self.model) if name not in self.left_out)
