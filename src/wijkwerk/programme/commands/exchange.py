"""``wijkwerk programme list, show, import, export``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.publication.api import write_whole
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, language
from wijkwerk.shared.problems import InputError

if TYPE_CHECKING:
    from wijkwerk.programme.models import Programme

SlugArgument = Annotated[str, typer.Argument(metavar="PROGRAMME", help="Short name.")]


def list_command(data: DataOption = None) -> None:
    """List the programmes in the database.

    Example:

        wijkwerk programme list
    """
    open_database(data)
    from django.db.models import Count

    from wijkwerk.programme.models import Programme

    rows = Programme.objects.annotate(number=Count("targets"))
    for row in rows:
        typer.echo(
            _(
                "{slug}: {title}, {begins}-{ends}, {state}, {number} targets",
                slug=row.slug,
                title=row.title,
                begins=row.begins_on.year,
                ends=row.ends_on.year,
                state=row.state,
                number=row.number,
            )
        )
    if not rows:
        typer.echo(_("There is no programme yet."))


def show_command(slug: SlugArgument, data: DataOption = None) -> None:
    """Show how a programme stands today: its targets, commitments and projects.

    Example:

        wijkwerk programme show rotterdam-zuid
    """
    open_database(data)
    from wijkwerk.programme.selectors.commitments import counts
    from wijkwerk.programme.selectors.targets import active_targets, target_statuses, target_totals
    from wijkwerk.shared import deadlines

    programme, today = find(slug), deadlines.today(datetime.now(UTC))
    typer.echo(
        _(
            "{title} ({state}), {begins_on} to {ends_on}",
            title=programme.title,
            state=programme.state,
            begins_on=programme.begins_on,
            ends_on=programme.ends_on,
        )
    )
    for status in target_statuses(active_targets(programme), today):
        answer = in_language(status.standing.value.replace("_", " "))
        latest = (
            _("no figure")
            if status.latest is None
            else _("{value:g} on {day}", value=status.latest.value, day=status.latest.day)
        )
        old = _(" (more than a year old)") if status.old else ""
        wanted = status.path.reference or f"{status.path.value:g}"
        typer.echo(
            _(
                "  {answer:13}  {title}: {latest}{old}; {wanted} by {due_on}; {reason}",
                answer=answer,
                title=status.target.title,
                latest=latest,
                old=old,
                wanted=wanted,
                due_on=status.path.due_on,
                reason=in_language(status.reason.replace("_", " ")),
            )
        )
    first = target_totals(programme, today).first
    if first.changed + first.dropped:
        typer.echo(
            _(
                "Promised at first: {promised}, of which {good} on course or reached so; "
                "changed since {changed}, dropped {dropped}",
                promised=first.promised,
                good=first.good,
                changed=first.changed,
                dropped=first.dropped,
            )
        )
    promises = counts(programme.commitments.all(), today)
    typer.echo(
        _(
            "Commitments: {total}, kept {kept}, not known what became of them "
            "{not_known}, past their day {past_due}, of which {loose} that nobody takes up",
            total=promises.total,
            kept=promises.groups.get("kept", 0),
            not_known=promises.not_known,
            past_due=promises.past_due,
            loose=promises.loose,
        )
    )
    unknown = programme.projects.filter(state="not_known").count()
    rest = (
        _(", of which {number} not known whether they still run", number=unknown) if unknown else ""
    )
    typer.echo(_("Projects: {count}{rest}", count=programme.projects.count(), rest=rest))


def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A programme, as JSON or XLSX.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would happen; write nothing.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Read a whole programme into the database: a new one, or what is new in one that is there.

    Nothing that is there is changed: a difference is told with its place, and nothing is written
    at all. Reading the same file again changes nothing.

    Exit codes: 0 done, 2 something in the file is wrong or differs from what is there.

    Examples:

        wijkwerk programme import examples/programmes/rotterdam-zuid.json --dry-run
        wijkwerk programme import programme.xlsx
    """
    open_database(data)
    from django.utils.translation import override

    from wijkwerk.programme.exchange.checking import check
    from wijkwerk.programme.exchange.importing import import_by_operator
    from wijkwerk.programme.exchange.reading import read_file

    with override(language()):
        outcome = import_by_operator(check(read_file(file)), datetime.now(UTC), dry_run=dry_run)
    if not outcome.changes:
        typer.echo(
            _(
                "{slug}: everything was there already ({same} rows).",
                slug=outcome.slug,
                same=outcome.same,
            )
        )
        return
    kind = (
        _("a new programme")
        if outcome.new
        else _("{number} rows were there already", number=outcome.same)
    )
    typer.echo(f"{outcome.slug}: {outcome.title}, {kind}.")
    for table, number in outcome.added.items():
        typer.echo(f"  + {number} {table}")
    for table, number in outcome.filled.items():
        typer.echo(_("  ~ {number} empty values of {table}", number=number, table=table))
    typer.echo(_("Nothing was written (--dry-run).") if dry_run else _("Written."))


def export_command(
    slug: SlugArgument,
    out: Annotated[Path, typer.Option(help="The file: .json or .xlsx; one there is replaced.")],
    public: Annotated[bool, typer.Option("--public", help="Only what everybody may see.")] = False,
    open_scores: Annotated[
        bool,
        typer.Option(
            "--open-scores", help="Also scores that assessors don't see of each other yet."
        ),
    ] = False,
    data: DataOption = None,
) -> None:
    """Write a whole programme to a file, as JSON or as a spreadsheet; no account stands in it.

    Without --public it holds notes, drafts and what is internal: treat it so. The scores of an
    assessment in which everybody still scores alone stand in it with --open-scores only, which moves
    a programme to another site; give such a file to no assessor.

    Exit codes: 0 written, 2 there is no such programme or the file can't be written.

    Examples:

        wijkwerk programme export rotterdam-zuid --out rotterdam-zuid.json
        wijkwerk programme export rotterdam-zuid --public --out rotterdam-zuid.xlsx
    """
    if out.suffix.lower() not in (".json", ".xlsx"):
        raise InputError.of("--out", "unknown kind of file", ".json or .xlsx", value=str(out))
    open_database(data)
    from wijkwerk.programme.exchange.export import as_json, document
    from wijkwerk.programme.exchange.spreadsheet import as_workbook
    from wijkwerk.programme.policies import PUBLIC_STATES

    programme = find(slug)
    if public and programme.state not in PUBLIC_STATES:
        raise InputError.of(
            "--public",
            "this programme isn't public",
            "one that runs or ended",
            value=programme.state,
        )
    if public and open_scores:
        raise InputError.of("--open-scores", "isn't public", "without --public")
    exported = document(programme, full=not public, everything=open_scores)
    content = as_json(exported) if out.suffix.lower() == ".json" else as_workbook(exported)
    write_whole(out, content)
    rows = sum(len(table_rows) for table_rows in exported.values() if isinstance(table_rows, list))
    typer.echo(
        _(
            "{out}: {rows} rows, {size:.0f} kB, {what}.",
            out=out,
            rows=rows,
            size=len(content) / 1000,
            what=_("what everybody may see") if public else _("with what is internal"),
        )
    )


def find(slug: str) -> Programme:
    """The programme; InputError when there is none."""
    from wijkwerk.areas.api import suggest
    from wijkwerk.programme.models import Programme

    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        near = suggest(slug, list(Programme.objects.values_list("slug", flat=True)))
        raise InputError.of(
            "PROGRAMME",
            "no such programme",
            "a short name of `programme list`",
            value=slug,
            suggestion=f"Did you mean {near}?" if near else None,
        )
    return programme
