"""Starting the site: prepare what it needs, register the editions, hand over to gunicorn."""

from __future__ import annotations

import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from wijkwerk.shared.problems import InputError, Problem

WORKERS = 2
THREADS = 4
LOOPBACK = "127.0.0.1"


def prepare_site(editions: Path, var: Path, default: str | None, console: Console) -> int:
    """Set up Django, the register, static files and serving files; gives the number of editions.

    May be run at any time, also while the site runs. Raises InputError when ``editions`` isn't
    a folder.
    """
    if not editions.is_dir():
        raise InputError(
            [Problem(str(editions), None, None, "no such folder", None, "a folder with editions")]
        )
    var.mkdir(parents=True, exist_ok=True)
    os.environ["WIJKWERK_EDITIONS"] = str(editions.resolve())
    os.environ["WIJKWERK_VAR"] = str(var.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkwerk.site.settings")

    import django

    django.setup()
    from django.core.management import call_command

    from wijkwerk.monitor.models import EditionRecord, EditionState
    from wijkwerk.monitor.services import register_editions
    from wijkwerk.site import messages

    messages.compile_catalogue()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.conf import settings

    for one in register_editions(
        editions, settings.SERVING, datetime.now(UTC), default,
        lambda name: console.print(f"Preparing {name} ...", soft_wrap=True),
    ):  # fmt: skip
        if one.state != EditionState.SERVED:
            console.print(f"Not served: {one.edition} ({one.state}: {one.detail})", style="yellow")
    return EditionRecord.objects.filter(state=EditionState.SERVED).count()


def withdraw(editions: Path, var: Path, edition: str, reason: str, console: Console) -> None:
    """Withdraw a registered edition. Raises InputError when it isn't known."""
    prepare_site(editions, var, None, console)
    from wijkwerk.monitor import services

    services.withdraw(edition, reason)
    console.print(f"Withdrawn: {edition}. Its address now gives the reason.", soft_wrap=True)


def serve(editions: Path, var: Path, host: str, port: int, default: str | None) -> None:
    """Prepare and serve until stopped. This process becomes gunicorn."""
    console = Console(highlight=False, emoji=False)
    port = free_port(host, port)
    number = prepare_site(editions, var, default, console)
    if host != LOOPBACK and not os.environ.get("WIJKWERK_SECRET_KEY"):
        raise InputError(
            [
                Problem(
                    "WIJKWERK_SECRET_KEY", None, None, "not set", None, "a long random text",
                    "It is needed as soon as others than this machine can reach the site.",
                )
            ]
        )  # fmt: skip
    console.print(f"Serving {number} editions on http://{host}:{port}/")
    console.print("Stop with Ctrl-C.")
    sys.stdout.flush()
    os.execv(  # noqa: S606  (no shell: our own arguments)
        sys.executable,
        [
            sys.executable, "-m", "gunicorn", "wijkwerk.site.wsgi:application",
            "--bind", f"{host}:{port}", "--workers", str(WORKERS), "--threads", str(THREADS),
            "--timeout", "60", "--max-requests", "50000", "--max-requests-jitter", "5000",
            "--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else str(var),  # noqa: S108
            # A filter may name 500 codes.
            "--limit-request-line", "8190", "--log-level", "warning", "--no-control-socket",
        ],
    )  # fmt: skip


def free_port(host: str, port: int) -> int:
    """``port`` when it can be had (any free one for 0); InputError when it can't."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as fault:
            raise InputError(
                [
                    Problem(
                        "--port", None, None, "the port can't be used", str(port), "a free port",
                        f"Try another one, such as {port + 1} ({fault.strerror}).",
                    )
                ]
            ) from fault  # fmt: skip
        return int(trial.getsockname()[1])
