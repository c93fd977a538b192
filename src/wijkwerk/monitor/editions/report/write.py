"""The report's files: a page and a PDF in each language."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

import typst
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wijkwerk.monitor.editions.report.drawing import FONTS, Studio
from wijkwerk.monitor.editions.report.read import read_report
from wijkwerk.monitor.editions.report.view import Page, page
from wijkwerk.shared.text import LANGUAGES, Language

_TEMPLATES = resources.files("wijkwerk.monitor.editions.report") / "templates"
_HTML = {"nl": "report.html", "en": "report.en.html"}
_PDF = {"nl": "report.pdf", "en": "report.en.pdf"}
_PRINT_FONT = "Libertinus Serif"  # comes with typst, so a PDF is the same on every machine
_LONG_WORD = re.compile(r"\S{25,}")
_PIECE = 12


def write_reports(
    edition: Path, progress: Callable[[str, float], None] | None = None
) -> list[Path]:
    """Write the reports of the edition folder ``edition`` into it; gives their paths.

    Reads only the edition's own files, so that anyone who has an edition can make its report.
    """
    tell = progress or (lambda step, share: None)
    tell("reading the edition", 0.0)
    report = read_report(edition)
    studio = Studio()
    written = []
    for place, language in enumerate(LANGUAGES):
        tell(f"report {language}", 0.2 + 0.4 * place)
        shown = page(report, language, studio)
        written.append(_write_html(edition, shown, language))
        tell(f"PDF {language}", 0.4 + 0.4 * place)
        written.append(_write_pdf(edition, shown, language))
    tell("reports", 1.0)
    return written


def _write_html(edition: Path, shown: Page, language: Language) -> Path:
    environment = Environment(
        loader=PackageLoader("wijkwerk.monitor.editions.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    other: Language = "en" if language == "nl" else "nl"
    text = environment.get_template("report.html.j2").render(
        page=shown,
        labels=shown.labels,
        style=Markup((_TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704 our own file
        other_language=other,
        other_file=_HTML[other],
        pdf_file=_PDF[language],
    )
    path = edition / _HTML[language]
    path.write_text(text, "utf-8")
    return path


def _write_pdf(edition: Path, shown: Page, language: Language) -> Path:
    path = edition / _PDF[language]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        template = folder / "report.typ"
        with resources.as_file(_TEMPLATES / "report.typ") as original:
            shutil.copyfile(original, template)
        data = _for_print(asdict(shown), folder)
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        # PDF/UA-1: a tagged document that a screen reader can follow; it fails rather than
        # leave out a title, a language or a description of a picture.
        path.write_bytes(
            typst.compile(
                str(template), root=str(folder), ignore_system_fonts=True, pdf_standards="ua-1"
            )
        )
    return path


def _for_print(value: Any, folder: Path) -> Any:
    """Plain data for the template: pictures become files, long words may be broken anywhere."""
    if isinstance(value, dict):
        found = {key: _for_print(one, folder) for key, one in value.items() if key != "svg"}
        if "svg" in value:
            found["picture"] = _picture(value["svg"], folder)
        return found
    if isinstance(value, list | tuple):
        return [_for_print(one, folder) for one in value]
    if isinstance(value, str):
        return _LONG_WORD.sub(_breakable, value)
    return value


def _breakable(word: re.Match[str]) -> str:
    """A long word with places where a line may end, that can't be seen."""
    text = word[0]
    return "\u200b".join(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))


def _picture(svg: str | None, folder: Path) -> str | None:
    if svg is None:
        return None
    name = f"picture-{sum(1 for _ in folder.iterdir())}.svg"
    (folder / name).write_text(svg.replace(FONTS, _PRINT_FONT), "utf-8")
    return name
