"""The command line in Dutch: help, refusals and what is wrong with an input, as whole sentences."""

from __future__ import annotations

import gettext as standard
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer import rich_utils
from typer.main import get_command

from wijkwerk.registry import language
from wijkwerk.registry.language import in_language, problem_sentence
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.site import cli, messages
from wijkwerk.site.translated import FRAME, paragraphs, translate
from wijkwerk.tables.api import REASONS, Account

Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    messages.compile_when_older(messages.COMMANDS)
    language._translations.cache_clear()
    language._patterns.cache_clear()


@pytest.fixture
def _dutch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("WIJKWERK_LANGUAGE", "nl")
    monkeypatch.setenv("LANGUAGE", "")  # set by `begin`; put back at the end
    for name in FRAME:
        monkeypatch.setattr(rich_utils, name, getattr(rich_utils, name))
    before = standard.textdomain()
    yield
    standard.textdomain(before)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The exit code and the output of a command, in one line."""

    def command(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["wijkwerk", *arguments])
        monkeypatch.setenv("TERMINAL_WIDTH", "200")
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        text = re.sub(r"[│╭╮╰╯─]", " ", told.out + told.err)
        return int(ended.value.code or 0), " ".join(text.split())

    return command


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_BE"}, "nl"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "nl_NL.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": "nl"}, "nl"),
        ({"LANG": "en_GB.UTF-8", "WIJKWERK_LANGUAGE": "nl"}, "nl"),
        ({"LC_ALL": "nl_NL.UTF-8", "WIJKWERK_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_language_is_that_of_the_machine_unless_another_is_asked(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("WIJKWERK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language.language() == expected


def test_a_language_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setenv("WIJKWERK_LANGUAGE", "fr")
    code, told = run("--version")
    assert code == 2
    assert told.startswith(
        "WIJKWERK_LANGUAGE: not a language of Wijkwerk: found 'fr'; expected en or nl."
    )


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, command
    for below, sub in getattr(command, "commands", {}).items():
        yield from _commands(sub, f"{name} {below}")


def _texts(command: Any) -> Iterator[str]:
    for text in (command.help, *(getattr(option, "help", None) for option in command.params)):
        yield from (line for line, is_text in paragraphs(text or "") if is_text)


@pytest.mark.usefixtures("_dutch")
def test_the_help_of_every_command_has_no_english_left() -> None:
    english, dutch = get_command(cli.app), get_command(cli.app)
    translate(dutch)
    context = dutch.make_context("wijkwerk", ["--help"], resilient_parsing=True)
    pairs = list(zip(_commands(english, "wijkwerk"), _commands(dutch, "wijkwerk"), strict=True))
    assert len(pairs) > 60
    for (name, before), (_name, after) in pairs:
        after.get_params(context)
        assert set(_texts(before)).isdisjoint(_texts(after)), name


@pytest.mark.usefixtures("_dutch")
def test_help_in_dutch_is_dutch_to_its_frame(run: Run) -> None:
    code, told = run("edition", "verify", "--help")
    assert code == 0
    assert told.startswith("Gebruik: wijkwerk edition verify [OPTIONS] {edition} Is EDITION wat de")
    assert "Opties" in told
    assert "Argumenten" in told
    assert "[verplicht]" in told
    assert "--help <bool> Toon deze uitleg en stop." in told
    assert "wijkwerk edition verify editions/demo-0123456789 --source demo" in told


@pytest.mark.usefixtures("_dutch")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("serve", "nergens"),
            "nergens: deze map bestaat niet: verwacht: een map met edities. "
            "Er is niets geschreven. Corrigeer dit en voer hetzelfde commando opnieuw uit.",
        ),
        (
            ("scheme", "show", "denmark", "--language", "fr"),
            "--language: onbekende taal: er staat 'fr'; verwacht: nl, en of da. "
            "Er is niets geschreven. Corrigeer dit en voer hetzelfde commando opnieuw uit.",
        ),
        (("edition", "verify"), "Het argument 'edition' ontbreekt."),
        (("source", "chekc"), "Het commando 'chekc' bestaat niet. Bedoelt u 'check'?"),
        (("edition", "verify", "x", "--foo"), "De optie --foo bestaat niet"),
        (
            ("serve", "x", "--port", "99999"),
            "De waarde van '--port' klopt niet: er wordt hoogstens 65535 verwacht",
        ),
    ],
)
def test_a_refusal_in_dutch_is_a_whole_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Any, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = run(*arguments)
    assert code == 2
    assert told.endswith(expected)


_SENTENCES = [
    (
        Problem(
            "areas.csv", 3, "level", "unknown level", "stad", "one of country, district",
            "Did you mean district?",
        ),
        "areas.csv:3 [level]: onbekend niveau: er staat 'stad'; verwacht: een van country, district. "
        "Bedoelt u district?",
    ),
    (
        Problem(
            "cijfers.csv", 8, None, "too few cells", "3 cells", "5 cells, as in the headers",
            "Nothing stands in: period. Is the row whole?",
        ),
        "cijfers.csv:8: te weinig cellen: er staat '3 cellen'; verwacht: 5 cellen, zoals in de kop. "
        "Er staat niets in: period. Is de rij compleet?",
    ),
    (
        Problem("kaart.geojson", None, None, "unpacks to more than is allowed", None,
                "at most 1,024 MB unpacked", "Split the file, or give the figures as plain CSV."),
        "kaart.geojson: wordt uitgepakt groter dan is toegestaan: verwacht: hoogstens 1.024 MB "
        "uitgepakt. Splits het bestand, of geef de cijfers als gewone CSV.",
    ),
    (
        Problem("source.toml", 7, "source", "unknown key", "titel",
                "one of id, title", "Is title meant?"),
        "source.toml:7 [source]: onbekende sleutel: er staat 'titel'; verwacht: een van id, title. "
        "Is title bedoeld?",
    ),
    (
        Problem("observations.csv", 4, "value", "malformed value", "missing",
                "a number such as 12,5 or 12.5"),
        "observations.csv:4 [value]: de waarde klopt niet: er staat 'missing'; verwacht: een getal "
        "zoals 12,5 of 12.5.",
    ),
    (
        Problem("observations.csv", 1, None, "other separator", "semicolon", "comma",
                "It was read as such; nothing to mend.", Severity.NOTE),
        "observations.csv:1: ander scheidingsteken: er staat 'puntkomma'; verwacht: komma. Zo is het "
        "gelezen; u hoeft niets te doen.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "expected"), _SENTENCES)
def test_a_problem_keeps_its_place_and_says_what_to_do(problem: Problem, expected: str) -> None:
    assert language.problem_sentence(problem, "nl") == expected
    assert language.problem_sentence(problem, "en") == str(problem)


def test_words_that_are_in_no_catalogue_stay_as_they_are() -> None:
    assert language.in_language("quite another thing", "nl") == "quite another thing"
    assert language.in_language("", "nl") == ""


def test_output_in_dutch_has_dutch_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKWERK_LANGUAGE", "nl")
    told = language.gettext("{number:,} recovered: don't publish this edition", number=1234)
    assert told == "1.234 achterhaald: publiceer deze editie niet"
    assert language.ngettext("{number} error", "{number} errors", 1) == "1 fout"
    assert language.ngettext("{number} error", "{number} errors", 0) == "0 fouten"
    assert language.notation(1234.5, ",.1f") == "1.234,5"


def test_english_is_what_the_code_says(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = run("serve", "nowhere")
    assert (code, told) == (
        2,
        "nowhere: no such folder: expected a folder with editions. "
        "Nothing was written. Mend this and run the same command again.",
    )
    assert language.gettext("{number:,} recovered: don't publish this edition", number=1234) == (
        "1,234 recovered: don't publish this edition"
    )


def test_an_error_after_which_something_was_written_says_so_in_dutch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WIJKWERK_LANGUAGE", "nl")
    cli._tell(InputError.of("x", "is empty", "a table of CBS"))
    assert capsys.readouterr().err.splitlines() == [
        "x: is leeg: verwacht: een tabel van het CBS.",
        "Er is niets geschreven. Corrigeer dit en voer hetzelfde commando opnieuw uit.",
    ]


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_for_leaving_rows_out_is_told_in_the_language(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJKWERK_LANGUAGE", "nl")
    left_out = {reason: 3, "without a code": 3}
    account = Account("f.csv", 1_204, 1_204 - sum(left_out.values()), left_out)
    told = in_language(str(account))
    assert "1.204 rijen" in told and reason not in told and "without a code" not in told
    with pytest.raises(ValueError, match="no reason"):
        Account("f.csv", 1, 0, {"for no reason": 1})


def test_what_is_not_there_is_told_in_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKWERK_LANGUAGE", "nl")
    named = Problem("f", 1, "x", "nothing to compare with", "no figure of GM0363", "y", "z")
    assert "geen cijfer van GM0363" in problem_sentence(named)
    own_word = Problem("f", 1, "x", "unknown", "no-such-code", "y", "z")
    assert "no-such-code" in problem_sentence(own_word)
