"""By what a turn of the loop of a project can be checked: a figure, an assessment, an evaluation."""

from __future__ import annotations

from datetime import date

from wijkwerk.programme.evidence import evidence_for
from wijkwerk.programme.figures import measured
from wijkwerk.programme.models import Project


def checks_of(project: Project) -> list[str]:
    """What there is, as a mark keeps it: the newest figure of its target since it was last done ('figure'
    and the day), each assessment that was concluded ('assessment' and its first day), each evaluation that
    was published ('evaluation' and its id)."""
    figures = []
    if project.target is not None:
        points = measured([project.target], {})[project.target.pk].own.points
        newest = max((point.day for point in points), default="")
        done_on: date | None = (
            project.marks.filter(kind="done").order_by("-on").values_list("on", flat=True).first()
        )
        since = done_on or project.begins_on
        if newest and (since is None or newest >= since.isoformat()):
            figures.append(f"figure {newest}")
    concluded = project.assessments.filter(state="concluded").values_list("begins_on", flat=True)
    return [
        *figures,
        *(f"assessment {begins_on.isoformat()}" for begins_on in concluded),
        *(f"evaluation {evidence.id}" for evidence in evidence_for(project, "en")),
    ]
