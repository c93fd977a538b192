"""What a capability adds to the command line ``wijkwerk``; without Django or anything else that is slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wijkwerk.registry.discovery import packages, part_of
from wijkwerk.shared.problems import InputError


@dataclass(frozen=True)
class Command:
    """A part of the command line: a typer app with its help, or a function, whose docstring is its help.

    A lower ``order`` comes first; without one it stands after what ships with Wijkwerk.
    """

    name: str
    run: Any  # typer.Typer, or a function
    help: str = ""
    order: int = 1000


def commands() -> list[Command]:
    """What each package adds to the command line: ``COMMANDS`` of its module ``commands``, by order.

    Raises InputError when a module can't be imported, or when two packages give the same name.
    """
    registered: list[Command] = []
    owner: dict[str, str] = {}
    for package, folder in packages().items():
        if not any((folder / name).exists() for name in ("commands", "commands.py")):
            continue
        module = part_of(package, "commands", "commands that can")
        for command in getattr(module, "COMMANDS", ()):
            if command.name in owner:
                raise InputError.of(
                    f"{package}.commands",
                    "a command with this name is there already",
                    f"another name than that of {owner[command.name]}",
                    value=command.name,
                )
            owner[command.name] = f"{package}.commands"
            registered.append(command)
    return sorted(registered, key=lambda command: command.order)
