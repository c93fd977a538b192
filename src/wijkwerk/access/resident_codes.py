"""Codes that residents hold on paper: sixteen signs with 80 bits of chance, of which only digests are kept."""

from __future__ import annotations

import secrets

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O
_LENGTH, _GROUP = 16, 4


def new_code() -> str:
    """A code as it is printed: ABCD-EFGH-JKLM-NPQR."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(_LENGTH))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def tidy(typed: str) -> str:
    """A code as somebody typed it, with or without spaces and hyphens; '' when it can't be one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return signs if len(signs) == _LENGTH and not set(signs) - set(SIGNS) else ""
