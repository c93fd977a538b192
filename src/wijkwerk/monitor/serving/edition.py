"""An edition opened for reading: its catalogue and its store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.serving.catalogue import Catalogue, read_catalogue
from wijkwerk.monitor.serving.layout import serving_path
from wijkwerk.monitor.serving.search import SearchIndex
from wijkwerk.monitor.serving.store import Store
from wijkwerk.shared.problems import InputError


@dataclass(frozen=True)
class Serving:
    """An edition as pages and the API read it; never written to."""

    path: Path  # the edition's own folder
    catalogue: Catalogue
    store: Store
    search: SearchIndex

    @classmethod
    def open(cls, folder: Path, cache: Path, prepared: bool = False) -> Serving:
        """Open the edition in ``folder``, preparing its serving file in ``cache`` when needed.

        Raises InputError when the edition isn't whole, or when it isn't ``prepared`` and should be:
        a visitor doesn't wait minutes for what an operator forgot.
        """
        edition = Edition.open(folder)
        path = serving_path(edition, cache)
        if prepared and not path.exists():
            raise InputError.of(
                edition.id, "not prepared", "a serving file",
                suggestion="Run `wijkwerk serve FOLDER --prepare-only`.",
            )  # fmt: skip
        if not path.exists():
            # Not above: who only reads has no use for geometry and its libraries.
            from wijkwerk.monitor.serving.prepare import prepare

            prepare(edition, cache)
        try:
            store = Store(path)
        except duckdb.Error as fault:
            raise InputError.of(
                path.name, "the serving file can't be read", "a whole file",
                suggestion="Delete it and run `wijkwerk serve FOLDER --prepare-only`.",
            ) from fault  # fmt: skip
        periods = store.tuples("SELECT indicator, level, period, measured FROM periods")
        catalogue = read_catalogue(
            edition, [(str(a), str(b), str(c), int(d)) for a, b, c, d in periods]
        )
        return cls(folder, catalogue, store, SearchIndex.of(catalogue))
