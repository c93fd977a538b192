"""Parts of a page of a thing with steps: texts, facts, cards, tables, links."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.ui.components import SIDE_BY_SIDE
from wijkwerk.workflow.values import shown, value_of

Columns = Mapping[Any, str | Callable[[Any], Any]]  # by label: a field, or a function of a row
Table = dict[str, Any]  # what ``data_table`` of ui/components.py takes
Link = tuple[Any, str]  # label and address


@dataclass(frozen=True)
class Card:
    """A block in a section: ``lead`` is a sentence of ours, ``text`` what somebody wrote, ``links``
    are (label, what it is about, address), and ``url`` is where the title leads."""

    title: str
    text: str = ""
    meta: str = ""
    links: tuple[tuple[str, str, str], ...] = ()
    lead: str = ""
    url: str = ""
    parts: tuple[tuple[Any, str], ...] = ()  # (heading, what somebody wrote)


@dataclass(frozen=True)
class Section:
    """A part of a page; what of it is empty isn't there, and ``empty`` is said when all of it is.
    ``lead`` are sentences of ours, ``text`` what somebody wrote; ``links`` are (label, address, note);
    a fact may be a cell that leads somewhere (``text``, ``url``); ``stages`` are what it may pass,
    (label, whether it is there now);
    ``note`` stands small below."""

    id: str
    title: Any
    text: str = ""
    lead: Sequence[Any] = ()
    cards: Sequence[Card] = ()
    table: Table | None = None
    facts: Sequence[tuple[Any, Any]] = ()
    links: Sequence[tuple[Any, str, str]] = ()
    stages: Sequence[tuple[str, bool]] = ()
    note: Any = ""
    empty: Any = ""

    @property
    def facts_shown(self) -> list[tuple[Any, Any]]:
        """The facts as people read them."""
        return [(label, shown(value)) for label, value in self.facts]


def table_of(
    id: str,
    caption: Any,
    rows: Iterable[Any],
    columns: Columns,
    numbers: Collection[Any] = (),
    verdict: Any = None,
    **more: Any,
) -> Table:
    """A table of ``rows`` by ``columns``: {label: field or function}, with what else ``data_table``
    takes. A function may give a cell as that has it; ``numbers`` are the labels of what one adds up,
    ``verdict`` that of what the table concludes: without one a table of more than three columns is
    ``stacked`` on a phone."""
    return {
        "id": id,
        "caption": caption,
        "columns": [
            {"label": label, "number": label in numbers, "verdict": label == verdict}
            for label in columns
        ],
        "rows": [[_cell(row, value) for value in columns.values()] for row in rows],
        "stacked": verdict is None and len(columns) > SIDE_BY_SIDE,
        **more,
    }


def _cell(row: Any, value: str | Callable[[Any], Any]) -> Any:
    text = shown(value_of(row, value))
    return "" if text is None else text
