"""How much one visitor may ask of the API: a bucket of questions that fills again by itself.

Kept in the memory of each worker, by a keyed hash of the address: nothing of it is written or
logged, and it is gone with the process. A proxy in front may have limits of its own.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from wijkwerk.access.api import address_of

if TYPE_CHECKING:
    from rest_framework.views import APIView

_BURST_SECONDS = 20  # a full bucket holds what fills in this time
_MOST_KNOWN = 10_000  # visitors that are remembered, the latest first
_SALT = secrets.token_bytes(16)


class PerVisitor(BaseThrottle):
    """Refuses who has emptied the bucket; ``settings.API_RATE`` questions a second fill it."""

    _left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
    _lock = threading.Lock()
    _missing = 0.0

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Take one question out of the visitor's bucket; False when it is empty."""
        rate = settings.API_RATE
        if rate <= 0:
            return True
        now, most = time.monotonic(), rate * _BURST_SECONDS
        key = hashlib.blake2b(address_of(request).encode(), key=_SALT, digest_size=16).digest()
        with self._lock:
            left, then = self._left.pop(key, (most, now))
            left = min(most, left + (now - then) * rate)
            self._missing = max(0.0, 1 - left) / rate
            self._left[key] = (left - 1 if left >= 1 else left, now)
            while len(self._left) > _MOST_KNOWN:
                self._left.popitem(last=False)
        return left >= 1

    def wait(self) -> float:
        """Seconds until there is a question in the bucket again."""
        return self._missing
