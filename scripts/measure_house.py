"""Measures the house for docs/architecture.md: ``python scripts/measure_house.py`` prints its table.

Lines are those of Python as plain ruff formats it (```` taken out, 100 columns), without
migrations; templates, TOML and translations are not in them. What can be computed of docstrings is told
in ``wants_of``: an upper bound of what is well said, since words can be there and say little.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ROOT / "src" / "wijkwerk"
# Names of types that have rows and columns, or dimensions.
_SHAPED = re.compile(r"\b(Table|DataFrame|LazyFrame|ndarray|NDArray|Array|Series|Column|Frame)\b")
_SHAPE_WORDS = re.compile(
    r"\b(columns?|rows?|shapes?|tables?|matrix|array|each|per|one for)\b|``|×", re.IGNORECASE
)
_ERROR_WORDS = re.compile(
    r"\braises?\b|Error\b|\b40[0-9]\b|\b41[0-9]\b|\bExit codes?\b", re.IGNORECASE
)


def formatted(source: Path, target: Path) -> None:
    """Copy the Python files of ``source`` to ``target`` as plain ruff formats them."""
    for path in source.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(re.sub(r"\s*# fmt: (skip|off|on)\b", "", path.read_text("utf-8")), "utf-8")
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or "ruff"
    subprocess.run(
        [
            ruff,
            "format",
            "--quiet",
            "--no-cache",
            "--isolated",
            "--line-length",
            "100",
            str(target),
        ],
        check=True,
    )


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file, read once."""
    return ast.parse(path.read_text("utf-8"))


def lines_of(path: Path) -> int:
    """Number of lines of a text file."""
    return len(path.read_text("utf-8").splitlines())


def lines_of_rooms(folder: Path) -> dict[str, int]:
    """Lines by room of a formatted copy of the product, the largest first."""
    rooms = {
        room.name: sum(map(lines_of, room.rglob("*.py")))
        for room in folder.iterdir()
        if room.is_dir()
    }
    return dict(sorted(rooms.items(), key=lambda room: -room[1]))


def lines_of_thing(folder: Path, word: str) -> int:
    """Lines about a thing in ``folder``: those of Python and template files that have ``word`` in their
    name, and in other files each line that has it. An undercount: what is about it without its name isn't in it.
    """
    count = 0
    for path in folder.rglob("*"):
        if path.suffix not in (".py", ".html", ".toml") or "migrations" in path.parts:
            continue
        text = path.read_text("utf-8").splitlines()
        named = word in path.stem.lower()
        count += len(text) if named else sum(word in line.lower() for line in text)
    return count


def files_that_name(capability: str) -> list[Path]:
    """Python files of other rooms that import a capability or name it in a dotted text."""
    dotted = re.compile(rf"\bwijkwerk\.{capability}\b")
    return [
        path
        for path in sorted(PRODUCT.rglob("*.py"))
        if PRODUCT / capability not in path.parents and dotted.search(path.read_text("utf-8"))
    ]


