"""Opening a publication is checking that it is whole.

The folder may come from anywhere: a broken copy, another version, a stranger. So nothing of its
manifest is used before it was looked at.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from wijkwerk.publication.kinds import Kind
from wijkwerk.publication.manifests import MANIFEST
from wijkwerk.shared.problems import InputError, Problem

_TYPE_NAMES: dict[type[object], str] = {
    dict: "an object", list: "a list", str: "a text", bool: "true or false",
}  # fmt: skip
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_PARQUET_SIGN = b"PAR1"


def open_manifest(path: Path, kind: Kind) -> dict[str, Any]:
    """The manifest of the publication in ``path``; InputError names all that is missing or malformed.

    Contents are not hashed here: ``changed_files`` does that.
    """
    if not path.is_dir():
        raise InputError.of(
            str(path), f"no such {kind.word}", f"a folder with a finished {kind.word}"
        )
    manifest = read_json(path / MANIFEST, kind)
    _must_be_known(manifest, path, kind)
    problems = [
        problem
        for name in sorted(manifest["outputs"])
        if (problem := _file_problem(path, name, kind)) is not None
    ]
    if problems:
        raise InputError(problems)
    return manifest


def read_json(path: Path, kind: Kind) -> dict[str, Any]:
    """The JSON object in a file of a publication; InputError when it isn't there or isn't one."""
    folder, place = path.parent.name, f"{path.parent.name}/{path.name}"
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError.of(
            folder,
            "file is missing",
            f"a folder with a finished {kind.word}",
            value=path.name,
            suggestion=f"Is this the folder of one {kind.word} (its name ends in ten digits)?",
        ) from None
    except (ValueError, RecursionError) as fault:
        raise InputError.of(
            place, f"not JSON ({fault})", "valid JSON", suggestion=kind.copy_again
        ) from None
    if not isinstance(document, dict):
        raise InputError.of(place, "not an object", "a JSON object", suggestion=kind.copy_again)
    return document


def _must_be_known(manifest: dict[str, Any], path: Path, kind: Kind) -> None:
    """Raise InputError unless ``manifest`` has the keys and the plain names of our format."""
    place = f"{path.name}/{MANIFEST}"
    format_number = manifest.get("format")
    if format_number != kind.format:
        suggestion = f"This isn't the manifest of {kind.one}."
        if (
            isinstance(format_number, str)
            and format_number.isascii()
            and format_number.isdigit()
            and format_number != "0"
        ):
            suggestion = f"An older Wijkwerk made it: {kind.make_again}."
            if int(format_number[:9]) > int(kind.format):
                suggestion = "A newer Wijkwerk made it: update Wijkwerk and try again."
        raise InputError.of(
            place,
            "unknown format",
            f"format {kind.format}",
            value=str(format_number),
            suggestion=suggestion,
        )
    problems = [
        Problem(
            place,
            None,
            key,
            "missing or of a wrong type",
            None if key not in manifest else type(manifest[key]).__name__,
            _TYPE_NAMES[wanted],
            kind.copy_again,
        )
        for key, wanted in kind.keys.items()
        if not isinstance(manifest.get(key), wanted)
    ]
    if problems:
        raise InputError(problems)
    outputs: dict[str, Any] = manifest["outputs"]
    problems = [
        problem
        for name, entry in outputs.items()
        if (problem := _entry_problem(place, name, entry, kind)) is not None
    ]
    problems += [
        Problem(
            place,
            None,
            "outputs",
            "a file isn't named",
            name,
            f"every file of {kind.one}",
            kind.copy_again,
        )
        for name in kind.needed
        if name not in outputs
    ]
    if problems:
        raise InputError(problems)


def _entry_problem(place: str, name: str, entry: object, kind: Kind) -> Problem | None:
    """What is wrong with what the manifest says of a file."""
    if not _NAME.match(name):
        return Problem(
            place,
            None,
            "outputs",
            "not a plain file name",
            name,
            f"a file in the {kind.word}'s own folder",
            f"Don't trust this {kind.word}: somebody changed its manifest.",
        )
    if (
        isinstance(entry, dict)
        and isinstance(entry.get("bytes"), int)
        and _HASH.match(str(entry.get("sha256")))
    ):
        return None
    return Problem(
        place,
        None,
        f"outputs.{name}",
        "not a hash and a size",
        json.dumps(entry)[:80],
        "sha256 (64 hexadecimal digits) and bytes",
    )


def _file_problem(folder: Path, name: str, kind: Kind) -> Problem | None:
    """What is wrong with an output as far as a glance tells; None when it seems whole."""
    path = folder / name
    if path.is_symlink():
        wrong, expected = "a link, not a file", "the file itself"
    elif not path.is_file():
        wrong, expected = "file is missing", "every file of the manifest"
    elif kind.sees_cut_off and path.suffix == ".parquet" and not _ends_as_parquet(path):
        wrong, expected = "the Parquet file is cut off", "a whole file"
    else:
        return None
    return Problem(folder.name, None, None, wrong, name, expected, kind.copy_again)


def _ends_as_parquet(path: Path) -> bool:
    if path.stat().st_size < 12:
        return False
    with path.open("rb") as stream:
        start = stream.read(4)
        stream.seek(-4, 2)
        return start == _PARQUET_SIGN and stream.read(4) == _PARQUET_SIGN
