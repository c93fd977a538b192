"""Bank statements: ISO 20022 camt.053 (bank to customer statement), any version.

Read under guard: a document type or an entity is refused, amounts are whole cents, and a statement whose
lines don't lead from its opening to its closing balance is no statement. Names and remarks of payers aren't
kept; of a remark only a creditor reference (ISO 11649) that somebody typed into it is taken.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.archive_guard import Source, size_of, start_of

MOST_BYTES = 50_000_000
_REFERENCE = re.compile(r"RF\d{2}[A-Z0-9]{1,21}")
_MOST_GROUPS = 7  # 25 signs in groups of four
_BOOKED = "BOOK"
_NO_REFERENCE = (
    "NOTPROVIDED",
    "NOTAVAILABLE",
    "NONREF",
    "NOREF",
    "NONE",
    "UNKNOWN",
)  # what banks fill in
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)  # opening, or the closing one of the day before


@dataclass(frozen=True)
class Payment:
    """A booked payment. ``key`` is the same whenever it is read again, in whichever file; ``cents`` are above
    0 when it came in; ``reference`` is '' without a creditor reference; ``is_reversal``: the bank took it back
    (or gave it back); ``entry`` counts the lines of its statement from 1."""

    key: str
    cents: int
    booked_on: date
    reference: str
    is_reversal: bool
    entry: int


@dataclass(frozen=True)
class Statement:
    """A statement of one account: its payments lead from ``opening`` to ``closing``, in cents."""

    account: str
    number: str
    opening: int
    closing: int
    payments: tuple[Payment, ...]


def is_reference(text: str) -> bool:
    """Whether ``text`` is a creditor reference with the right check digits (ISO 11649, ISO 7064 mod 97)."""
    if not _REFERENCE.fullmatch(text):
        return False
    turned = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def with_check_digits(reference: str) -> str:
    """``reference`` (capitals and digits) as a creditor reference: RF and its two check digits in front."""
    number = int("".join(str(int(sign, 36)) for sign in f"{reference}RF00"))
    return f"RF{98 - number % 97:02}{reference}"


def read_statements(source: Source, name: str) -> tuple[Statement, ...]:
    """The statements of a file, called ``name`` in faults. Raises InputError with everything that is wrong."""
    root = _root(source, name)
    reader = _Reader(name)
    statements = tuple(reader.statement(node) for node in _all(root, "BkToCstmrStmt", "Stmt"))
    if not statements and not reader.problems:
        reader.wrong(None, "Stmt", "no statement", "a bank statement, camt.053")
    keys = [payment.key for statement in statements for payment in statement.payments]
    if len(set(keys)) < len(keys):
        reader.wrong(None, "AcctSvcrRef", "a payment stands twice", "each payment once")
    if reader.problems:
        raise InputError(reader.problems)
    return statements


def _root(source: Source, name: str) -> Element:
    """The document. Raises InputError for a file that is too large, no XML, or declares entities."""
    # Here and not above: whoever reads tables alone needs no package for XML.
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    suggestion = (
        "Download the statement from your bank as CAMT.053 (XML), and don’t open it before."
    )
    if size_of(source) > MOST_BYTES:
        raise InputError.of(name, "too large", f"at most {MOST_BYTES // 1_000_000} MB")
    content = source.read_bytes() if isinstance(source, Path) else source
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise InputError.of(
            name, "declares entities", "XML without a document type", suggestion=suggestion
        ) from None
    except (ParseError, ValueError, LookupError) as fault:
        position = getattr(fault, "position", (None, None))[0]
        shown = start_of(source, 30).decode("latin-1")
        raise InputError(
            [Problem(name, position, None, "no sound XML", shown, "a bank statement", suggestion)]
        ) from None
    return root


def _tag(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _all(node: Element, *path: str) -> list[Element]:
    """What lies at a path of tags below ``node``, whatever the namespace (each version has its own)."""
    nodes = [node]
    for tag in path:
        nodes = [child for parent in nodes for child in parent if _tag(child) == tag]
    return nodes


def _text(node: Element, *path: str) -> str:
    """The text at the first such path; '' without one."""
    return next(((child.text or "").strip() for child in _all(node, *path)), "")


class _Reader:
    """Reads, and gathers what is wrong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def wrong(
        self, entry: int | None, column: str, code: str, expected: str, value: str | None = None
    ) -> None:
        """Write down a fault of an entry (from 1), or of the whole statement."""
        self.problems.append(Problem(self.name, entry, column, code, value, expected))

    def statement(self, node: Element) -> Statement:
        """A statement; what is wrong in it stands in ``problems``."""
        account = _text(node, "Acct", "Id", "IBAN") or _text(node, "Acct", "Id", "Othr", "Id")
        number = _text(node, "Id")
        opening, closing = self._balance(node, _OPENING), self._balance(node, _CLOSING)
        payments = tuple(
            payment
            for entry, line in enumerate(_all(node, "Ntry"), start=1)
            for payment in self._payments(line, entry, account, number)
        )
        total = sum(payment.cents for payment in payments)
        if not self.problems and opening + total != closing:
            self.wrong(
                None,
                "Bal",
                "the sums don’t close",
                f"opening {_euros(opening)} and payments {_euros(total)} together {_euros(closing)}",
                _euros(opening + total),
            )
        return Statement(account, number, opening, closing, payments)

    def _balance(self, statement: Element, kinds: tuple[str, ...]) -> int:
        balances = {_text(node, "Tp", "CdOrPrtry", "Cd"): node for node in _all(statement, "Bal")}
        node = next((balances[kind] for kind in kinds if kind in balances), None)
        if node is None:
            self.wrong(None, "Bal", "a balance is missing", f"a balance {' or '.join(kinds)}")
            return 0
        return self._cents(node, None)

    def _cents(self, node: Element, entry: int | None, direction: str = "") -> int:
        """The amount of ``node``, below 0 for money that went out; 0 and a fault when it is none."""
        amounts = _all(node, "Amt") or _all(node, "AmtDtls", "TxAmt", "Amt")
        way = _text(node, "CdtDbtInd") or direction
        text = (amounts[0].text or "").strip() if amounts else ""
        currency = amounts[0].get("Ccy", "") if amounts else ""
        try:
            cents = Decimal(text) * 100
        except ArithmeticError:  # no number, or one beyond all
            cents = Decimal("0.5")  # no whole number: told below
        if not cents.is_finite() or cents != cents.to_integral_value() or not 0 <= cents < 10**15:
            self.wrong(entry, "Amt", "no amount", "euros with two decimals", text)
            return 0
        if currency != "EUR":
            self.wrong(entry, "Ccy", "another currency", "EUR", currency)
        if way not in ("CRDT", "DBIT"):
            self.wrong(entry, "CdtDbtInd", "no direction", "CRDT or DBIT", way)
        return int(cents) * (-1 if way == "DBIT" else 1)

    def _payments(self, node: Element, entry: int, account: str, number: str) -> Iterator[Payment]:
        """The payments of a line: several when the bank booked them together."""
        status = _text(node, "Sts", "Cd") or _text(node, "Sts")
        if status != _BOOKED:
            return  # announced; it counts once it is booked
        cents = self._cents(node, entry)
        booked_on = self._day(node, entry)
        reversal = _text(node, "RvslInd") in ("true", "1")
        own = _own_reference(node, "AcctSvcrRef")
        details = _all(node, "NtryDtls", "TxDtls")
        several = len(details) > 1
        direction = _text(node, "CdtDbtInd")
        parts = (
            [self._cents(detail, entry, direction) for detail in details] if several else [cents]
        )
        if sum(parts) != cents:
            self.wrong(
                entry,
                "TxDtls",
                "parts don’t add up",
                f"together {_euros(cents)}",
                _euros(sum(parts)),
            )
        for place, part in enumerate(parts):
            detail = details[place] if details else node
            reference = _own_reference(detail, "Refs", "AcctSvcrRef") or own
            taken_back = reversal or bool(_all(detail, "RtrInf"))
            named = (reference,) if reference else (number, entry)
            # Some banks give a payment and its reversal the same reference.
            key = _key(account, *named, place, part, booked_on, taken_back)
            yield Payment(key, part, booked_on, _reference_of(detail), taken_back, entry)

    def _day(self, node: Element, entry: int) -> date:
        text = _text(node, "BookgDt", "Dt") or _text(node, "BookgDt", "DtTm")
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            self.wrong(entry, "BookgDt", "no day", "a day such as 2026-03-31", text)
            return date.min


