"""Made-up bank statements (camt.053) for tests."""

from __future__ import annotations

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.{}"


def entry(
    cents: int, reference: str = "", *, remark: str = "", bank: str = "", details: str = "", more: str = ""
) -> str:  # fmt: skip
    """A line: above 0 cents it came in."""
    way = "CRDT" if cents >= 0 else "DBIT"
    strd = f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>" if reference else ""
    ustrd = f"<Ustrd>{remark}</Ustrd>" if remark else ""
    own = f"<AcctSvcrRef>{bank}</AcctSvcrRef>" if bank else ""
    detail = details or f"<TxDtls><RmtInf>{ustrd}{strd}</RmtInf></TxDtls>"
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt><CdtDbtInd>{way}</CdtDbtInd>{more}'
        f"<Sts>BOOK</Sts><BookgDt><Dt>2026-04-02</Dt></BookgDt>{own}<NtryDtls>{detail}</NtryDtls></Ntry>"
    )


def _balance(kind: str, cents: int) -> str:
    way = "CRDT" if cents >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt><CdtDbtInd>{way}</CdtDbtInd></Bal>'
    )


def statement(
    *entries: str, total: int, opening: int = 100_00, version: str = "02", number: str = "2026-92"
) -> bytes:
    """A file with one statement, whose lines come to ``total`` cents."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{SPACE.format(version)}"><BkToCstmrStmt><Stmt>'
        f"<Id>{number}</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></Acct>"
        f"{_balance('OPBD', opening)}{_balance('CLBD', opening + total)}{''.join(entries)}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()
