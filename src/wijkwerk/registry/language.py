"""The language of the command line: that of the machine, or ``WIJKWERK_LANGUAGE``.

Texts in code are English. What a command prints passes through ``gettext``; what is wrong with an input is
made by code that knows no reader, in English, and passes through ``in_language`` when it is shown. Dutch
stands in the catalogue ``commands`` of the site (``python -m wijkwerk.site.messages``), which is opened only
when Dutch is asked for. Django has its own, for the visitors of the site; this needs no Django.
"""

from __future__ import annotations

import gettext as standard
import os
import re
import string
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from wijkwerk.registry.environment import variable
from wijkwerk.shared.numbers import DUTCH_SIGNS
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.shared.text import LANGUAGES, Language

DOMAIN = "commands"
LOCALE = Path(__file__).parents[1] / "site" / "locale"
PROBLEM = "problem"  # context of a phrase that ``in_language`` looks for
_MACHINE = ("LC_ALL", "LC_MESSAGES", "LANG")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_OURS = ("what", "word", "kind")
_AMONG = "; "  # between the reasons of one phrase
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+")


def language() -> Language:
    """'nl' or 'en': ``WIJKWERK_LANGUAGE``, else the language of the machine, else English."""
    asked = variable("WIJKWERK_LANGUAGE")
    if asked:
        return "nl" if asked == "nl" else "en"
    # The first that is set decides, as for every program (POSIX).
    machine = next((value for name in _MACHINE if (value := variable(name))), "")
    return "nl" if re.split(r"[_.@-]", machine)[0].lower() == "nl" else "en"


def check_language() -> None:
    """InputError when ``WIJKWERK_LANGUAGE`` is a language that isn't there."""
    asked = variable("WIJKWERK_LANGUAGE")
    if asked and asked not in LANGUAGES:
        raise InputError.of(
            "WIJKWERK_LANGUAGE", "not a language of Wijkwerk", "en or nl", value=asked
        )


def begin() -> None:
    """Let the library of the command line, which asks the standard ``gettext``, speak this language too."""
    os.environ["LANGUAGE"] = language()
    standard.bindtextdomain(DOMAIN, str(LOCALE))
    standard.textdomain(DOMAIN)


def gettext(message: str, /, **values: Any) -> str:
    """``message`` in the language of the command line, its ``{names}`` filled with ``values``."""
    text = _translations(language()).gettext(message)
    return _FILLERS[language()].format(text, **values) if values else text


def ngettext(singular: str, plural: str, number: int, /, **values: Any) -> str:
    """As ``gettext``, for ``number`` of something; ``{number}`` is filled as well."""
    text = _translations(language()).ngettext(singular, plural, number)
    return _FILLERS[language()].format(text, number=number, **values)


def notation(value: float, spec: str) -> str:
    """``value`` in a notation of ``format``, with the signs of the language: 1,234.5 or 1.234,5."""
    return _FILLERS[language()].format_field(value, spec)


def in_language(phrase: str, into: Language | None = None) -> str:
    """An English phrase about an input in the language of the reader (default: of the command line).

    Finds the phrase in the catalogue as the code writes it: in full, or by its pattern
    (``at most {most} MB unpacked``), whose values are put in the translation. Unknown words stay English.
    """
    into = into or language()
    return phrase if into == "en" or not phrase.strip() else _in_language(phrase, into)


@lru_cache(maxsize=4096)
def _in_language(phrase: str, into: Language) -> str:
    """One phrase is said of many rows, and tried against hundreds of patterns."""
    exact = _translations(into).pgettext(PROBLEM, phrase)
    if exact != phrase:
        return exact
    for pattern, names, translation in _patterns(into):
        if (match := pattern.fullmatch(phrase)) is not None:
            pairs = zip(names, match.groups(), strict=True)
            return _filled(translation, {name: _value(name, value, into) for name, value in pairs})
    return phrase


def problem_sentence(problem: Problem, into: Language | None = None) -> str:
    """``problem`` in one line, in the language of the reader: place, what is wrong, what was expected."""
    if (into or language()) == "en":
        return str(problem)
    translations = _translations(into or language())
    place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    if problem.column is not None:
        place += f" [{problem.column}]"
    shape = (
        "{place}: {code}: expected {expected}. {suggestion}"
        if problem.value is None
        else "{place}: {code}: found {value}; expected {expected}. {suggestion}"
    )
    return (
        translations.gettext(shape)
        .format(
            place=place,
            code=in_language(problem.code, into),
            value=repr(problem_value(problem, into)),
            expected=in_language(problem.expected, into),
            suggestion=in_language(problem.suggestion or "", into),
        )
        .rstrip()
    )


def problem_value(problem: Problem, into: Language | None = None) -> str:
    """What stands at the place of a problem: as it is, but for counts, notes and what isn't there ('no
    reference'), which are our words."""
    value = problem.value or ""
    ours = problem.severity is Severity.NOTE or value[:1].isdigit() or value.startswith("no ")
    return in_language(value, into) if ours else value


@cache
def _translations(language: Language) -> standard.NullTranslations:
    # A checkout that was never set up has no compiled catalogue: English then.
    return standard.translation(DOMAIN, LOCALE, languages=[language], fallback=True)


@cache
def _patterns(language: Language) -> list[tuple[re.Pattern[str], list[str], str]]:
    """Every phrase with values, as a pattern; the one with most words of its own comes first."""
    from babel.messages.mofile import read_mo

    compiled = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not compiled.exists():
        return []
    with compiled.open("rb") as file:
        messages = [
            (str(message.id), str(message.string))
            for message in read_mo(file)
            # Babel gives the context of a compiled catalogue as bytes.
            if str(message.context) == str(PROBLEM.encode())
            and _PLACEHOLDER.search(str(message.id))
        ]
    messages.sort(key=lambda message: (-len(_PLACEHOLDER.sub("", message[0])), message[0]))
    return [(_pattern(text), _PLACEHOLDER.findall(text), dutch) for text, dutch in messages]


def _pattern(text: str) -> re.Pattern[str]:
    """What finds ``text`` with any values at the places of its ``{names}``."""
    between = [re.escape(part) for part in _PLACEHOLDER.split(text)[::2]]
    return re.compile("(.*?)".join(between), re.DOTALL)


def _filled(text: str, values: dict[str, str]) -> str:
    # Not str.format: a value or a phrase may hold braces of its own.
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def _value(name: str, value: str, into: Language) -> str:
    """A value inside a phrase: a number in the notation of the language, a phrase of its own translated.

    A single word is the input's own (a column, a key) and stays, unless the phrase says that it is ours.
    """
    if _THOUSANDS.fullmatch(value):
        return value.replace(",", ".")
    if name == "why" and _AMONG in value:
        return _AMONG.join(_value(name, part, into) for part in value.split(_AMONG))
    return in_language(value, into) if " " in value or name in _OURS else value


class _English(string.Formatter):
    """``str.format``."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """As ``format``."""
        return format(value, format_spec)


class _Dutch(_English):
    """``str.format`` with numbers as 1.234,5."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """A number that has a notation gets the Dutch one."""
        text = super().format_field(value, format_spec)
        if format_spec and isinstance(value, int | float):
            return text.translate(DUTCH_SIGNS)
        return text


_FILLERS: dict[Language, _English] = {"en": _English(), "nl": _Dutch()}
