"""What a report says of how much is published: a sum, and no count per reason."""

import pytest

from wijkwerk.monitor.editions.report.facts import CoverageRow
from wijkwerk.monitor.editions.report.sections import coverage_sentence


@pytest.mark.parametrize(
    ("counts", "begins"),
    [
        ([(10, 10, 0)], "Alle 10 cijfers zijn gepubliceerd; er is niets afgeschermd."),
        ([(10, 8, 0)], "Van de 10 cijfers zijn er 8 gepubliceerd; van de andere is er geen cijfer."),
        ([(10, 9, 1)], "Van de 10 cijfers zijn er 9 gepubliceerd en is er 1 afgeschermd: de bron"),
        ([(10, 7, 2), (1200, 1100, 40)],
         "Van de 1.210 cijfers zijn er 1.107 gepubliceerd. 42 zijn afgeschermd: de bron "
         "publiceert ze niet, ze gaan over te weinig mensen, of een ander afgeschermd cijfer"),
    ],
)  # fmt: skip
def test_the_sum_of_what_is_withheld_is_told(
    counts: list[tuple[int, int, int]], begins: str
) -> None:
    rows = tuple(CoverageRow(f"i{place}", *count) for place, count in enumerate(counts))
    said = coverage_sentence(rows, "nl")
    assert said.startswith(begins)
    # Every number in it is one of the three.
    sums = {f"{sum(column):,}".replace(",", ".") for column in zip(*counts, strict=True)}
    numbers = {word.strip(".,:;") for word in said.split() if word[0].isdigit()}
    assert numbers <= sums
