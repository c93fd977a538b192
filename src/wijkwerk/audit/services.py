"""Writing to the two chains, and holding them against themselves."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from wijkwerk.audit.context import current_request
from wijkwerk.audit.core.chain import START, Break, Link, break_at_end, breaks_of, digest_of
from wijkwerk.audit.models import Chained, ChainEnd, Entry, Processing

COMMAND = "command"  # who wrote, when it was done on the command line
_LOCK = 7_301_955  # of the chains, among PostgreSQL's advisory locks
_log = logging.getLogger("wijkwerk.audit")
Row = TypeVar("Row", bound=Chained)


@dataclass(frozen=True)
class Verified:
    """What became of checking a chain: its breaks, and the place and digest of its end."""

    chain: str
    breaks: list[Break]
    place: int
    digest: str


def record(
    actor: str,
    action: str,
    object_kind: str,
    object_id: object,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Write down a write, in the transaction of that write.

    ``before`` and ``after`` hold the changed fields as JSON values, without personal data that
    nobody needs to prove the change. Raises RuntimeError outside a transaction: then the write
    could stay while its entry doesn't, or the other way round.
    """
    entry = Entry(
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        before=dict(before or {}),
        after=dict(after or {}),
    )
    return _append(entry, actor, now)


def record_look(actor: str, kind: str, purpose: str, number: int, now: datetime) -> Processing:
    """Write down that ``actor`` saw ``number`` records with personal data of this kind, and why."""
    with transaction.atomic():
        return _append(Processing(kind=kind, purpose=purpose, number=number), actor, now)


def _append(row: Row, actor: str, now: datetime) -> Row:
    """Put ``row`` at the end of its chain. One at a time: the others wait until this one is kept."""
    if not connection.in_atomic_block:
        raise RuntimeError("the audit trail is written in the transaction of what it is about")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    kind = type(row)
    last = kind._default_manager.order_by("-place").first()
    row.place = last.place + 1 if last is not None else 1
    row.previous = last.digest if last is not None else START
    row.at, row.actor, row.request = now.astimezone(UTC), actor, current_request()
    row.digest = digest_of(row.previous, row.content())
    row.save(force_insert=True)
    ChainEnd.objects.update_or_create(
        chain=kind._meta.model_name, defaults={"place": row.place, "digest": row.digest}
    )
    # The log lies outside the database: who changes that can't change both.
    transaction.on_commit(
        lambda: _log.info("%s %s %s", kind._meta.model_name, row.place, row.digest)
    )
    return row


def verify(noted: Mapping[str, Mapping[int, str]] | None = None) -> list[Verified]:
    """Both chains held against themselves, against where the database remembers that they end, and
    against digests by place that were ``noted``."""
    chains = []
    ends = {end.chain: (end.place, end.digest) for end in ChainEnd.objects.all()}
    for kind in (Entry, Processing):
        name = str(kind._meta.model_name)
        breaks, place, digest = breaks_of(_links(kind), (noted or {}).get(name, {}))
        breaks += break_at_end(place, digest, ends.get(name))
        chains.append(Verified(name, breaks, place, digest))
    written = chains[0]
    if not written.place and not written.breaks and get_user_model()._default_manager.exists():
        # Nobody gets an account without an entry about it.
        written.breaks.append(Break(0, "it is empty, though there are accounts"))
    return chains


def _links(kind: type[Chained]) -> Iterator[Link]:
    for row in kind._default_manager.order_by("place").iterator():
        yield Link(row.place, row.content(), row.previous, row.digest)
