"""Is a list what it says it is, and does its edition still give it byte for byte?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkwerk.designation.lists import manifest as record
from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.publication.api import (
    MANIFEST,
    Difference,
    differences_between,
    differences_from_manifest,
    digest,
    file_hash,
    other_key,
)
from wijkwerk.shared.problems import InputError, Problem

if TYPE_CHECKING:  # checking files needs no engine
    from wijkwerk.designation.lists.build import Options

Progress = Callable[[str, float], None]


def verify_list(
    path: Path,
    edition: Path | None = None,
    scheme: str | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
) -> list[Difference]:
    """Everything that differs; empty when the list holds.

    Without ``edition`` the files are held against the manifest. With it the list is made anew, from
    ``scheme`` (else the shipped one of its name) and the options in the manifest; files that went in
    beside those (nominations, changes of boundaries, labels) come with ``options``.
    """
    designation_list = DesignationList.open(path)
    differences = differences_from_manifest(designation_list)
    if edition is None:
        return differences
    return differences + _recomputed(designation_list, edition, scheme, options, progress)


def _recomputed(
    designation_list: DesignationList,
    edition: Path,
    scheme: str | None,
    options: Options | None,
    progress: Progress | None,
) -> list[Difference]:
    from wijkwerk.designation.lists.build import FILES, Options, build_list, the_scheme

    listed_options = _options_of(designation_list)
    keyed = any(listed_options[name] is not None for name in FILES)
    if keyed and (why := other_key(designation_list.manifest.get("inputs_key"))):
        return [Difference(MANIFEST, "key", why)]
    chosen = replace(
        options or Options(),
        switch_on=listed_options["switch_on"],
        mapping=listed_options["mapping"],
        levels=tuple(listed_options["levels"]),
        regions=tuple(listed_options["regions"]),
        version=listed_options["version"],
        draws=listed_options["draws"],
        seed=listed_options["seed"],
    )
    now = chosen.told()
    other = [
        Difference(
            key,
            "input",
            "give the file that the list was made with"
            if now[key] is None
            else "it isn't the file that the list was made with",
        )
        for key in FILES
        if now[key] != listed_options[key]
    ]
    if file_hash(edition / MANIFEST) != designation_list.manifest["inputs"]["edition"]["manifest"]:
        other.append(
            Difference(MANIFEST, "input", "it isn't the edition that the list was made of")
        )
    name = scheme or designation_list.manifest["scheme"]
    document = record.scheme_document(the_scheme(name, chosen)) if not other else {}
    if not other and digest(document) != designation_list.manifest["inputs"]["scheme"]:
        other.append(Difference("scheme.json", "input", "the scheme isn't what it was"))
    if other:
        return other
    with tempfile.TemporaryDirectory() as scratch:
        again = build_list(name, edition, Path(scratch), chosen, progress=progress)
        return differences_between(designation_list, DesignationList.open(again))


_NAMED, _CODES, _FILE = "named texts", "texts", "a digest or null"
_OPTIONS = {
    "switch_on": _NAMED, "mapping": _NAMED, "levels": _CODES, "regions": _CODES, "version": "a text",
    "draws": "a whole number", "seed": "a whole number", "labels": _FILE, "nominations": _FILE,
    "changes": _FILE,
}  # fmt: skip


def _options_of(designation_list: DesignationList) -> dict[str, Any]:
    """The options in the manifest; InputError unless they are what a list is made with: a manifest
    comes along with the folder, from whoever made it."""
    listed_options: dict[str, Any] = designation_list.manifest["options"]
    problems = [
        Problem(MANIFEST, None, f"options.{name}", "not an option of a list", None, kind)
        for name, kind in _OPTIONS.items()
        if name not in listed_options or not _is(listed_options[name], kind)
    ]
    problems += [
        Problem(MANIFEST, None, f"options.{name}", "unknown option", None, ", ".join(_OPTIONS))
        for name in sorted(set(listed_options) - set(_OPTIONS))
    ]
    if problems:
        raise InputError(problems)
    return listed_options


def _is(value: object, kind: str) -> bool:
    if kind == _NAMED:
        return isinstance(value, dict) and all(isinstance(member, str) for member in value.values())
    if kind == _CODES:
        return isinstance(value, list) and all(isinstance(member, str) for member in value)
    if kind == _FILE:
        return value is None or isinstance(value, str)
    if kind == "a text":
        return isinstance(value, str)
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
