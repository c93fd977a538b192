"""What was done beside what changed: a picture of a target's commitments above its figure, one of all
targets of a programme, their tables, and what evaluations say of whether the one came by the other."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.evidence import evidence_for
from wijkwerk.programme.models import Programme, Project, Target
from wijkwerk.programme.selectors.outputs import Outputs, Result, result_of, results_of
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.frame import public_programme
from wijkwerk.programme.web.portfolio.pictures import picture_answer
from wijkwerk.programme.web.public.drawing import Drawing
from wijkwerk.programme.web.public.picture import layers_of, year_axis, year_of
from wijkwerk.programme.web.public.targets import answer_label, axis_label
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import NOTHING, number
from wijkwerk.shared.sentences import by_count
from wijkwerk.ui.pictures.style import (
    DASHES,
    SERIES,
    SIZES,
    WIDTHS,
    Size,
    by_name,
    frame,
    upright_axis,
)
from wijkwerk.ui.query import choice_in
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.sections import Card, Columns, table_of

_UPPER, _LOWER = 110, 190  # heights of the panels
_STEP = 30  # of a row of bars
_SHOWN = 12  # targets in a picture: the table has all


@public
@require_safe
def target_outputs(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was done for a target above what changed, as SVG."""
    programme = public_programme(slug)
    target = programme.targets.filter(pk=number).select_related("programme", "goal").first()
    result = result_of(target, deadlines.today(timezone.now())) if target is not None else None
    if result is None:
        raise Http404(_("There is no such target."))
    return _answer(over_time(result, _size(request)), target_alt(result))


@public
@require_safe
def programme_outputs(request: HttpRequest, slug: str) -> HttpResponse:
    """Of every target what was done beside what changed, as SVG."""
    results = results_of(public_programme(slug), deadlines.today(timezone.now()))
    if not results:
        raise Http404(_("There is no such picture."))
    return _answer(side_by_side(results[:_SHOWN], _size(request)), programme_alt(results))


def _size(request: HttpRequest) -> Size:
    return choice_in(request, "size", SIZES, "large")  # type: ignore[return-value]


def _answer(spec: dict[str, Any], sentence_text: str) -> HttpResponse:
    return picture_answer(spec, _("What was done, and what changed"), sentence_text)


