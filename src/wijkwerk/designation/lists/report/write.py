"""The report's PDF: the same list, year and decisions give the same bytes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from wijkwerk.designation.core.decided import Decision
from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.designation.lists.report.tell import report_content
from wijkwerk.publication.api import typeset, write_whole
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Language


def write_report(
    designation_list: DesignationList,
    year: int,
    out: Path,
    language: Language = "nl",
    decisions: Mapping[int, Decision] | None = None,
    *,
    draft: bool = False,
) -> Path:
    """Write the list of ``year`` as PDF (PDF/UA-1) to ``out``, whole or not at all; gives ``out``.
    ``decisions``: per year what was decided, None when nobody looked; ``draft``: a procedure goes on.

    Raises InputError when the list has no such year, or ``out`` can't be written.
    """
    if year not in designation_list.years:
        raise InputError.of(
            "--year",
            "no such year",
            f"{designation_list.years[0]} to {designation_list.years[-1]}",
            value=str(year),
        )
    template = resources.files(__package__) / "report.typ"
    write_whole(
        out, typeset(template, report_content(designation_list, year, language, decisions, draft))
    )
    return out


if __name__ == "__main__":  # the site makes a PDF in a process of its own
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path)
    parser.add_argument("year", type=int)
    parser.add_argument("language", choices=("nl", "en"))
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    given = json.loads(sys.stdin.read())
    decided = {decision.year: decision for decision in map(Decision.of_plain, given["decisions"])}
    write_report(
        DesignationList.open(asked.list),
        asked.year,
        asked.out,
        asked.language,
        decided,
        draft=given["draft"],
    )
