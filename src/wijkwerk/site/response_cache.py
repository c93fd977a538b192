"""Answers that this process keeps: compressed, up to a number of bytes, the least asked go first.

A page of an edition never changes, so it is made and compressed once. It is kept as it is sent:
that costs a tenth of the memory, and no work the next time. Behind Django's cache interface, so
that views say ``cache.get`` and ``cache.set``; nothing expires here but by room.
"""

from __future__ import annotations

import gzip
import pickle
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.http import HttpResponse

LEVEL = 6  # of compressing what is kept
QUICK = 1  # of what is sent once: half the work for a tenth more to send
SMALLEST = 500  # bytes below which compressing gains nothing
_PACKABLE = ("text/", "application/json", "application/geo+json", "application/problem+json",
             "application/ld+json", "application/xml", "application/vnd.oai.openapi",
             "image/svg+xml")  # fmt: skip
_OVERHEAD = 500  # bytes that a kept answer takes beside its body


def may_be_packed(response: HttpResponse) -> bool:
    """Whether the answer gets smaller by compressing it, and nothing has done so yet."""
    return (
        not response.streaming
        and not response.has_header("Content-Encoding")
        and str(response.get("Content-Type", "")).startswith(_PACKABLE)
        and len(response.content) >= SMALLEST
    )


class PackedResponse(HttpResponse):
    """An answer whose body is compressed already; ``plain`` is it for who can't unpack."""

    def plain(self) -> None:
        """Unpack the body."""
        self.content = gzip.decompress(self.content)
        del self["Content-Encoding"]


@dataclass(frozen=True, slots=True)
class _Kept:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bool

    def response(self) -> HttpResponse:
        kind = PackedResponse if self.packed else HttpResponse
        answer = kind(self.body, status=self.status)
        for name, value in self.headers:
            answer[name] = value
        if self.packed:
            answer["Content-Encoding"] = "gzip"
        return answer


class ResponseCache(BaseCache):
    """Django cache backend; LOCATION is ignored, OPTIONS["BYTES"] is the room there is."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._room = int((params.get("OPTIONS") or {}).get("BYTES", 32_000_000))
        self._held: OrderedDict[str, tuple[int, Any]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is kept under ``key``; an answer is a new object each time."""
        with self._lock:
            stored = self._held.get(key)
            if stored is None:
                return default
            self._held.move_to_end(key)
        value = stored[1]
        return value.response() if isinstance(value, _Kept) else pickle.loads(value)  # noqa: S301

    def set(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Keep ``value``, unless it alone would take more than a tenth of the room."""
        stored = _kept(value) if isinstance(value, HttpResponse) else pickle.dumps(value)
        size = _OVERHEAD + len(stored.body if isinstance(stored, _Kept) else stored)
        if size > self._room / 10:
            return
        with self._lock:
            self._drop(key)
            self._held[key] = (size, stored)
            self._bytes += size
            while self._bytes > self._room:
                self._drop(next(iter(self._held)))

    def add(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep ``value`` when nothing is kept under ``key``."""
        if self.has_key(key):
            return False
        self.set(key, value)
        return True

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether anything is kept under ``key``."""
        return key in self._held

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Nothing expires here; gives whether ``key`` is kept."""
        return self.has_key(key)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget what is kept under ``key``."""
        with self._lock:
            return self._drop(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._bytes = 0

    def _drop(self, key: str) -> bool:
        size, _ = self._held.pop(key, (0, None))
        self._bytes -= size
        return size > 0


def _kept(response: HttpResponse) -> _Kept:
    packed = may_be_packed(response)
    body = gzip.compress(response.content, LEVEL, mtime=0) if packed else response.content
    if packed:
        # The middleware sends this answer on: it needn't be compressed a second time.
        response.packed_body = body  # type: ignore[attr-defined]
    return _Kept(response.status_code, tuple(response.items()), body, packed)
