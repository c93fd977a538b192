"""An edition opened for reading: its catalogue and its store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.serving.catalogue import Catalogue, read_catalogue
from wijkwerk.monitor.serving.layout import serving_path
from wijkwerk.monitor.serving.search import SearchIndex
from wijkwerk.publication.api import Stamp, is_intact, stamp
from wijkwerk.served.api import NotPreparedError, Store


@dataclass(frozen=True)
class Serving:
    """An edition as pages and the API read it; never written to."""

    path: Path  # the edition's own folder
    catalogue: Catalogue
    store: Store
    search: SearchIndex
    opened: Stamp | None  # stamp of the serving file when it was opened

    @property
    def manifest(self) -> dict[str, Any]:
        """What the edition's ``manifest.json`` held when it was opened."""
        return self.catalogue.manifest

    @property
    def is_intact(self) -> bool:
        """Whether the serving file still is the one that was opened, undamaged as far as was read."""
        return not self.store.damaged and stamp(self.store.path) == self.opened

    @classmethod
    def open(cls, folder: Path, cache: Path, prepared: bool = False) -> Serving:
        """Open the edition in ``folder``, preparing its serving file in ``cache`` when needed.

        Raises InputError when the edition isn't whole, NotPreparedError when it isn't ``prepared`` and
        should be: a visitor doesn't wait minutes for what an operator forgot.
        """
        edition = Edition.open(folder)
        path = serving_path(edition, cache)
        if prepared and not is_intact(path):
            raise NotPreparedError.of(
                edition.id,
                "not prepared, or damaged since",
                "an intact serving file",
                suggestion="Run `wijkwerk serve FOLDER --prepare-only`.",
            )
        opened = stamp(path)
        if not prepared:
            # Not above: who only reads has no use for geometry and its libraries.
            from wijkwerk.monitor.serving.prepare import prepare

            opened = stamp(prepare(edition, cache))
        try:
            store = Store(path)
        except duckdb.Error as fault:
            raise NotPreparedError.of(
                path.name,
                "the serving file can't be read",
                "a whole file",
                suggestion="Delete it and run `wijkwerk serve FOLDER --prepare-only`.",
            ) from fault
        periods = store.tuples("SELECT indicator, level, period, measured FROM periods")
        catalogue = read_catalogue(
            edition, [(str(a), str(b), str(c), int(d)) for a, b, c, d in periods]
        )
        return cls(folder, catalogue, store, SearchIndex.of(catalogue), opened)
