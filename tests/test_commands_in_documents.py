"""Commands that a document names exist, with their options, and its links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import typer

from wijkwerk.site import cli

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("README*.md"), *(ROOT / "docs").glob("howto/*.md"), *(ROOT / "docs").glob("nl/*.md"))
    if path.name != "add-a-capability.md"  # its commands are those of an example
)  # fmt: skip
_INLINE = re.compile(r"`(wijkwerk [^`]+)`", re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(#[^)\s]+)?\)")


def commands_in(text: str) -> list[str]:
    """Every command line of ours in a document: a line of code, in a sentence, or run in a container."""
    found = [" ".join(match.split()) for match in _INLINE.findall(text)]
    for line in text.splitlines():
        start = re.search(r"(?:^\s+|^\$ |exec site |run --rm site )(wijkwerk .+)$", line)
        if start and (line.startswith((" ", "$")) or "docker" in line):
            found.append(re.split(r"\s+#\s|\s[>|]\s|\s&&\s", start[1])[0])
    return found


def fault(line: str, root: click.Command) -> str:
    """What is wrong with a command line; '' when all of it is known."""
    try:
        words = shlex.split(line.replace("…", ""))[1:]
    except ValueError:
        words = line.replace("…", "").split()[1:]
    command, options = root, {"--help", "--debug", "--version"}
    options |= {name for one in root.params for name in (*one.opts, *one.secondary_opts)}
    for place, word in enumerate(words):
        below = getattr(command, "commands", {})
        if word.startswith("-"):
            name = word.split("=")[0].rstrip(".,")
            if name not in options:
                return f"{command.name} has no {name}"
        elif below:
            if not re.fullmatch(r"[a-z][a-z-]*", word):
                return ""  # 'wijkwerk COMMAND': no command of its own
            if word not in below:
                return f"{' '.join(words[:place]) or 'wijkwerk'} has no command {word}"
            command = below[word]
            options |= {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    return ""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_of_a_document_exists(path: Path) -> None:
    root = typer.main.get_command(cli.app)
    lines = commands_in(path.read_text("utf-8"))
    assert {line: why for line in lines if (why := fault(line, root))} == {}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("wijkwerk edition build kwb --out editions", ""),
        ("wijkwerk edition bake kwb", "edition has no command bake"),
        ("wijkwerk bake", "wijkwerk has no command bake"),
        ("wijkwerk edition build kwb --oven 200", "build has no --oven"),
        ("wijkwerk … --help", ""),
    ],
)
def test_a_command_that_does_not_exist_is_seen(line: str, why: str) -> None:
    assert fault(line, typer.main.get_command(cli.app)) == why


def test_commands_are_seen_however_they_are_written() -> None:
    text = (
        "Take `wijkwerk scheme list`, or\n\n    wijkwerk serve editions  # now\n"
        "    docker compose exec site wijkwerk serve /e\n"
    )
    assert commands_in(text) == [
        "wijkwerk scheme list",
        "wijkwerk serve editions",
        "wijkwerk serve /e",
    ]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "nl").glob("*.md")), ids=lambda path: path.name
)
def test_the_links_of_a_dutch_page_lead_somewhere(path: Path) -> None:
    targets = [match[1] for match in _LINK.finditer(path.read_text("utf-8"))]
    broken = [one for one in targets if "://" not in one and not (path.parent / one).exists()]
    assert broken == []


def test_the_dutch_pages_are_all_named_on_their_first_one() -> None:
    first = (ROOT / "docs" / "nl" / "README.md").read_text("utf-8")
    pages = {path.name for path in (ROOT / "docs" / "nl").glob("*.md")} - {"README.md"}
    assert {name for name in pages if f"({name})" not in first} == set()
