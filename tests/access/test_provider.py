"""Logging in by way of an identity provider: a made-up one, that really signs and is really asked."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """What the provider tells, which a test may change."""

    def __init__(self) -> None:
        self.url = ""
        self.nonce = ""
        self.token: dict[str, Any] = {}
        self.person: dict[str, Any] = {}
        self.key = KEY
        self.asked: list[dict[str, list[str]]] = []

    def answer(self, path: str, sent: bytes) -> dict[str, Any]:
        if path == "/jwks":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [key | {"kid": "one", "alg": "RS256"}]}
        if path == "/userinfo":
            return {"sub": "7", "email": "someone@example.org"} | self.person
        self.asked.append(parse_qs(sent.decode()))
        now = datetime.now(UTC)
        claims = {
            "iss": self.url,
            "aud": "wijkwerk",
            "sub": "7",
            "nonce": self.nonce,
            "iat": now,
            "exp": now + timedelta(minutes=1),
        } | self.token
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "at", "token_type": "Bearer", "id_token": signed}


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.dumps(made.answer(urlsplit(self.path).path, sent)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OIDC_ISSUER, settings.OIDC_NAME = made.url, "Gemeente-account"
    settings.AUTHENTICATION_BACKENDS = [
        "wijkwerk.access.backends.Accounts",
        "wijkwerk.access.backends.FromProvider",
    ]
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = "wijkwerk", "hush"
    settings.OIDC_RP_SIGN_ALGO, settings.OIDC_USE_PKCE = "RS256", True
    settings.OIDC_CREATE_USER, settings.OIDC_TIMEOUT = False, 10
    settings.OIDC_AUTHENTICATION_CALLBACK_URL = "oidc-callback"
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{made.url}/authorize"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{made.url}/token"
    settings.OIDC_OP_USER_ENDPOINT = f"{made.url}/userinfo"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{made.url}/jwks"
    yield made
    server.shutdown()
    server.server_close()


def begin(client: Client, provider: Provider, **sent: str) -> dict[str, str]:
    """To the provider: what the browser is sent there with."""
    answer = client.post("/nl/account/provider", sent)
    assert answer.status_code == 302
    where = urlsplit(answer.headers["Location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == f"{provider.url}/authorize"
    asked = {name: values[0] for name, values in parse_qs(where.query).items()}
    provider.nonce = asked["nonce"]
    return asked


def back(client: Client, state: str) -> Any:
    return client.get(f"/account/provider/back?code=c&state={state}")


def test_who_has_an_account_comes_in_and_goes_to_the_page_that_was_asked_for(
    client: Client, account: Any, provider: Provider
) -> None:
    account()
    assert "Gemeente-account" in client.get("/nl/account/login").content.decode()
    asked = begin(client, provider, next="/nl/account/password")
    assert asked["redirect_uri"] == "http://testserver/account/provider/back"
    assert asked["code_challenge_method"] == "S256"
    answer = back(client, asked["state"])
    assert (answer.status_code, answer.headers["Location"]) == (302, "/nl/account/password")
    assert client.get("/nl/account").status_code == 200
    assert len(provider.asked[0]["code_verifier"][0]) >= 43


def test_the_provider_sends_people_back_to_this_site_whatever_host_the_request_names(
    client: Client, account: Any, provider: Provider, settings: Settings
) -> None:
    settings.SITE_ADDRESS = "https://programma.example.org"
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
    account()
    answer = client.post("/nl/account/provider", headers={"Host": "evil.example"})
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["redirect_uri"] == ["https://programma.example.org/account/provider/back"]
    provider.nonce = asked["nonce"][0]
    back(client, asked["state"][0])
    assert provider.asked[-1]["redirect_uri"] == asked["redirect_uri"]


def test_staff_are_asked_for_the_second_factor_as_well_unless_the_provider_does(
    client: Client, account: Any, provider: Provider, settings: Settings
) -> None:
    account("someone@example.org", "official", factor=True)
    back(client, begin(client, provider)["state"])
    assert client.get("/nl/account").status_code == 302
    settings.OIDC_SECOND_FACTOR = True
    other = Client()
    back(other, begin(other, provider)["state"])
    assert other.get("/nl/account").status_code == 200


def test_after_the_second_factor_one_comes_at_the_page_that_was_asked_for(
    client: Client, account: Any, provider: Provider
) -> None:
    account("someone@example.org", "official", factor=True)
    answer = back(client, begin(client, provider, next="/nl/account/password")["state"])
    assert answer.headers["Location"] == (
        "/nl/account/second-factor?next=%2Fnl%2Faccount%2Fpassword"
    )


def test_a_link_with_an_error_logs_nobody_out(
    client: Client, account: Any, log_in: Any, provider: Provider
) -> None:
    log_in(account())
    for state in ("", "&state=guessed"):
        assert client.get(f"/account/provider/back?error=x{state}").status_code == 403
    assert client.get("/nl/account").status_code == 200


@pytest.mark.parametrize(
    ("token", "person"),
    [
        ({"aud": "another-site"}, {}),
        ({"iss": "https://evil.example"}, {}),
        ({"exp": 1}, {}),
        ({"nonce": "old"}, {}),
        ({}, {"sub": "8"}),
        ({}, {"email": "nobody@example.org"}),
        ({}, {"email": ""}),
        ({}, {"email_verified": False}),
    ],
)
def test_nobody_else_comes_in(
    client: Client, account: Any, provider: Provider, token: dict[str, Any], person: dict[str, Any]
) -> None:
    account()
    provider.token, provider.person = token, person
    assert back(client, begin(client, provider)["state"]).status_code == 403
    assert client.get("/nl/account").status_code == 302


def test_a_token_that_a_stranger_signed_is_refused(
    client: Client, account: Any, provider: Provider
) -> None:
    account()
    provider.key = STRANGER
    assert back(client, begin(client, provider)["state"]).status_code == 403


def test_an_answer_that_nobody_asked_for_is_refused(
    client: Client, account: Any, provider: Provider
) -> None:
    account()
    assert back(client, "made-up").status_code == 403
    state = begin(client, provider)["state"]
    assert back(client, "made-up").status_code == 400
    assert back(Client(), state).status_code == 403  # another browser's
    assert back(client, state).status_code == 302
    assert back(Client(), state).status_code == 403


def test_a_closed_account_stays_closed(client: Client, account: Any, provider: Provider) -> None:
    from wijkwerk.access import accounts

    accounts.set_active(account(), False, "command", datetime.now(UTC))
    assert back(client, begin(client, provider)["state"]).status_code == 403


def test_a_provider_that_is_away_gives_a_page(
    client: Client, account: Any, provider: Provider, settings: Settings
) -> None:
    account()
    state = begin(client, provider)["state"]
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:1/token"
    assert back(client, state).status_code == 403


def test_without_a_provider_there_is_nothing_at_its_addresses(client: Client) -> None:
    assert client.post("/nl/account/provider").status_code == 404
    assert client.get("/account/provider/back").status_code == 404
    assert client.get("/nl/account/provider").status_code == 405


def test_its_settings_come_from_the_environment_and_must_be_whole() -> None:
    import os
    import subprocess
    import sys

    program = (
        "from wijkwerk.site import settings as s; print(s.OIDC_NAME, s.OIDC_OP_TOKEN_ENDPOINT,"
        "s.OIDC_OP_USER_ENDPOINT, s.AUTHENTICATION_BACKENDS[-1].rsplit('.')[-1])"
    )

    def told(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            env={
                **os.environ,
                "WIJKWERK_OIDC_ISSUER": "https://id.example/",
                "WIJKWERK_ADDRESS": "https://programma.example.org",
                **more,
            },
        )

    whole = told(
        WIJKWERK_OIDC_CLIENT="wijkwerk",
        WIJKWERK_OIDC_SECRET="hush",
        WIJKWERK_OIDC_NAME="Us",
        WIJKWERK_OIDC_TOKEN="https://id.example/oauth/token",
    )
    assert whole.stdout == (
        "Us https://id.example/oauth/token https://id.example/userinfo FromProvider\n"
    )
    assert "WIJKWERK_OIDC_CLIENT" in told().stderr


def test_the_security_policy_lets_the_button_go_to_the_provider_and_nowhere_else() -> None:
    import os
    import subprocess
    import sys

    program = (
        "from wijkwerk.site import settings as s;"
        "print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    )
    for more, wanted in (
        ({}, """["'self'"]"""),
        (
            {
                "WIJKWERK_OIDC_ISSUER": "https://id.example",
                "WIJKWERK_OIDC_CLIENT": "a",
                "WIJKWERK_ADDRESS": "https://programma.example.org",
                "WIJKWERK_OIDC_SECRET": "b",
            },
            """["'self'", 'https://id.example']""",
        ),
    ):
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, **more},
        )
        assert done.stdout.strip() == wanted
