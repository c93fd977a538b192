"""``wijkwerk programme letter``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.programme.commands.exchange import SlugArgument, find
from wijkwerk.publication.api import write_whole
from wijkwerk.registry.language import gettext as _
from wijkwerk.shared.problems import InputError


class To(StrEnum):
    """Who a letter is for."""

    council = "council"
    parliament = "parliament"


class LetterLanguage(StrEnum):
    """The language of a letter."""

    nl = "nl"
    en = "en"


def letter_command(
    slug: SlugArgument,
    out: Annotated[Path, typer.Option(help="The file: .pdf or .docx; one there is replaced.")],
    since: Annotated[str, typer.Option(help="First day that it is about, as 2025-01-01.")],
    until: Annotated[str, typer.Option(help="Last day that it is about, as 2025-12-31.")],
    to: Annotated[To, typer.Option(help="Who it is for.")] = To.council,
    language: Annotated[LetterLanguage, typer.Option(help="Its language.")] = LetterLanguage.nl,
    site: Annotated[
        str, typer.Option(help="Address of the site, for the links to the figures.")
    ] = "http://localhost:8000",
    data: DataOption = None,
    editions: Annotated[
        Path | None,
        typer.Option(
            help="Folder with the monitor's editions; without it the site's (WIJKWERK_EDITIONS).",
            show_default=False,
            file_okay=False,
        ),
    ] = None,
) -> None:
    """Write a draft of a progress letter, made of the programme's figures at the end of the period.

    It says what the site says; an edition of the monitor that can't be read is named. Every sentence
    links to the figures that it rests on. To add to it and to issue it, make it on the site: a file
    keeps nothing.

    Exit codes: 0 written, 2 an option is wrong.

    Example:

        wijkwerk programme letter rotterdam-zuid --since 2013-01-01 --until 2013-12-31 --out letter.pdf
    """
    kind = out.suffix.lower()
    if kind not in (".pdf", ".docx"):
        raise InputError.of("--out", "unknown kind of file", ".pdf or .docx", value=str(out))
    if not site.startswith(("http://", "https://")):
        raise InputError.of("--site", "no address", "http://… or https://…", value=site)
    first, last = _day("--since", since), _day("--until", until)
    if last < first:
        raise InputError.of("--until", "too early", f"{since} or later", value=until)
    if editions is not None and not editions.is_dir():
        raise InputError.of(
            "--editions", "no such folder", "a folder with editions", value=str(editions)
        )
    open_database(data)
    from django.conf import settings

    from wijkwerk.monitor.display import editions_of
    from wijkwerk.programme.figures import unread_editions
    from wijkwerk.programme.letters.files import docx, pdf, template_data
    from wijkwerk.programme.letters.making import page_of
    from wijkwerk.programme.models import Letter

    letter = Letter(
        programme=find(slug),
        to=to.value,
        language=language.value,
        state="draft",
        since=first,
        until=last,
    )
    with editions_of(editions or settings.EDITIONS, only=editions is not None):
        unread = unread_editions(letter.programme)
        page = page_of(letter, datetime.now(UTC), site.rstrip("/"))
    content = pdf(template_data(page)) if kind == ".pdf" else docx(page)
    write_whole(out, content)
    for edition, why in unread.items():
        where = f"{editions}" if editions else f"the site's register, {settings.EDITIONS}"
        typer.echo(
            _(
                "note: edition {edition} can't be read ({where}): {why}. Of the targets that "
                "it measures the letter says so, as the site does. If it is somewhere else, "
                "name its folder with --editions and write the letter again.",
                edition=edition,
                where=where,
                why=why,
            ),
            err=True,
        )
    typer.echo(
        _(
            "{out}: {number} figures, {size:.0f} kB.",
            out=out,
            number=len(page.figures),
            size=len(content) / 1000,
        )
    )


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError.of(option, "no day", "a day such as 2025-12-31", value=text) from None
