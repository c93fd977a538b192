"""Opens the database for a command: settings, the folder, and tables that are up to date."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from wijkwerk.registry.environment import set_when_absent
from wijkwerk.shared.problems import InputError

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="Folder with the database (WIJKWERK_DATA, or build/data)."),
]


def open_database(data: Path | None) -> None:
    """Ready to ask the database in ``data`` (WIJKWERK_DATA or DATABASE_URL when None).

    Makes the folder, for its owner alone, and the tables when they aren't there. Raises InputError
    when the database doesn't answer.
    """
    if data is not None:
        os.environ["WIJKWERK_DATA"] = str(data.resolve())
    # By name: the settings stand on the highest floor, this on the lowest.
    set_when_absent("DJANGO_SETTINGS_MODULE", "wijkwerk.site.settings")
    import django

    django.setup()
    bring_up_to_date()


def bring_up_to_date() -> None:
    """The folder of the database and its tables, once Django is set up. Raises InputError when the
    database doesn't answer."""
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    # On a terminal the chain's digests are noise; `audit verify` tells them.
    logging.getLogger("wijkwerk.audit").setLevel(logging.WARNING)
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        if not name.startswith("file:"):
            Path(name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        executor = MigrationExecutor(connection)
        # Where nothing is new, the command would still ask every table what may be done with it.
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as fault:
        fault_name = type(fault.__cause__).__name__ if fault.__cause__ else "OperationalError"
        raise InputError.of(
            "DATABASE_URL",
            "the database can't be used",
            "a database that answers",
            suggestion=fault_name,
        ) from fault
