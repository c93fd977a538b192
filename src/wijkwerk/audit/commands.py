"""``wijkwerk audit``: read the history, and hold it against itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.registry.commands import Command
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wijkwerk.audit.models import Chained, Entry

Row = TypeVar("Row", bound="Chained")
audit_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
COMMANDS = (
    Command(
        "audit",
        audit_commands,
        "The history of every write, and whether it is whole.\n\n"
        "Example:\n\n    wijkwerk audit verify",
        order=50,
    ),
)


@audit_commands.command("show")
def show_command(
    object_id: Annotated[
        str | None, typer.Option("--object", help="Only of this object, such as account:12.")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Only by this actor.")] = None,
    looks: Annotated[
        bool, typer.Option("--looks", help="Who looked at personal data, instead of who wrote.")
    ] = False,
    last: Annotated[
        int, typer.Option(min=1, max=100_000, help="At most so many, the newest.")
    ] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line.")] = False,
    data: DataOption = None,
) -> None:
    """Show what was written, by whom and when; the oldest first.

    Persons stand in it by the number of their account.

    Examples:

        wijkwerk audit show
        wijkwerk audit show --object account:12 --json
        wijkwerk audit show --looks --last 10
    """
    open_database(data)
    from wijkwerk.audit.models import Entry, Processing

    if looks:
        rows = list(_of(Processing.objects.all(), actor).order_by("-place")[:last])
        lines: list[tuple[Chained, str]] = [
            (row, f"{row.kind}: {row.purpose} ({row.number})") for row in rows
        ]
    else:
        entries = _of(Entry.objects.all(), actor)
        if object_id is not None:
            kind, _colon, number = object_id.partition(":")
            entries = entries.filter(object_kind=kind, object_id=number)
        lines = [
            (
                entry,
                f"{entry.action} {entry.object_kind}:{entry.object_id} {_change(entry)}".rstrip(),
            )
            for entry in entries.order_by("-place")[:last]
        ]
    for row, sentence in reversed(lines):
        if as_json:
            typer.echo(json.dumps(row.content() | {"digest": row.digest}, ensure_ascii=False))
        else:
            typer.echo(f"{row.place:>6}  {row.at:%Y-%m-%d %H:%M:%S}Z  {row.actor:<14}  {sentence}")
    if not lines:
        typer.echo(_("Nothing was written down yet.") if not as_json else "", nl=not as_json)


@audit_commands.command("verify")
def verify_command(
    known: Annotated[
        list[str] | None,
        typer.Option(
            "--known",
            help="What was noted before, as CHAIN:PLACE:DIGEST; may be given more than once.",
        ),
    ] = None,
    data: DataOption = None,
) -> None:
    """Was anything changed, removed or slipped in? Each entry is held against the one before it.

    Write the last lines of the output down somewhere else and give them with --known the next time:
    only that shows when the end was cut off, or all of it was made anew.

    Exit codes: 0 all is as it was written, 2 something differs.

    Examples:

        wijkwerk audit verify
        wijkwerk audit verify --known entry:120:0a1b2c…
    """
    noted = _noted(known or [])
    open_database(data)
    from wijkwerk.audit.services import verify

    chains = verify(noted)
    for chain in chains:
        for chain_break in chain.breaks:
            typer.secho(
                f"{chain.chain} {chain_break.place}: {in_language(chain_break.what)}.", fg="red"
            )
    for chain in chains:
        if chain.place:
            typer.echo(f"{chain.chain}:{chain.place}:{chain.digest}")
        elif not chain.breaks:
            typer.echo(_("{chain}: empty, nothing was ever written.", chain=chain.chain))
    if any(chain.breaks for chain in chains):
        raise typer.Exit(2)
    typer.echo(_("Both chains hold."))


def _of(rows: QuerySet[Row], actor: str | None) -> QuerySet[Row]:
    return rows.filter(actor=actor) if actor is not None else rows


def _change(entry: Entry) -> str:
    parts = [
        f"{name}: {json.dumps(entry.before.get(name), ensure_ascii=False)} -> "
        f"{json.dumps(entry.after.get(name), ensure_ascii=False)}"
        for name in sorted({*entry.before, *entry.after})
    ]
    return "; ".join(parts)


def _noted(notes: list[str]) -> dict[str, dict[int, str]]:
    from wijkwerk.shared.problems import InputError

    noted: dict[str, dict[int, str]] = {"entry": {}, "processing": {}}
    for note in notes:
        chain, _colon, rest = note.partition(":")
        place, _colon, digest = rest.partition(":")
        if chain not in noted or not (place.isascii() and place.isdigit()) or len(digest) != 64:
            raise InputError.of(
                "--known",
                "can't be understood",
                "CHAIN:PLACE:DIGEST as verify prints it",
                value=note,
            )
        noted[chain][int(place)] = digest
    return noted
