"""Break the rules on purpose, one small way at a time: does a test notice?

    python scripts/mutants.py                            every room
    python scripts/mutants.py monitor/core/disclosure    a room, those below a folder, or a file in one
    SAMPLE=150 SEED=7 python scripts/mutants.py ROOM     150 of its mutants, drawn uniformly by that seed
    AGAIN=1 python scripts/mutants.py ROOM               what survived so far, with the tests as they are now

A sample gives the share with a 95% interval (Wilson 1927); the same seed draws the same mutants of the same
sources. Rooms are every core, and those of pyproject.toml (tool.wijkwerk.mutants). A room is mutated in a folder of
its own, build/mutants/ROOM, where an interrupted run goes on. Prints the share that was killed and the
survivors by name; `cd build/mutants/ROOM && mutmut show NAME` shows what one changed. Ends with 1 when less
is killed than is asked for. docs/mutants.md has the figures and the survivors that were looked at.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

# How far it gives way to other work; at 19 it hardly gets a turn on a busy machine.
_NICE = 10
ROOT = Path(__file__).resolve().parents[1]
SRC = "src/wijkwerk"
# mutmut's exit codes: a test failed or the process broke; a mutant that was stopped, since it takes many
# times what the tests take: for ever, or on a machine that is busy.
KILLED = {1, 3, -9, -11}
STOPPED = {-24, 24, 36, 152, 255}
UNTESTED = {5, 33}
# pytest's own: a test that was asked for isn't there.
NOT_COLLECTED = 4
# Fewer threads, and no pool of threads that a fork would leave without its threads.
CALM = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def settings() -> dict[str, Any]:
    """The table tool.wijkwerk.mutants: ``least`` (per cent) and ``rooms``, and every core that there is with
    the tests of its own folder, unless the table names others."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    table = document["tool"]["wijkwerk"]["mutants"]
    cores = {}
    for folder in sorted((ROOT / SRC).glob("*/core")):
        room = folder.parent.name
        tests = (
            f"tests/{room}/core" if (ROOT / "tests" / room / "core").is_dir() else f"tests/{room}"
        )
        cores[f"{room}/core"] = [tests]
    return {**table, "rooms": cores | table["rooms"]}


def prepare(folder: Path, room: str, tests: list[str]) -> None:
    """A folder in which mutmut sees the sources, the tests and its own settings of ``room``."""
    folder.mkdir(parents=True, exist_ok=True)
    # Copies: mutmut doesn't follow links. The site's pages and pictures have no rules.
    unneeded = shutil.ignore_patterns("__pycache__", "vendor", "locale", "node_modules")
    for name in ("src", "tests", "examples"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True, ignore=unneeded)
    # Python forgets a folder of PYTHONPATH that isn't there when it starts.
    (folder / "mutants" / "src").mkdir(parents=True, exist_ok=True)
    target = f"{SRC}/{room}.py" if (ROOT / SRC / f"{room}.py").is_file() else f"{SRC}/{room}/*"
    found = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = found["tool"]["pytest"]["ini_options"]
    lines = [
        "[tool.pytest.ini_options]",
        *(f"{key} = {json.dumps(value)}" for key, value in asked.items()),
        "[tool.mutmut]",
        'source_paths = ["src/"]',
        f"only_mutate = {json.dumps([target])}",
        f"pytest_add_cli_args_test_selection = {json.dumps(tests)}",
        # A mutant that is slow isn't wrong.
        f"pytest_add_cli_args = {json.dumps(EACH_TIME)}",
        'also_copy = ["examples"]',
        "timeout_constant = 8.0",
        "timeout_multiplier = 10.0",
        # From a process in which no test ran: Polars and DuckDB keep threads that a fork leaves behind,
        # and then wait for them for ever.
        'process_isolation = "forkserver"',
        "use_git_change_detection = false",
        "track_dependencies = false",
    ]
    (folder / "pyproject.toml").write_text("\n".join(lines) + "\n", "utf-8")


# Makes the mutants of the folder that it runs in and finds out which test runs which function; runs no mutant.
GENERATE = """
from mutmut.__main__ import (
    collect_or_load_stats, copy_also_copy_files, copy_src_dir, create_mutants, get_mutant_runner, setup_source_paths
)
from mutmut.mutation.trampoline import set_mutant_under_test
set_mutant_under_test("mutant_generation")
copy_src_dir(), copy_also_copy_files(), setup_source_paths(), create_mutants(1)
collect_or_load_stats(get_mutant_runner(1), apply_config_invalidation=True)
"""
# The same examples and order each time.
EACH_TIME = ["-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-seed=1"]
# Seconds after which a mutant of a sample is stopped.
PATIENCE = 900


def gently() -> list[str]:
    """What goes before a command that gives way to other work."""
    return ["nice", "-n", str(max(0, _NICE - os.nice(0)))]


