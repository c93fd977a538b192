"""The command line of participation."""

from wijkwerk.participation.commands.group import participation_commands
from wijkwerk.registry.commands import Command

COMMANDS = (
    Command(
        "participation",
        participation_commands,
        "Residents decide over money: count an election again.\n\n"
        "Example:\n\n    wijkwerk participation count ballots.pb",
        order=120,
    ),
)
