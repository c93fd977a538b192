"""Texts that a spreadsheet could take for a formula."""

from __future__ import annotations

# A spreadsheet may take text that starts so for a formula when somebody edits or re-imports it.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
LONGEST = 32_767  # signs in a cell: Excel's own limit
