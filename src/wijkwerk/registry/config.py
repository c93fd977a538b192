"""A capability as a Django app: what it registers, and the capabilities that are installed."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, Literal

from django.apps import AppConfig, apps

from wijkwerk.registry.discovery import in_floor_order, packages, part_of
from wijkwerk.registry.hooks import (
    ApprovedPlan,
    AreaCard,
    AreaLine,
    Evidence,
    Examples,
    FaultAnswer,
    Feasibility,
    HomePart,
    HomeSetting,
    InUse,
    LevelTarget,
    Limit,
    MenuEntry,
    Preparation,
    Promise,
    Station,
    WorkItem,
)
from wijkwerk.registry.loop import LoopPart
from wijkwerk.shared.classification import DataCard
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Language


class CapabilityConfig(AppConfig):
    """Base of the AppConfig of every capability. Each method registers something; a capability has
    those that it needs, and imports in them what they need.

    Beside its ``apps.py`` are read, when they are there: ``urls.py`` (``pages`` below the language,
    ``api`` below /api/v1/, ``root`` below neither), ``commands`` (``COMMANDS``), ``roles.toml``
    (actions, roles, and within what a role can be held), ``web/templates``, and all that Django
    finds by itself: models, migrations, ``templates``, ``static``, ``locale``.
    """

    default = False  # of this base; those that it is a base of are Django's choice
    default_auto_field = "django.db.models.BigAutoField"
    # Labels of the capabilities that this one builds on; it stands on a higher floor than they.
    requires: ClassVar[Sequence[str]] = ()
    # Labels of those after which its cards, entries and work stand where all are gathered; none needs to be there.
    after: ClassVar[Sequence[str]] = ()

    def __init_subclass__(cls) -> None:
        cls.default = True

    def addresses(self, kind: Literal["root", "api", "pages"]) -> Sequence[Any]:
        """Its URL patterns of a kind, out of ``urls.py``; none without that file."""
        if not (Path(self.path) / "urls.py").is_file():
            return ()
        return tuple(getattr(import_module(f"{self.name}.urls"), kind, ()))

    def menu(self) -> Sequence[MenuEntry]:
        """Its entries in the main menu."""
        return ()

    def footer(self) -> Sequence[MenuEntry]:
        """Its links in the foot of every page."""
        return ()

    def menu_addresses(self, request: Any) -> Mapping[str, str]:
        """Addresses by key of entries that lead elsewhere at another time or from another page, such
        as to the edition in use. Raises DatabaseError when that can't be told."""
        return {}

    def in_use(self, request: Any) -> InUse | None:
        """The publication that the menu of this page leads to; None when it has none. Raises
        DatabaseError when that can't be told."""
        return None

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """What ``user`` may work on at ``now``, for the page one comes to after logging in."""
        return ()

    def home_settings(self) -> Sequence[HomeSetting]:
        """What can be chosen about the home of the site."""
        return ()

    def home_part(self, request: Any, home: Mapping[str, str]) -> HomePart | None:
        """The answer on the home of the site, as chosen in ``home`` (by key of the settings); None when
        the capability has none."""
        return None

    def stations(self, request: Any, home: Mapping[str, str]) -> Sequence[Station]:
        """How its stages of the loop stand, on the home of the site: of what everybody may see."""
        return ()

    def loop(self, today: date, language: Language) -> LoopPart:
        """What it hands to other stages of the loop and takes up of them, as on ``today``: of what
        everybody may see, of persons numbers alone."""
        return LoopPart()

    def area_cards(self, area: str, edition: str, language: Language) -> Sequence[AreaCard]:
        """What it has to say of the area with this code, on its page in an edition."""
        return ()

    def place_name(self, code: str, language: Language) -> str:
        """What the municipality or other area with this code is called; '' when the capability doesn't know."""
        return ""

    def area_stamp(self, edition: str) -> str | None:
        """A text that changes when any card of the edition may: pages are kept by it. None (when it
        isn't quicker) lets the cards themselves be asked for at every visit."""
        return None

    def feasibility(
        self, targets: Iterable[LevelTarget], language: Language
    ) -> Mapping[LevelTarget, Feasibility]:
        """How often areas as far behind got where each of ``targets`` wants to be; without those of
        which it knows nothing."""
        return {}

    def approved_plans(self, municipality: str, language: Language) -> Sequence[ApprovedPlan]:
        """The plans for areas of a municipality that everybody can read, for a programme to take over."""
        return ()

    def promises(self, municipality: str) -> Sequence[Promise]:
        """The targets and commitments for a municipality that everybody can read, for what rests on them, such as a
        payment."""
        return ()

    def barrier_form(self, user: Any, now: datetime, *, title: str, text: str, rule: str) -> str:
        """The address where ``user`` can write down a rule that stands in the way, begun with these; '' without."""
        return ""

    def money_notices(
        self, municipality: str, today: date, *, simulated: bool
    ) -> Sequence[AreaLine]:
        """What a council has to know of a municipality's money in time, of what everybody may read; of examples
        (``simulated``) or of real money."""
        return ()

    def evidence(self, kind: str, reference: str, language: Language) -> Sequence[Evidence]:
        """What it published that decisions can rest on, for everybody to read: first what is about the
        thing of this ``kind`` (project, programme) and ``reference``."""
        return ()

    def data_cards(self) -> Mapping[str, DataCard]:
        """The card of each table, by "app.Model": how long rows are kept, and what is in them."""
        return {
            model._meta.label: model.data_card
            for model in self.get_models(include_auto_created=True)
            if hasattr(model, "data_card")
        }

    def limits(self) -> Mapping[str, Limit]:
        """How it slows down who fails at something, by kind; ``take`` and ``count`` of access/throttle.py count."""
        return {}

    def fault_answers(self) -> Sequence[FaultAnswer]:
        """How the site answers its exceptions."""
        return ()

    def health(self) -> Mapping[str, Any]:
        """What /health/ready says of it. Raises NotReadyError with the part that can't answer, or
        DatabaseError."""
        return {}

    def prepare(self, preparation: Preparation) -> str:
        """Make ready what it serves, before the site starts or beside it; the tables are up to date.
        Gives what the site then serves, as "3 editions"; '' for nothing to count."""
        return ""

    def warm(self) -> None:
        """Open in a worker what its first visitor would wait for."""

    def withdraw(self, publication: str, reason: str, now: datetime) -> bool:
        """Take a publication off the site; False when it is none of its own. Raises InputError."""
        return False

    def make_examples(self, examples: Examples) -> None:
        """Build or write its examples for ``make run``; what is there already is left as it is."""


