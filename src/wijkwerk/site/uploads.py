"""What a browser may send as files: little, kept in memory, never on a disk.

The request is parsed before anybody asked who sends it, so the limit has to hold for everyone.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

MOST = 6_000_000  # bytes of a whole request; a list of projects has at most 5 megabytes


class SmallFilesOnly(MemoryFileUploadHandler):
    """Keeps a file in memory; refuses the request when it is larger than anything we ask for."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 (as Django calls it)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Refuse what says it is too large, before a byte of it is read: raises RequestDataTooBig."""
        if content_length > MOST:
            raise RequestDataTooBig("a file larger than this site takes")
        self.activated = True
