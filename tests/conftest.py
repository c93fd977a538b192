"""Fixtures that every test may use."""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django.fixtures import Settings
from xdist.scheduler import LoadScopeScheduling

sys.path.append(
    str(Path(__file__).parent)
)  # for visitors.py and editions.py, with --import-mode=importlib

from editions import BuildOnce, building_once, locked, shared_root
from visitors import Clock, login

ROOT = Path(__file__).resolve().parents[1]
# Expressions and requests are many small objects that live on for a while: looking through them after each
# 700 took a quarter of the time of computing an edition.
gc.set_threshold(50_000, 20, 50)
os.environ["WIJKWERK_LANGUAGE"] = "en"  # whatever the language of the machine
# How long something takes is measured in bench/, never asserted: neither that of an example nor that of
# drawing it, which on a busy machine fails as 'extremely slow data generation'.
settings.register_profile("wijkwerk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wijkwerk")
# How many of the examples of a property are drawn, in percent: all of them, but a part in CI, which
# repeats one seed; at least FEWEST where a test has so many.
EXAMPLES, FEWEST = int(os.environ.get("EXAMPLES", "100")), 10


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--all``, for ``make test-all``."""
    parser.addoption("--all", action="store_true", help="also what is too slow for every run")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    """Skip, with the reason, what is too slow for every run and what needs a Spark that isn't here.

    Tests come in random order, but for what takes longest, which begins first: journeys in a browser
    and what needs Spark. A module whose tests are numbered (``test_1_…``) is a story, in its own order.
    """
    yield  # pytest-randomly puts them in its order
    draw_fewer(items, EXAMPLES)
    slow, spark = None if config.getoption("--all") else "too slow: make test-all", no_spark()
    for item in items:
        for name, reason in (("slow", slow), ("spark", spark)):
            if reason and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))
    stories = {item.path for item in items if _NUMBERED.match(item.name)}
    long = {item.path for item in items if item.get_closest_marker("spark")}

    def order(item: pytest.Item) -> tuple[int, str, int]:
        first = 0 if _JOURNEYS in item.nodeid else 1 if item.path in long else 2
        story = item.path in stories
        return first, str(item.path) if story else "", (item.reportinfo()[1] or 0) if story else 0

    items.sort(key=order)  # keeps the random order of what is alike


def draw_fewer(items: list[pytest.Item], percent: int) -> None:
    """Make tests of properties draw ``percent`` of their examples; says nothing of state machines."""
    for item in items:
        test = getattr(item, "obj", None)
        test = getattr(
            test, "__func__", test
        )  # of a method: the function holds what is asked of it
        own = getattr(test, _OWN_SETTINGS, None)
        if own is not None and percent < 100:
            fewer = max(min(own.max_examples, FEWEST), own.max_examples * percent // 100)
            setattr(test, _OWN_SETTINGS, settings(own, max_examples=fewer))


_OWN_SETTINGS = "_hypothesis_internal_use_settings"  # of a test, as Hypothesis' own plugin reads it


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """What is there now stays until the end: Python needn't look through it again and again."""
    gc.collect()
    gc.freeze()


_NUMBERED = re.compile(r"test_\d+_")
_JOURNEYS = "tests/e2e/"