def _own_reference(node: Element, *path: str) -> str:
    """How the bank itself calls a payment; '' when it fills in that it has no name for it."""
    text = _text(node, *path)
    return "" if re.sub(r"[^A-Z0-9]", "", text.upper()) in _NO_REFERENCE else text


def _reference_of(detail: Element) -> str:
    """The creditor reference of a payment, in its own field or typed into a remark; '' without one, or with
    several that differ."""
    structured = [(node.text or "") for node in _all(detail, "RmtInf", "Strd", "CdtrRefInf", "Ref")]
    remarks = [(node.text or "") for node in _all(detail, "RmtInf", "Ustrd")]
    remarks.append(_text(detail, "Refs", "EndToEndId"))
    for texts in (structured, remarks):
        references = {reference for text in texts for reference in _candidates(text)}
        if len(references) == 1:
            return references.pop()
        if references:
            return ""
    return ""


def _candidates(text: str) -> Iterator[str]:
    """The references in a text, also when they are written in groups."""
    tokens = re.split(r"[^A-Z0-9]+", text.upper())
    for start, token in enumerate(tokens):
        if token.startswith("RF"):
            for end in range(start + 1, min(start + _MOST_GROUPS, len(tokens)) + 1):
                joined = "".join(tokens[start:end])
                if is_reference(joined):
                    yield joined


def _key(*parts: Any) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
