"""The report's PDF: the same list and year give the same bytes."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.designation.lists.report.tell import told
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Language

_LONG_WORD = re.compile(r"\S{25,}")
_PIECE = 12


def write_report(found: DesignationList, year: int, out: Path, language: Language = "nl") -> Path:
    """Write the list of ``year`` as PDF (PDF/UA-1) to ``out``, whole or not at all; gives ``out``.

    Raises InputError when the list has no such year, or ``out`` can't be written.
    """
    if year not in found.years:
        raise InputError.of(
            "--year", "no such year", f"{found.years[0]} to {found.years[-1]}", value=str(year)
        )
    import typst

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with resources.as_file(resources.files(__package__) / "report.typ") as original:
            shutil.copyfile(original, folder / "report.typ")
        data = _breakable(told(found, year, language))
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        # PDF/UA-1: a tagged document that a screen reader can follow; it fails rather than leave
        # out a title or a language.
        made: bytes = typst.compile(
            str(folder / "report.typ"), root=str(folder), ignore_system_fonts=True,
            pdf_standards="ua-1",
        )  # fmt: skip
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        new = out.with_name(f".{out.name}.{os.getpid()}")
        new.write_bytes(made)
        new.replace(out)
    except OSError as fault:
        raise InputError.of(
            str(out),
            f"can't be written ({fault.strerror})",
            "a file in a folder that can be written",
        ) from fault
    return out


def _breakable(value: Any) -> Any:
    """Long words with places where a line may end, that can't be seen."""
    if isinstance(value, dict):
        return {key: _breakable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_breakable(one) for one in value]
    if isinstance(value, str):
        return _LONG_WORD.sub(
            lambda word: "\u200b".join(
                word[0][at : at + _PIECE] for at in range(0, len(word[0]), _PIECE)
            ),
            value,
        )
    return value


if __name__ == "__main__":  # the site makes a PDF in a process of its own
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path)
    parser.add_argument("year", type=int)
    parser.add_argument("language", choices=("nl", "en"))
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    write_report(DesignationList.open(asked.list), asked.year, asked.out, asked.language)
