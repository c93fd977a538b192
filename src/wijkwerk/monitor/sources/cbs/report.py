"""What a conversion did, in words and as data: ``from-cbs.json`` in the source and the terminal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from wijkwerk.monitor.sources.cbs.dictionary import dictionary
from wijkwerk.monitor.sources.cbs.observations import Taken
from wijkwerk.monitor.sources.cbs.tables import FileReport


@dataclass(frozen=True)
class Report:
    """Everything that the user must know of a conversion."""

    files: tuple[FileReport, ...]
    areas: dict[str, int]  # level → number
    observations: int
    statuses: dict[str, int]
    taken: tuple[Taken, ...]
    lacking: dict[str, set[str]]  # topic without use → topics that would make it an indicator
    filled: dict[str, int]  # year → rows that took over the figures of their district
    copied: tuple[tuple[str, str, str], ...]
    gaps: tuple[str, ...]  # years between the first and the last that no file has
    without_city: tuple[str, ...]
    completed: int  # figures that one file lacks and another of the same year gives
    population: bool
    notes: list[str] = field(default_factory=list)

    def warnings(self) -> list[str]:
        """Sentences on what an analyst has to look at."""
        result = list(self.notes)
        for file in self.files:
            if file.without_codes:
                result.append(f"{file.file} has no codes; they come from another file, row by row.")
        for year, rows in sorted(self.filled.items()):
            result.append(
                f"{year}: {rows} neighbourhoods have exactly the incomes of their district. Somebody "
                "filled them in; they have status I (imputed). Better leave that file out."
            )
        for topic, year, before in self.copied:
            result.append(f"{topic}: {year} has the figures of {before}. Was a column copied?")
        impossible = Counter[str]()
        for taken in self.taken:
            impossible[taken.indicator] += taken.impossible
        for indicator, cells in sorted((+impossible).items()):
            result.append(
                f"{indicator}: {cells} times the part is more than the whole, by rounding; these "
                "figures are left out."
            )
        for topic, others in sorted(self.lacking.items()):
            if others:
                result.append(
                    f"{topic} is understood but not used: its base is not in the files "
                    f"({', '.join(sorted(others))})."
                )
        people = sorted(topic for topic, others in self.lacking.items() if not others)
        if people and not self.population:
            result.append(
                f"{', '.join(people)}: understood but not used, because no share of the population is "
                "better or worse. With --with-population they come along."
            )
        if self.gaps:
            result.append(
                f"No file for {', '.join(self.gaps)}: changes of boundaries in those years can't "
                "be seen."
            )
        if self.without_city:
            result.append(
                f"{len(self.without_city)} areas have no municipality in the files "
                f"({self.without_city[0]} for instance): they are compared with nothing."
            )
        return result

    def as_data(self) -> dict[str, Any]:
        """The report as plain data, in a fixed order."""
        reasons = dictionary().left_out
        return {
            "files": [
                {
                    "file": file.file,
                    "years": list(file.years),
                    "rows": file.rows,
                    "notes": file.notes,
                    "rows_of_other_regions": file.other_regions,
                    "missing_signs": dict(sorted(file.signs.items())),
                    "columns_used": file.used,
                    "columns_left_out": {
                        header: {"nl": reasons[why].nl, "en": reasons[why].en}
                        for header, why in file.left_out.items()
                    },
                    "columns_doubled": file.twice,
                    "columns_not_understood": file.not_understood,
                }
                for file in self.files
            ],
            "areas": self.areas,
            "observations": self.observations,
            "statuses": self.statuses,
            "figures_completed": self.completed,
            "indicators": [
                {
                    "indicator": taken_figure.indicator,
                    "year": taken_figure.year,
                    "from": taken_figure.way,
                    "estimated": taken_figure.estimated,
                    "left_out_by_rounding": taken_figure.impossible,
                }
                for taken_figure in self.taken
            ],
            "warnings": self.warnings(),
        }

    def signs(self) -> Counter[str]:
        """How often each missing sign stands in all files together."""
        total: Counter[str] = Counter()
        for file in self.files:
            total.update(file.signs)
        return total
