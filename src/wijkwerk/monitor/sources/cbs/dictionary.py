"""What headers mean: the dictionary ``kwb.toml`` and the definitions ``indicators.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any

ROLES = (
    "code",
    "name",
    "municipality",
    "level",
    "change",
    "period",
    "indicator",
    "value",
    "row",
)
# Words that units are made of: at the end of a header whose signs became dots (R does that) they
# can't be told from the name by brackets.
_UNIT_WORDS = frozenset(
    [
        "aantal",
        "code",
        "naam",
        "omschrijving",
        "kwh",
        "m",
        "m2",
        "m3",
        "km",
        "km2",
        "ha",
        "x",
        "1",
        "000",
        "1000",
        "euro",
        "per",
        "inwoners",
        "huishouden",
        "getal",
        "jaar",
    ]
)
_DOTTED = re.compile(r"[^\s]*\.[^\s]*\.[^\s]*")
_UNIT = re.compile(r"\s*\(([^()]*)\)\s*$")


@dataclass(frozen=True)
class Topic:
    """A column of the key figures: its unit, and whether figures below zero make sense.

    ``share`` names the topic that gives the same as a percentage, ``of`` what that is a share of.
    """

    id: str
    unit: str  # count, percent, per_1000, euro_1000, number, score
    negative: bool = False
    share: str | None = None
    of: str | None = None


@dataclass(frozen=True)
class Meaning:
    """What a header means: a ``role``, a ``topic``, a reason to leave it out, or nothing known."""

    kind: str  # role, topic, left_out, unknown
    id: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Why some columns, though known, make no indicator."""

    nl: str
    en: str


@dataclass(frozen=True)
class Definition:
    """An indicator of ``indicators.toml``: which topics it takes, and its entry for the source."""

    id: str
    theme: str
    needs: str | None
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    value: str | None
    base: str | None
    factor: float
    unit: str
    kind: str
    entry: Mapping[str, Any]

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that the indicator can take."""
        single = tuple(topic for topic in (self.value, self.base) if topic)
        return (*self.numerator, *self.denominator, *single)


@dataclass(frozen=True)
class Dictionary:
    """Everything that is known of the columns."""

    topics: Mapping[str, Topic]
    left_out: tuple[LeftOut, ...]
    exact: Mapping[str, Meaning]  # plain name → meaning
    patterns: tuple[tuple[str, Meaning], ...]  # with *, compared with the whole plain header
    measures: Mapping[str, Meaning]  # code of OData version 4 → meaning

    def known_as(self, header: str) -> tuple[str, Meaning] | None:
        """The plain name under which ``header`` is known, and what that means.

        None when it isn't known.
        """
        for name in candidates(header):
            exact_meaning = self.exact.get(name)
            if exact_meaning is not None:
                return name, exact_meaning
        return None

    def meaning(self, header: str) -> Meaning:
        """What ``header`` means; the longest name that fits goes first.

        The unit must be that of the topic: '0 tot 15 jaar (%)', as it was until 2015, is not the
        number of children.
        """
        code, colon, _ = header.partition(": ")
        if colon and code in self.measures:  # 'T001036: Bevolking/Aantal inwoners (aantal)'
            return self.measures[code]
        named_meaning = self.known_as(header)
        if named_meaning is not None:
            return self._with_unit(named_meaning[1], unit_of(header))
        plain_header = plain(without_unit(header))
        for pattern, meaning in self.patterns:
            if fnmatchcase(plain_header, pattern):
                return meaning
        return self.measures.get(header.strip(), Meaning("unknown"))

    def role_of(self, header: str, role: str) -> bool:
        """Whether ``header`` can be the column with ``role``."""
        named_meaning = self.known_as(header)
        return (
            named_meaning is not None
            and named_meaning[1].kind == "role"
            and named_meaning[0] in role_names(role)
        )

    def _with_unit(self, meaning: Meaning, unit: str | None) -> Meaning:
        if meaning.kind != "topic" or unit is None:
            return meaning
        topic = self.topics[meaning.id]
        if topic.unit == "count" and unit == "%":
            return Meaning("topic", topic.share) if topic.share else Meaning("unknown")
        if topic.unit == "percent" and unit == "aantal":
            return Meaning("unknown")
        return meaning


def plain(text: str) -> str:
    """``text`` in lower case, without accents and with letters and digits alone."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def without_unit(header: str) -> str:
    """``header`` without the unit in brackets at its end."""
    return _UNIT.sub("", header.strip())


