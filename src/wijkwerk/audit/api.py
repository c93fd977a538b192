"""The one door to the audit trail for the rest of Wijkwerk."""

from wijkwerk.audit.append_only import DatabaseStep, append_only, erasing, lifted
from wijkwerk.audit.context import current_request, numbered
from wijkwerk.audit.models import Entry, Processing
from wijkwerk.audit.services import COMMAND, record, record_look, verify

__all__ = [
    "COMMAND",
    "DatabaseStep",
    "Entry",
    "Processing",
    "append_only",
    "current_request",
    "erasing",
    "lifted",
    "numbered",
    "record",
    "record_look",
    "verify",
]
