"""The monitor as a Django app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import (
    Examples,
    FaultAnswer,
    HomePart,
    HomeSetting,
    InUse,
    MenuEntry,
    NotReadyError,
    Preparation,
    Question,
    Station,
)
from wijkwerk.registry.language import in_language, language, ngettext
from wijkwerk.registry.loop import LoopPart
from wijkwerk.shared.text import Language


class MonitorConfig(CapabilityConfig):
    """Editions: their pages, API, health, and what the site prepares of them."""

    name = "wijkwerk.monitor"
    label = "monitor"
    requires = ("access",)

    def menu(self) -> Sequence[MenuEntry]:
        """The pages of the edition in use, and how sure its figures are."""
        standing = Question.STANDING
        return (
            MenuEntry("home", _("Overview"), order=10, question=standing),
            MenuEntry("themes", _("Themes"), order=20, question=standing),
            MenuEntry("areas", _("Areas"), order=30, question=standing),
            MenuEntry("groups", _("Groups"), order=40, question=standing),
            MenuEntry("compare", _("Compare"), order=50, question=standing),
            MenuEntry("selection", _("Own selection"), order=60, question=standing),
            MenuEntry("how_sure", _("How sure is this?"), order=70, question=standing),
        )

    def footer(self) -> Sequence[MenuEntry]:
        """What explains the figures, and where they all are."""
        return (
            MenuEntry("how_sure", _("How sure is this?"), order=10),
            MenuEntry("catalogue", _("Catalogue of indicators"), "monitor:catalogue", order=20),
            MenuEntry("editions", _("All editions"), order=30),
            MenuEntry("api", _("Open data and API"), order=40),
        )

    def menu_addresses(self, request: Any) -> Mapping[str, str]:
        """Those of the edition in use."""
        from wijkwerk.monitor.web.edition_choice import edition_of_request, menu

        return menu(edition_of_request(request))

    def in_use(self, request: Any) -> InUse | None:
        """The edition that the page is about, or that its reader took along; else the default one.

        None when the site serves none.
        """
        from wijkwerk.monitor.web.edition_choice import edition_of_request, in_use

        return in_use(request, edition_of_request(request))

    def home_settings(self) -> Sequence[HomeSetting]:
        """Whose figures, and of which city."""
        from wijkwerk.monitor.web.home_choice import home_settings

        return home_settings()

    def home_part(self, request: Any, home: Mapping[str, str]) -> HomePart:
        """Are neighbourhoods catching up, and for sure?"""
        from wijkwerk.monitor.web import front

        return front.home_part(request, home)

    def stations(self, request: Any, home: Mapping[str, str]) -> Sequence[Station]:
        """How much was measured."""
        from wijkwerk.monitor.web import front

        return front.stations(request, home)

    def place_name(self, code: str, language: Language) -> str:
        """As in the newest edition that has it."""
        from wijkwerk.monitor.web.areas.addresses import name_in_any_edition

        return name_in_any_edition(code, language)

    def fault_answers(self) -> Sequence[FaultAnswer]:
        """An edition that is unknown; whatever was published that is withdrawn or unreadable."""
        from wijkwerk.monitor.library import UnknownEditionError
        from wijkwerk.rest.faults import shortened
        from wijkwerk.served.api import UnreadableError, WithdrawnError

        return (
            FaultAnswer(
                UnknownEditionError,
                404,
                lambda fault: f"No edition {shortened(str(fault))}; /api/v1/editions lists them.",
            ),
            FaultAnswer(WithdrawnError, 410, lambda fault: f"Withdrawn: {fault}", page=str),
            FaultAnswer(
                UnreadableError,
                503,
                lambda fault: "These files can't be read now.",
                page=str,
                retry_after=60,
            ),
        )

    def loop(self, today: date, language: Language) -> LoopPart:
        """Early signals, for programmes."""
        from wijkwerk.monitor.web.loop import loop

        return loop(language)

    def health(self) -> Mapping[str, Any]:
        """The default edition, which must open. ``unavailable`` names others that can't be served, and
        ``changed`` those of which a file was changed on the disk: that file isn't handed out.

        Raises NotReadyError when it doesn't open, or when there is none.
        """
        from wijkwerk.monitor.library import library
        from wijkwerk.monitor.models import EditionState
        from wijkwerk.served.api import is_remaking

        library().look()
        try:
            edition = library().default()
        except Exception:
            part = "serving files are made again" if is_remaking() else "edition"
            raise NotReadyError(part) from None
        if edition is None:
            raise NotReadyError("no edition")
        damaged = [
            record.edition for record in library().records() if record.state == EditionState.DAMAGED
        ]
        unprepared = library().unprepared()
        if edition.catalogue.id in unprepared:
            # Open here, but no other worker can open it.
            raise NotReadyError("serving files are made again" if is_remaking() else "edition")
        named = {"unavailable": [*damaged, *unprepared], "changed": library().changed()}
        unusable = {name: editions for name, editions in named.items() if editions}
        return {"edition": edition.catalogue.id, **unusable}

    def prepare(self, preparation: Preparation) -> str:
        """Register the editions and make their serving files."""
        from django.conf import settings
        from django.utils import translation

        from wijkwerk.monitor.models import EditionRecord, EditionState
        from wijkwerk.monitor.services import register_editions

        for record in register_editions(
            preparation.editions,
            settings.SERVING,
            datetime.now(UTC),
            preparation.default,
            preparation.tell,
        ):
            if record.state != EditionState.SERVED:
                with translation.override(language()):
                    state = str(EditionState(record.state).label)
                detail = in_language(record.detail)
                preparation.warn(f"Not served: {record.edition} ({state}: {detail})")
        number = EditionRecord.objects.filter(state=EditionState.SERVED).count()
        return ngettext("{number} edition", "{number} editions", number)

    def warm(self) -> None:
        """Open the edition of the home page."""
        from wijkwerk.monitor.library import library

        library().default()

    def withdraw(self, publication: str, reason: str, now: datetime) -> bool:
        """Take an edition off the site for good."""
        from wijkwerk.monitor import services
        from wijkwerk.monitor.models import EditionRecord

        if not EditionRecord.objects.filter(edition=publication).exists():
            return False
        services.withdraw(publication, reason, now)
        return True

    def make_examples(self, examples: Examples) -> None:
        """Build the example editions."""
        from wijkwerk.monitor.examples import build_examples

        examples.made["editions"] = build_examples(
            examples.editions, examples.published, examples.tell
        )
