"""Vega itself: ``drawer.py`` runs this as a process and sends it one specification after another.

It ends when its pipe is closed, so with the process that started it, and when there was no work for
ten minutes. Whoever asks breaks off a picture that takes too long; when that process is gone, killed
perhaps, the clock of this one does.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from typing import IO

import vl_convert as vlc

from wijkwerk.publication.api import fonts_for_papers
from wijkwerk.ui.pictures.drawer import SECONDS, Order, receive, send

IDLE = 600.0  # seconds
LIMIT = 2 * SECONDS  # of a picture: later than whoever asks would break it off


def drawn(order: Order) -> bytes:
    """The picture. Raises ValueError when the specification isn't one."""
    if order.kind == "png":
        return bytes(vlc.vegalite_to_png(order.spec, scale=order.scale, format_locale=order.locale))
    return str(vlc.vegalite_to_svg(order.spec, format_locale=order.locale)).encode()


def serve(orders: IO[bytes], pictures: IO[bytes], idle: float = IDLE, limit: float = 0.0) -> None:
    """Draw what ``orders`` asks until it is closed, or silent for ``idle`` seconds.

    A picture that takes longer than ``limit`` seconds ends the process (0: never).
    """
    while select.select([orders], [], [], idle)[0]:
        try:
            _well, message = receive(orders)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, limit)  # no handler: it stops Vega halfway too
        try:
            well, answer = True, drawn(Order.unpacked(message))
        except ValueError as fault:
            well, answer = False, str(fault).encode()
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        send(pictures, answer, well=well)


if __name__ == "__main__":
    vlc.register_font_directory(str(fonts_for_papers()))  # names in other scripts, emoji
    # Whatever else writes to standard output must not end up in a picture.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, out, limit=LIMIT)
