"""The addresses of learning."""

from __future__ import annotations

from django.urls import include, path

from wijkwerk.learning.web import letters, loop_pages, papers
from wijkwerk.learning.web.advice import advices, recommendations
from wijkwerk.learning.web.barriers import barriers
from wijkwerk.learning.web.choices import choice_aid
from wijkwerk.learning.web.practices import practices
from wijkwerk.learning.web.twins import twins
from wijkwerk.learning.web.visits import rounds, visits

_PAGES = [
    *advices.urls(),
    path(
        "work/learning/advices/<int:advice>/recommendations/<int:number>/letter",
        letters.letter,
        name="letter",
    ),
    *recommendations.urls(),
    *barriers.urls(),
    *practices.urls(),
    path("learning/choices", choice_aid, name="choices"),
    path("learning/bundle.pdf", papers.bundle, name="bundle"),
    *rounds.urls(),
    *visits.urls(),
    *(
        path(
            f"learning/rounds/<int:round>/visits/<int:number>/report.{kind}",
            papers.visit_report,
            {"kind": kind},
            name=f"visit-report-{kind}",
        )
        for kind in ("pdf", "docx")
    ),
    path("learning/twins/<str:area>", twins, name="twins"),
    path("learning/answer", letters.answer, name="answer"),
    path("loop", loop_pages.loop, name="loop"),
    path("loop/areas/<str:area>", loop_pages.loop, name="area-loop"),
    path("loop/areas/<str:area>/<slug:link>", loop_pages.link_page, name="area-link"),
    path("loop/<slug:link>", loop_pages.link_page, name="link"),
]

pages = [path("", include((_PAGES, "learning")))]
api = [path("learning", include("wijkwerk.learning.rest"))]
