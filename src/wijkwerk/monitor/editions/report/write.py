"""The report's files: a page and a PDF in each language."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

import typst
from jinja2 import Environment, PackageLoader, StrictUndefined

from wijkwerk.monitor.editions.report.facts import Report, read_report
from wijkwerk.monitor.editions.report.view import Page, page
from wijkwerk.shared.text import LANGUAGES, Language

_TEMPLATES = resources.files("wijkwerk.monitor.editions.report") / "templates"
_HTML = {"nl": "report.html", "en": "report.en.html"}
_PDF = {"nl": "report.pdf", "en": "report.en.pdf"}
_SCREEN_FONT = "Fira Sans, system-ui, sans-serif"
_PRINT_FONT = "Libertinus Serif"  # comes with typst, so a PDF is the same on every machine


def write_reports(
    edition: Path, progress: Callable[[str, float], None] | None = None
) -> list[Path]:
    """Write the reports of the edition folder ``edition`` into it; gives their paths.

    Reads only the edition's own files, so that anyone who has an edition can make its report.
    """
    tell = progress or (lambda step, share: None)
    report = read_report(edition)
    written = []
    for place, language in enumerate(LANGUAGES):
        tell(f"report {language}", place / 2)
        written.append(_write_html(edition, report, language))
        tell(f"PDF {language}", place / 2 + 0.25)
        written.append(_write_pdf(edition, report, language))
    tell("reports", 1.0)
    return written


def _write_html(edition: Path, report: Report, language: Language) -> Path:
    environment = Environment(
        loader=PackageLoader("wijkwerk.monitor.editions.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    from markupsafe import Markup

    other: Language = "en" if language == "nl" else "nl"
    text = environment.get_template("report.html.j2").render(
        page=page(report, language, _SCREEN_FONT),
        style=Markup((_TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704 our own file
        other_file=_HTML[other],
        pdf_file=_PDF[language],
    )
    path = edition / _HTML[language]
    path.write_text(text, "utf-8")
    return path


def _write_pdf(edition: Path, report: Report, language: Language) -> Path:
    path = edition / _PDF[language]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        template = folder / "report.typ"
        with resources.as_file(_TEMPLATES / "report.typ") as original:
            shutil.copyfile(original, template)
        data = _with_pictures(page(report, language, _PRINT_FONT), folder)
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        path.write_bytes(typst.compile(str(template), root=str(folder), ignore_system_fonts=True))
    return path


def _with_pictures(shown: Page, folder: Path) -> dict[str, Any]:
    """The page as plain data, its pictures put into files that the template names."""
    data = asdict(shown)
    number = 0
    for theme in data["themes"]:
        for indicator in theme["indicators"]:
            for counts in indicator["counts"]:
                number += 1
                name = f"picture-{number}.svg"
                (folder / name).write_text(counts["chart"], "utf-8")
                counts["alt"] = ", ".join(f"{row[0]}: {row[1]}" for row in counts["rows"])
                counts["chart"] = name
            if indicator["trend"] is not None:
                number += 1
                name = f"picture-{number}.svg"
                (folder / name).write_text(indicator["trend"], "utf-8")
                # A single panel would otherwise fill the page.
                indicator["wide"] = indicator["panels"] > 1
                indicator["trend"] = name
    return data
