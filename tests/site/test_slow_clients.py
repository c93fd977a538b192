"""Visitors who send half a request and then nothing don't keep the others from an answer."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from editions import BuildOnce
from wijkwerk.site.worker import SILENT_SECONDS

MANY = 40
HALVES = [
    b"GET /nl/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /nl/account/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=half",
]


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, examples: Path, build_once: BuildOnce, migrated: Path
) -> Iterator[tuple[str, int]]:
    """Host and port of a site as `wijkwerk serve` starts it, without a proxy."""
    folder = tmp_path_factory.mktemp("slow")
    build_once(examples / "format", folder / "editions")
    (folder / "data").mkdir(mode=0o700)
    shutil.copy(migrated, folder / "data")
    command = [
        *(sys.executable, "-m", "wijkwerk", "serve", str(folder / "editions"), "--port", "0"),
        *("--data", str(folder / "data"), "--lists", str(folder / "lists")),
    ]
    log = folder / "site.log"
    with (
        log.open("wb") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=dict(os.environ)) as process,
    ):
        try:
            for _attempt in range(600):
                match = re.search(r"http://([\d.]+):(\d+)", log.read_text())
                if match and answers(match[1], int(match[2])):
                    break
                assert process.poll() is None, log.read_text()[-2000:]
                time.sleep(0.2)
            assert match is not None
            yield match[1], int(match[2])
        finally:
            process.terminate()
            process.wait(timeout=30)


def answers(host: str, port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/health/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("half", HALVES, ids=["half a header", "half a form"])
def test_forty_half_sent_requests_keep_nobody_waiting_and_are_let_go(
    address: tuple[str, int], half: bytes
) -> None:
    slow = [socket.create_connection(address) for _ in range(MANY)]
    try:
        for connection in slow:
            connection.sendall(half)
        # However they were handed out over the workers, nobody needs the end of one to be answered.
        assert all(answers(*address) for _ in range(5))
        for connection in slow:
            connection.settimeout(SILENT_SECONDS * 6)
            while connection.recv(4096):
                pass  # an answer or the end, but never silence for good
    finally:
        for connection in slow:
            connection.close()
    assert answers(*address)
