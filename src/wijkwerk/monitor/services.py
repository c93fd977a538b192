"""Registering editions: the only place that writes the register."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from django.db import transaction
from django.db.models import Max

from wijkwerk.audit.api import COMMAND, record
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.serving.layout import serving_path
from wijkwerk.monitor.serving.prepare import prepare
from wijkwerk.publication.api import MANIFEST, changed_files, file_hash, remove_sealed
from wijkwerk.shared.problems import InputError, Problem

Progress = Callable[[str], None]
_LARGE = 20_000_000  # bytes of figures from which each step of preparing is told
_log = logging.getLogger("wijkwerk.register")


@dataclass(frozen=True)
class Registered:
    """An edition folder and what became of it."""

    edition: str
    state: str
    detail: str = ""


def register_editions(
    folder: Path,
    cache: Path,
    now: datetime,
    default: str | None = None,
    tell: Progress | None = None,
) -> list[Registered]:
    """Bring the register in line with the editions in ``folder``; may be run at any time.

    New editions are checked against their manifest and prepared in ``cache``. A damaged one is
    recorded as such and doesn't stop the others. An edition that is in the register stays in it.
    ``default`` (an edition's id, or its series) is what the home page shows; without it an earlier
    choice stays, or else the last edition of real places, or else the last. Raises InputError when
    ``default`` isn't there.
    """
    editions: list[Registered] = []
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith("."):
            editions.append(_register(path, cache, now, tell or (lambda _label: None)))
    _sweep(cache, editions, folder)
    registered_ids = {registered.edition for registered in editions}
    for row in EditionRecord.objects.filter(state=EditionState.SERVED):
        if row.edition not in registered_ids and not Path(row.folder).is_dir():
            _mark(row, EditionState.DAMAGED, "its folder is gone", now)
    _choose_default(default, now)
    return editions


def withdraw(edition: str, reason: str, now: datetime) -> None:
    """Take an edition off the site for good; its address then says that, and why.

    Raises InputError for an edition that isn't registered.
    """
    edition_record = EditionRecord.objects.filter(edition=edition).first()
    if edition_record is None:
        raise InputError(
            [Problem("--edition", None, None, "unknown edition", edition, "a registered edition")]
        )
    _mark(edition_record, EditionState.WITHDRAWN, reason, now)


def _sweep(cache: Path, editions: list[Registered], folder: Path) -> None:
    """Delete serving files that nothing asks for any more: older layouts, withdrawn editions.

    A process that still reads one keeps it until it lets go.
    """
    served = [
        registered.edition for registered in editions if registered.state == EditionState.SERVED
    ]
    wanted = {serving_path(Edition.open(folder / edition_id), cache) for edition_id in served}
    ours = [
        *served,
        *(
            registered.edition
            for registered in editions
            if registered.state == EditionState.WITHDRAWN
        ),
    ]
    for path in cache.glob("*.duckdb"):
        if path not in wanted and any(path.name.startswith(f"{own}.") for own in ours):
            remove_sealed(path)


def _register(path: Path, cache: Path, now: datetime, tell: Progress) -> Registered:
    known_record = EditionRecord.objects.filter(edition=path.name).first()
    if known_record is not None and known_record.state == EditionState.WITHDRAWN:
        return Registered(known_record.edition, EditionState.WITHDRAWN, known_record.reason)
    try:
        edition = Edition.open(path)
        digest = file_hash(path / MANIFEST)
        fresh = (
            known_record is None
            or known_record.digest != digest
            or known_record.state == EditionState.DAMAGED
        )
        if fresh:
            tell(f"Checking {path.name} ...")
        if fresh and (changed := changed_files(edition)):
            raise InputError(
                [
                    Problem(
                        name,
                        None,
                        None,
                        "contents changed",
                        None,
                        "what the manifest says",
                        "Copy the edition again.",
                    )
                    for name in changed
                ]
            )
        if edition.id != path.name:
            raise InputError(
                [Problem(path.name, None, None, "wrong folder name", path.name, edition.id)]
            )
        large = (path / "figures.parquet").stat().st_size > _LARGE
        prepare(
            edition,
            cache,
            lambda step: tell(f"Preparing {edition.id}: {step} ...") if large else None,
        )
    except Exception as fault:
        # One edition must never keep the others from being served, whatever is wrong with it.
        if not isinstance(fault, InputError | OSError):
            _log.exception("an edition can't be prepared")
        detail = (str(fault) or type(fault).__name__).splitlines()[0][:500]
        if known_record is not None:
            _mark(known_record, EditionState.DAMAGED, detail, now)
        return Registered(path.name, EditionState.DAMAGED, detail)
    title = edition.definitions["source"]["title"]
    with transaction.atomic():
        place = EditionRecord.objects.aggregate(last=Max("place"))["last"] or 0
        EditionRecord.objects.update_or_create(
            edition=edition.id,
            defaults={
                "folder": str(path.resolve()),
                "digest": digest,
                "state": EditionState.SERVED,
                "reason": "",
            },
            create_defaults={
                "series": edition.manifest["series"],
                "title_nl": title["nl"][:300],
                "title_en": title["en"][:300],
                "folder": str(path.resolve()),
                "digest": digest,
                "simulated": edition.manifest["simulated"],
                "registered_at": now,
                "place": place + 1,
            },
        )
        if fresh:
            record(
                COMMAND, "edition.register", "edition", edition.id, now, after={"digest": digest}
            )
    return Registered(edition.id, EditionState.SERVED)


def _mark(edition_record: EditionRecord, state: str, reason: str, now: datetime) -> None:
    before = {"state": edition_record.state, "reason": edition_record.reason}
    edition_record.state, edition_record.reason = state, reason[:500]
    after = {"state": str(edition_record.state), "reason": edition_record.reason}
    if before == after:
        return
    with transaction.atomic():
        edition_record.save(update_fields=["state", "reason"])
        record(
            COMMAND,
            "edition.mark",
            "edition",
            edition_record.edition,
            now,
            before=before,
            after=after,
        )


def _tells(record: EditionRecord) -> tuple[bool, bool, int, int]:
    """How much an edition tells about neighbourhoods, for a site that shows one first without being told
    which: with a map before without, real before made up, then with the longest series, then the newest."""
    edition = Edition.open(Path(record.folder))
    series = pl.scan_parquet(edition.path / "figures.parquet").select(pl.col("period").n_unique())
    return (
        "geometry.geojson" in edition.manifest["outputs"],
        not record.simulated,
        int(series.collect().item()),
        record.place,
    )


def _choose_default(wanted: str | None, now: datetime) -> None:
    served = EditionRecord.objects.filter(state=EditionState.SERVED)
    if wanted is not None:
        chosen = served.filter(edition=wanted).first() or served.filter(series=wanted).first()
        if chosen is None:
            raise InputError(
                [
                    Problem(
                        "--default",
                        None,
                        None,
                        "no such edition",
                        wanted,
                        "the id or series of an edition in the folder",
                    )
                ]
            )
    elif served.filter(is_default=True).exists():
        return
    else:
        chosen = max(served, key=_tells, default=None)
    with transaction.atomic():
        EditionRecord.objects.filter(is_default=True).update(is_default=False)
        if chosen is not None:
            EditionRecord.objects.filter(pk=chosen.pk).update(is_default=True)
            record(COMMAND, "edition.default", "edition", chosen.edition, now)
