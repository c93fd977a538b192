"""A careful reader of OData: it tries again, pages, keeps what it has, and trusts no address.

A download of the whole country takes minutes; the service is busy at times (429, 503), cuts replies
off, and a train goes through a tunnel. Pages that came in are kept beside the folder that will be
made, so that the same command goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from wijkwerk import __version__
from wijkwerk.publication.api import write_whole
from wijkwerk.shared.problems import InputError, Problem

ATTEMPTS = 6
BUSY = (408, 425, 429, 500, 502, 503, 504)
MOST_BYTES_OF_A_REPLY = 200_000_000
MOST_PAGES = 5_000
LONGEST_WAIT = 60.0  # seconds
LONGEST_REPLY = 600.0  # seconds from the first to the last byte of a reply
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_NEXT = ("@odata.nextLink", "odata.nextLink")

Progress = Callable[[str, float], None]


class Client:
    """Reads JSON below ``base`` (an address without a slash at its end).

    ``kept`` is a folder for pages (None: keep nothing); ``wait`` the first pause in seconds before
    another attempt, doubled each time; ``attempts`` how often is asked. Raises InputError for every
    failure.
    """

    def __init__(
        self,
        base: str,
        path: Path | None = None,
        wait: float = 1.0,
        timeout: float = 60.0,
        attempts: int = ATTEMPTS,
    ) -> None:
        parts = urlsplit(base)
        loopback = parts.hostname in _LOOPBACK
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError([_problem(base, "not an address", None, "https://host/path")])
        if parts.scheme == "http" and not loopback:
            raise InputError([_problem(base, "not a safe address", parts.scheme, "https")])
        self.base, self.kept, self.wait, self.attempts = base.rstrip("/"), path, wait, attempts
        self._home = parts
        # Redirects are followed by hand, to look at where they lead.
        self._http = httpx.Client(
            timeout=timeout,
            follow_redirects=False,
            headers={"Accept": "application/json", "User-Agent": f"wijkwerk/{__version__}"},
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *reason: object) -> None:
        self._http.close()

    def json(self, path: str, *, keep: bool = False) -> Any:
        """The JSON at ``path`` (below the base, or a whole address of the same host)."""
        address = self._address(path)
        page = self._page(address) if keep else None
        if page is not None and page.is_file():
            try:
                return json.loads(page.read_text("utf-8"))
            except (ValueError, OSError):
                page.unlink(missing_ok=True)
        data = self._attempt(address, parse=True)
        if page is not None:
            write_whole(page, json.dumps(data).encode())
        return data

    def count(self, path: str) -> int | None:
        """The number at ``path`` (an OData ``$count``), or None where the service has none."""
        try:
            text = self._attempt(self._address(path), parse=False)
        except RefusedError:
            return None
        digits = text.strip().lstrip("\ufeff")
        return int(digits) if digits.isdigit() else None

    def rows(self, path: str, size: int | None = None) -> Iterator[list[dict[str, Any]]]:
        """The rows of an entity, a page at a time.

        Follows the service's link to the next page; without one, and with a page of ``size`` rows,
        it asks on with $skip. Raises InputError for too many pages, pages that go round, or a reply
        without rows.
        """
        sign = "&" if "?" in path else "?"
        first = f"{path}{sign}$top={size}&$skip=0" if size else path
        address, visited, skipped = first, set[str](), 0
        for _ in range(MOST_PAGES):
            data = self.json(address, keep=True)
            page = data.get("value") if isinstance(data, dict) else None
            if not isinstance(page, list):
                raise InputError(
                    [_problem(address, "no rows in the reply", None, "a list 'value'")]
                )
            yield page
            skipped += len(page)
            link = next((data[name] for name in _NEXT if data.get(name)), None)
            if link is not None:
                address = self._address(str(link))
            elif size and len(page) >= size:
                address = f"{path}{sign}$top={size}&$skip={skipped}"
            else:
                return
            if address in visited:
                raise InputError(
                    [_problem(address, "pages go round in a circle", None, "a new page each time")]
                )
            visited.add(address)
        raise InputError([_problem(path, "too many pages", str(MOST_PAGES), "a smaller table")])

    def forget(self) -> None:
        """Throw the kept pages away."""
        if self.kept is not None:
            shutil.rmtree(self.kept, ignore_errors=True)

    # -- addresses --------------------------------------------------------------------------

    def _address(self, path: str) -> str:
        """``path`` as a whole address; InputError when it leads to another host."""
        if "://" not in path:
            return f"{self.base}/{path.lstrip('/')}"
        parts = urlsplit(path)
        if not self._same_host(parts.hostname, parts.port):
            raise InputError(
                [
                    _problem(
                        self.base,
                        "leads to another host",
                        path,
                        f"addresses of {self._home.netloc}",
                    )
                ]
            )
        # CBS' version 3 has http in its links, also when it is asked over https.
        return urlunsplit(
            (self._home.scheme, self._home.netloc, parts.path, parts.query, parts.fragment)
        )

    def _same_host(self, host: str | None, port: int | None) -> bool:
        plain = (None, 80, 443)
        same = port == self._home.port or (port in plain and self._home.port in plain)
        return host == self._home.hostname and same

    def _page(self, address: str) -> Path | None:
        if self.kept is None:
            return None
        return self.kept / f"{hashlib.sha256(address.encode()).hexdigest()[:24]}.json"

    # -- attempts ---------------------------------------------------------------------------

    def _attempt(self, address: str, *, parse: bool) -> Any:
        """The reply at ``address``, tried until it comes whole; the last fault when it doesn't."""
        pause, fault = self.wait, ""
        for attempt in range(self.attempts):
            if attempt:
                time.sleep(min(pause, LONGEST_WAIT))
                pause *= 2
            try:
                status, headers, body = self._get(address)
            except (httpx.TransportError, httpx.DecodingError) as wrong:
                fault = f"{type(wrong).__name__}: {wrong}".rstrip(": ")
                continue
            if status == 200:
                text = body.decode("utf-8-sig", errors="replace")
                if not parse:
                    return text
                try:
                    return json.loads(text)
                except ValueError:
                    fault = "the reply is cut off or no JSON"
                    continue
            if status not in BUSY:
                raise _refused(address, status)
            fault = f"HTTP status {status}"
            retry_after = headers.get("Retry-After", "")
            if retry_after.isdigit() and self.wait:
                pause = max(pause, min(float(retry_after), LONGEST_WAIT))
        raise NoAnswerError(
            [
                _problem(
                    address,
                    f"no answer after {self.attempts} attempts",
                    fault,
                    "a reply",
                    "Is there a connection? Run the same command again later; what came in is kept.",
                )
            ]
        )

    def _get(self, address: str) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and body; follows redirects on the same host only."""
        for _ in range(4):
            with self._http.stream("GET", address) as reply:
                if reply.is_redirect:
                    address = self._address(urljoin(address, reply.headers["Location"]))
                    continue
                body, began = bytearray(), time.monotonic()
                for piece in reply.iter_bytes():
                    body += piece
                    if time.monotonic() - began > LONGEST_REPLY:
                        raise httpx.ReadTimeout(f"a reply of more than {LONGEST_REPLY:.0f} seconds")
                    if len(body) > MOST_BYTES_OF_A_REPLY:
                        raise InputError(
                            [
                                _problem(
                                    address,
                                    "reply is too big",
                                    None,
                                    f"at most {MOST_BYTES_OF_A_REPLY // 1_000_000} MB a page",
                                )
                            ]
                        )
                return reply.status_code, reply.headers, bytes(body)
        raise InputError([_problem(address, "redirects without end", None, "a reply")])


def _problem(
    address: str, code: str, value: str | None, expected: str, advice: str | None = None
) -> Problem:
    return Problem(address, None, None, code, value, expected, advice)


class NoAnswerError(InputError):
    """Nothing came, however often it was asked: no network, or a service that is away."""


class RefusedError(InputError):
    """The service answered, and said no: trying again makes no sense."""


class NotFoundError(RefusedError):
    """There is nothing at the address (HTTP status 404)."""


def _refused(address: str, status: int) -> RefusedError:
    status_text = f"HTTP status {status}"
    if status in (404, 410):
        return NotFoundError([_problem(address, "does not exist", status_text, "a table of CBS")])
    return RefusedError([_problem(address, "request refused", status_text, "a reply")])
