"""What can be wrong with a question to the API, so that the answer can name the parameter."""

from __future__ import annotations

from rest_framework.exceptions import ValidationError


class BadParameterError(ValidationError):
    """400: ``parameter`` of the address holds what it can't hold."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter
        self.told = detail


def shortened(value: str) -> str:
    """What somebody sent, fit for a sentence."""
    return repr(value if len(value) <= 60 else f"{value[:60]}…")
