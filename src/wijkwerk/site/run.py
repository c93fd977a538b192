"""Starting the site: prepare what it needs, register the editions, hand over to gunicorn."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from wijkwerk.publication.api import data_folder, make_key_file
from wijkwerk.registry.environment import set_when_absent, variable, whole_number
from wijkwerk.registry.hooks import Preparation
from wijkwerk.registry.language import gettext as _
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.site.steps import TimedSteps, worth_opening

try:
    import fcntl
except ImportError:  # no such locks on Windows: there nobody starts two
    fcntl = None  # type: ignore[assignment]

WORKERS = 2  # processes, when WIJKWERK_WORKERS doesn't say: one per core of the machine
LOOPBACK = "127.0.0.1"
SAID_AT_START = "WIJKWERK_SAID_AT_START"  # from this process to the server that it becomes


def prepare_site(editions: Path, var: Path, default: str | None, console: Console) -> str:
    """Set up Django, the database, static files and what each capability serves; gives what that is,
    as "3 editions".

    May be run at any time, also while the site runs. Raises InputError when ``editions`` isn't
    a folder.
    """
    if not editions.is_dir():
        raise InputError(
            [Problem(str(editions), None, None, "no such folder", None, "a folder with editions")]
        )
    var.mkdir(parents=True, exist_ok=True)
    with _alone(var, console):
        return _prepare(editions, var, default, console)


@contextmanager
def _alone(var: Path, console: Console) -> Iterator[None]:
    """One at a time prepares in ``var``; the lock goes with the process, however that ends."""
    with (var / "prepare.lock").open("w") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                console.print(_("Waiting for another one that prepares this folder ..."))
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare(editions: Path, var: Path, default: str | None, console: Console) -> str:
    os.environ["WIJKWERK_EDITIONS"] = str(editions.resolve())
    os.environ["WIJKWERK_VAR"] = str(var.resolve())
    set_when_absent("DJANGO_SETTINGS_MODULE", "wijkwerk.site.settings")

    keep_key(data_folder())
    _move_register(var, data_folder())

    import django

    django.setup()
    from django.core.management import call_command

    from wijkwerk.access.api import rules
    from wijkwerk.audit.database import bring_up_to_date
    from wijkwerk.registry.cards import check_cards
    from wijkwerk.registry.config import capabilities
    from wijkwerk.site import messages

    check_cards()
    rules()

    steps = TimedSteps(console)
    steps.tell("Preparing the texts, the database and the looks of the site")
    for catalogue in messages.CATALOGUES:
        messages.compile_when_older(catalogue)
    bring_up_to_date()
    call_command("collectstatic", verbosity=0, interactive=False)
    steps.end()
    preparation = Preparation(editions, default, tell=steps.tell, warn=steps.warn)
    try:
        served = [capability.prepare(preparation) for capability in capabilities()]
    finally:
        steps.end()
    return ", ".join(filter(None, served))


def use_lists(lists: Path | None) -> None:
    """Let ``lists`` be the folder with lists of areas, when one is given."""
    if lists is not None:
        os.environ["WIJKWERK_LISTS"] = str(lists.resolve())


def use_data(data: Path | None) -> None:
    """Let ``data`` be that folder, when one is given."""
    if data is not None:
        os.environ["WIJKWERK_DATA"] = str(data.resolve())


def keep_key(data: Path) -> None:
    """Make the key of this machine, once, readable for its owner alone; unless one is given.

    Every process and every start then signs with the same key, and sessions go on.
    """
    if not _has_key():
        make_key_file(data / "secret-key")


def _move_register(var: Path, data: Path) -> None:
    """Take along the register of a version that kept it among what can be made again."""
    old, new = var / "wijkwerk.sqlite3", data / "wijkwerk.sqlite3"
    if old.exists() and not new.exists() and not variable("DATABASE_URL"):
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(old, new)


def withdraw(editions: Path, var: Path, edition: str, reason: str, console: Console) -> None:
    """Withdraw a registered edition. Raises InputError when it isn't known."""
    prepare_site(editions, var, None, console)
    from wijkwerk.registry.config import capabilities

    now = datetime.now(UTC)
    if not any(capability.withdraw(edition, reason, now) for capability in capabilities()):
        raise InputError.of("--edition", "unknown edition", "a registered edition", value=edition)
    console.print(
        _("Withdrawn: {edition}. Its address now gives the reason.", edition=edition),
        soft_wrap=True,
    )


def serve(editions: Path, var: Path, host: str, port: int, default: str | None) -> None:
    """Prepare and serve until stopped. This process becomes gunicorn.

    Raises InputError when the port is taken, the folder isn't there, or others can reach the site without
    a key being given.
    """
    console = Console(highlight=False, emoji=False)
    port = free_port(host, port)
    if host not in (LOOPBACK, "::1") and not _has_key():
        raise InputError(
            [
                Problem(
                    "WIJKWERK_SECRET_KEY",
                    None,
                    None,
                    "not set",
                    None,
                    "a long random text",
                    "It is needed as soon as others than this machine can reach the site.",
                )
            ]
        )
    workers()
    if host in (LOOPBACK, "::1"):
        set_when_absent("WIJKWERK_ADDRESS", f"http://{_shown(host)}:{port}")
    served = prepare_site(editions, var, default, console)
    os.environ["WIJKWERK_DATABASE_EXISTS"] = "1"
    # Said by the first process that can answer (server.py).
    base = f"http://{_shown(host)}:{port}"
    lines = [
        _(
            "Serving {served} on {base}/. Stop with Ctrl-C. Worth opening:",
            served=served,
            base=base,
        )
    ]
    opened = worth_opening(base)
    width = max(len(label) for label, _address in opened)
    lines += [f"  {label.ljust(width)}  {address}" for label, address in opened]
    os.environ[SAID_AT_START] = "\n".join(lines)
    console.print(_("Starting the processes that answer ..."))
    sys.stdout.flush()
    # Threads that each keep memory of their own would cost a worker a hundred megabytes.
    set_when_absent("MALLOC_ARENA_MAX", "2")
    set_when_absent("ARROW_DEFAULT_MEMORY_POOL", "system")
    set_when_absent("OPENBLAS_NUM_THREADS", "1")
    os.execv(  # noqa: S606  (no shell: our own arguments)
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "wijkwerk.site.wsgi:application",
            "--config",
            "python:wijkwerk.site.server",
            "--bind",
            f"{_shown(host)}:{port}",
            "--workers",
            str(workers()),
        ],
    )


def _has_key() -> bool:
    return any(variable(f"WIJKWERK_SECRET_KEY{end}") for end in ("", "_FILE"))


def workers() -> int:
    """Number of processes that answer; InputError when WIJKWERK_WORKERS isn't one."""
    return whole_number("WIJKWERK_WORKERS", WORKERS, 64)


def _shown(host: str) -> str:
    """The host as it stands before a port."""
    return f"[{host}]" if ":" in host else host


def free_port(host: str, port: int) -> int:
    """``port`` when it can be had (any free one for 0); InputError when it can't."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as fault:
            raise InputError(
                [
                    Problem(
                        "--port",
                        None,
                        None,
                        "the port can't be used",
                        str(port),
                        "a free port",
                        f"Try another one, such as {port + 1} ({fault.strerror}).",
                    )
                ]
            ) from fault
        return int(trial.getsockname()[1])
