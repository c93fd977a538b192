"""The command line of casework."""

from wijkwerk.casework.commands import counting, erasing, officers, seats  # noqa: F401  (their commands)
from wijkwerk.casework.commands.group import casework_commands
from wijkwerk.registry.commands import Command

COMMANDS = (
    Command(
        "casework",
        casework_commands,
        "Households: organisations, workers, keys, counts, erasing.\n\nExample:\n\n    wijkwerk casework keys",
        order=140,
    ),
)
