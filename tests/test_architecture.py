"""The rules of the house as tests."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src" / "wijkwerk").rglob("*.py"))

# Locals and parameters with a name of ``measure_house.VAGUE`` that stand in a room: most are words of an
# interface. A new one has a better name.
VAGUE_NAMES = {
    "access": 2, "audit": 4, "designation": 23, "evaluation": 15, "finance": 1, "learning": 1,
    "monitor": 9, "participation": 8, "programme": 10, "publication": 1, "registry": 3, "rest": 1, "shared": 1,
    "site": 1, "tables": 1, "workflow": 2,
}  # fmt: skip
FEW_VAGUE_NAMES = 0


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    result = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            result |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            result.add(node.module)
    return result


def capability_imports(room: Path, rooms: set[str]) -> set[str]:
    """The capabilities whose files those of a room import."""
    names = set().union(*(imports_of(path) for path in room.rglob("*.py")))
    parts = {name.split(".")[1] for name in names if name.startswith("wijkwerk.")}
    return (parts & rooms) - {room.name}


def test_a_capability_requires_what_it_imports_and_nothing_else() -> None:
    """What follows from another requirement isn't said again; the page of the house says the same."""
    configs = {path.parent.name: path for path in (ROOT / "src" / "wijkwerk").glob("*/apps.py")}
    requires, imported = {}, {}
    for room, path in configs.items():
        text = path.read_text("utf-8")
        if "(CapabilityConfig)" in text:
            match = re.search(r"^    requires = (\(.*\))$", text, re.MULTILINE)
            requires[room] = set(ast.literal_eval(match[1])) if match else set()
            imported[room] = capability_imports(path.parent, set(configs) - {"site"})

    def below(room: str, direct: dict[str, set[str]]) -> set[str]:
        return direct[room].union(*(below(other, direct) for other in direct[room]))

    house = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for room in sorted(requires):
        assert below(room, requires) == below(room, imported), f"{room}/apps.py: requires"
        for other in requires[room]:
            others = requires[room] - {other}
            assert other not in set().union(*(below(each, requires) for each in others)), room
        row = re.search(rf"^\| \d+ \| `{room}/` \|.*\|(.*)\|$", house, re.MULTILINE)
        assert row is not None, f"{room} isn't on the page of the house"
        parts = {part.strip() for part in row[1].split(",")}
        assert parts & set(requires) == requires[room], f"{room}: knows, in docs/architecture.md"


def test_a_file_is_short_and_says_what_it_is_for() -> None:
    for path in SOURCES:
        text = path.read_text("utf-8")
        if "migrations" not in path.parts:  # those say the tables once more, all at once
            # A twelfth more than once, since the formatter decides the layout.
            assert len(text.splitlines()) <= 560, f"{path}: split it, a file has one purpose"
        assert ast.get_docstring(ast.parse(text)), f"{path}: a file starts by saying what it is for"


def test_the_pure_rooms_know_no_clock_files_or_chance() -> None:
    for path in SOURCES:
        if "/core/" not in str(path) and "/shared/" not in str(path):
            continue
        text = path.read_text("utf-8")
        assert not imports_of(path) & {"time", "os", "pathlib", "random", "tempfile"}, path
        assert not re.search(r"\b(date|datetime)\.(now|utcnow|today)\(", text), (
            f"{path}: now is a parameter"
        )
        assert "default_rng()" not in text, f"{path}: chance needs a seed"


def test_only_the_engine_knows_which_engine_it_is() -> None:
    for path in SOURCES:
        if path.name != "engine.py" and "monitor/core" in str(path):
            assert not {
                one for one in imports_of(path) if one.split(".")[0] in ("duckdb", "pyspark")
            }


def test_areas_are_entered_through_their_door() -> None:
    for path in SOURCES:
        if "/areas/" not in str(path):
            assert not {one for one in imports_of(path) if one.startswith("wijkwerk.areas.")} - {
                "wijkwerk.areas.api"
            }, path


def test_every_capability_has_a_readme() -> None:
    for room in (ROOT / "src" / "wijkwerk").iterdir():
        if (room / "__init__.py").is_file() and room.name != "shared":
            assert (room / "README.md").is_file(), room


