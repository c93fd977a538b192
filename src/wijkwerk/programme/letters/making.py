"""The content of a letter: of a draft what the data say now, of an issued one what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from wijkwerk.programme.core.letter import Content, Ref, read, write
from wijkwerk.programme.letters.compose import compose
from wijkwerk.programme.letters.gather import gather
from wijkwerk.programme.letters.labels import day, say
from wijkwerk.programme.letters.letterhead import letterhead
from wijkwerk.programme.models import Letter, Programme
from wijkwerk.registry.environment import variable
from wijkwerk.shared import deadlines
from wijkwerk.shared.text import Language


def content_of(letter: Letter, now: datetime) -> Content:
    """What the letter says. An issued one says the same for ever."""
    if letter.state == "issued":
        return read(letter.content)
    earlier = letter.programme.letters.filter(
        state="issued", to=letter.to, until__lt=letter.until
    ).order_by("-until")
    previous = earlier.values_list("until", flat=True).first()
    facts = gather(letter.programme, letter.since, letter.until, now, previous)
    head = letterhead(variable("WIJKWERK_LETTERS"), letter.programme.slug, letter.to)
    return compose(facts, letter.to, language_of(letter), head)


def frozen(letter: Letter, now: datetime) -> dict[str, Any]:
    """What an issued letter keeps."""
    return write(content_of(letter, now))


def language_of(letter: Letter) -> Language:
    """The language of the letter."""
    return "en" if letter.language == "en" else "nl"


@dataclass(frozen=True)
class Figure:
    """A figure of the list at the end: its number in the letter, what, value, day, address."""

    number: int
    ref: Ref
    day: str
    url: str


@dataclass(frozen=True)
class Page:
    """A letter as it is shown: parts with their sentences, each with its figures, and additions;
    ``front`` of a part: it stands on the first page, before the salutation's end."""

    content: Content
    head: dict[str, str]
    parts: tuple[dict[str, Any], ...]
    figures: tuple[Figure, ...]
    draft: bool


def page_of(letter: Letter, now: datetime, base: str) -> Page:
    """The letter with addresses of its figures; ``base`` is the site's, as https://example.org."""
    content = content_of(letter, now)
    language = language_of(letter)
    figures = {
        ref: Figure(
            number,
            ref,
            day(ref.day, language) if ref.day else "",
            base + address(letter.programme, ref, language),
        )
        for number, ref in content.numbered()
    }
    added = (
        {addition.part: addition.text for addition in letter.additions.all()} if letter.pk else {}
    )
    parts = tuple(
        {
            "code": part.code,
            "title": part.title,
            "added": added.get(part.code, ""),
            "front": part.code in content.front,
            "sentences": [
                {
                    "text": sentence.text,
                    "figures": [figures[ref] for ref in dict.fromkeys(sentence.refs)],
                }
                for sentence in part.sentences
            ],
        }
        for part in content.parts
    )
    draft = letter.state != "issued"
    keys = (
        "annex",
        "figures",
        "col_number",
        "col_what",
        "col_value",
        "col_day",
        "page",
        "date",
        "about",
        "added",
        "how",
    )
    head = {name: say(name, language) for name in keys}
    head["draft"] = say("draft", language) if draft else ""
    written = (letter.issued_on or deadlines.today(now)).isoformat()
    head["day"] = day(written, language)
    return Page(content, head, parts, tuple(figures.values()), draft)


def address(programme: Programme, ref: Ref, language: str) -> str:
    """The page of a figure, in the language of the letter; of one without a number the page with all
    of its kind; the programme's when it has none."""
    pages: dict[str, tuple[str, list[Any]]] = {
        "targets": ("target", [programme.slug, ref.id]),
        "commitments": ("commitment", [programme.slug, ref.id]),
        "projects": ("project", [programme.slug, ref.id]),
        "decisions": ("decisions", [programme.slug]),
    }
    name, arguments = pages.get(ref.of, ("overview", [programme.slug]))
    if ref.id is None and ref.of in pages:
        name, arguments = ref.of, [programme.slug]
    with override(language):
        try:
            return reverse(f"programme:{name}", args=arguments)
        except NoReverseMatch:
            return reverse("programme:overview", args=[programme.slug])
