"""Whether a download came in whole."""

from __future__ import annotations

from wijkwerk.shared.problems import InputError, Problem


def verify_row_count(name: str, found: int, expected: int | None) -> None:
    """InputError when fewer or more rows came in than the service counts."""
    if expected is not None and found != expected:
        raise InputError(
            [
                Problem(
                    name,
                    None,
                    None,
                    "download is not whole",
                    f"{found} rows",
                    f"{expected} rows, as the service counts",
                    "The table may just have been renewed. Run the same command again.",
                )
            ]
        )
