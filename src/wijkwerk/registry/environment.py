"""Environment variables. One that is empty, or holds only spaces, counts as not set: that is what
`NAME=` in a file of settings, and a variable that Compose passes on, mean."""

from __future__ import annotations

import math
import os

from wijkwerk.shared.problems import InputError


def variable(name: str, default: str = "") -> str:
    """The value of ``name`` without spaces around it, ``default`` when it isn't set or is empty."""
    return os.environ.get(name, "").strip() or default


def variables(start: str) -> dict[str, str]:
    """The values of all variables whose name begins with ``start``, by the rest of it in small letters."""
    names = [name for name in os.environ if name.startswith(start) and variable(name)]
    return {name.removeprefix(start).lower(): variable(name) for name in names}


def secret_variable(name: str) -> str:
    """The value of ``name`` with any spaces around it, which may belong to it; '' when it isn't set or
    is empty."""
    return os.environ.get(name, "") if variable(name) else ""


def is_on(name: str) -> bool:
    """Whether ``name`` is 1."""
    return variable(name) == "1"


def whole_number(name: str, default: int, most: int, least: int = 1) -> int:
    """A number from ``least`` to ``most``; InputError when it is something else."""
    text = variable(name, str(default))
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:9]) <= most:
        expected = f"a whole number from {least} to {most}"
        raise InputError.of(name, "no such number", expected, value=text)
    return int(text)


def decimal_number(name: str, default: float) -> float:
    """A number of 0 or more, with a point for its decimals; InputError when it is something else."""
    text = variable(name, str(default))
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise InputError.of(name, "no such number", "a number of 0 or more", value=text)
    return number


def set_when_absent(name: str, value: str) -> None:
    """Give ``name`` a value for this process and those that it starts, unless it has one."""
    if not variable(name):
        os.environ[name] = value