def capabilities() -> list[CapabilityConfig]:
    """The installed capabilities, lowest floor first. Django must be set up."""
    return [config for config in apps.get_app_configs() if isinstance(config, CapabilityConfig)]


def place_name(code: str, language: Language) -> str:
    """What the place with this code is called on a page that belongs to no edition; the code itself when no
    capability knows."""
    names = (capability.place_name(code, language) for capability in capabilities())
    return next(filter(None, names), code)


def fault_answer(fault: Exception) -> FaultAnswer | None:
    """How the capability whose exception it is answers it; None when it is nobody's."""
    return next(
        (
            answer
            for capability in capabilities()
            for answer in capability.fault_answers()
            if isinstance(fault, answer.kind)
        ),
        None,
    )


def installed_apps() -> list[str]:
    """For INSTALLED_APPS: every capability that is packaged or installed, lowest floor first.

    Raises InputError when one requires what isn't there, when some require each other, or when two
    have the same label.
    """
    classes: dict[str, type[CapabilityConfig]] = {}
    for package, folder in packages().items():
        config = _config_of(package)
        if config is None:
            if not package.startswith("wijkwerk."):
                raise InputError.of(
                    str(folder / "apps.py"),
                    "no capability",
                    "a class with base wijkwerk.registry.config.CapabilityConfig",
                )
            continue  # a room with tables or templates, such as the site itself
        label = _label_of(config)
        if label in classes:
            raise InputError.of(
                str(folder / "apps.py"),
                "this label is taken",
                f"another label than that of {classes[label].name}",
                value=label,
            )
        classes[label] = config
    order = in_floor_order(
        {
            label: (*config.requires, *(other for other in config.after if other in classes))
            for label, config in classes.items()
        },
        {label: _place_of(config) for label, config in classes.items()},
    )
    return [f"{classes[label].__module__}.{classes[label].__qualname__}" for label in order]


def _place_of(config: type[CapabilityConfig]) -> tuple[str, int]:
    """File and line of what it requires, or of the class itself when it says nothing."""
    lines, first = inspect.getsourcelines(config)
    below = (number for number, line in enumerate(lines) if line.strip().startswith("requires"))
    return inspect.getfile(config), first + next(below, 0)


def _label_of(config: type[CapabilityConfig]) -> str:
    """As Django: the last part of the name, unless the class says otherwise."""
    return getattr(config, "label", None) or config.name.rpartition(".")[2]


def _config_of(package: str) -> type[CapabilityConfig] | None:
    module = part_of(package, "apps", "a module that can")
    return next(
        (
            kind
            for kind in vars(module).values()
            if isinstance(kind, type)
            and issubclass(kind, CapabilityConfig)
            and kind.__module__ == module.__name__
        ),
        None,
    )
