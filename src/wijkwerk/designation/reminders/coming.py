"""What municipalities have to do by a day: views that are asked of them, and duties of their areas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkwerk.designation.core.effects import Duty
from wijkwerk.designation.core.reminding import Coming
from wijkwerk.designation.follow_up import following
from wijkwerk.designation.following import is_newest, open_duties
from wijkwerk.designation.models import Consultation, ListedArea, Procedure
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Language, Text
from wijkwerk.ui.reader import language as language_now


@dataclass(frozen=True)
class AllComing:
    """``asked`` and ``due`` of a procedure; ``words`` by key says what each is, in the language of the mail."""

    asked: tuple[Coming, ...]
    due: tuple[Coming, ...]
    words: Mapping[str, Callable[[], str]]


def coming_in(procedure: Procedure, today: date) -> AllComing:
    """Everything that is asked in an open procedure, or due by a published one."""
    asked: list[Coming] = []
    due: list[Coming] = []
    words: dict[str, Callable[[], str]] = {}
    if procedure.state == "open":
        for view in procedure.consultations.filter(state="asked").select_related("area"):
            asked.append(Coming(f"view-{view.pk}", view.until, view.municipality))
            words[asked[-1].key] = _asked(view)
    for area, duty, text in duties_of(procedure, today):
        # A key fits in a reminder's row.
        key = f"duty-{area.pk}-{duty.code[:30]}"
        due.append(Coming(key, date.fromisoformat(duty.due), area.municipality))
        words[key] = _due(area, duty, text)
    return AllComing(tuple(asked), tuple(due), words)


def duties_of(procedure: Procedure, today: date) -> list[tuple[ListedArea, Duty, Text]]:
    """The duties with a day that aren't fulfilled, each with its words; [] while nothing was published, once
    a decision about a later year of the list was, or when the list can't be read."""
    if procedure.state != "published" or not is_newest(procedure):
        return []
    try:
        consequences = following(settings.LISTS, procedure, today)
    except (InputError, OSError):
        return []
    return [
        (area, duty, consequences.texts[duty.code])
        for area, duty in open_duties(procedure, consequences)
    ]


def due_sentence(area: ListedArea, duty: Duty, text: Text, language: Language) -> str:
    """What an area has to do, and by when."""
    values = {
        "area": area.name,
        "what": text.in_(language).rstrip("."),
        "day": date_format(date.fromisoformat(duty.due), "DATE_FORMAT"),
    }
    return _("%(area)s, by %(day)s: %(what)s.") % values


def _due(area: ListedArea, duty: Duty, text: Text) -> Callable[[], str]:
    return lambda: due_sentence(area, duty, text, language_now())


def _asked(view: Consultation) -> Callable[[], str]:
    def words() -> str:
        text = _("%(area)s: a view is asked, up to and including %(day)s. Whose: %(who)s.")
        day = date_format(view.until, "DATE_FORMAT")
        return text % {"area": view.area.name, "day": day, "who": view.get_consulted_display()}

    return words
