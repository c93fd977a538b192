"""The proxy of deploy/, run for real before a site that tells what reaches it."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.forms import FileField
from django.forms.forms import BaseForm
from django.urls import resolve
from django.utils.translation import override

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx isn't installed (Debian: nginx-light)")


class Site(BaseHTTPRequestHandler):
    """Answers with the headers that it got, and remembers whom it heard of."""

    seen: list[str] = []
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(size)
        self.seen.append(self.path)
        told = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps(told | {"size": size}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Proxy:
    """A running proxy: where it listens for TLS, and where its logs are."""

    port: int
    folder: Path
    trust: ssl.SSLContext

    def ask(
        self, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str]]:
        """Status and what the site behind it heard; {} when the proxy answered itself."""
        there = http.client.HTTPSConnection("localhost", self.port, context=self.trust, timeout=20)
        try:
            there.request("POST" if body is not None else "GET", path, body, headers)
            answer = there.getresponse()
            content = answer.read()
        finally:
            there.close()
        plain = answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(content) if plain else {}


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for localhost in ``folder``; gives who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "tls.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return ssl.create_default_context(cafile=str(folder / "tls.crt"))


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def adapted(folder: Path, site: int, plain: int, tls: int) -> str:
    """The configuration as it ships, with this machine's folders and ports.

    ``http2 on`` is newer than Debian's nginx; nothing here depends on it.
    """
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    changes = {
        "pid /run/nginx.pid;": f"pid {folder}/nginx.pid; daemon off; user root;",
        "worker_processes auto;": "worker_processes 1;",
        "server site:8000;": f"server 127.0.0.1:{site};",
        "listen 8080;": f"listen 127.0.0.1:{plain};",
        "listen 8443 ssl;": f"listen 127.0.0.1:{tls} ssl;",
        "listen [::]:8080;": "",
        "listen [::]:8443 ssl;": "",
        "http2 on;": "",
        "/run/secrets": str(folder),
        "/var/cache/nginx": str(folder),
        "/dev/stdout": f"{folder}/access.log",
        "/dev/stderr": f"{folder}/error.log",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("proxy")
    trust = certificate(folder)
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    port = free_port()
    made = folder / "nginx.conf"
    made.write_text(adapted(folder, site.server_port, free_port(), port))
    assert NGINX is not None
    tried = subprocess.run([NGINX, "-t", "-c", str(made)], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr.replace('"user" directive makes sense', "")
    with subprocess.Popen([NGINX, "-c", str(made)], stderr=subprocess.DEVNULL) as process:
        try:
            for _attempt in range(100):
                with socket.socket() as trial:
                    if trial.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield Proxy(port, folder, trust)
        finally:
            process.terminate()
            process.wait(timeout=10)
            site.shutdown()
            site.server_close()


@pytest.mark.parametrize(
    "path", ["/nl/", "/nl/account/login", "/nl/work", "/nl/designation/work", "/nl/work/x/import"]
)
def test_the_site_hears_the_address_that_the_proxy_saw_and_no_other(
    proxy: Proxy, path: str
) -> None:
    status, heard = proxy.ask(
        path,
        **{
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Proto": "http",
            "X-Forwarded-Host": "evil.example",
            "Forwarded": "for=203.0.113.9",
        },
    )
    assert status == 200
    assert heard["x-forwarded-for"] == "127.0.0.1"
    assert heard["x-forwarded-proto"] == "https"
    assert heard["host"] == "localhost"
    assert "evil.example" not in json.dumps(heard)
    assert "203.0.113.9" not in json.dumps(heard)


# The forms with a file, and the addresses that they are sent to; what they take at most is 5 megabytes, but of
# a plan 200 kilobytes, which all pages take.
WITH_FILES = {
    "designation.web.follow_up_forms.PlanFileForm": (),
    "finance.web.forms.FileForm": ("/nl/work/finance/analyses/file",),
    "finance.web.forms.LedgerFileForm": (
        "/nl/work/finance/ledgers/file", "/en/work/finance/ledgers/7/file",
    ),
    "participation.web.voting.IdeaForm": ("/nl/participation/1/submit",),
    "programme.web.papers.importing.FileForm": (
        "/nl/work/programmes/import", "/en/programmes/zuid/work/papers/import",
    ),
    "programme.web.portfolio.importing.UploadForm": ("/en/programmes/zuid/work/projects/import",),
    "programme.web.upload_confirmation.UploadConfirmationForm": (),  # of the two before
    "workflow.uploads.UploadForm": (
        "/nl/work/finance/statement", "/nl/work/participation/1/statement",
        "/nl/work/participation/1/import", "/nl/work/participation/1/budgets/2/import",
    ),
}  # fmt: skip


def forms_below(kind: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for form in kind.__subclasses__():
        yield form
        yield from forms_below(form)


def test_every_form_with_a_file_has_an_address_that_the_proxy_lets_through() -> None:
    with override("nl"):
        assert resolve("/nl/")  # every page is imported by now
    with_file = {
        f"{form.__module__.removeprefix('wijkwerk.')}.{form.__name__}"
        for form in forms_below(BaseForm)
        if form.__module__.startswith("wijkwerk.")
        and any(isinstance(field, FileField) for field in getattr(form, "base_fields", {}).values())
    }
    assert with_file == set(WITH_FILES)
    for address in chain(*WITH_FILES.values()):
        with override(address[1:3]):
            assert resolve(address)


@pytest.mark.parametrize("path", list(chain(*WITH_FILES.values())))
def test_pages_that_promise_to_take_five_megabytes_do(proxy: Proxy, path: str) -> None:
    status, heard = proxy.ask(path, b"x" * 5_100_000)  # the file and the form around it
    assert (status, int(heard["size"])) == (200, 5_100_000)
    assert proxy.ask(path, b"x" * 6_400_000)[0] == 413


def test_other_pages_take_a_long_text_and_no_more(proxy: Proxy) -> None:
    assert proxy.ask("/nl/work/programmes/zuid", b"x" * 256_000)[0] == 200
    assert proxy.ask("/nl/work/programmes/zuid", b"x" * 5_000_000)[0] == 413


def test_half_sent_requests_never_reach_the_site_and_nobody_waits_for_them(proxy: Proxy) -> None:
    slow = []
    for number in range(40):
        there = proxy.trust.wrap_socket(
            socket.create_connection(("127.0.0.1", proxy.port)), server_hostname="localhost"
        )
        half = (
            f"POST /nl/slow/{number} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf"
        )
        there.sendall(half.encode()[: 40 if number % 2 else None])
        slow.append(there)
    try:
        assert proxy.ask("/nl/quick")[0] == 200
    finally:
        for there in slow:
            there.close()
    assert not [path for path in Site.seen if path.startswith("/nl/slow")]


def test_the_log_of_the_proxy_names_no_visitor(proxy: Proxy) -> None:
    proxy.ask("/nl/secret-page?query=1")
    logged = (proxy.folder / "access.log").read_text()
    assert '"status":200' in logged
    assert not re.search(r"127\.0\.0\.1|secret-page|query|localhost", logged)
