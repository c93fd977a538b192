"""What is written beside the code keeps to one form and names what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ROOT / "src" / "wijkwerk"
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
READMES = sorted(
    [
        *ROOT.glob("README*.md"),
        *(
            path
            for folder in (
                "src",
                "docs",
                "tests",
                "bench",
                "examples",
                "deploy",
                "frontend",
                "scripts",
            )
            for path in (ROOT / folder).rglob("README*.md")
            if "node_modules" not in path.parts
        ),
    ]
)
ROOMS = sorted(path.parent.name for path in PRODUCT.glob("*/__init__.py"))
_HEAD = re.compile(
    r"# (?P<number>\d+)\. \S.*\n\nStatus: (accepted|superseded by ADR \d+), 20\d\d-\d\d-\d\d\n\n## Context\n"
)
# A path as it is written in a README: with a slash, or with the ending of a file.
_PATH = re.compile(
    r"(?<![\w/.:@-])(?:[\w.-]+/)+(?:[\w.-]+)?|(?<![\w/.:@-])[\w-]+\.(?:py|toml|md|html)\b"
)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name[:4])
def test_a_decision_has_the_head_that_all_have(path: Path) -> None:
    text = path.read_text("utf-8")
    head = _HEAD.match(text)
    assert head, "# N. Title; Status: accepted, 2026-11-30; ## Context; ## Decision"
    assert int(head["number"]) == int(path.name[:4])
    parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert parts[:2] == ["Context", "Decision"]
    assert set(parts[2:]) <= {"Considered", "Consequences"}
    assert len(set(parts)) == len(parts)


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers)


def paths_in(text: str) -> list[str]:
    """Paths that a document names; not addresses, patterns and examples of what a reader has."""
    text = re.sub(r"\[[^\]]*\]\([^)]*\)|https?://\S+|```.*?```", " ", text, flags=re.DOTALL)
    result = []
    for match in _PATH.finditer(text):
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() :][:1]
        # PDF/A and the like are names of standards.
        is_standard = match[0].startswith("PDF/")
        if (before in "{<*$" and before) or after in ("{", "*", "<", "…") or is_standard:
            continue
        result.append(match[0].rstrip("."))
    return result


def exists(readme: Path, path: str) -> bool:
    """Whether a README's path leads to something, from where it stands or from a root."""
    roots = [*readme.parents, PRODUCT, ROOT / "src", ROOT / "tests"]
    return any((root / path).exists() for root in roots if root == ROOT or ROOT in root.parents)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_readme_names_is_there(readme: Path) -> None:
    paths = paths_in(readme.read_text("utf-8"))
    if PRODUCT not in readme.parents:  # names of files there are those of a reader
        paths = [path for path in paths if "/" in path]
    assert [path for path in paths if not exists(readme, path)] == []


def test_a_path_is_seen_however_it_is_written() -> None:
    text = "core/ rules, `web/views/area.py`; see lists/{a,b}, https://x.nl/y and *.toml, urls.py."
    assert paths_in(text) == ["core/", "web/views/area.py", "urls.py"]


def modules(room: Path) -> list[Path]:
    """The modules of a room; what Django asks for by name says itself what it is. In the largest room
    those of folders with a README of their own."""
    return [
        path
        for path in sorted(room.rglob("*.py"))
        if path.name not in ("__init__.py", "apps.py", "urls.py", "formats.py")
        and "migrations" not in path.parts
        and (room.name != "monitor" or (path.parent / "README.md").is_file())
    ]


@pytest.mark.parametrize("name", ROOMS)
def test_every_module_stands_in_a_readme_of_its_room(name: str) -> None:
    room = PRODUCT / name
    unnamed = []
    for path in modules(room):
        above = [parent for parent in path.parents if parent == room or room in parent.parents]
        texts = [one / "README.md" for one in above if (one / "README.md").is_file()]
        told = "\n".join(text.read_text("utf-8") for text in texts)
        if not re.search(rf"(?<!\w){re.escape(path.name)}", told):
            unnamed.append(str(path.relative_to(room)))
    assert unnamed == []
