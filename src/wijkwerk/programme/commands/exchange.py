"""``wijkwerk programme list, show, import, export``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.publication.api import write_whole
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
            f"{row.slug}: {row.title}, {row.begins_on.year}-{row.ends_on.year}, {row.state}, "
            f"{row.number} targets"
        )
    if not rows:
        typer.echo("There is no programme yet.")


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
        f"{programme.title} ({programme.state}), {programme.begins_on} to {programme.ends_on}"
    )
    for status in target_statuses(active_targets(programme), today):
        answer = status.standing.value.replace("_", " ")
        latest = (
            "no figure"
            if status.latest is None
            else f"{status.latest.value:g} on {status.latest.day}"
        )
        old = " (more than a year old)" if status.old else ""
        wanted = status.path.reference or f"{status.path.value:g}"
        typer.echo(
            f"  {answer:13}  {status.target.title}: {latest}{old}; {wanted} by "
            f"{status.path.due_on}; {status.reason.replace('_', ' ')}"
        )
    first = target_totals(programme, today).first
    if first.changed + first.dropped:
        typer.echo(
            f"Promised at first: {first.promised}, of which {first.good} on course or reached "
            f"so; changed since {first.changed}, dropped {first.dropped}"
        )
    promises = counts(programme.commitments.all(), today)
    typer.echo(
        f"Commitments: {promises.total}, kept {promises.groups.get('kept', 0)}, not known what became "
        f"of them {promises.not_known}, past their day {promises.past_due}, of which {promises.loose} that "
        "nobody takes up"
    )
    unknown = programme.projects.filter(state="not_known").count()
    rest = f", of which {unknown} not known whether they still run" if unknown else ""
    typer.echo(f"Projects: {programme.projects.count()}{rest}")


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

    with override("en"):  # the command line speaks English
        outcome = import_by_operator(check(read_file(file)), datetime.now(UTC), dry_run=dry_run)
    if not outcome.changes:
        typer.echo(f"{outcome.slug}: everything was there already ({outcome.same} rows).")
        return
    kind = "a new programme" if outcome.new else f"{outcome.same} rows were there already"
    typer.echo(f"{outcome.slug}: {outcome.title}, {kind}.")
    for table, number in outcome.added.items():
        typer.echo(f"  + {number} {table}")
    for table, number in outcome.filled.items():
        typer.echo(f"  ~ {number} empty values of {table}")
    typer.echo("Nothing was written (--dry-run)." if dry_run else "Written.")


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
        f"{out}: {rows} rows, {len(content) / 1000:.0f} kB, "
        f"{'what everybody may see' if public else 'with what is internal'}."
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
