"""What went into an evaluation and what came out: the record by which anyone can recompute it."""

from __future__ import annotations

from wijkwerk.publication.api import Kind

QUESTION, RESULT = "question.json", "result.json"
REPORTS = {"nl": "report.html", "en": "report.en.html"}
PAPERS = {"nl": "report.pdf", "en": "report.en.pdf"}
ESTIMATES, FIGURES = "estimates.csv", "figures.csv"
EVALUATION = Kind(
    word="evaluation",
    article="an",
    format="1",
    # Raised when a rule changes so that the same input gives other results.
    method="1",
    keys={
        "id": str,
        "title": dict,
        "edition": dict,
        "method": str,
        "inputs": dict,
        "areas": list,
        "answers": dict,
        "versions": dict,
        "outputs": dict,
        "simulated": bool,
    },
    needed=(QUESTION, RESULT, ESTIMATES, FIGURES, *REPORTS.values(), *PAPERS.values()),
    libraries=("wijkwerk", "numpy", "scipy", "polars", "shapely", "typst", "vl-convert-python"),
    copy_again="The copy is incomplete or damaged: copy the evaluation again.",
    make_again="make it again",
)
