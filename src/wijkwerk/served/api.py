"""The one door to what a site needs to serve publications."""

from wijkwerk.served.answers import FOR_EVER, PAGE_SECONDS, answered, tag_of
from wijkwerk.served.faults import (
    NeverPublishedError,
    NotPreparedError,
    NotServedError,
    UnreadableError,
    WithdrawnError,
    reading_files,
)
from wijkwerk.served.opening import OpenPublications
from wijkwerk.served.preparing import making, new_store, served_path
from wijkwerk.served.remaking import is_remaking, remake
from wijkwerk.served.store import Row, Store

__all__ = [
    "FOR_EVER",
    "PAGE_SECONDS",
    "NeverPublishedError",
    "NotPreparedError",
    "NotServedError",
    "OpenPublications",
    "Row",
    "Store",
    "UnreadableError",
    "WithdrawnError",
    "answered",
    "is_remaking",
    "making",
    "new_store",
    "reading_files",
    "remake",
    "served_path",
    "tag_of",
]
