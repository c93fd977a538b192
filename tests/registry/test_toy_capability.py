"""The capability of docs/howto/add-a-capability.md, built out of that page's own files in a package beside
Wijkwerk: it appears everywhere, and no file outside its folder changes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from editions import BuildOnce
from pages_as_code import files_of
from toy_package import HOWTO, Toy, made

SCRIPT = Path(__file__).with_name("toy_site.py")
pytestmark = pytest.mark.slow


def commands_of(page: str) -> list[list[str]]:
    """The lines that the page lets one type."""
    (block,) = re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S)
    return [line.split() for line in block.splitlines()]


@pytest.fixture(scope="module")
def toy(examples: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce) -> Toy:
    """The page followed to the letter: files written, then every command in its order."""
    toy = made(tmp_path_factory.mktemp("gardens"))
    toy.editions.mkdir()
    build_once(examples / "format", toy.editions)
    modules = {"python": [], "pybabel": ["babel.messages.frontend"], "wijkwerk": ["wijkwerk"]}
    for line in commands_of(HOWTO.read_text("utf-8")):
        if line[0] == "pip":
            continue  # done: see install
        if line[:2] == ["wijkwerk", "serve"]:
            line = [
                *line[:2],
                str(toy.editions),
                "--prepare-only",
                "--var",
                toy.environment["WIJKWERK_VAR"],
            ]
        arguments = line[2:] if line[0] == "python" else line[1:]
        toy.run(*modules[line[0]], *arguments, given="correct horse battery\n")
    return toy


@pytest.fixture(scope="module")
def seen(toy: Toy) -> dict[str, Any]:
    """What a visitor, a gardener and a program see of it."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        cwd=toy.project,
        env=toy.environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_the_page_names_every_file_that_the_package_has(toy: Toy) -> None:
    written = {
        str(path.relative_to(toy.project))
        for path in toy.project.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".dist-info" not in str(path)
    }
    made_by_commands = {
        "gardens/migrations/__init__.py",
        "gardens/migrations/0001_initial.py",
        "gardens/locale/nl/LC_MESSAGES/django.mo",
    }
    assert written == set(files_of(HOWTO.read_text("utf-8"))) | made_by_commands


def test_it_is_installed_above_what_it_requires(seen: dict[str, Any]) -> None:
    labels = seen["labels"]
    assert labels.index("monitor") < labels.index("gardens")


def test_its_pages_answer_in_both_languages_and_the_menu_marks_them(seen: dict[str, Any]) -> None:
    for language, words in (("nl", "Tuinen"), ("en", "Gardens")):
        status, page = seen["pages"][f"/{language}/gardens"]
        assert status == 200
        assert f"<h1>{words}</h1>" in page and "De Bloemenhof" in page
        entry = f'<a class="ww-nav__link" href="/{language}/gardens"'
        question = {"nl": "Meedoen", "en": "Take part"}[language]
        assert f'{entry} aria-current="page">{question}</a>' in page
        assert f"{entry}>{question}</a>" in seen["pages"][f"/{language}/"][1]


def test_its_question_stands_in_the_menu_as_soon_as_it_answers_it(seen: dict[str, Any]) -> None:
    row = seen["pages"]["/en/"][1].split('<nav class="ww-nav__main"')[1].split("</nav>")[0]
    labels = re.findall(r'ww-nav__link"[^>]*>([^<]+)<', row)
    assert labels == ["How is it going", "Lists", "Programme", "Take part"]


def test_the_page_of_an_area_has_its_card_as_soon_as_it_changes(seen: dict[str, Any]) -> None:
    before, after = seen["area"]
    assert "Hier is 1 gedeelde tuin." in before and ">Alle tuinen</a>" in before
    assert "Hier zijn 2 gedeelde tuinen." in after
    assert "gedeelde tuin" not in seen["other_area"]


