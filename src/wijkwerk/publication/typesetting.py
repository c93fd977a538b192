"""PDFs that everybody can read (PDF/UA-1), set by Typst. The same data gives the same bytes.

Whatever people write can be printed: Typst's own fonts first, then those of ``fonts/`` (Noto, from
npm, one for each script), and a sign that none of them has as its number, such as [U+13000]. Typst
refuses a document with a sign that it can't show, so the paper would never come.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from wijkwerk.publication.heavy_work import Turns
from wijkwerk.shared.extras import require_installed
from wijkwerk.shared.lines import code_point

# However many ask for a PDF, a worker makes it once and the others find it.
_turns = Turns("the PDF", seconds=60)
# In this order: a font that draws letters of a script comes before one that has them as symbols.
_FAMILIES = (
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari",
    "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Thai", "Noto Sans Armenian",
    "Noto Sans Georgian", "Noto Sans Ethiopic", "Noto Sans SC", "Noto Sans KR", "Noto Emoji",
    "Noto Sans Symbols 2", "Noto Sans Math",
)  # fmt: skip
_UNSHOWN = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.+?)"`', re.S)
_LATIN, _SYMBOLS = 0x52F, (0x1E00, 0x25FF)  # Latin, Greek and Cyrillic; dashes, arrows, shapes
_BLOCK, _SINGLE = 128, 8
_SHARP = 4.0  # points for each of a picture's
_LONG_WORD = re.compile(r"\S{25,}")
_PIECE = 12


def typeset(template: Traversable, data: Any, files: Mapping[str, str] | None = None) -> bytes:
    """The PDF that ``template`` makes of ``data`` (which it reads as data.json), with ``files`` by
    name beside it, such as pictures. Only fonts that come along, so that it's the same everywhere."""
    fonts = fonts_for_papers()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        main = folder / template.name
        with resources.as_file(template) as original:
            shutil.copyfile(original, main)
        for name, text in (files or {}).items():
            (folder / name).write_text(drawn_out(text) if name.endswith(".svg") else text, "utf-8")
        (folder / "fonts.json").write_text(json.dumps(_FAMILIES), "utf-8")
        return _compiled(main, breakable(data), fonts)


def typeset_apart(
    template: Traversable, data: Any, files: Mapping[str, str] | None = None
) -> bytes:
    """The same by a process of its own, which leaves no disk or memory behind that stays. Raises TooSlowError when
    too many ask at once."""
    with resources.as_file(template) as original:
        paper = {"template": str(original), "data": data, "files": files or {}}
        return _turns.run(__name__, given=json.dumps(paper).encode())


def typeset_for_everybody(
    template: Traversable, data: Mapping[str, Any], files: Mapping[str, str] | None = None
) -> bytes:
    """``typeset_apart`` of what everybody may read: the last ones are remembered. Raises TooSlowError."""
    named = tuple(sorted((files or {}).items()))
    # A path, which can be hashed.
    return _remembered(template, json.dumps(data, sort_keys=True), named)  # type: ignore[arg-type]


@lru_cache(maxsize=32)
def _remembered(template: Traversable, data: str, files: tuple[tuple[str, str], ...]) -> bytes:
    return typeset_apart(template, json.loads(data), dict(files))


def _compiled(main: Path, data: Any, fonts: Path) -> bytes:
    """The PDF of a folder with ``data``. What no font has is shown by its number: one sign after the
    other, and all of a block of signs once some of it are missing. Raises InputError without typst."""
    require_installed(main.name, "typst")
    import typst  # not at the start: whoever only writes a folder has no use for it

    missing: set[str] = set()
    blocks: set[int] = set()
    while True:
        text = json.dumps(numbered(data, missing, blocks), ensure_ascii=False)
        (main.parent / "data.json").write_text(text, "utf-8")
        try:
            # PDF/UA-1: a tagged document that a screen reader can follow; it fails rather than leave
            # out a title, a language or a description of a picture.
            pdf: bytes = typst.compile(
                str(main),
                root=str(main.parent),
                ignore_system_fonts=True,
                pdf_standards="ua-1",
                font_paths=[str(fonts)],
            )
        except typst.TypstError as fault:
            unshown = {sign for sign in _unshown(str(fault)) if not sign.isascii()} - missing
            if not unshown:
                raise
            missing |= unshown
            blocks |= {
                block
                for block in {ord(sign) // _BLOCK for sign in unshown}
                if sum(ord(sign) // _BLOCK == block for sign in missing) > _SINGLE
            }
        else:
            return pdf


def _unshown(fault: str) -> str:
    """The signs that Typst says it can't show, '' when it is about something else."""
    match = _UNSHOWN.search(fault)
    if match is None:
        return ""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), match[1])


