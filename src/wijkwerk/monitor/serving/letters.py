"""Names as they are compared: letters without accents or case."""

from __future__ import annotations

import unicodedata

LONGEST = 80  # letters of a question that are looked at


def normalise(text: str) -> str:
    """Letters without accents or case, other signs as single spaces."""
    # Twice: a letter of a fancy alphabet only has a small one once it is an ordinary letter.
    plain = unicodedata.normalize("NFKD", text[:LONGEST])
    plain = unicodedata.normalize("NFKD", plain.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())
