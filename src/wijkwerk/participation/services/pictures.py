"""A photo made anew, by a process of its own: a file comes in, a small JPEG of the pixels alone goes out.

What a file unpacks to is bounded before it is unpacked: a few kilobytes can hold millions of pixels.
"""

from __future__ import annotations

import struct
import sys
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 1280
_MOST_PIXELS = 60_000_000
_MOST_UNPACKED = 16_000_000  # pixels in memory; a JPEG is unpacked at a part of its size
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 80
_FAULTS = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError,
           EOFError, IndexError, struct.error)  # fmt: skip


def small(content: bytes) -> tuple[int, int, bytes] | None:
    """Width, height and the JPEG of the picture in a file: upright, at most ``SIDE`` wide and high, without
    anything else. None for what is no photo, or a larger one than is read."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as sent:
            if sent.width * sent.height > _MOST_PIXELS:
                return None
            sent.draft("RGB", (SIDE, SIDE))  # a JPEG needn't be unpacked whole
            if sent.width * sent.height > _MOST_UNPACKED:
                return None
            # Colours by number can't be mixed; all else is made small before it is made anew.
            picture = sent.convert("RGB") if sent.mode in ("1", "P") else sent
            picture.thumbnail((SIDE, SIDE))
            ImageOps.exif_transpose(picture, in_place=True)
            upright = picture.convert("RGB")
    except _FAULTS:
        return None
    # Onto an empty picture: comments, profiles and places stay behind.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return bare.width, bare.height, out.getvalue()


if __name__ == "__main__":
    picture = small(sys.stdin.buffer.read())
    if picture is None:
        sys.exit(1)
    sys.stdout.buffer.write(b"%d %d " % picture[:2] + picture[2])
