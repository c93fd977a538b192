"""The command line of programme."""

from wijkwerk.programme.commands.group import programme_commands
from wijkwerk.registry.commands import Command

COMMANDS = (
    Command(
        "programme",
        programme_commands,
        "Programmes, what partners promised until when: show, import, export, letters.\n\n"
        "Example:\n\n    wijkwerk programme import examples/programmes/rotterdam-zuid.json",
        order=110,
    ),
)
