"""``wijkwerk audit`` and ``wijkwerk account`` as somebody types them."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from typer.testing import CliRunner

from wijkwerk.shared.problems import InputError
from wijkwerk.site import cli

ADDRESS, WORD = "someone@example.org", "correct horse battery\n"
Run = Callable[..., str]


@pytest.fixture
def run(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the database of the test; gives what it told, or what was wrong."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr("wijkwerk.audit.database.open_database", lambda data: None)

    def go(*arguments: str, given: str = "", code: int = 0) -> str:
        done = CliRunner(env={"COLUMNS": "200"}).invoke(cli.app, arguments, input=given)
        if isinstance(done.exception, InputError):
            assert code == 2
            return str(done.exception)
        assert done.exit_code == code, done.output
        return done.output

    return go


@pytest.fixture
def made(run: Run) -> Run:
    """There is an account."""
    run("account", "add", ADDRESS, given=WORD)
    return run


def test_an_account_is_made_with_a_password_that_is_no_argument(run: Run) -> None:
    told = run("account", "add", ADDRESS, given=WORD)
    assert "Made: someone@example.org (account:" in told
    assert "correct horse" not in told
    assert "--password" not in run("account", "add", "--help")


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (("add", "b@b.nl"), "brief\n", "too short"),
        (("add", "nobody"), "x\n", "no mail address"),
        (("add", ADDRESS), WORD, "an account already"),
        (("add", "c@c.nl"), "", "missing"),
        (("password", "c@c.nl"), WORD, "no such account"),
        (("roles", ADDRESS, "--give", "king"), "", "no such role"),
        (("roles", ADDRESS, "--end", "king"), "", "no such role"),
        (("roles", ADDRESS, "--end", "official"), "", "nothing to end"),
        (("roles", ADDRESS, "--give", "official", "--end", "auditor"), "", "one of both"),
        (("roles", "--give", "official"), "", "missing"),
        (("roles", ADDRESS, "--give", "municipality"), "", "--for"),
        (("roles", ADDRESS, "--give", "municipality", "--for", "a b"), "", "no code"),
        (("roles", ADDRESS, "--give", "official", "--for", "GM1"), "", "reaches everything"),
        (("roles", ADDRESS, "--give", "official", "--from", "soon"), "", "no day"),
        (("roles", ADDRESS, "--give", "official", "--until", "2001-01-01"), "", "before the first"),
        (("erase", ADDRESS), "", "disable it first"),
    ],
)
def test_what_will_not_do_is_told_and_leaves_nothing(
    made: Run, arguments: tuple[str, ...], given: str, told: str
) -> None:
    from wijkwerk.audit.api import Entry

    wrong = made("account", *arguments, given=given, code=2)
    assert told in wrong
    assert given.strip() not in wrong or given.strip() in ("", "x")
    assert Entry.objects.count() == 1


def test_roles_have_their_days_and_places(made: Run) -> None:
    told = made(
        "account",
        "roles",
        ADDRESS,
        "--give",
        "municipality",
        "--for",
        "GM0363",
        "--for",
        "GM0518",
        "--from",
        "2026-01-01",
        "--until",
        "2030-12-31",
    )
    assert "municipality, GM0363, from 2026-01-01 until 2030-12-31" in told
    ended = made(
        "account",
        "roles",
        ADDRESS,
        "--end",
        "municipality",
        "--for",
        "GM0518",
        "--until",
        "2026-06-30",
    )
    assert "GM0518, from 2026-01-01 until 2026-06-30" in ended
    assert "GM0363, from 2026-01-01 until 2030-12-31" in ended
    again = made("account", "roles", ADDRESS, "--end", "municipality", "--until", "2025-12-31")
    assert "no roles" in again  # it would only have begun later


def test_the_history_tells_it_without_the_address(made: Run) -> None:
    made("account", "roles", ADDRESS, "--give", "auditor")
    told = made("audit", "show")
    assert "role.give account:" in told
    assert ADDRESS not in told
    number = told.split("account:")[1].split()[0]
    lines = made("audit", "show", "--json", "--object", f"account:{number}").splitlines()
    assert [json.loads(line)["action"] for line in lines] == ["account.add", "role.give"]
    assert made("audit", "show", "--actor", "account:0") == "Nothing was written down yet.\n"
    assert made("audit", "show", "--looks") == "Nothing was written down yet.\n"


def test_closing_erasing_and_what_stays(made: Run) -> None:
    made("account", "disable", ADDRESS)
    assert "(closed)" in made("account", "roles")
    made("account", "enable", ADDRESS)
    made("account", "password", ADDRESS, given="another horse battery\n")
    made("account", "reset-second-factor", ADDRESS)
    made("account", "disable", ADDRESS)
    made("account", "erase", ADDRESS)
    assert ADDRESS not in made("account", "roles")
    told = made("audit", "show")
    for action in ("add", "close", "open", "password", "erase"):
        assert f"account.{action} account:" in told
    assert "second-factor.reset" in told


def test_addresses_are_kept_no_longer_than_a_year_after_the_last_role(
    made: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wijkwerk.access.models import User

    def give(*more: str) -> None:
        made("account", "roles", ADDRESS, "--give", "auditor", "--from", "2020-01-01", *more)

    assert made("account", "due") == "No account is due.\n"  # made today
    give()
    assert made("account", "due") == "No account is due.\n"  # a role without end
    give("--until", "2021-01-01")
    assert ADDRESS in made("account", "due")
    assert User.objects.get().email == ADDRESS
    assert "Erased" in made("account", "due", "--erase")
    assert "invalid" in User.objects.get().email
    assert made("account", "due") == "No account is due.\n"


def test_a_list_of_all_accounts_is_a_look_at_personal_data(made: Run) -> None:
    made("account", "roles")
    assert "account: list of accounts (1)" in made("audit", "show", "--looks")


def test_a_history_that_was_cut_off_is_found_by_what_was_noted(tmp_path: Path) -> None:
    def real(*arguments: str, given: str = "", code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "wijkwerk", *arguments, "--data", str(tmp_path / "data")],
            input=given,
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "200"},
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    real("account", "add", ADDRESS, given=WORD)
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    whole = real("audit", "verify")
    assert "Both chains hold." in whole
    noted = whole.splitlines()[0]
    assert "processing: empty, nothing was ever written." in whole

    def change(*statements: str) -> None:
        with sqlite3.connect(tmp_path / "data" / "wijkwerk.sqlite3") as database:
            for statement in statements:
                database.execute(statement)
        database.close()

    real("account", "roles", ADDRESS, "--give", "auditor")
    change("DROP TRIGGER audit_entry_no_delete", "DELETE FROM audit_entry WHERE place = 2")
    assert "it ends here, though 2 entries were written" in real("audit", "verify", code=2)
    change("DELETE FROM audit_entry")
    assert "it is empty, though 2 entries were written" in real("audit", "verify", code=2)
    assert "gone" in real("audit", "verify", "--known", noted, code=2)
    change("DELETE FROM audit_chainend")
    assert "it is empty, though there are accounts" in real("audit", "verify", code=2)


def test_what_is_noted_wrongly_is_told(run: Run) -> None:
    assert "--known" in run("audit", "verify", "--known", "nonsense", code=2)
