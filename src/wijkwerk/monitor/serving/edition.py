"""An edition opened for reading: its catalogue and its store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.serving.catalogue import Catalogue, read_catalogue
from wijkwerk.monitor.serving.prepare import prepare
from wijkwerk.monitor.serving.search import SearchIndex
from wijkwerk.monitor.serving.store import Store


@dataclass(frozen=True)
class Serving:
    """An edition as pages and the API read it; never written to."""

    path: Path  # the edition's own folder
    catalogue: Catalogue
    store: Store
    search: SearchIndex

    @classmethod
    def open(cls, folder: Path, cache: Path) -> Serving:
        """Open the edition in ``folder``, preparing its serving file in ``cache`` when needed.

        Raises InputError when the edition isn't whole.
        """
        edition = Edition.open(folder)
        store = Store(prepare(edition, cache))
        periods = store.tuples("SELECT indicator, level, period, measured FROM periods")
        catalogue = read_catalogue(
            edition, [(str(a), str(b), str(c), int(d)) for a, b, c, d in periods]
        )
        return cls(folder, catalogue, store, SearchIndex.of(catalogue))