@dataclass(frozen=True)
class Said:
    """What a public function should say beside its purpose, and whether it does: by kind of want."""

    name: str
    wants: dict[str, bool]

    @property
    def is_complete(self) -> bool:
        """Whether every want is met."""
        return all(self.wants.values())


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions of a module, and methods of its public classes, whose name has no underscore in front."""
    owners = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    public = [tree.body, *(owner.body for owner in owners if not owner.name.startswith("_"))]
    for node in (node for body in public for node in body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            yield node


def wants_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, bool]:
    """What the docstring of a function should tell, with whether it does.

    ``none``: it may give None (by its annotation), so the docstring has the word, or says when there
    is 'nothing'. ``errors``: it raises by itself, so the docstring says Raises, a class of errors or a
    status. ``shapes``: it takes or gives tables or arrays, so the docstring speaks of rows, columns, shapes,
    or names them in double backquotes.
    """
    told = ast.get_docstring(function) or ""
    returns = ast.unparse(function.returns) if function.returns else ""
    arguments = " ".join(
        ast.unparse(argument.annotation)
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.annotation is not None
    )
    wants = {}
    if re.search(r"\|\s*None\b|\bNone\s*\||Optional\[", returns):
        wants["none"] = bool(re.search(r"\bNone\b|\bnothing\b|\bunless\b", told))
    raised = [
        node.exc
        for node in ast.walk(function)
        if isinstance(node, ast.Raise) and node.exc is not None
    ]
    # What a subclass has to write, what can't happen, and how a command ends are no errors of a caller.
    never = ("NotImplementedError", "AssertionError", "typer.Exit", "typer.BadParameter")
    faults = [fault for fault in raised if not ast.unparse(fault).startswith(never)]
    if faults:
        names = {
            name.id for fault in faults for name in ast.walk(fault) if isinstance(name, ast.Name)
        }
        is_named = any(re.search(rf"\b{name}\b", told) for name in names if name[0].isupper())
        wants["errors"] = is_named or bool(_ERROR_WORDS.search(told))
    if _SHAPED.search(f"{returns} {arguments}"):
        wants["shapes"] = bool(_SHAPE_WORDS.search(told))
    return wants


def docstrings() -> list[Said]:
    """Every public function that has something to say beside its purpose."""
    saids = []
    for path in sorted(PRODUCT.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for function in public_functions(tree_of(path)):
            wants = wants_of(function)
            if wants:
                name = f"{path.relative_to(PRODUCT)}::{function.name}"
                saids.append(Said(name, wants))
    return saids


# Names of locals and parameters that tell a reader nothing; what they hold has a name of its own.
VAGUE = frozenset({
    "one", "found", "told", "kept", "whole", "thing", "things", "held", "known", "asked", "made", "said", "words",
    "given", "got", "seen", "here", "there",
})  # fmt: skip


def vague_names(folder: Path) -> int:
    """How many locals and parameters below ``folder`` have one of the names of ``VAGUE``, each time that
    they are bound."""
    count = 0
    for path in folder.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.arg):
                count += node.arg in VAGUE
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                count += node.id in VAGUE
    return count


Row = tuple[str, str, str, str]


def measured() -> tuple[list[Row], dict[str, int]]:
    """The rows of the table (what, when the work began, what is asked, what is measured now), and the
    lines of every room."""
    with tempfile.TemporaryDirectory() as scratch:
        formatted(PRODUCT, Path(scratch))
        rooms = lines_of_rooms(Path(scratch))
        covenants = lines_of_thing(Path(scratch) / "programme", "covenant")
    # Templates aren't in the formatted copy.
    covenants += sum(map(lines_of, (PRODUCT / "programme").rglob("*covenant*.html")))
    said = docstrings()
    complete = sum(function.is_complete for function in said)
    rows = [
        ("programme, lines", "23,500", "at most 15,000", f"{rooms['programme']:,}"),
        ("designation, lines", "18,100", "at most 15,500", f"{rooms['designation']:,}"),
        ("monitor, lines", "32,700", "at most 28,000", f"{rooms['monitor']:,}"),
        (
            "a thing with steps (covenants), lines that name it",
            "1,600",
            "at most 400",
            f"{covenants:,}",
        ),
        (
            "Python files outside its own folder that name the highest capability",
            "about 10",
            "0",
            str(len(files_that_name("learning"))),
        ),
        ("CI", "37 min", "at most 15 min", "the last line of `.ci/run`"),
        (
            "locals and parameters with a name that tells nothing (`VAGUE` in the script)",
            "3,007",
            "the exception",
            f"{vague_names(PRODUCT):,}",
        ),
        (
            "public functions whose docstring states shapes, None and errors where they exist",
            "40%",
            "all",
            f"{complete / len(said):.0%} ({complete} of {len(said)})",
        ),
    ]
    return rows, rooms


def main() -> None:
    """Print the table and the lines of every room; with --missing, what each docstring lacks."""
    rows, rooms = measured()
    print("| | when it began | asked | measured |")
    print("|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(
        "\nLines per room: " + ", ".join(f"{name} {count:,}" for name, count in rooms.items()) + "."
    )
    if "--missing" in sys.argv:
        for function in docstrings():
            if not function.is_complete:
                lacking = ", ".join(kind for kind, met in function.wants.items() if not met)
                print(f"{function.name}: {lacking}")


if __name__ == "__main__":
    main()
