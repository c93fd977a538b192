"""Break the rules on purpose, one small way at a time: does a test notice?

    python scripts/mutants.py                            every room
    python scripts/mutants.py monitor/core/disclosure    a room, those below a folder, or a file in one

Rooms and their tests stand in pyproject.toml (tool.wijkwerk.mutants). A room is mutated in a folder of
its own, build/mutants/ROOM, where an interrupted run goes on. Prints the share that was killed and the
survivors by name; `cd build/mutants/ROOM && mutmut show NAME` shows what one changed. Ends with 1 when less
is killed than is asked for. docs/mutants.md has the figures and the survivors that were looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SRC = "src/wijkwerk"
# mutmut's exit codes: a test failed or the process broke; a mutant that was stopped, since it takes many
# times what the tests take.
KILLED = {1, 3, -9, -11}
STOPPED = {-24, 24, 36, 152, 255}
UNTESTED = {5, 33}
# Fewer threads, and no pool of threads that a fork would leave without its threads.
CALM = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def settings() -> dict[str, Any]:
    """The table tool.wijkwerk.mutants: ``least`` (per cent) and ``rooms``."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return dict(found["tool"]["wijkwerk"]["mutants"])


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
        # The same examples each time; a mutant that is slow isn't wrong.
        f"pytest_add_cli_args = {json.dumps(['-p', 'no:cacheprovider', '--hypothesis-seed=1'])}",
        'also_copy = ["examples"]',
        "timeout_constant = 20.0",
        "timeout_multiplier = 8.0",
        "use_git_change_detection = false",
        "track_dependencies = false",
    ]
    (folder / "pyproject.toml").write_text("\n".join(lines) + "\n", "utf-8")


def run(room: str, tests: list[str], children: int) -> tuple[int, int, list[str]]:
    """Killed, all, and the names of the survivors, of what was stopped and of what no test runs."""
    folder = ROOT / "build" / "mutants" / room.replace("/", "-")
    prepare(folder, room, tests)
    program = Path(sys.executable).parent / "mutmut"
    env = {**os.environ, **CALM, "PYTHONPATH": str(folder / "mutants" / "src")}
    done = subprocess.run(  # noqa: S603  (what is run stands below)
        ["nice", "-n", "15", str(program), "run", "--max-children", str(children)],  # noqa: S607
        cwd=folder, env=env, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    (folder / "run.log").write_text(done.stdout, "utf-8")
    return counted(folder)


def counted(folder: Path) -> tuple[int, int, list[str]]:
    """As ``run``, from what mutmut wrote down."""
    killed, every, left = 0, 0, []
    for path in sorted((folder / "mutants" / "src").rglob("*.meta")):
        for name, code in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items():
            if code is None:
                continue
            every += 1
            if code in KILLED | STOPPED:
                killed += 1
            if code not in KILLED:
                why = " (stopped: counted as killed, but look)" if code in STOPPED else ""
                left.append(f"{name}{why}{' (no test runs it)' if code in UNTESTED else ''}")
    return killed, every, left


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
    for room, tests in rooms.items():
        killed, every, left = run(room, tests, children)
        share = 100 * killed / every if every else 0.0
        short |= share < told["least"]
        print(f"{room}: {share:.1f}% of {every} mutants killed", flush=True)
        for name in left:
            print(f"    {name}")
    return int(short)


if __name__ == "__main__":
    raise SystemExit(main())
