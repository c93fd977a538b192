"""A publication appears under its own name by one rename, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wijkwerk.publication.atomic_folders import hidden_folder, refusals_told, sweep, sync, sync_one
from wijkwerk.publication.kinds import Kind
from wijkwerk.publication.manifests import MANIFEST
from wijkwerk.publication.verifying import Publication, changed_files
from wijkwerk.shared.problems import InputError


@contextmanager
def hidden_in(out: Path, kind: Kind) -> Iterator[Path]:
    """A hidden folder in ``out`` to build a publication in; ``out`` is made when it isn't there.

    What killed builds left goes first. Raises InputError when ``out`` can't be made, and when the
    disk refuses.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise InputError.of(
            str(out),
            f"no folder can be made there ({fault.strerror})",
            f"a folder in which the {kind.word} appears",
            suggestion="Name another folder with --out.",
        ) from fault
    with refusals_told(out):
        sweep(out)
        with hidden_folder(out) as hidden:
            yield hidden


def atomic_publish(
    building: Path, final: Path, kind: Kind, opened: Callable[[Path], Publication]
) -> None:
    """Let what lies in ``building`` be ``final``, with all of it on the disk.

    Another build of the same may have been first: the same input gives the same files, so that one
    stays when it is whole.
    """
    sync(building)
    try:
        building.rename(final)
    except OSError:
        if not final.exists():
            raise
        verify_publication(final, kind, opened)
    sync_one(final.parent)


def verify_publication(final: Path, kind: Kind, opened: Callable[[Path], Publication]) -> None:
    """Raise InputError when a folder with a publication's name isn't that publication."""
    try:
        publication = opened(final)
        wrong = changed_files(publication)
        if publication.manifest["id"] != final.name:
            wrong.append(MANIFEST)
    except InputError as broken:
        wrong = [str(problem) for problem in broken.problems]
    if wrong:
        raise InputError.of(
            str(final),
            f"the {kind.word} there is damaged",
            "files as its manifest says",
            value=", ".join(wrong),
            suggestion=f"Move that folder away and {kind.make_again}.",
        )
