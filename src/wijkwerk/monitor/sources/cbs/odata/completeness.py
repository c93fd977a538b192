"""Whether a download came in whole."""

from __future__ import annotations

from wijkwerk.shared.problems import InputError, Problem


class NotWholeError(InputError):
    """What came in lacks rows, so its pages are no use to a next attempt."""


def verify_row_count(name: str, rows: int, expected: int | None) -> None:
    """NotWholeError when fewer or more rows came in than the service counts."""
    if expected is not None and rows != expected:
        raise NotWholeError(
            [
                Problem(
                    name,
                    None,
                    None,
                    "download is not whole",
                    f"{rows} rows",
                    f"{expected} rows, as the service counts",
                    "The table may just have been renewed. Run the same command again.",
                )
            ]
        )
