"""What a start says to who waits for it: a line per step with the time that it took."""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.console import Console

from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, language

_WIDTH = 60  # columns of words before the time


class TimedSteps:
    """Tells steps that follow each other: the words at once, the seconds when the next one begins.

    ``clock`` gives seconds that only go up. ``end`` closes the last line.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console, self._clock = console, clock
        self._began: float | None = None

    def tell(self, title: str) -> None:
        """A step begins; the one before it is done."""
        self.end()
        self._began = self._clock()
        title_shown = in_language(title).removesuffix(" ...")
        self._console.print(
            f"{title_shown} ".ljust(_WIDTH, "."), end="", markup=False, soft_wrap=True
        )
        self._console.file.flush()

    def warn(self, warning: str) -> None:
        """What needs care, on a line of its own."""
        self.end()
        self._console.print(in_language(warning), style="yellow", markup=False, soft_wrap=True)

    def end(self) -> None:
        """The last step is done."""
        if self._began is not None:
            self._console.print(f" {self._clock() - self._began:.1f} s")
            self._began = None


def worth_opening(base: str) -> list[tuple[str, str]]:
    """Three addresses below ``base`` to look at first, each with its words: the site itself, then the page of
    each capability that has one of its own, as its menu calls it. Django must be set up."""
    from django.urls import reverse
    from django.utils.translation import override

    from wijkwerk.registry.config import capabilities

    addresses = [(_("The site"), f"{base}{reverse('root')}")]
    for capability in capabilities():
        own = [entry for entry in capability.menu() if entry.view]
        if own:
            address = reverse(own[0].view)
            with override(language()):
                addresses.append((str(own[0].label), f"{base}{address}"))
    return addresses[:3]
