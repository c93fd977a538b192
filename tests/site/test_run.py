"""``wijkwerk serve`` as an operator meets it: start, add, withdraw, stop."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from editions import BuildOnce
from wijkwerk.shared.problems import InputError
from wijkwerk.site.run import free_port, workers


class Site(NamedTuple):
    process: subprocess.Popen[str]
    port: int
    log: Path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "wijkwerk", *arguments]


@pytest.fixture(scope="module")
def edition(
    examples: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce
) -> Path:

    return build_once(examples / "format", tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editions")


@pytest.fixture(scope="module", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A database for these tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIJKWERK_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    """A site without editions, running."""
    log = folder.parent / "site.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            command("serve", str(folder), "--port", "0"),
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
            env={**os.environ, "WIJKWERK_WORKERS": "1"},
        )
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            break
    assert "Serving 0 editions" in told, log.read_text()
    assert found is not None
    made = Site(process, int(found[1]), log)
    until(made, "/health/live", 200)
    yield made
    process.kill()
    process.wait()
    process.stdout.close()


def ask(site: Site, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{site.port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as wrong:
        return wrong.code, wrong.read().decode()
    except OSError:
        return 0, ""


def until(site: Site, path: str, status: int, seconds: float = 60.0) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        code, text = ask(site, path)
        if code == status:
            return text
        time.sleep(0.2)
    raise AssertionError(f"{path} gave {code}: {site.log.read_text()[-1000:]}")


def raw(site: Site, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as line:
        line.sendall(sent)
        return line.recv(1000)


def test_1_without_editions_there_is_a_clear_page(site: Site) -> None:
    status, page = ask(site, "/nl/")
    assert status == 200
    assert "<h1" in page
    assert ask(site, "/health/ready")[0] == 503


def test_2_an_edition_added_to_a_running_site_is_there_within_seconds(
    site: Site, folder: Path, edition: Path
) -> None:
    shutil.copytree(edition, folder / edition.name)
    done = subprocess.run(
        command("serve", str(folder), "--prepare-only"), capture_output=True, text=True, check=True
    )
    assert f"Checking {edition.name}" in done.stdout
    assert "Ready: 1 edition." in done.stdout
    until(site, "/health/ready", 200, seconds=20)
    assert edition.name in until(site, f"/nl/editions/{edition.name}", 200)


def test_3_what_a_server_makes_of_nonsense_names_no_address(site: Site, edition: Path) -> None:
    assert b"400" in raw(site, b"GET /nl/ HTTP/1.1\r\nHost: 127.0.0.1\r\nBad Header\r\n\r\n")
    assert b"400" in raw(site, b"nonsense\r\n\r\n")
    assert b"400" in raw(site, b"GET /nl/ HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    assert ask(site, f"/nl/editions/{edition.name}/search?q=my+street")[0] == 200
    lines = site.log.read_text().splitlines()
    told = [json.loads(line) for line in lines]  # every line is JSON, gunicorn's as well
    assert any(one["logger"] == "gunicorn.error" for one in told)
    assert any(str(one.get("route", "")).endswith("/search") for one in told)
    for line in lines:
        assert "127.0.0.1" not in line
        assert "my+street" not in line
        assert "Python-urllib" not in line


def test_4_a_long_own_selection_fits_in_an_address(site: Site, edition: Path) -> None:
    many = "%2C".join(f"BU{number:08}" for number in range(500))
    assert ask(site, f"/nl/editions/{edition.name}/selection?area={many}")[0] in (200, 400)
    assert ask(site, f"/nl/editions/{edition.name}/search?q={'a' * 9000}")[0] == 414


def test_5_a_withdrawn_edition_is_gone_within_seconds(
    site: Site, folder: Path, edition: Path
) -> None:
    subprocess.run(
        command("withdraw", str(folder), edition.name, "--reason", "Wrong figures of 2012"),
        capture_output=True,
        check=True,
    )
    page = until(site, f"/nl/editions/{edition.name}", 410, seconds=20)
    assert "Wrong figures of 2012" in page


def test_6_a_port_that_is_taken_is_told_with_exit_code_2(site: Site, folder: Path) -> None:
    done = subprocess.run(
        command("serve", str(folder), "--port", str(site.port)), capture_output=True, text=True
    )
    assert done.returncode == 2
    assert str(site.port) in done.stderr
    assert "--port" in done.stderr


def test_7_a_signal_ends_it_at_once_and_clean(site: Site) -> None:
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(20) == 0
    assert ask(site, "/health/live")[0] == 0
    for line in site.log.read_text().splitlines():
        assert json.loads(line)["level"] != "error", line  # nothing but lines of the log, no fault


def test_others_than_this_machine_need_a_key(tmp_path: Path) -> None:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("WIJKWERK_")}
    done = subprocess.run(
        command("serve", str(tmp_path), "--host", "0.0.0.0", "--port", "0"),
        env=plain,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "WIJKWERK_SECRET_KEY" in done.stderr


@pytest.mark.parametrize("text", ["0", "65", "two", "-1", "²"])
def test_a_number_of_workers_that_is_none_is_told(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJKWERK_WORKERS", text)
    with pytest.raises(InputError, match="WIJKWERK_WORKERS"):
        workers()


def test_a_free_port_is_found_also_for_the_newer_addresses() -> None:
    assert free_port("127.0.0.1", 0) > 1023
    if socket.has_ipv6:
        assert free_port("::1", 0) > 1023
