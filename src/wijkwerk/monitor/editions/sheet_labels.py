"""The notes of the spreadsheet, in both languages."""

from __future__ import annotations

from typing import Any

from wijkwerk.monitor.editions.columns import COLUMNS

_READ = (
    (
        "Afgeschermd / Withheld",
        "‘afgeschermd’ is iets anders dan nul of geen cijfer: het cijfer is niet gepubliceerd, "
        "zodat niemand te herkennen is. "
        "Er is opgeteld voordat er iets is afgeschermd. / ‘afgeschermd’ (withheld) is neither zero nor "
        "missing: the figure was left out to protect persons. Figures were added up before anything "
        "was left out.",
    ),
    (
        "Lege cel / Empty cell",
        "Niet gemeten, of hier niet van toepassing. / Not measured, or not applicable here.",
    ),
    (
        "Afstand / Distance",
        "Positief is een achterstand, ook als hoger beter is. / Positive is a lag, also where higher "
        "is better.",
    ),
    (
        "Marge / Interval",
        "Ondergrens en bovengrens zijn de marge van 95%. Zonder marge is niet te bepalen hoe zeker "
        "een cijfer is. / Lower and upper limit are the 95% interval. Without it how sure a figure is "
        "can’t be determined.",
    ),
    (
        "Plaats / Rank",
        "De plaats van een klein gebied op de ranglijst wisselt door toeval: lees altijd van "
        "welke tot welke plaats. / The "
        "rank of a small area jumps by chance: always read from which to which rank.",
    ),
    (
        "Getallen / Numbers",
        "Excel toont punten en komma’s zoals op uw computer is ingesteld. / Excel shows separators as "
        "set on your computer.",
    ),
)


def notes(definitions: dict[str, Any], shortened: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Label and text of every note: where it comes from, how to read it, what each column means."""
    source = definitions["source"]
    rows = [
        ("Editie / Edition", str(definitions.get("edition", ""))),
        ("Uitgever / Publisher", source["publisher"]),
        ("Licentie / Licence", source["licence"]),
    ]
    if source["simulated"]:
        rows.insert(
            0,
            (
                "VERZONNEN / MADE UP",
                "Deze cijfers zijn verzonnen; ze gaan niet over echte plaatsen. / These figures were "
                "made up; they are not about real places.",
            ),
        )
    rows += [(f"Ingekort / Shortened: {sheet}", text) for sheet, text in shortened]
    if source["notes"]["nl"] or source["notes"]["en"]:
        rows.append(("Opmerkingen / Notes", f"{source['notes']['nl']} / {source['notes']['en']}"))
    rows += _READ
    rows.append(("", ""))
    rows.append(("Kolom / Column", "Betekenis / Meaning"))
    headings: set[str] = set()
    for column in COLUMNS.values():
        if column.heading not in headings:
            headings.add(column.heading)
            rows.append((column.heading, f"{column.nl} / {column.en}"))
    return rows
