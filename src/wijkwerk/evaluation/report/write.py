"""The report's files: a page and a PDF in each language, out of an evaluation's own result."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wijkwerk.evaluation.manifest import PAPERS, REPORTS
from wijkwerk.evaluation.pictures import event, lines
from wijkwerk.evaluation.report.telling import Outcome, Told
from wijkwerk.publication.api import typeset
from wijkwerk.shared.text import LANGUAGES

_TEMPLATES = resources.files("wijkwerk.evaluation.report") / "templates"


def write_reports(folder: Path, told_in: dict[str, Told], result: Told) -> None:
    """Write pages, PDFs and pictures into ``folder``. The same result gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("wijkwerk.evaluation.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html.j2")
    style = Markup((_TEMPLATES / "report.css").read_text("utf-8"))  # noqa: S704 our own file
    for language in LANGUAGES:
        texts = told_in[language]
        pictures: dict[str, str] = {}
        for place, outcome_result in enumerate(result["outcomes"]):
            outcome = Outcome(outcome_result, language)
            for kind, drawn in (("lines", lines(outcome)), ("event", event(outcome))):
                if drawn is not None:
                    pictures[f"{kind}-{place + 1}.{language}.svg"] = drawn
        for name, drawn in pictures.items():
            (folder / name).write_text(drawn, "utf-8")
        other = "en" if language == "nl" else "nl"
        page = template.render(
            told=texts, pictures={name: Markup(drawn) for name, drawn in pictures.items()},  # noqa: S704 drawn here
            style=style, other=other, other_file=REPORTS[other], paper=PAPERS[language],
        )  # fmt: skip
        (folder / REPORTS[language]).write_text(page, "utf-8")
        data = {**texts, "pictures": sorted(pictures)}
        (folder / PAPERS[language]).write_bytes(typeset(_TEMPLATES / "report.typ", data, pictures))