def unit_of(header: str) -> str | None:
    """The unit in brackets at the end of ``header``, in lower case, or None."""
    match = _UNIT.search(header.strip())
    if match:
        return match.group(1).strip().lower()
    if _DOTTED.fullmatch(header):
        # R makes '(%)' into four dots and '(aantal)' into '..aantal.'.
        if header.endswith("...."):
            return "%"
        return "aantal" if header.endswith("..aantal.") else None
    return None


def candidates(header: str) -> Iterator[str]:
    """The plain names under which ``header`` may be known, the longest first.

    'Bevolking/Geslacht/Mannen (aantal)', 'Bevolking.Geslacht.Mannen..aantal.', 'Mannen_6' and
    'Mannen' all lead to 'mannen'.
    """
    yield plain(header)
    bare = without_unit(header)
    yield plain(bare)
    for sign in "/|":
        if sign in bare:
            parts = bare.split(sign)
            yield from (plain("".join(parts[start:])) for start in range(len(parts)))
            return
    if _DOTTED.fullmatch(bare):
        yield from _dotted(bare)
        return
    key = re.sub(r"^[kK]_(?=\d)", "", re.sub(r"_\d+$", "", bare))
    yield plain(key)


def _dotted(header: str) -> Iterator[str]:
    parts = [word for word in re.split(r"[./]+", header) if word]
    ends = [len(parts)]
    while ends[-1] > 1 and parts[ends[-1] - 1].lower() in _UNIT_WORDS:
        ends.append(ends[-1] - 1)
    names = [plain("".join(parts[start:end])) for end in ends for start in range(end)]
    yield from sorted(dict.fromkeys(names), key=len, reverse=True)


def _read(name: str) -> dict[str, Any]:
    text = (resources.files("wijkwerk.monitor.sources.cbs") / name).read_text("utf-8")
    return tomllib.loads(text)


@cache
def dictionary() -> Dictionary:
    """The shipped dictionary of columns."""
    data = _read("kwb.toml")
    exact: dict[str, Meaning] = {}
    patterns: list[tuple[str, Meaning]] = []
    measures: dict[str, Meaning] = {}

    def learn(names: Iterable[str], codes: Iterable[str], meaning: Meaning) -> None:
        for name in names:
            if "*" in name:
                parts = [plain(part) for part in name.split("*")]
                patterns.append(("*".join(parts), meaning))
            else:
                # The first to claim a name has it: topics go before what is left out.
                exact.setdefault(plain(name), meaning)
                exact.setdefault(plain(without_unit(name)), meaning)
        for code in codes:
            measures.setdefault(code, meaning)

    topics = {}
    for id_, entry in data["topic"].items():
        names, codes = entry.pop("names"), entry.pop("codes", ())
        topics[id_] = Topic(id_, **entry)
        learn(names, codes, Meaning("topic", id_))
    for role in ROLES:
        learn(data["role"][role], (), Meaning("role", role))
    left_out = []
    for number, entry in enumerate(data["left_out"]):
        left_out.append(LeftOut(**entry["reason"]))
        learn(entry["names"], entry.get("codes", ()), Meaning("left_out", str(number)))
    return Dictionary(topics, tuple(left_out), exact, tuple(patterns), measures)


def yearly_tables() -> dict[int, str]:
    """The year of each table of key figures that is known by heart → its number on StatLine."""
    return {int(year): str(number) for year, number in _read("kwb.toml")["tables"].items()}


def municipalities_also_called() -> dict[str, str]:
    """What people call a municipality → its name in the tables."""
    return dict(_read("kwb.toml")["also_called"])


@cache
def role_names(role: str) -> tuple[str, ...]:
    """The plain names of the columns that can have ``role``, the best first."""
    return tuple(plain(name) for name in _read("kwb.toml")["role"][role])


@cache
def definitions() -> tuple[tuple[dict[str, Any], ...], tuple[Definition, ...]]:
    """The themes (as they go into a source) and the definitions, in the order of the report."""
    data = _read("indicators.toml")
    own = ("needs", "numerator", "denominator", "value", "base", "factor")
    all_definitions = tuple(
        Definition(
            id=entry["id"],
            theme=entry["theme"],
            needs=entry.get("needs"),
            numerator=tuple(entry.get("numerator", ())),
            denominator=tuple(entry.get("denominator", ())),
            value=entry.get("value"),
            base=entry.get("base"),
            factor=float(entry.get("factor", 1)),
            unit=entry["unit"],
            kind=entry["kind"],
            entry={key: value for key, value in entry.items() if key not in own},
        )
        for entry in data["indicator"]
    )
    return tuple(data["theme"]), all_definitions
