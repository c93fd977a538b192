"""What was found out about a sample: which column is what, and the questions that are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wijkwerk.areas.api import level_of, repair_code
from wijkwerk.monitor.sources.recipes.propose.sample import Sample
from wijkwerk.tables.api import MISSING_SIGNS, WITHHELD_SIGNS, is_number

MOSTLY = 0.5  # share of the cells that must be of a kind for the column to be of it


@dataclass
class Layout:
    """What was found: places of columns, and what else the recipe must say."""

    sample: Sample
    area: int | None = None
    area_level: str | None = None  # for bare digits
    own_codes: bool = False
    skip: list[str] = field(default_factory=list)
    period: int | None = None
    level: int | None = None
    name: int | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    size_factors: dict[str, float] = field(default_factory=dict)
    series: int | None = None  # long layout, with one column of figures
    figures: list[int] = field(default_factory=list)
    keep: list[tuple[int, str]] = field(default_factory=list)
    school_years: str | None = None
    year_parts: str | None = None  # what one digit beside a year is
    dated: dict[str, tuple[str, str]] = field(default_factory=dict)  # HeaderPeriods.named
    decimals: dict[str, str] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # headers of columns of words
    unread_digits: list[str] = field(default_factory=list)  # of columns with digits: asked about

    @property
    def cell(self) -> int | None:
        """The column of figures of a long layout."""
        return None if self.series is None else self.figures[0]

    @property
    def numbers(self) -> list[int]:
        """The columns of figures and of sizes, each once."""
        return list(dict.fromkeys((*self.figures, *self.sizes.values())))

    def header(self, place: int) -> str:
        """The header of a column."""
        return self.sample.headers[place]


def is_numeric(cells: Sequence[str]) -> bool:
    """Whether most cells that say anything are numbers."""
    signs = (*MISSING_SIGNS, *WITHHELD_SIGNS)
    with_text = [cell for cell in cells if cell.lower() not in signs]
    numbers = sum(1 for cell in with_text if is_number(cell))
    return bool(with_text) and numbers >= MOSTLY * len(with_text)


def is_own_code(layout: Layout, text: str) -> bool:
    """Whether a text in the column of areas is no code of Statistics Netherlands."""
    code = repair_code(text, layout.area_level)
    return layout.own_codes and (code is None or level_of(code) is None)


def one_for_each(sample: Sample, area: int | None, place: int) -> bool:
    """Whether each area has one text in this column, and the texts tell areas apart."""
    if area is None:
        return False
    pairs = {(row[area], row[place]) for row in sample.rows if row[area] and row[place]}
    areas, texts = {area_text for area_text, _ in pairs}, {text for _, text in pairs}
    return len(pairs) == len(areas) and len(texts) > 0.5 * len(areas)
