"""Reads a document into the database: a new programme, or what one that is there hasn't got yet.

Nothing that is there is changed, but for what was empty: a difference is told and refused, since a
promise that changes by a file isn't kept. All of it happens in one transaction, or nothing does.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _

from wijkwerk.access.api import Place, acting_role, require
from wijkwerk.audit.api import COMMAND, record
from wijkwerk.programme.exchange.adding import Adding, Outcome
from wijkwerk.programme.exchange.checking import Checked
from wijkwerk.programme.exchange.export import IMPORTED
from wijkwerk.programme.models import Programme, Step
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import ChangedMeanwhileError, actor_of


class _DryRunError(Exception):
    """Takes everything back."""


def import_by_operator(checked: Checked, now: datetime, *, dry_run: bool = False) -> Outcome:
    """Read a document, by who runs the site. Raises InputError and then changes nothing."""
    return _import(checked, COMMAND, "", now, dry_run, editing=False)


def import_by_account(
    checked: Checked, user: Any, now: datetime, *, dry_run: bool, agreed: str = ""
) -> Outcome:
    """Read a document, by an account that may edit the programme (or start a new one): nothing that
    asks for somebody else, such as a signature or a decision of the board, comes in this way.

    ``agreed`` is the digest of the outcome that somebody agreed to. Raises RefusedError, InputError,
    TransitionNotAllowed when the programme has ended, or ChangedMeanwhileError when it would now do something
    else; then nothing was changed.
    """
    slug = str(checked.tables["programme"][0]["slug"])
    exists = Programme.objects.filter(slug=slug).exists()
    action = "programme.edit" if exists else "programme.start"
    about = Place(programme=slug) if exists else Place()
    require(user, action, about, now)
    role = acting_role(user, action, about, now)
    return _import(checked, actor_of(user), role, now, dry_run, editing=True, agreed=agreed)


def _import(
    checked: Checked,
    actor: str,
    role: str,
    now: datetime,
    dry_run: bool,
    *,
    editing: bool,
    agreed: str = "",
) -> Outcome:
    adding = Adding(checked, actor, editing, now)
    try:
        with transaction.atomic():
            adding.run()
            if adding.problems:
                raise InputError(adding.problems)
            if agreed and agreed != adding.outcome.digest:
                raise ChangedMeanwhileError
            if adding.outcome.changes:
                _keep(adding, role, now)
            if dry_run:
                raise _DryRunError
    except _DryRunError:
        pass
    except IntegrityError:
        raise InputError(
            [
                adding.problem(
                    adding.busy[0],
                    adding.busy[1],
                    None,
                    _("goes against what is there"),
                    _("a row that fits beside the others"),
                    None,
                )
            ]
        ) from None
    except DatabaseError as fault:
        raise InputError(
            [
                adding.problem(
                    adding.busy[0],
                    adding.busy[1],
                    None,
                    _("the database doesn’t take this"),
                    _("values that it can hold"),
                    str(fault)[:100],
                )
            ]
        ) from None
    return adding.outcome


def _keep(adding: Adding, role: str, now: datetime) -> None:
    """One step in the history and one entry in the audit trail."""
    state = adding.programme.state
    document_json = json.dumps(
        adding.checked.sent.told, ensure_ascii=False, sort_keys=True, default=str
    )
    digest = hashlib.sha256(document_json.encode()).hexdigest()
    Step.objects.create(
        programme=adding.programme,
        machine="programme",
        object_id=adding.programme.pk,
        action="edit",
        source=state,
        target=state,
        at=now,
        actor=adding.actor,
        role=role,
        place=adding.programme.slug,
        outcome=IMPORTED,
    )
    record(
        adding.actor,
        "programme.edit",
        "programme",
        adding.programme.pk,
        now,
        before={"there": not adding.outcome.new},
        after={"import": digest, "added": adding.outcome.added, "filled": adding.outcome.filled},
    )
