"""What evaluations say of an area on the monitor's own page: what was tried here, and did it help?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from wijkwerk.evaluation.report.telling import overall
from wijkwerk.evaluation.serving import shown
from wijkwerk.registry.hooks import AreaCard
from wijkwerk.shared.text import Language


def stamp() -> str:
    """The evaluations that everybody may read."""
    return " ".join(f"{record.evaluation} {record.digest[:10]}" for record in shown())


def area_cards(area: str, language: Language) -> list[AreaCard]:
    """Per evaluation in which the area was treated: the answer, and the way to it."""
    return [
        AreaCard(
            f"‘{_ended(record.title_nl if language == 'nl' else record.title_en)}’"
            f" {overall({'answers': record.answers}, language)}",
            record.get_absolute_url(),
            _("What was studied, and how sure it is"),
        )
        for record in shown()
        if area in record.areas
    ]


def _ended(title: str) -> str:
    return title if title.endswith(("?", "!", ".")) else f"{title}."
