"""Personal data that a text seems to hold, so that whoever typed it is told before anybody reads it."""

from __future__ import annotations

import re
from enum import StrEnum

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<![\d-])(?:\+31|0031|0)[ -]?(?:\(0\)[ -]?)?[1-9](?:[ -]?\d){8}(?!\d)")
_NINE = re.compile(r"(?<!\d)\d{4}[ .]?\d{2}[ .]?\d{3}(?!\d)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
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
    if _EMAIL.search(text):
        kinds.add(Personal.EMAIL)
    # Part of an account number reads as a telephone number.
    if _PHONE.search(_IBAN.sub(" ", text.upper())):
        kinds.add(Personal.PHONE)
    if any(is_bsn(re.sub(r"\D", "", number)) for number in _NINE.findall(text)):
        kinds.add(Personal.BSN)
    if any(is_iban(number) for number in _IBAN.findall(text.upper())):
        kinds.add(Personal.IBAN)
    return kinds


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the eleven test."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


def is_iban(text: str) -> bool:
    """Whether an account number has the right check digits."""
    signs = text.replace(" ", "")
    number = "".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])
    return 15 <= len(signs) <= 34 and int(number) % 97 == 1
