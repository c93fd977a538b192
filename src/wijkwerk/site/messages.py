"""The Dutch texts of the site: find, check and compile them with Babel, without GNU gettext.

    python -m wijkwerk.site.messages update    new texts into the catalogue, old ones out
    python -m wijkwerk.site.messages check     0 when every text is translated, 2 when not
    python -m wijkwerk.site.messages compile   makes the .mo file that the site reads

The texts in templates and Python are English; Dutch stands in locale/nl/LC_MESSAGES: django.po for the
pages, commands.po for the command line, which needs no Django (registry/language.py, site/phrases.py).
Report texts (monitor/editions/report) have their own words.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from wijkwerk.publication.api import write_whole
from wijkwerk.registry import language

PRODUCT = Path(__file__).parents[1]
CATALOGUE = Path(__file__).parent / "locale" / "nl" / "LC_MESSAGES" / "django.po"
COMMANDS = CATALOGUE.with_name("commands.po")
CATALOGUES = (CATALOGUE, COMMANDS)

# Function names that mark a text, with the places (from 1) of text, plural and context ('c').
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*(?:![rs])?(?::[^{}]*)?\}")
Key = tuple[str, str, str]  # context, text, plural; '' when there is none


def _of_template(text: str, name: str) -> Iterator[Key]:
    """Texts of a template: Django turns it into calls, Babel reads these."""
    calls = io.BytesIO(templatize(text, origin=name).encode())
    for _line, message, _comments, context in extract("python", calls, keywords=_KEYWORDS):
        parts = message if isinstance(message, tuple) else (message,)
        yield (context or "", parts[0], parts[1] if len(parts) > 1 else "")


def _of_python(tree: ast.AST, library: str) -> Iterator[Key]:
    """Texts of a module that go through ``library``, by its syntax tree: that also finds calls inside
    f-strings. Elsewhere ``_`` is only a name for what is not used."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == library
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in _KEYWORDS or node.func.id not in names:
            continue
        texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
        texts_of_call = {"c": "", 0: "", 1: ""}
        places = _KEYWORDS[node.func.id] or (1,)
        plain = [place for place in places if isinstance(place, int)]
        for place in places:
            if isinstance(place, tuple):
                texts_of_call["c"] = str(texts[place[0] - 1])
        for order, place in enumerate(plain):
            text = texts[place - 1]
            if not isinstance(text, str):
                raise ValueError(
                    f"line {node.lineno}: {node.func.id}() needs a text, not an expression: "
                    "what is put together while running can't be found and translated"
                )
            texts_of_call[order] = text
        yield (texts_of_call["c"], texts_of_call[0], texts_of_call[1])


def _marked(product: Path, library: str) -> Iterator[tuple[Key, str]]:
    """Every text that a module marks by a function of ``library``, with the module."""
    for path in sorted(product.rglob("*.py")):
        if library.encode() in (raw := path.read_bytes()):
            name = path.relative_to(product).as_posix()
            for key in _of_python(ast.parse(raw, filename=name), library):
                yield key, name


def used(product: Path = PRODUCT) -> dict[Key, list[str]]:
    """Every marked text of the product, with the files that use it."""
    files_by_key: dict[Key, set[str]] = defaultdict(set)
    for key, name in _marked(product, "django.utils.translation"):
        files_by_key[key].add(name)
    for path in sorted(product.rglob("templates/**/*.html")):
        name = path.relative_to(product).as_posix()
        for key in _of_template(path.read_text(encoding="utf-8"), name):
            files_by_key[key].add(name)
    return {key: sorted(names) for key, names in sorted(files_by_key.items())}


def used_by_commands(product: Path = PRODUCT) -> dict[Key, list[str]]:
    """Every text of the command line, with the commands or files that use it."""
    from wijkwerk.site.phrases import help_texts, phrases

    places_by_key: dict[Key, set[str]] = defaultdict(set)
    for key, name in _marked(product, language.__name__):
        places_by_key[key].add(name)
    for texts in (help_texts(), phrases(product)):
        for key, names in texts.items():
            places_by_key[key].update(names)
    return {key: sorted(names) for key, names in sorted(places_by_key.items())}


def texts_of(path: Path) -> dict[Key, list[str]]:
    """The texts in use that the catalogue at ``path`` is for."""
    return used_by_commands() if path == COMMANDS else used()


