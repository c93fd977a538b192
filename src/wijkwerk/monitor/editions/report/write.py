"""The report's files: a page and a PDF in each language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wijkwerk.monitor.editions.report.drawing import FONTS, Studio
from wijkwerk.monitor.editions.report.read import read_report
from wijkwerk.monitor.editions.report.view import Page, page
from wijkwerk.publication.api import typeset
from wijkwerk.shared.text import LANGUAGES, Language

_TEMPLATES = resources.files("wijkwerk.monitor.editions.report") / "templates"
_HTML = {"nl": "report.html", "en": "report.en.html"}
_PDF = {"nl": "report.pdf", "en": "report.en.pdf"}
_PRINT_FONT = "Libertinus Serif"  # comes with typst, so a PDF is the same on every machine


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
    files: dict[str, str] = {}
    data = _for_print(asdict(shown), files)
    path.write_bytes(typeset(_TEMPLATES / "report.typ", data, files))
    return path


def _for_print(value: Any, files: dict[str, str]) -> Any:
    """Plain data for the template: pictures become ``files``."""
    if isinstance(value, dict):
        result = {key: _for_print(member, files) for key, member in value.items() if key != "svg"}
        if "svg" in value:
            result["picture"] = _picture(value["svg"], files)
        return result
    if isinstance(value, list | tuple):
        return [_for_print(member, files) for member in value]
    return value


def _picture(svg: str | None, files: dict[str, str]) -> str | None:
    if svg is None:
        return None
    name = f"picture-{len(files) + 1}.svg"
    files[name] = svg.replace(FONTS, _PRINT_FONT)
    return name
