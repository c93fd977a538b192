"""The command line: teaching help, and exit codes 0 (done), 1 (our fault), 2 (the input)."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
import typer
from typer.testing import CliRunner

from editions import BuildOnce
from wijkwerk import __version__
from wijkwerk.monitor.sources.simulate.country import Size, simulate
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.site import cli

runner = CliRunner()


def run(*arguments: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["wijkwerk", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert (ended.value.code or 0) == code


def commands() -> list[tuple[str, ...]]:
    root = typer.main.get_command(cli.app)
    result: list[tuple[str, ...]] = []

    def walk(path: tuple[str, ...], command: click.Command) -> None:
        if path:
            result.append(path)
        for name, below in getattr(command, "commands", {}).items():
            walk((*path, name), below)

    walk((), root)
    return result


@pytest.fixture(scope="module")
def edition(
    examples: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce
) -> Path:

    return build_once(examples / "format", tmp_path_factory.mktemp("editions"))


@pytest.mark.parametrize("path", [(), *commands()], ids=" ".join)
def test_every_help_teaches_with_an_example_and_fits_eighty_columns(path: tuple[str, ...]) -> None:
    shown = runner.invoke(cli.app, [*path, "--help"], terminal_width=80)
    assert shown.exit_code == 0
    assert re.search(r"[Ee]xamples?:|to copy", shown.output), shown.output
    assert "wijkwerk " + " ".join(path) in " ".join(shown.output.split())
    assert all(len(line.rstrip()) <= 80 for line in shown.output.splitlines())


def test_help_comes_without_loading_what_computes() -> None:
    program = (
        "import sys; import wijkwerk.site.cli; "
        "print([name for name in ('polars', 'ibis', 'duckdb', 'scipy', 'django') "
        "if name in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"


def test_the_module_is_the_command() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "wijkwerk", "--version"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == __version__


def test_done_is_zero_for_every_command(
    examples: Path,
    edition: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = str(edition.parent)
    small = ("--areas", "25", "--years", "4", "--indicators", "2")
    for arguments, words in (
        (("--version",), __version__),
        (("source", "check", str(examples / "format")), "no errors"),
        (("source", "simulate", "--out", str(tmp_path / "country"), *small), "Next: wijkwerk"),
        (
            ("edition", "build", str(examples / "format"), "--out", out),
            "there already, and is whole",
        ),
        (("edition", "verify", str(edition)), "Every file is as the manifest says."),
        (("edition", "verify", str(edition), "--json"), "[]"),
        (("edition", "diff", str(edition), str(edition)), "No figure changed."),
        (("edition", "attack", str(edition)), "recovered"),
    ):
        run(*arguments, code=0, monkeypatch=monkeypatch)
        captured = capsys.readouterr()
        assert words in captured.out, arguments
        # Nobody watches a terminal here, so there is no progress to see.
        assert captured.err == "", arguments


def test_wrong_input_is_two_for_every_command(
    edition: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nowhere = str(tmp_path / "nowhere")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", "utf-8")
    forged = Path(shutil.copytree(edition, tmp_path / edition.name))
    (forged / "report.html").write_text("forged", "utf-8")
    for arguments in (
        ("source", "check", nowhere),
        ("source", "simulate", "--out", str(tmp_path / "full")),
        ("source", "simulate", "--out", nowhere, "--areas", "3"),
        ("edition", "build", nowhere, "--out", str(tmp_path / "out")),
        ("edition", "build", str(tmp_path / "full"), "--out", str(tmp_path / "out")),
        ("edition", "verify", nowhere),
        ("edition", "verify", str(forged)),
        ("edition", "verify", str(edition), "--source", nowhere),
        ("edition", "diff", str(edition), nowhere),
        ("edition", "attack", nowhere),
        ("serve", nowhere),
        ("edition",),
        ("edition", "publish"),
        ("edition", "build"),
        ("--nonsense",),
    ):
        run(*arguments, code=2, monkeypatch=monkeypatch)
        captured = capsys.readouterr()
        assert captured.out + captured.err != "", arguments
        assert "Traceback" not in captured.err, arguments
    assert not Path(nowhere).exists()


def test_a_fault_of_ours_is_one_with_where_to_report_it_and_no_traceback(
    examples: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("an [unexpected] thing")

    monkeypatch.setattr("wijkwerk.monitor.editions.build.build_edition", break_down)
    command = ("edition", "build", str(examples / "format"), "--out", str(tmp_path))
    monkeypatch.delenv("WIJKWERK_DEBUG", raising=False)
    run(*command, code=1, monkeypatch=monkeypatch)
    error = capsys.readouterr().err
    assert "A fault in Wijkwerk, not in your input: ZeroDivisionError: an [unexpected]" in error
    assert cli.REPORT_AT in error
    assert "--debug" in error
    assert "Traceback" not in error
    # The place where --debug stands doesn't matter.
    run("--debug", *command, code=1, monkeypatch=monkeypatch)
    assert "Traceback" in capsys.readouterr().err
    run(*command, "--debug", code=1, monkeypatch=monkeypatch)
    assert "Traceback" in capsys.readouterr().err
    monkeypatch.setenv("WIJKWERK_DEBUG", "1")
    run(*command, code=1, monkeypatch=monkeypatch)
    assert "Traceback" in capsys.readouterr().err


def test_many_problems_are_cut_short_with_the_way_to_all_of_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = [
        Problem("areas.csv", line, None, "wrong", "[x]", "right", severity=Severity.ERROR)
        for line in range(1, 251)
    ]

    def refuse(*_: object) -> None:
        raise InputError(problems)

    monkeypatch.setattr("wijkwerk.monitor.editions.verify.verify_edition", refuse)
    run("edition", "verify", "somewhere", code=2, monkeypatch=monkeypatch)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "areas.csv:1: wrong: found '[x]'; expected right."
    assert sum(line.startswith("areas.csv:") for line in lines) == 100
    assert "100 of 250 problems" in " ".join(lines)


def test_a_disk_that_refuses_is_two(
    edition: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "figures.parquet")

    monkeypatch.setattr("wijkwerk.monitor.editions.verify.verify_edition", refuse)
    run("edition", "verify", str(edition), code=2, monkeypatch=monkeypatch)
    assert "no permission: found 'figures.parquet'" in capsys.readouterr().err


def test_progress_goes_to_a_terminal_on_stderr_and_never_back(tmp_path: Path) -> None:
    from wijkwerk.monitor.commands import progress

    class Terminal:
        def __init__(self) -> None:
            self.seen: list[str] = []
            self.encoding = "utf-8"

        def write(self, text: str) -> int:
            self.seen.append(text)
            return len(text)

        def flush(self) -> None:
            return None

        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        patch.setenv("TERM", "xterm")
        patch.setenv("COLUMNS", "80")
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
            patch.delenv(name, raising=False)
        shares = []
        with progress.progress_bar() as tell:
            for step, share in (("one", 0.5), ("two", 0.2), ("three", 1.0)):
                tell(step, share)
                shares.append(share)
        simulate(tmp_path / "country", Size(1, 2, 25, 4, 2, specials=False), progress=None)
    text = "".join(terminal.seen)
    assert "three" in text
    assert "100%" in text
    assert "20%" not in text


def test_json_is_for_programs(
    edition: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forged = Path(shutil.copytree(edition, tmp_path / edition.name))
    os.truncate(forged / "report.html", 10)
    run("edition", "verify", str(forged), "--json", code=2, monkeypatch=monkeypatch)
    assert json.loads(capsys.readouterr().out) == [
        {"file": "report.html", "kind": "changed", "detail": "not what the manifest says"}
    ]
