"""Personal data that a text seems to hold, so that whoever typed it is told before anybody reads it."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

_AT = r"(?: ?@ ?| ?[(\[{<] ?(?:at|apenstaart(?:je)?|@) ?[)\]}>] ?| (?:at|apenstaart(?:je)?) )"
# The full stop of a sentence has a space behind it alone.
_DOT = r"(?:\.| \. | ?[(\[{<]? ?(?:punt|dot) ?[)\]}>]? ?)"
_ENDS = r"(?:nl|com|org|net|eu|be|de|fr|info|io|me|frl|amsterdam)"
_EMAIL = re.compile(
    # As it is, or written so that a machine wouldn't see it: 'jan (at) voorbeeld punt nl'.
    rf"[\w.+-]@[\w-]+\.[\w.-]+|\w{_AT}(?:[\w-]{{1,63}}{_DOT}){{1,4}}{_ENDS}\b",
    re.IGNORECASE,
)
_GAP = r"[ .\-/()]{0,3}"  # between the digits of a number
_PHONE = re.compile(rf"(?<![\d-])(?:\+31|0031|0){_GAP}(?:0{_GAP})?[1-9](?:{_GAP}\d){{8}}(?!\d)")
# Digits after each other that are no number: 08.30 - 10.30, 01-02-2026.
_TIMES = re.compile(r"(?<!\d)\d{1,2}[.:]\d{2} ?(?:-|tot|t/m) ?\d{1,2}[.:]\d{2}(?!\d)")
_DAY = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?![-./]?\d)"
)
_NINE = re.compile(r"(?<!\d)(?:\d{4}[ .]?\d{2}[ .]?\d{3}|\d{3}[ -]\d{3}[ -]\d{3})(?!\d)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,3})?(?!\w)")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


class Personal(StrEnum):
    """What was seen."""

    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"  # citizen service number
    IBAN = "iban"


def personal_data(text: str) -> set[Personal]:
    """What ``text`` seems to hold. Numbers of nine digits count as a citizen service number when they pass
    its check (the eleven test), account numbers when they pass ISO 13616's. Names aren't looked for."""
    kinds = set()
    text = _plain(text)
    if _EMAIL.search(text):
        kinds.add(Personal.EMAIL)
    # Part of an account number reads as a telephone number, and so do days and times in a row.
    numbers = _IBAN.sub(" x ", text.upper())
    if _PHONE.search(_DAY.sub(" x ", _TIMES.sub(" x ", numbers.lower()))):
        kinds.add(Personal.PHONE)
    if any(is_bsn(re.sub(r"\D", "", number)) for number in _NINE.findall(text)):
        kinds.add(Personal.BSN)
    if any(is_iban(number) for number in _IBAN.findall(text.upper())):
        kinds.add(Personal.IBAN)
    return kinds


def _plain(text: str) -> str:
    """``text`` as one reads it: full-width signs as plain ones, what takes no room left out, every dash and
    every space the same."""
    shown = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    )
    return " ".join(shown.translate(_DASHES).split())


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the eleven test."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


def is_iban(text: str) -> bool:
    """Whether an account number has the right check digits."""
    signs = re.sub(r"[ .-]", "", text)
    number = "".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])
    return 15 <= len(signs) <= 34 and int(number) % 97 == 1
