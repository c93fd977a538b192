"""A report's groups by the names that the site has for them, in the reader's language."""

from __future__ import annotations

from dataclasses import replace

from wijkwerk.monitor.core.group_names import group_name
from wijkwerk.monitor.editions.report.facts import Facts, Place, Report
from wijkwerk.shared.text import Language


def in_words(report: Report, language: Language) -> Report:
    """``report`` with every group that its source leaves nameless called as the site calls it."""
    focus = report.source["focus_group"]
    themes = tuple(
        (theme, tuple(_facts(facts, focus, language) for facts in members))
        for theme, members in report.themes
    )
    return replace(report, themes=themes)


def _facts(facts: Facts, focus: str | None, language: Language) -> Facts:
    def spoken(place: Place | None) -> Place | None:
        return None if place is None else _place(place, focus, language)

    subjects = tuple(
        replace(
            subject,
            place=_place(subject.place, focus, language),
            reference=spoken(subject.reference),
        )
        for subject in facts.subjects
    )
    names = {
        before.name: after.name
        for subject, renamed in zip(facts.subjects, subjects, strict=True)
        for before, after in (
            (subject.place, renamed.place),
            (subject.reference, renamed.reference),
        )
        if before is not None and after is not None
    }
    return replace(
        facts,
        subjects=subjects,
        counts=tuple(
            replace(part, group=spoken(part.group), reference=spoken(part.reference))
            for part in facts.counts
        ),
        spreads=tuple(
            replace(
                spread,
                group=_place(spread.group, focus, language),
                reference=spoken(spread.reference),
            )
            for spread in facts.spreads
        ),
        lines=tuple(
            replace(
                line,
                name=names.get(line.name, line.name),
                reference=names.get(line.reference, line.reference) if line.reference else None,
            )
            for line in facts.lines
        ),
    )


def _place(place: Place, focus: str | None, language: Language) -> Place:
    if place.level != "group":
        return place
    name = group_name(place.code, place.name if place.named else "", focus, language)
    return replace(place, name=name)