def over_time(result: Result, size: Size) -> dict[str, Any]:
    """Commitments by day above the figure of the target, on one axis of years."""
    lines = Drawing(result.status, result.status.today.isoformat()).lines()
    names = [_("Commitments kept"), _("Promised to be done")]
    if result.outputs.unknown:
        names.append(_("Not known what became of it"))
    looks = {"field": "who", "type": "nominal"}
    steps: list[dict[str, Any]] = [
        {"who": name, "year": year_of(row.day), "value": value}
        for row in result.outputs.rows
        for name, value in zip(names, (row.done, row.promised, row.unknown), strict=False)
        if value is not None
    ]
    years = [row["year"] for row in steps]
    years += [year_of(row.day) for line in lines for row in line.rows]
    x = year_axis(size, (min(years), max(years)))
    most = max(result.outputs.promised, 1)
    count = {
        "field": "value",
        "type": "quantitative",
        "title": _("commitments"),
        "scale": {"domain": [0, most]},
        "axis": {**upright_axis(3), "values": list(range(0, most + 1, -(-most // 3)))},
    }
    width = WIDTHS[size] - 70
    upper = {
        "data": {"values": steps},
        "width": width,
        "height": _UPPER,
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5},
        "encoding": {
            "x": x,
            "y": count,
            "color": by_name("who", names, SERIES),
            "strokeDash": {**looks, **by_name("who", names, DASHES)},
        },
    }
    views = [upper]
    if lines:  # of a target without any figure or path there is nothing to draw below
        layers = layers_of(lines, axis_label(result.status), x)
        views.append({"width": width, "height": _LOWER, "layer": layers})
    spec = frame(
        size,
        vconcat=views,
        spacing=44,
        resolve={"scale": {"color": "independent", "strokeDash": "independent"}},
    )
    del spec["autosize"]  # two views under each other have no width together
    spec["config"]["legend"].update(offset=22, symbolType="stroke", symbolStrokeWidth=3)
    return spec


def side_by_side(results: list[Result], size: Size) -> dict[str, Any]:
    """Per target a bar of the commitments that were kept of those that had to be, beside one of the way
    that its figure went."""
    panels = [_("Commitments kept"), _("Way covered by the figure")]
    rows = [
        {
            "target": f"{place}. {result.status.target.title}",
            "panel": panel,
            "value": max(0.0, min(share, 1.0)) if share is not None else 0.0,
            "label": label,
        }
        for place, result in enumerate(results, start=1)
        for panel, (share, label) in zip(panels, (_done(result.outputs), _way(result)), strict=True)
    ]
    small = size == "small"
    encoding = {
        "y": {
            "field": "target", "type": "nominal", "sort": None, "title": None,
            "axis": {"ticks": False, "domain": False, "labelLimit": 150 if small else 330},
        },
        "x": {
            "field": "value", "type": "quantitative", "title": None,
            "scale": {"domain": [0, 1.25]}, "axis": {"format": "%", "values": [0, 0.5, 1]},
        },
    }  # fmt: skip
    spec = frame(
        size,
        data={"values": rows},
        facet={"field": "panel", "type": "nominal", "sort": panels, "title": None},
        columns=1 if small else 2,
        spec={
            "width": WIDTHS[size] - 180 if small else (WIDTHS[size] - 380) // 2,
            "height": {"step": _STEP},
            "encoding": encoding,
            "layer": [
                {"mark": {"type": "bar", "color": SERIES[0], "height": 16}},
                {
                    "mark": {"type": "text", "align": "left", "dx": 5, "color": "#222222"},
                    "encoding": {"text": {"field": "label"}},
                },
            ],
        },
    )
    del spec["autosize"]  # a facet has no width of its own
    return spec


def _done(outputs: Outputs) -> tuple[float | None, str]:
    if not outputs.due:
        return None, _("none due yet")
    filled_in = {"done": outputs.done, "due": outputs.due, "unknown": outputs.unknown}
    if outputs.unknown == outputs.due:
        return None, _("not known")
    if outputs.unknown:
        text = _("%(done)s of %(due)s, %(unknown)s not known") % filled_in
    else:
        text = _("%(done)s of %(due)s") % filled_in
    return outputs.done / outputs.due, text


def _way(result: Result) -> tuple[float | None, str]:
    share = result.status.progress.share if result.status.progress else None
    return share, _("not known") if share is None else f"{number(100 * share, 0, language())}%"


def _done_label(outputs: Outputs) -> str:
    if not outputs.promised:
        return _("Every commitment for it was released.")
    filled_in = {"done": outputs.done, "due": outputs.due, "all": outputs.promised}
    if not outputs.due:
        return (
            ngettext(
                "One commitment was made for it; its day is still to come.",
                "%(all)s commitments were made for it; the day of each is still to come.",
                outputs.promised,
            )
            % filled_in
        )
    return _kept_label(outputs.due, outputs.done, outputs.unknown)


def _kept_label(due: int, done: int, unknown: int) -> str:
    """Of how many commitments whose day has passed it is known that they were kept; of those of which
    nobody knows that is said, and they are counted as neither."""
    filled_in = {"due": due, "done": done, "unknown": unknown}
    if unknown == due:
        return (
            ngettext(
                "One commitment had to be done by today. What became of it isn’t known.",
                "%(due)s commitments had to be done by today. What became of them isn’t known.",
                due,
            )
            % filled_in
        )
    none = ngettext(
        "One commitment had to be done by today. It wasn’t kept.",
        "None of the %(due)s commitments that had to be done by today was kept.",
        due,
    )
    if unknown:
        none = _(
            "None of the %(due)s commitments that had to be done by today is known to be kept."
        )
    text = by_count(
        done,
        due,
        none=none,
        one=_("1 of the %(due)s commitments that had to be done by today was kept."),
        some=_("%(done)s of the %(due)s commitments that had to be done by today were kept."),
        every=_("All %(due)s commitments that had to be done by today were kept."),
        only=_("The one commitment that had to be done by today was kept."),
    )
    if unknown:
        text += " " + ngettext(
            "Of %(unknown)s it isn’t known what became of it.",
            "Of %(unknown)s it isn’t known what became of them.",
            unknown,
        )
    return text % filled_in


def target_alt(result: Result) -> str:
    """What the picture of a target says."""
    return f"{_done_label(result.outputs)} {answer_label(result.status)}"


def programme_alt(results: list[Result]) -> str:
    """What the picture of a programme says."""
    due = sum(result.outputs.due for result in results)
    done = sum(result.outputs.done for result in results)
    unknown = sum(result.outputs.unknown for result in results)
    first = ngettext(
        "Commitments were made for %(targets)s target.",
        "Commitments were made for %(targets)s targets.",
        len(results),
    ) % {"targets": len(results)}
    second = _kept_label(due, done, unknown) if due else _("The day of each is still to come.")
    return f"{first} {second}"


def of_project(project: Project, *, is_public: bool) -> dict[str, Any]:
    """For the page of a project: what was done for the target that it is measured by beside the figure of
    that, and what evaluations of the project say."""
    today = deadlines.today(timezone.now())
    target: Target | None = project.target
    result = result_of(target, today) if target is not None else None
    if target is None:
        lead = _("No target was chosen by which this project is measured.")
    elif result is None:
        lead = _("No commitments were made for the target by which it is measured.")
    else:
        lead = target_alt(result)
    figure = None
    if result is not None and is_public:
        page = reverse("programme:target-outputs", args=[project.programme.slug, target.pk])  # type: ignore[union-attr]
        figure = _figure(page, target_alt(result), _UPPER + _LOWER + 150)
    return {
        "lead": lead,
        "figure": figure,
        "table": _over_time_table(result) if result is not None else None,
        **_evaluated(project),
    }


def of_programme(programme: Programme) -> dict[str, Any] | None:
    """For the overview of a programme: the same of every target; None when nobody made a commitment for a
    target and nothing was evaluated."""
    results = results_of(programme, deadlines.today(timezone.now()))
    evaluated = _evaluated(programme)
    if not results and not evaluated["evaluations"]:
        return None
    page = reverse("programme:outputs", args=[programme.slug])
    height = _STEP * min(len(results), _SHOWN) + 90
    return {
        "lead": programme_alt(results) if results else "",
        "figure": _figure(page, programme_alt(results), height) if results else None,
        "table": _side_by_side_table(results) if results else None,
        **evaluated,
    }


def _figure(page: str, alt: str, height: int) -> dict[str, Any]:
    def sized(size: Size) -> dict[str, Any]:
        return {"url": f"{page}?size={size}", "width": WIDTHS[size], "height": height}

    return {
        "id": "outputs-picture",
        "title": _("What was done, and what changed"),
        "alt": alt,
        **sized("large"),
        "middle": sized("medium"),
        "narrow": sized("small"),
        "lazy": True,
    }


def _over_time_table(result: Result) -> dict[str, Any]:
    drawing = Drawing(result.status, result.status.today.isoformat())
    measured = {
        on: measurement for on, measurement, *_rest in drawing.rows() if measurement is not None
    }
    counted = {row.day: row for row in result.outputs.rows}

    def amount(on: str) -> str:
        measurement = measured.get(on)
        return (
            words.amount(measurement.value, result.status.target, bare=True)
            if measurement
            else NOTHING
        )

    columns: Columns = {
        _("Day"): lambda on: {"text": day(on), "sort": on},
        _("Promised to be done"): lambda on: (
            str(counted[on].promised) if on in counted else NOTHING
        ),
        _("Commitments kept"): lambda on: _number(counted[on].done) if on in counted else NOTHING,
        _("Not known what became of it"): lambda on: (
            _number(counted[on].unknown) if on in counted else NOTHING
        ),
        _("Measured"): amount,
    }
    caption = _("Commitments and the figure, by day")
    numbers = tuple(columns)[1:]
    return table_of("outputs", caption, sorted({*measured, *counted}), columns, numbers)


def _number(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def _side_by_side_table(results: list[Result]) -> dict[str, Any]:
    columns: Columns = {
        _("Target"): lambda item: {
            "text": item.status.target.title,
            "url": item.status.target.get_absolute_url(),
        },
        _("Promised to be done"): lambda item: str(item.outputs.due),
        _("Commitments kept"): lambda item: str(item.outputs.done),
        _("Not known what became of it"): lambda item: str(item.outputs.unknown),
        _("Way covered"): lambda item: words.progress_label(item.status),
        _("How it stands"): lambda item: words.standing_label(item.status.standing),
    }
    numbers = tuple(columns)[1:5]
    caption = _("What was done for each target, and what changed")
    return table_of("outputs", caption, results, columns, numbers, _("How it stands"))


def _evaluated(subject: Project | Programme) -> dict[str, Any]:
    """Each answer to each figure that was asked, whatever it is, as a card of its own."""
    cards = [
        Card(f"{name}: {answer}", lead=sentence, url=item.url, meta=item.title)
        for item in evidence_for(subject, language())
        if item.about
        for name, answer, sentence in item.outcomes()
    ]
    sentence_text = _(
        "That the one came by the other doesn’t follow from this. It wasn’t evaluated: nobody compared it "
        "with what would have happened anyway."
    )
    return {"evaluations": cards, "not_evaluated": "" if cards else sentence_text}
