"""Vega itself: ``drawer.py`` runs this as a process and sends it one specification after another.

It ends when its pipe is closed, so with the process that started it, and when there was no work for
ten minutes.
"""

from __future__ import annotations

import os
import select
import sys
from typing import IO

import vl_convert as vlc

from wijkwerk.monitor.pictures.drawer import Order, receive, send

IDLE = 600.0  # seconds


def drawn(order: Order) -> bytes:
    """The picture. Raises ValueError when the specification isn't one."""
    if order.kind == "png":
        return bytes(vlc.vegalite_to_png(order.spec, scale=order.scale, format_locale=order.locale))
    return str(vlc.vegalite_to_svg(order.spec, format_locale=order.locale)).encode()


def serve(orders: IO[bytes], pictures: IO[bytes], idle: float = IDLE) -> None:
    """Draw what ``orders`` asks until it is closed, or silent for ``idle`` seconds."""
    while select.select([orders], [], [], idle)[0]:
        try:
            _well, message = receive(orders)
        except EOFError:
            return
        try:
            send(pictures, drawn(Order.unpacked(message)))
        except ValueError as fault:
            send(pictures, str(fault).encode(), well=False)


if __name__ == "__main__":
    # Whatever else writes to standard output must not end up in a picture.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, out)
