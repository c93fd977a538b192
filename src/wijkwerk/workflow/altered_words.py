"""For migrations of what fields are called, their choices and help: whatever changes no column.

``AlterWords([migrations.AlterField(...), ...])``. Django makes the models of all capabilities anew
after each ``AlterField``, a quarter of a second of it; a hundred of them is most of the time of a
first start.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation


class AlterWords(migrations.SeparateDatabaseAndState):
    """``operations`` that change no column: the models are made anew once, when something asks for them."""

    def __init__(self, operations: list[Operation]) -> None:
        super().__init__(state_operations=operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """As Django writes it down."""
        return type(self).__name__, [], {"operations": self.state_operations}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The fields as they are called from now on."""
        state.__dict__.pop("apps", None)  # a cached property: made again when it is asked for
        super().state_forwards(app_label, state)