def numbered(value: Any, missing: Collection[str], blocks: Collection[int]) -> Any:
    """Data in which the signs of ``missing`` and of ``blocks`` (of 128 code points) are their numbers."""
    if not missing:
        return value
    if isinstance(value, dict):
        return {key: numbered(member, missing, blocks) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [numbered(member, missing, blocks) for member in value]
    if isinstance(value, str):
        return "".join(
            f"[{code_point(sign)}]" if sign in missing or ord(sign) // _BLOCK in blocks else sign
            for sign in value
        )
    return value


def drawn_out(svg: str) -> str:
    """A picture whose letters Typst can show: itself, or with letters that hang together (Arabic,
    Hindi, emoji) as points, since Typst can't say of those in a picture what they spell."""
    if not any(ord(sign) > _LATIN and not _SYMBOLS[0] <= ord(sign) <= _SYMBOLS[1] for sign in svg):
        return svg
    require_installed("a picture", "vl_convert")
    import vl_convert

    size = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"', svg)
    if size is None:
        return svg
    x, y, width, height = size.groups()
    sized = svg.replace("<svg", f'<svg width="{width}" height="{height}"', 1)
    vl_convert.register_font_directory(str(fonts_for_papers()))
    points = base64.b64encode(bytes(vl_convert.svg_to_png(sized, scale=_SHARP))).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}">'
        f'<image x="{x}" y="{y}" width="{width}" height="{height}" '
        f'href="data:image/png;base64,{points}"/></svg>'
    )


def fonts_for_papers() -> Path:
    """The folder with fonts. Raises RuntimeError when they were never put there."""
    folder = Path(__file__).with_name("fonts")
    if not any(folder.glob("*.ttf")):
        raise RuntimeError(f"{folder} has no fonts: run `make setup`, which copies them from npm")
    return folder


def breakable(value: Any) -> Any:
    """Data with places in long words where a line may end, that can't be seen; a ``url`` stays whole."""
    if isinstance(value, dict):
        return {key: member if key == "url" else breakable(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [breakable(member) for member in value]
    if isinstance(value, str):
        return _LONG_WORD.sub(_in_pieces, value)
    return value


def _in_pieces(word: re.Match[str]) -> str:
    pieces, before = [""], ""
    for sign in word[0]:
        # Never within a sign: before what belongs to the one before it, or after what joins.
        joined = unicodedata.category(sign) in ("Mn", "Me", "Mc", "Cf", "Sk") or before == "\u200d"
        if len(pieces[-1]) >= _PIECE and not joined:
            pieces.append("")
        pieces[-1] += sign
        before = sign
    return "\u200b".join(pieces)


def made_once(path: Path, module: str, *argument: str, stdin: bytes = b"") -> Path:
    """``path``, made by ``python -m module``, which gets ``argument`` as its arguments and ``stdin`` as
    its input, unless it was made before.

    Typst would stay in a worker's memory; a process that ends gives it back. Raises TooSlowError
    when it takes too long.
    """
    if not path.exists():
        _turns.run(module, argument, stdin, is_done=path.exists)
    return path


if __name__ == "__main__":
    paper = json.load(sys.stdin)
    sys.stdout.buffer.write(typeset(Path(paper["template"]), paper["data"], paper["files"]))
