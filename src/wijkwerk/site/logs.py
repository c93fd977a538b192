"""Structured logs: a JSON object a line, without anything about the person who asks."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from gunicorn.glogging import Logger

_EXTRA = ("route", "status", "milliseconds", "method", "edition")
# Libraries put the visitor's address or all of a request's address into their messages.
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\d)")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")
_QUERY = re.compile(r"(/[^\s?]*)\?\S+")


def without_visitor(text: str) -> str:
    """``text`` without network addresses and without what stands after a ``?`` in an address."""
    text = _QUERY.sub(r"\1?[left out]", text)
    return _IPV6.sub(_unless_time, _IPV4.sub("[address]", text))


def _unless_time(match: re.Match[str]) -> str:
    """12:30:15 looks like an address, and so do two colons in code."""
    text = match[0]
    plain = text.count(":") == 2 and "::" not in text
    return (
        text
        if plain or (not any(character.isalnum() for character in text) and text != "::")
        else "[address]"
    )


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, and the fields in ``_EXTRA`` when a record has them."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        entry: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_visitor(record.getMessage()),
        }
        entry |= {name: getattr(record, name) for name in _EXTRA if hasattr(record, name)}
        if record.exc_info:
            entry["fault"] = without_visitor(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


class ServerLog(Logger):  # type: ignore[misc]
    """What gunicorn has to tell, in the same form; its own log of requests stays off."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn's, with our formatter and no access log whatever the settings say."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())
        self.access_log.handlers.clear()

    def access(self, *args: Any, **named: Any) -> None:
        """Nothing: the site's own access log has no addresses."""