class _ByModule(LoadScopeScheduling):
    """A module stays with one worker, which sets up its site once; the journeys share one site."""

    def _split_scope(self, nodeid: str) -> str:
        return _JOURNEYS if nodeid.startswith(_JOURNEYS) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Modules are handed out in the order they have here; their number of tests says little."""
    config.option.loadscopereorder = False
    return _ByModule(config, log)


def no_spark() -> str:
    """Why Spark can't run here; '' when it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "Spark isn't installed: make test-all, or make test EXTRAS=all"
    return "" if shutil.which("java") else "Spark needs Java"


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
    """How to get the order of a run that failed."""
    seed = config.getoption("randomly_seed", None)
    if exitstatus and seed is not None and not hasattr(config, "workerinput"):
        terminalreporter.write_line(f"In this order again: --randomly-seed={seed}")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data beside the checkout; tests that need it skip without it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real data are not beside this checkout (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """The folder with inputs that failed once, beside the checkout; tests skip without it."""
    folder = ROOT.parent / "shared" / "cases"
    if not folder.is_dir():
        pytest.skip("inputs that failed are not beside this checkout (../shared/cases)")
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_database_of_yours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a test starts as a process of its own must not write in build/data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIJKWERK_DATA", str(tmp_path_factory.mktemp("data")))
        # The same key for every worker and every run: the same input gives the same ids.
        patch.setenv("WIJKWERK_PUBLICATION_KEY", "a key for tests that nobody publishes with")
        patch.setenv("SPARK_CONF_DIR", str(ROOT / "tests" / "spark_conf"))
        yield


@pytest.fixture(autouse=True)
def language_of_nobody() -> None:
    """A test begins in the site's own language, not in that of the last page that another test asked for."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def examples() -> Path:
    """The input folders that ship with the product."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows but those of the migrations: made by one process of a
    test run, for all of them. Not to be changed: copy it."""
    file = shared_root(tmp_path_factory) / "migrated" / "wijkwerk.sqlite3"
    file.parent.mkdir(exist_ok=True)
    with locked(file.with_suffix(".lock")):
        if not file.exists():
            working = file.parent / "working"
            subprocess.run(
                [sys.executable, "-c", _MIGRATE.format(str(working))],
                check=True,
                env={**os.environ, "DATABASE_URL": ""},
            )
            (working / file.name).rename(file)
    return file


# Outside WAL all is in the one file.
_MIGRATE = """from pathlib import Path
from wijkwerk.audit.database import open_database
open_database(Path({!r}))
from django.db import connection
connection.cursor().execute("PRAGMA journal_mode=DELETE")
"""


@pytest.fixture(scope="session")
def django_db_use_migrations(django_db_use_migrations: bool) -> bool:
    """Not where all tables are copied from ``migrated``."""
    return django_db_use_migrations and bool(os.environ.get("DATABASE_URL"))


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, request: pytest.FixtureRequest, django_db_blocker: Any
) -> None:
    """The database of the tests, as the migrations leave it; see ``migrated``."""
    if os.environ.get("DATABASE_URL"):
        return
    migrated: Path = request.getfixturevalue("migrated")
    from django.conf import settings
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    settings.MIGRATION_MODULES = {}  # for tests of the migrations themselves
    with django_db_blocker.unblock(), closing(sqlite3.connect(migrated)) as file:
        connection.ensure_connection()
        file.backup(connection.connection)
        ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> BuildOnce:
    """Builds the edition of a source folder into another folder, once for each content."""
    return building_once(shared_root(tmp_path_factory))


@pytest.fixture(scope="session", autouse=True)
def compile_once() -> Iterator[None]:
    """An expression is made into SQL once per process: editions of small sources are built over and over
    with the same expressions, and this took a third of the time of each."""
    from wijkwerk.monitor.engine import Engine

    compiled: dict[tuple[str, Any], str] = {}
    compile_anew = Engine.sql

    def sql(engine: Engine, expression: Any) -> str:
        key = engine.name, expression.unbind().op()
        if key not in compiled:
            compiled[key] = compile_anew(engine, expression)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "sql", sql)
        yield


@pytest.fixture
def plain_site(settings: Settings, tmp_path: Path) -> None:
    """No collected static files, quick passwords."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The site's clock, standing still; ``clock.now = ...`` sets it."""
    made = Clock()
    monkeypatch.setattr("django.utils.timezone.now", made)
    return made


@pytest.fixture
def enter(clock: Clock) -> Callable[[Any], Any]:
    """A browser that an account (``visitors.account_of``) came in with now, second factor and all."""
    return lambda user: login(user, clock.now)


@pytest.fixture
def own_database(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment of a process with an empty database that no other test sees: on disk, or on
    the PostgreSQL server that the tests run on."""
    address = os.environ.get("DATABASE_URL", "")
    environment = {**os.environ, "WIJKWERK_DATA": str(tmp_path / "data")}
    if not address:
        (tmp_path / "data").mkdir(mode=0o700)
        shutil.copy(request.getfixturevalue("migrated"), tmp_path / "data")
        yield environment
        return
    import psycopg

    name = f"alone_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    path, question, host = address.partition("?")
    yield environment | {"DATABASE_URL": f"{path.rsplit('/', 1)[0]}/{name}{question}{host}"}
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def run_alone(own_database: dict[str, str]) -> Callable[[Path], dict[str, Any]]:
    """Runs a script as a process of its own on a database on disk; gives what it told last, as JSON."""

    def run(script: Path) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, str(script)],
            capture_output=True,
            text=True,
            timeout=300,
            env=own_database,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        assert told["vendor"] == ("postgresql" if os.environ.get("DATABASE_URL") else "sqlite")
        return told

    return run


@pytest.fixture
def broken_rules(tmp_path: Path) -> Callable[[dict[str, Any]], dict[str, str]]:
    """Which of our rules for APIs a description breaks, with what Spectral says of each."""
    program = ROOT / "frontend" / "node_modules" / ".bin" / "spectral"
    if not program.exists():
        pytest.skip("Spectral isn't installed: npm ci --prefix frontend")

    def lint(described: dict[str, Any]) -> dict[str, str]:
        path = tmp_path / "openapi.json"
        path.write_text(json.dumps(described), "utf-8")
        told = subprocess.run(
            [
                str(program),
                "lint",
                str(path),
                "--ruleset",
                str(ROOT / ".spectral.yaml"),
                "--fail-severity",
                "warn",
                "--format",
                "json",
                "--quiet",
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        result = {load["code"]: load["message"] for load in json.loads(told.stdout)}
        assert bool(result) == bool(told.returncode), told.stdout[-3000:] + told.stderr[-1000:]
        return result

    return lint
