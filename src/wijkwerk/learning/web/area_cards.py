"""What learning says of an area on its page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.learning.services.twins import LEVELS
from wijkwerk.monitor.display import library
from wijkwerk.registry.hooks import AreaCard


def area_cards(area: str, edition: str) -> list[AreaCard]:
    """The way to the links of the loop that are about it, and to what was tried in areas like it."""
    text = _(
        "What comes out of figures, lists, programmes and evaluations here should be taken up."
    )
    url = reverse("learning:area-loop", args=[area])
    cards = [AreaCard(text, url, _("Where does it stand still here?"))]
    own = library().open(edition).catalogue.areas.get(area)
    if own is not None and own.level in LEVELS:
        cards.append(
            AreaCard(
                _("Other areas look like this one. What was tried there may help here, or not."),
                f"{reverse('learning:twins', args=[area])}?edition={edition}",
                _("What was tried in areas like this?"),
            )
        )
    return cards
