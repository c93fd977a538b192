"""What learning says of an area on its page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.registry.hooks import AreaCard


def area_cards(area: str) -> list[AreaCard]:
    """The way to the links of the loop that are about it."""
    text = _(
        "What comes out of figures, lists, programmes and evaluations here should be taken up."
    )
    url = reverse("learning:area-loop", args=[area])
    return [AreaCard(text, url, _("Where does it stand still here?"))]
