"""Settings out of the environment: safe by default, and clear when they can't be used."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from wijkwerk.access.api import address_of
from wijkwerk.shared.problems import InputError
from wijkwerk.site import settings as shipped
from wijkwerk.site.limits import PerVisitor
from wijkwerk.site.middleware import PERMISSIONS
from wijkwerk.site.settings import hosts_of, secret

pytestmark = [pytest.mark.usefixtures("plain_site"), pytest.mark.django_db]


# Drawn anew by each process without a key; words that wait for a language.
NO_TEXT = ("SECRET_KEY", "LANGUAGES")


def told(expression: str, *, cwd: Path | None = None, **environment: str) -> str:
    """What ``expression`` about the settings is, in a process with this environment."""
    program = f"from wijkwerk.site import settings as s; print(({expression}))"
    plain = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("WIJKWERK_") and key != "DATABASE_URL"
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=cwd,
        env={**plain, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_every_answer_has_the_headers_that_keep_a_browser_careful(client: Client) -> None:
    answer = client.get("/health/live")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Permissions-Policy"] == PERMISSIONS
    assert "geolocation=(self)" in PERMISSIONS
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not answer.cookies


def test_https_is_only_asked_for_when_a_proxy_gives_it(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/nl/about/privacy").headers
    shown = told(
        "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SECURE_REDIRECT_EXEMPT", WIJKWERK_HTTPS="1"
    )
    assert shown == "(True, 31536000, ['^health/'])"
    assert told("hasattr(s, 'SECURE_HSTS_SECONDS')") == "False"


def test_hsts_comes_with_https_and_plain_http_is_sent_on(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^health/"]
    settings.SECURE_HSTS_SECONDS = 31_536_000
    client = Client()
    assert client.get("/nl/").status_code == 301
    assert client.get("/health/live").status_code == 200
    over_tls = client.get("/health/live", headers={"X-Forwarded-Proto": "https"})
    assert over_tls.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("template", "hosts"),
    [
        ("", []),
        ("https://tiles.example.org/{z}/{x}/{y}.png", ["https://tiles.example.org"]),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", ["https://*.tiles.example.org"]),
        ("http://127.0.0.1:9000/{z}/{x}/{y}", ["http://127.0.0.1:9000"]),
        ("javascript:alert(1)", []),
        ("tiles/{z}", []),
    ],
)
def test_a_host_of_tiles_is_allowed_and_no_other(template: str, hosts: list[str]) -> None:
    assert hosts_of(template) == hosts


def test_the_host_of_tiles_may_give_pictures_and_data_but_no_scripts() -> None:
    shown = told(
        "[s.CONTENT_SECURITY_POLICY['DIRECTIVES'][part][-1] for part in "
        "('img-src', 'connect-src', 'script-src')]",
        WIJKWERK_TILES="https://tiles.example.org/{z}/{x}/{y}.png",
    )
    assert shown == """['https://tiles.example.org', 'https://tiles.example.org', "'self'"]"""


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("WIJKWERK_TRIAL", "from the environment")
    assert secret("WIJKWERK_TRIAL") == "from the environment"
    monkeypatch.setenv("WIJKWERK_TRIAL_FILE", str(tmp_path / "key"))
    assert secret("WIJKWERK_TRIAL") == "from a file"
    monkeypatch.setenv("WIJKWERK_TRIAL_FILE", str(tmp_path / "absent"))
    with pytest.raises(InputError, match="WIJKWERK_TRIAL_FILE"):
        secret("WIJKWERK_TRIAL")


def test_a_password_from_a_file_reaches_the_database(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("open sesame")
    shown = told(
        "s.DATABASES['default']['PASSWORD'], s.DATABASES['default']['HOST']",
        DATABASE_URL="postgresql://someone@database:5432/wijkwerk",
        WIJKWERK_DATABASE_PASSWORD_FILE=str(tmp_path / "password"),
    )
    assert shown == "('open sesame', 'database')"


def test_a_wrong_database_address_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from wijkwerk.site import settings as module

    monkeypatch.setenv("DATABASE_URL", "postgrasql://someone:hush@host/name")
    try:
        with pytest.raises(InputError) as told_so:
            importlib.reload(module)
    finally:
        monkeypatch.undo()
        importlib.reload(module)
    assert "DATABASE_URL" in str(told_so.value)
    assert "hush" not in str(told_so.value)


def test_the_key_of_a_machine_is_made_once_and_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wijkwerk.site.run import keep_key

    monkeypatch.delenv("WIJKWERK_SECRET_KEY", raising=False)
    keep_key(tmp_path / "data")
    kept = tmp_path / "data" / "secret-key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    key = kept.read_text()
    assert len(key) > 50
    keep_key(tmp_path / "data")
    assert kept.read_text() == key
    shown = [told("s.SECRET_KEY", WIJKWERK_DATA=str(tmp_path / "data")) for _ in range(2)]
    assert shown == [key, key]  # every process signs with the same
    given = told("s.SECRET_KEY", WIJKWERK_DATA=str(tmp_path / "data"), WIJKWERK_SECRET_KEY="own")
    assert given == "own"
    assert list(kept.parent.iterdir()) == [kept]


def test_a_key_that_others_can_read_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wijkwerk.site import settings as module

    (tmp_path / "secret-key").write_text("for all to see")
    (tmp_path / "secret-key").chmod(0o644)
    monkeypatch.setattr(module, "KEY_FILE", tmp_path / "secret-key")
    monkeypatch.delenv("WIJKWERK_SECRET_KEY", raising=False)
    with pytest.raises(InputError, match="others can read the key"):
        module.secret_key()


def test_a_given_key_leaves_nothing_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wijkwerk.site.run import keep_key

    monkeypatch.setenv("WIJKWERK_SECRET_KEY", "given")
    keep_key(tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_an_older_register_is_taken_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wijkwerk.site.run import _move_register

    monkeypatch.delenv("DATABASE_URL", raising=False)
    var, data = tmp_path / "var", tmp_path / "data"
    var.mkdir()
    (var / "wijkwerk.sqlite3").write_text("old")
    _move_register(var, data)
    assert (data / "wijkwerk.sqlite3").read_text() == "old"
    (var / "wijkwerk.sqlite3").write_text("older")
    _move_register(var, data)
    assert (data / "wijkwerk.sqlite3").read_text() == "old"


def test_cookies_are_bound_to_the_host_and_to_tls_when_there_is_tls() -> None:
    shown = "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_SECURE"
    assert told(shown, WIJKWERK_HTTPS="1") == "('__Host-wijkwerk-session', True, True)"
    assert told(shown) == "('wijkwerk-session', False, False)"


def test_a_setting_that_is_empty_is_a_setting_that_is_absent(tmp_path: Path) -> None:
    names = re.findall(r"\b(?:WIJKWERK_[A-Z_]+|DATABASE_URL)\b", Path(shipped.__file__).read_text())
    shown = ", ".join(
        f"s.{name}" for name in vars(shipped) if name.isupper() and name not in NO_TEXT
    )
    plain = told(shown, cwd=tmp_path)
    for empty in ("", " "):
        assert told(shown, cwd=tmp_path, **dict.fromkeys(names, empty)) == plain


def test_names_of_hosts_may_have_spaces_after_their_commas() -> None:
    assert told("s.ALLOWED_HOSTS", WIJKWERK_HOSTS="a.example, b.example") == (
        "['a.example', 'b.example']"
    )


@pytest.mark.parametrize(
    ("name", "text"), [("WIJKWERK_CACHE_MB", "much"), ("WIJKWERK_API_RATE", "nan")]
)
def test_a_setting_that_is_no_number_is_told_by_its_name(name: str, text: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        told("s.API_RATE", **{name: text})
    assert f"InputError: {name}: no such number" in stopped.value.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"WIJKWERK_MAIL_HOST": "mail.example.org"}, "WIJKWERK_ADDRESS: not set"),
        ({"WIJKWERK_OIDC_ISSUER": "https://id.example.org"}, "WIJKWERK_ADDRESS: not set"),
        ({"WIJKWERK_ADDRESS": "programme.example.org"}, "not the address of a site"),
        ({"WIJKWERK_ADDRESS": "https://example.org/programme"}, "not the address of a site"),
    ],
)
def test_without_an_address_of_its_own_the_site_sends_nobody_links(
    environment: dict[str, str], said: str
) -> None:
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        told("s.SITE_ADDRESS", **environment)
    assert said in stopped.value.stderr


def test_full_addresses_on_pages_are_the_sites_own(settings: Settings, client: Client) -> None:
    settings.SITE_ADDRESS = "https://monitor.example.org"
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
    answer = client.get("/openapi.json", headers={"Host": "evil.example"})
    assert answer.status_code == 200
    assert "https://monitor.example.org/api/v1" in answer.content.decode()
    assert "evil" not in answer.content.decode()


def test_limits_count_the_visitor_that_the_proxy_saw(
    settings: Settings, rf: RequestFactory
) -> None:
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert address_of(request) == "127.0.0.1"  # without a proxy the header is anybody's
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(request) == "198.51.100.7"
    assert address_of(rf.get("/")) == ""


def test_two_visitors_behind_the_proxy_have_a_bucket_each(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.API_RATE = 0.05  # a bucket of one
    PerVisitor._left.clear()
    client = Client(headers={"X-Forwarded-Proto": "https"})

    def ask(address: str) -> int:
        return client.get("/api/v1/editions", headers={"X-Forwarded-For": address}).status_code

    assert [ask("198.51.100.7"), ask("198.51.100.7"), ask("198.51.100.8")] == [200, 429, 200]
    assert ask("192.0.2.1, 198.51.100.7") == 429  # what the visitor put before it doesn't count
