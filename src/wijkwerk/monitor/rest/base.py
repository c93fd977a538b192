"""What the views of one edition share: the edition of the address, its words, its tag."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.request import Request

from wijkwerk.monitor.library import library
from wijkwerk.monitor.rest.parameters import MANY, PARAMETERS
from wijkwerk.monitor.rest.schema import COMPONENTS
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.rest import views
from wijkwerk.rest.describe import Description
from wijkwerk.rest.views import FOR_EVER


class MonitorDescription(Description):
    """Describes a view with the words of the monitor."""

    path_words: ClassVar = {
        "edition": ("Id of the edition, as `/editions` lists it.", "simulated-country-0a1b2c3d4e"),
        "code": ("Code of the area or group.", "BU00010000"),
        "indicator": ("Id of the indicator or composite.", "rate01"),
    }
    parameters: ClassVar = PARAMETERS
    components: ClassVar = COMPONENTS
    examples: ClassVar = {
        "area": ["GM0001"], "indicator": ["rate01"], "period": ["2012"], "level": "municipality",
        "group": "G4", "parent": "GM0001", "within": "GM0001", "against": "NL00", "q": "centrum",
        "theme": "work", "signal": True,
    }  # fmt: skip
    many: ClassVar = MANY


class ReadView(views.ReadView):
    """A view anybody may read, in the words of the monitor."""

    schema = MonitorDescription()
    many = MANY


class EditionView(ReadView, views.AnswerView):
    """A view of one edition: the same address gives the same answer for ever."""

    keep = FOR_EVER
    serving: Serving

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Open the edition of the address."""
        super().initial(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return
        self.serving = library().open(kwargs["edition"])
        self.etag = self.tag_of(request)


class ListView(EditionView, views.ListView):
    """A list of one edition, in pages, in three formats."""