def read(path: Path = CATALOGUE) -> Catalog:
    """The catalogue as Babel sees it; empty when the file is not there."""
    if not path.exists():
        return Catalog(locale="nl")
    with path.open("rb") as file:
        return read_po(file, locale="nl", abort_invalid=True)


def _key(message: object) -> Key:
    identity = message.id  # type: ignore[attr-defined]
    text, plural = identity if isinstance(identity, tuple) else (identity, "")
    return (message.context or "", text, plural)  # type: ignore[attr-defined]


def _forms(string: object) -> list[str]:
    if isinstance(string, list | tuple):
        return [str(form or "") for form in string]
    return [str(string or "")]


def problems(
    catalogue: Catalog, texts: dict[Key, list[str]], *, in_pages: bool = True
) -> list[str]:
    """What keeps the translation from being complete, a line each; empty when all is well.

    ``in_pages``: the texts stand in HTML, also inside attributes.
    """
    result = []
    messages = {_key(message): message for message in catalogue if message.id}
    for key, names in texts.items():
        if key not in messages:
            result.append(f"not in the catalogue: {key[1]!r} ({', '.join(names)})")
    for key, message in messages.items():
        if key not in texts:
            result.append(f"used nowhere any more: {key[1]!r}")
        forms = _forms(message.string)
        if not all(form.strip() for form in forms):
            result.append(f"not translated: {key[1]!r}")
            continue
        if message.fuzzy:
            result.append(f"marked fuzzy, so not checked by a person: {key[1]!r}")
        wanted = set(_PLACEHOLDER.findall(key[2] or key[1]))
        for form in forms:
            placeholders = set(_PLACEHOLDER.findall(form))
            if placeholders != wanted and not (key[2] and placeholders < wanted):
                result.append(f"other placeholders than {sorted(wanted)}: {form!r}")
            if "%(" in key[1] and "%" in _PLACEHOLDER.sub("", form):
                result.append(f"a per cent sign that isn't doubled in: {form!r}")
            if in_pages and ('"' in form or "<" in form):
                # Texts also stand inside attributes; typographic quotes are right anyway.
                result.append(f"a straight double quote or markup in: {form!r}")
    return result


def update(path: Path = CATALOGUE) -> int:
    """Bring the catalogue in line with the texts in use; the number still to be translated."""
    old = {_key(message): message for message in read(path) if message.id}
    new = Catalog(
        locale="nl",
        project="Wijkwerk",
        # No clock: the file changes only when a text does.
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        revision_date=datetime(2026, 1, 1, tzinfo=UTC),
        header_comment="# Dutch texts of Wijkwerk (EUPL-1.2). Short sentences, plain words (B1).",
        fuzzy=False,
    )
    missing = 0
    for key, names in texts_of(path).items():
        context, text, plural = key
        before = old.get(key)
        string = before.string if before else (("", "") if plural else "")
        missing += not all(_forms(string))
        new.add(
            (text, plural) if plural else text,
            string,
            context=context or None,
            locations=[(name, None) for name in names],  # type: ignore[misc]
            flags=[flag for flag in (before.flags if before else ()) if flag == "fuzzy"],
        )
    out = io.BytesIO()
    write_po(out, new, width=100, include_lineno=False, sort_output=False)
    write_whole(path, out.getvalue())
    return missing


def compile_catalogue(path: Path = CATALOGUE) -> Path:
    """Make the .mo beside the .po; written whole or not at all."""
    out = io.BytesIO()
    write_mo(out, read(path))
    target = path.with_suffix(".mo")
    write_whole(target, out.getvalue())
    return target


def compile_when_older(path: Path = CATALOGUE) -> None:
    """Make the .mo when there is none or the .po is newer: an installed package has it already."""
    target = path.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime_ns < path.stat().st_mtime_ns:
        compile_catalogue(path)


def main(arguments: list[str]) -> int:
    """Run one of the three commands; the exit code says how it went."""
    match arguments:
        case ["update"]:
            for path in CATALOGUES:
                print(f"{update(path)} texts to translate in {path}")
        case ["compile"]:
            for path in CATALOGUES:
                compile_catalogue(path)
                print(f"{len(read(path))} texts compiled: {path.stem}")
        case ["check"]:
            faults = [
                problem
                for path in CATALOGUES
                for problem in problems(read(path), texts_of(path), in_pages=path == CATALOGUE)
            ]
            print("\n".join(faults) or "All texts are translated.")
            return 2 if faults else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
