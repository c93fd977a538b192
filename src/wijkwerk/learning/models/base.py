"""What the tables of learning share."""

from __future__ import annotations

from functools import partial

from wijkwerk.shared.classification import kept_card
from wijkwerk.ui import fields

KEPT = "What was advised and what became of it is learned from for as long as the same problems come back."
line = partial(fields.line, most=200)
prose = partial(fields.prose, most=10_000)
card = partial(kept_card, KEPT)
