"""The register on PostgreSQL, as in production: the same questions, the same answers.

A server of its own is started in a temporary folder, by an unprivileged user since PostgreSQL
refuses to run as root, and reached through a socket in that folder: no port, no password.
"""

import json
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from editions import BuildOnce

pytest.importorskip("psycopg", reason="the extra 'postgres' isn't installed")
_PLACES = [os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]


def _program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join(_PLACES))
    if found is None:
        pytest.skip(f"{name} isn't here (Debian: apt-get install postgresql)")
    return found


def _unprivileged() -> str | None:
    """Who runs the server: None for who runs this already."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    pytest.skip("PostgreSQL doesn't run as root, and there is no user postgres or nobody")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    initdb, control, user = _program("initdb"), _program("pg_ctl"), _unprivileged()
    # Not pytest's folder: another user may not enter that. A short path: a socket's has a limit.
    folder = Path(subprocess.check_output(["mktemp", "-d", "/tmp/ww-pg.XXXXXX"], text=True).strip())
    if user is not None:
        shutil.chown(folder, user)
    run = {"user": user, "capture_output": True, "text": True, "check": True, "cwd": folder}
    data, log = folder / "data", folder / "log"
    try:
        subprocess.run(
            [initdb, "-D", data, "-U", "wijkwerk", "-A", "trust", "-E", "UTF8", "--no-sync"], **run
        )
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c shared_buffers=16MB"
        subprocess.run([control, "-D", data, "-l", log, "-w", "-o", options, "start"], **run)
        yield f"postgresql://wijkwerk@/postgres?host={folder}"
        subprocess.run([control, "-D", data, "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


TESTS = Path(__file__).parents[1]
TABLES = (
    "audit/test_services.py",
    "access/test_authentication.py",
    "designation/procedure/test_services.py",
    "designation/procedure/test_at_once.py",
)
PROGRAMME = (
    "programme/services",
    "programme/selectors/test_portfolio.py",
    "programme/exchange/test_exchange.py",
)
OTHERS = (
    "casework/services/test_circle.py",
    "casework/services/test_conflicts.py",
    "casework/services/test_erasure.py",
    "casework/services/test_plans.py",
    "finance/test_agreements.py",
    "finance/test_ledgers.py",
    "learning/test_advice.py",
    "learning/test_barriers.py",
    "participation/services/test_budgets.py",
    "participation/services/test_campaigns.py",
    "participation/services/test_voting.py",
    "participation/services/test_voting_at_once.py",
)
# Here a lock that isn't taken shows: SQLite lets one write at a time anyhow.
STEPS = ("workflow", "programme/notices")
PARTS = (*TABLES, *PROGRAMME, *OTHERS, *STEPS)
Outcomes = list[tuple[str, str]]


@pytest.fixture(scope="module")
def outcomes(database: str, tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What became of these tests on the database: the name of each with its module, and what went wrong
    or why it was skipped ('' where it passed). One run: starting takes longer than most of them."""
    report = tmp_path_factory.mktemp("postgresql") / "junit.xml"
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [
            *command,
            f"--junitxml={report}",
            *(TESTS / path for path in PARTS),
        ],
        env={**os.environ, "DATABASE_URL": database},
        capture_output=True,
        text=True,
        cwd=TESTS.parent,
    )
    assert done.returncode in (0, 1), done.stdout[-3000:] + done.stderr[-3000:]
    return [
        (
            f"{case.get('classname')}::{case.get('name')}",
            "".join(f"{fault.get('message')}\n{fault.text or ''}"[-3000:] for fault in case),
        )
        for case in ElementTree.parse(report).iter("testcase")
    ]


@pytest.mark.parametrize("path", PARTS)
def test_the_tests_of_the_tables_hold_on_postgresql(outcomes: Outcomes, path: str) -> None:
    """Each of them passes, without one that is skipped."""
    module = f"tests.{path.removesuffix('.py').replace('/', '.')}"
    of_path = [
        (name, fault)
        for name, fault in outcomes
        if f"{name.split('::')[0]}.".startswith(f"{module}.")
    ]
    assert of_path
    assert [(name, fault) for name, fault in of_path if fault] == []


def test_two_that_prepare_at_once_leave_one_register(
    database: str, examples: Path, tmp_path: Path, build_once: BuildOnce
) -> None:
    built = build_once(examples / "format", tmp_path / "editions")
    command = [
        sys.executable,
        "-m",
        "wijkwerk",
        "serve",
        str(built.parent),
        "--prepare-only",
        "--var",
        str(tmp_path / "var"),
    ]
    environment = {**os.environ, "DATABASE_URL": database}
    several = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    told = [one.communicate(timeout=120)[0] for one in several]
    assert [one.returncode for one in several] == [0, 0], told
    program = (
        "import django, json; django.setup(); "
        "from wijkwerk.monitor.models import EditionRecord as E; from django.db import connection;"
        "print(json.dumps([connection.vendor, list(E.objects.values_list('edition', 'place'))]))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**environment, "DJANGO_SETTINGS_MODULE": "wijkwerk.site.settings"},
    )
    assert json.loads(shown.stdout) == ["postgresql", [[built.name, 1]]]


def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wijkwerk", "serve", str(tmp_path), "--prepare-only"],
        env={**os.environ, "DATABASE_URL": "postgresql://someone:hush@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
    assert "hush" not in done.stdout + done.stderr