def test_links_in_the_readmes_lead_somewhere() -> None:
    for name in ("README.md", "README.nl.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text("utf-8")):
            assert (ROOT / link).exists(), f"{name} points at {link}"


def test_no_personal_or_fetched_data_is_in_the_repository() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    large = [
        name
        for name in listed
        if name
        and (ROOT / name).is_file()
        and (ROOT / name).stat().st_size > 1_000_000
        and name != "uv.lock"
    ]
    assert large == []


def test_every_path_that_the_page_of_the_house_names_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"`([a-z_]+/[\w./-]*)`", page)
    assert len(named) > 30
    inside = [path for path in named if (ROOT / "src" / "wijkwerk" / path.split("/")[0]).is_dir()]
    for path in inside:
        assert (ROOT / "src" / "wijkwerk" / path).exists(), path


def test_each_way_through_the_house_has_five_to_eight_stops_that_name_modules() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    ways = re.findall(r"^## The way of an? (\w+)\n(.*?)(?=^## )", page, re.M | re.S)
    assert [name for name, _ in ways] == [
        "observation",
        "threshold",
        "target",
        "role",
        "answer",
    ]
    for name, text in ways:
        stops = re.findall(r"^\d\. (.*)$", text, re.M)
        assert 5 <= len(stops) <= 8, name
        assert all(re.search(r"`\w+/[\w./]+\.(py|toml)`", stop) for stop in stops), name


def test_the_floors_on_the_page_are_those_of_the_contract() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| `(\w+)/`", page, re.M)
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(
        contract["layers"] for contract in contracts if contract["name"].startswith("Floors")
    )
    floors = [set(re.findall(r"wijkwerk\.(\w+)", layer)) for layer in layers]
    on_page: dict[int, set[str]] = {}
    for number, room in rows:
        on_page.setdefault(int(number), set()).add(room)
    assert list(on_page.values()) == floors


@pytest.fixture(scope="module")
def measuring() -> ModuleType:
    """``scripts/measure_house.py`` as a module."""
    spec = importlib.util.spec_from_file_location(
        "measuring", ROOT / "scripts" / "measure_house.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_local_names_say_what_they_hold(measuring: ModuleType, tmp_path: Path) -> None:
    """Lower a number when a room has fewer; a new name such as ``found`` or ``one`` has a better one."""
    for room in sorted((ROOT / "src" / "wijkwerk").iterdir()):
        if (room / "__init__.py").is_file():
            most = VAGUE_NAMES.get(room.name, FEW_VAGUE_NAMES)
            count = measuring.vague_names(room)
            assert count <= most, f"{room.name}: {count} names of measure_house.VAGUE"
    (tmp_path / "toy.py").write_text(
        "def first(found: list[int]) -> int:\n    one = [told for told in found][0]\n    return one\n"
    )
    assert measuring.vague_names(tmp_path) == 3


def test_docstrings_say_shapes_none_and_errors(measuring: ModuleType) -> None:
    said = measuring.docstrings()
    lacking = [function.name for function in said if not function.is_complete]
    assert len(lacking) <= len(said) / 50, f"measure_house.py --missing: {lacking}"


def test_the_table_of_the_house_is_that_of_the_command(measuring: ModuleType) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows, rooms = measuring.measured()
    assert set(rooms) > {"monitor", "designation", "programme", "site", "registry"}
    for what, began, asked, _now in rows:
        assert f"| {what} | {began} | {asked} | " in page
    told = 'def f(x: int) -> str | None:\n    """{}"""\n    raise ValueError\n'
    for words, wants in (
        ("The name.", {"none": False, "errors": False}),
        ("The name, None without one. Raises ValueError.", {"none": True, "errors": True}),
    ):
        (function,) = measuring.public_functions(ast.parse(told.format(words)))
        assert measuring.wants_of(function) == wants


def test_no_property_fails_because_the_machine_is_busy() -> None:
    """What a test says of health checks replaces what all tests say (conftest.py)."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for checks in re.findall(r"suppress_health_check=(\[.*|list.*)", path.read_text("utf-8")):
            assert "too_slow" in checks or "list(HealthCheck)" in checks, path