def test_who_has_the_role_finds_the_work_and_may_do_it(seen: dict[str, Any]) -> None:
    assert "Tuinier" in seen["gardener"]["account"]
    assert 'href="/nl/gardens/work">Tuinen om te bezoeken</a>' in seen["gardener"]["work"]
    assert "De Bloemenhof" in seen["gardener"]["to_visit"]
    assert seen["gardener"]["visit"] == 302
    assert "De Bloemenhof" not in seen["gardener"]["to_visit_after"]
    assert seen["trail"] == [["gardens.visit", "garden"]]


def test_others_may_not_and_dont_find_it(seen: dict[str, Any]) -> None:
    assert "/gardens/work" not in seen["other"]["work"]
    assert (seen["other"]["to_visit"], seen["other"]["visit"]) == (403, 403)
    assert seen["nobody"] == 302


def test_the_role_can_be_given_on_the_page_of_accounts_too(seen: dict[str, Any]) -> None:
    assert '<option value="gardener"' in seen["manage"]
    assert "Opschrijven dat een tuin bezocht is" in seen["roles"]


def test_its_api_answers_and_is_described(seen: dict[str, Any]) -> None:
    answer = seen["api"]
    assert answer["status"] == 200
    assert answer["body"]["items"][0] == {"name": "De Bloemenhof", "area": "WK900101"}
    assert answer["version"] == "1.0.0"
    assert list(seen["openapi"]["paths"]) == ["/gardens"]
    assert seen["openapi"]["info"]["title"] == "Wijkwerk: gardens"
    assert seen["api_unknown"]["status"] == 400
    assert seen["api_unknown"]["body"]["parameter"] == "colour"


def test_a_fault_of_its_own_has_its_own_answer(seen: dict[str, Any]) -> None:
    status, page = seen["closed"]
    assert status == 410
    assert "A car park came here." in page


def test_how_long_its_rows_are_kept_is_known(seen: dict[str, Any]) -> None:
    assert seen["card"] == {"days": 730, "personal": ["keeper"]}


def test_its_examples_are_made_once(seen: dict[str, Any]) -> None:
    assert seen["examples"] == [["Made the garden De Bloemenhof."], []]


def test_its_command_shows_its_rows_and_stands_in_the_help(toy: Toy, seen: dict[str, Any]) -> None:
    assert "WK900101  De Bloemenhof" in toy.run("wijkwerk", "gardens", "list")
    shown = toy.run("wijkwerk", "--help")
    assert re.search(r"gardens +Shared gardens: list\.", shown)
    assert shown.index("programme ") < shown.index("gardens ")


@pytest.mark.parametrize(
    ("file", "was", "becomes", "arguments", "told"),
    [
        ("gardens/apps.py", '("monitor",)', '("monitr",)', ("serve", "EDITIONS", "--prepare-only"),
         "no such capability: found 'monitr'; expected one of access, audit, designation, gardens, "
         "monitor, programme. Did you mean monitor?"),
        ("gardens/commands.py", '"gardens",', '"list",', ("--version",),
         "gardens.commands: a command with this name is there already: found 'list'"),
        ("gardens/roles.toml", "roles.gardener", "roles.auditor",
         ("serve", "EDITIONS", "--prepare-only"),
         "gardens/roles.toml:4 [roles.auditor]: stands twice: found 'auditor'; expected a code other "
         "than designation/roles.toml:"),
        ("gardens/models.py", '"visited_on", ', "", ("serve", "EDITIONS", "--prepare-only"),
         "gardens.Garden]: field isn't on the data card: found 'visited_on'"),
    ],
)  # fmt: skip
def test_what_cant_be_registered_is_told_and_nothing_starts(
    tmp_path: Path, file: str, was: str, becomes: str, arguments: tuple[str, ...], told: str
) -> None:
    toy = made(tmp_path)
    toy.editions.mkdir()
    toy.replace(file, was, becomes)
    given = [str(toy.editions) if argument == "EDITIONS" else argument for argument in arguments]
    assert told in toy.run("wijkwerk", *given, code=2)
