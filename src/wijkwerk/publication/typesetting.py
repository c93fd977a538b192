"""PDFs that everybody can read (PDF/UA-1), set by Typst. The same data gives the same bytes."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from wijkwerk.publication.heavy_work import Turns

# However many ask for a PDF, a worker makes it once and the others find it.
_turns = Turns("the PDF", seconds=60)
_LONG_WORD = re.compile(r"\S{25,}")
_PIECE = 12


def typeset(template: Traversable, data: Any, files: Mapping[str, str] | None = None) -> bytes:
    """The PDF that ``template`` makes of ``data`` (which it reads as data.json), with ``files`` by
    name beside it, such as pictures. Only Typst's own fonts, so that it's the same everywhere."""
    import typst  # not at the start: whoever only writes a folder has no use for it

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        main = folder / template.name
        with resources.as_file(template) as original:
            shutil.copyfile(original, main)
        for name, text in (files or {}).items():
            (folder / name).write_text(text, "utf-8")
        (folder / "data.json").write_text(json.dumps(breakable(data), ensure_ascii=False), "utf-8")
        # PDF/UA-1: a tagged document that a screen reader can follow; it fails rather than leave
        # out a title, a language or a description of a picture.
        made: bytes = typst.compile(
            str(main), root=str(folder), ignore_system_fonts=True, pdf_standards="ua-1"
        )
    return made


def breakable(value: Any) -> Any:
    """Data with places in long words where a line may end, that can't be seen; a ``url`` stays whole."""
    if isinstance(value, dict):
        return {key: one if key == "url" else breakable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [breakable(one) for one in value]
    if isinstance(value, str):
        return _LONG_WORD.sub(_in_pieces, value)
    return value


def _in_pieces(word: re.Match[str]) -> str:
    text = word[0]
    return "\u200b".join(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))


def made_once(path: Path, module: str, *given: str, told: bytes = b"") -> Path:
    """``path``, made by ``python -m module``, which gets ``given`` as its arguments and ``told`` as
    its input, unless it was made before.

    Typst would stay in a worker's memory; a process that ends gives it back. Raises TooSlowError
    when it takes too long.
    """
    if not path.exists():
        _turns.run(module, given, told, is_done=path.exists)
    return path