def run(
    room: str, tests: list[str], children: int, sample: int, seed: int, again: bool
) -> list[tuple[str, int]]:
    """Name and exit code of each mutant that was run: of all, or of ``sample`` of them when that isn't 0.

    With ``again`` those that survived earlier are run once more, by tests that may be new. Those of a sample run in
    a process each (``run_alone``), all others in forks of one process.
    """
    folder = ROOT / "build" / "mutants" / room.replace("/", "-")
    prepare(folder, room, tests)
    env = {**os.environ, **CALM, "PYTHONPATH": str(folder / "mutants" / "src")}

    def start(*arguments: str) -> None:
        done = subprocess.run(
            [*gently(), *arguments],
            cwd=folder,
            env=env,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        (folder / "run.log").write_text(done.stdout, "utf-8")
        if done.returncode:
            # As when the tests fail before anything is broken: what is counted then is of an earlier run.
            print(f"{room}: it stopped early; see {folder / 'run.log'}", flush=True)

    names: list[str] = []
    if again:
        # Which test runs which function: to be found out again.
        (folder / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    if sample:
        start(sys.executable, "-c", GENERATE)
        names = drawn([name for name, _code in outcomes(folder)], sample, seed)
    known = {name: code for name, code in outcomes(folder) if code is not None}
    waiting = [name for name in names if name not in known]
    if again:
        waiting += [name for name, code in known.items() if code not in KILLED]
    if sample:
        run_alone(folder, env, waiting)
    elif waiting or not again:
        program = Path(sys.executable).parent / "mutmut"
        start(str(program), "run", "--max-children", str(children), *waiting)
    return [
        (name, code)
        for name, code in outcomes(folder)
        if code is not None and (not sample or name in names)
    ]


def run_alone(folder: Path, env: dict[str, str], names: list[str]) -> None:
    """Run the tests of each mutant in a process of its own and write its exit code beside the others.

    Some four seconds each, most of them to start; but no thread is missing, as in a fork of a process in which
    collecting tests has begun Polars' threads: such a mutant waits until it's stopped.
    """
    stats = json.loads((folder / "mutants" / "mutmut-stats.json").read_text("utf-8"))
    metas = {
        name: path
        for path in sorted((folder / "mutants" / "src").rglob("*.meta"))
        for name in json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    }
    for name in names:
        function = name.rpartition("__mutmut_")[0]
        tests = sorted(stats["tests_by_mangled_function_name"].get(function, []))
        code = min(UNTESTED)
        if tests:
            code = tested(folder, {**env, "MUTANT_UNDER_TEST": name}, tests)
        if code == NOT_COLLECTED:
            # A module that computes something can't even be read: does it fail by itself?
            files = sorted({test.partition("::")[0] for test in tests})
            code = min(1, tested(folder, {**env, "MUTANT_UNDER_TEST": name}, files))
        document = json.loads(metas[name].read_text("utf-8"))
        document["exit_code_by_key"][name] = code
        metas[name].write_text(json.dumps(document), "utf-8")


def tested(folder: Path, env: dict[str, str], tests: list[str]) -> int:
    """pytest's exit code for ``tests``: 0 when nothing was noticed; of STOPPED after ``PATIENCE`` seconds."""
    try:
        return subprocess.run(
            [*gently(), sys.executable, "-m", "pytest", "-x", *EACH_TIME, *tests],
            cwd=folder / "mutants",
            env=env,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
        ).returncode
    except subprocess.TimeoutExpired:
        return min(STOPPED)


def drawn(names: list[str], sample: int, seed: int) -> list[str]:
    """``sample`` of ``names``, each as likely as another one; all of them when there are no more."""
    ordered = sorted(names)
    return sorted(random.Random(seed).sample(ordered, min(sample, len(ordered))))


def outcomes(folder: Path) -> list[tuple[str, int | None]]:
    """Every mutant that mutmut made in ``folder``, with its exit code; None when it wasn't run."""
    return [
        (name, code)
        for path in sorted((folder / "mutants" / "src").rglob("*.meta"))
        for name, code in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items()
    ]


def report(room: str, found: list[tuple[str, int]], sampled: bool) -> float:
    """Print what became of the mutants; gives the share that was killed, in per cent."""
    killed = sum(code in KILLED for _name, code in found)
    share = 100 * killed / len(found)
    line = f"{room}: {share:.1f}% of {len(found)} mutants killed"
    if sampled:
        limits = binomtest(killed, len(found)).proportion_ci(method="wilson")
        line += f" (a sample; 95% interval {100 * limits.low:.1f} to {100 * limits.high:.1f}%)"
    print(line, flush=True)
    for name, code in found:
        if code not in KILLED:
            why = " (stopped: not counted as killed, but look)" if code in STOPPED else ""
            print(f"    {name}{why}{' (no test runs it)' if code in UNTESTED else ''}")
    return share


def main() -> int:
    """Run the rooms that are asked for; 1 when one of them falls short."""
    told = settings()
    asked = [one.strip("/") for one in sys.argv[1:]]
    rooms = {
        room: tests
        for room, tests in told["rooms"].items()
        if not asked or any(room == one or room.startswith(f"{one}/") for one in asked)
    }
    for one in asked:
        # A file or folder inside a room: with the tests of the smallest room that it is in.
        inside = [room for room in told["rooms"] if one.startswith(f"{room}/")]
        if inside:
            rooms[one] = told["rooms"][max(inside, key=len)]
    if not rooms:
        print(f"No such room. Rooms: {', '.join(told['rooms'])}")
        return 2
    if shutil.which("nice") is None:
        print("nice isn't here: this needs a POSIX machine.")
        return 2
    short = False
    children = int(os.environ.get("MUTANTS_AT_ONCE", "1"))
    sample, seed = int(os.environ.get("SAMPLE") or 0), int(os.environ.get("SEED") or 1)
    again = os.environ.get("AGAIN") == "1"
    for room, tests in rooms.items():
        found = run(room, tests, children, sample, seed, again)
        if not found:
            print(f"{room}: nothing was run; see run.log in its folder below build/mutants")
            short = True
            continue
        short |= report(room, found, sample > 0) < told["least"]
    return int(short)


if __name__ == "__main__":
    raise SystemExit(main())
