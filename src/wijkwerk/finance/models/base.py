"""What the tables of finance share."""

from __future__ import annotations

from functools import partial

from wijkwerk.shared.classification import kept_card
from wijkwerk.ui import fields

KEPT = "Where public money went, and what it was worth, must stay checkable for as long as it has effects."
line = partial(fields.line, most=200)
prose = partial(fields.prose, most=10_000)
card = partial(kept_card, KEPT)
