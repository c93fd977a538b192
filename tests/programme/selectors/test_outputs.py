"""What was done of what had to be done."""

from __future__ import annotations

from wijkwerk.programme.core.outputs import Output
from wijkwerk.programme.selectors.outputs import _outputs


def test_what_was_done_early_makes_up_for_nothing_that_is_late() -> None:
    outputs = _outputs(
        [
            ("open", Output("2025-01-01")),
            ("kept", Output("2025-06-01", "2025-05-01")),
            ("kept", Output("2027-01-01", "2025-02-01")),
            ("released", Output("2025-01-01")),
            ("not_known", Output("2024-01-01", None, True)),
            ("not_known", Output("2027-01-01", None, True)),
        ],
        "2026-01-01",
    )
    assert (outputs.promised, outputs.due, outputs.done, outputs.unknown) == (5, 3, 1, 1)
    # By day everything counts that was done, early as well.
    assert max(row.done for row in outputs.rows if row.done is not None) == 2
