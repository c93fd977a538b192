"""What a header, a unit or a title says that figures are multiplied by: 'x 1 000 euro', '(dzd)', 'mln'."""

from __future__ import annotations

import re
from collections.abc import Iterator

EURO = r"(?:€|\beuro'?s?\b|\beur\b)"
_POWERS = (
    (1e9, r"mld|mrd|miljard(?:en)?|milliarden|billions?|bn"),
    (1e6, r"mln|mio|miljoen(?:en)?|millionen|millions?|meur|m€"),
    (1e3, r"dzd|duizend(?:en|tal|tallen)?|thousands?|tausend|tsd|milliers?|keuro?|teuro?|[kt] ?€"),
)
_WORDS = "|".join(pattern for _, pattern in _POWERS)
_AMOUNT = re.compile(
    # A power of ten with zeros in threes; or the zeros alone, as in € '000.
    r"(?<![\d.,])(?P<digits>10{0,2}(?:[ .,]?000)+|['’]?000)(?:'?s\b)?(?!\d|[.,]\d)"
    rf"|(?<![a-z])(?P<word>{_WORDS})(?![a-z])"
)
# Before and behind an amount: a bound ('boven 1.000 euro', '1.000 euro of meer'), or what is counted
# ('per 1.000 inwoners').
_BOUND_BEFORE = re.compile(
    r"(?:\b(?:boven|onder|tot|vanaf|per|dan|van|tussen|minstens|minste|maximaal|hoogstens|meeste|over"
    r"|above|below|under|to|from|than|least|most|between|een|één|one|a|half)|[<>≤≥+]|\d)$"
)
_BOUND_BEHIND = re.compile(
    r"(?:(?:of|en|and|or) (?:meer|minder|hoger|lager|more|less|higher|lower)|(?:-|–|tot|to) ?\d|\+)"
)
_OPENS = re.compile(r"(?:^|[x*([{,;:|/–-]|\bin)$")
_CLOSES = re.compile(r"(?:$|[)\]},;:|/–-])")
_ALWAYS = re.compile(
    r"(?!duizend$|thousand$|tausend$|a?miljoen$)"
)  # the other words mean nothing else


def times(text: str) -> float | None:
    """What ``text`` says that its figures are to be multiplied by, the largest; None when it says
    nothing of it. 'boven 1 miljoen' and 'per 1.000' say something else."""
    return max((factor for factor, is_sure in _amounts(text) if is_sure), default=None)


def may_be_times(text: str) -> float | None:
    """An amount in ``text`` that may be what its figures are in, or part of the name; else None."""
    return max((factor for factor, is_sure in _amounts(text) if not is_sure), default=None)


def without_times(text: str) -> str:
    """``text`` without brackets around a unit, and without the amount that it ends with."""
    plain = re.sub(r"\(.*?\)|\[.*?\]|\{.*?\}", " ", text)
    if times(plain) is None:
        return plain
    return re.sub(
        rf"(?i)[,;:|/–-]?\s*(?:\bin\b|[x×*])?\s*{EURO}?\s*(?:10{{0,2}}(?:[ .,]?000)+|\b(?:{_WORDS})\b\.?)"
        rf"\s*{EURO}?\s*$",
        "",
        plain,
    )


def _amounts(text: str) -> Iterator[tuple[float, bool]]:
    """Every amount that is no bound, and whether it is surely what the figures are in."""
    plain = re.sub(r"\s+", " ", text.lower().replace("×", "x"))
    for amount in _AMOUNT.finditer(plain):
        before = re.sub(rf"{EURO} ?$", "", plain[: amount.start()].rstrip()).rstrip()
        behind = plain[amount.end() :].lstrip(" .'")
        after_euro = re.sub(rf"^(?:{EURO}|/) ?", "", behind)
        if _BOUND_BEFORE.search(before) or _BOUND_BEHIND.match(after_euro):
            continue
        has_euro = after_euro != behind or before != plain[: amount.start()].rstrip()
        opens = _OPENS.search(before) is not None
        if amount["word"] is not None:
            is_sure = bool(_ALWAYS.match(amount["word"])) or opens or has_euro
            yield _power_of(amount["word"]), is_sure
            continue
        digits = re.sub(r"\D", "", amount["digits"])
        multiplied = before.endswith(("x", "*"))
        is_sure = opens and (multiplied or _CLOSES.match(after_euro) is not None)
        yield float(digits if int(digits) else 1000), is_sure


def _power_of(word: str) -> float:
    return next(factor for factor, pattern in _POWERS if re.fullmatch(pattern, word))
