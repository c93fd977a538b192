"""Structured logs: a JSON object a line, without anything about the person who asks."""

from __future__ import annotations

import json
import logging

_EXTRA = ("route", "status", "milliseconds", "method", "edition")


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, and the fields in ``_EXTRA`` when a record has them."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        entry: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry |= {name: getattr(record, name) for name in _EXTRA if hasattr(record, name)}
        if record.exc_info:
            entry["fault"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)
