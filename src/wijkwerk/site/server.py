"""A small read-only server for a folder of editions, for the analyst's own machine."""

from __future__ import annotations

import html
import json
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from wijkwerk.shared.problems import InputError, Problem

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_STYLE = (
    "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a}a{color:#00429d}li{margin:.8rem 0}.mark{border:1px solid;padding:0 .3rem}"
)


def editions_in(folder: Path) -> list[Path]:
    """The finished editions in ``folder``, by name; hidden (half-built) folders are none."""
    return sorted(
        path.parent
        for path in folder.glob("*/manifest.json")
        if not path.parent.name.startswith(".")
    )


def index_page(folder: Path) -> str:
    """The list of editions as a page in Dutch, with a link to each report in both languages."""
    items = []
    for edition in editions_in(folder):
        source = json.loads((edition / "indicators.json").read_text("utf-8"))["source"]
        title, name = html.escape(source["title"]["nl"]), html.escape(edition.name, quote=True)
        mark = ' <span class="mark">gesimuleerd</span>' if source["simulated"] else ""
        items.append(
            f'<li><a href="{name}/report.html">{title}</a>{mark}<br>'
            f'<a href="{name}/report.pdf">PDF</a> · '
            f'<a href="{name}/report.en.html" lang="en" hreflang="en">English</a> · '
            f'<a href="{name}/tables.xlsx">Spreadsheet</a> · <a href="{name}/">Bestanden</a></li>'
        )
    body = "".join(items) or "<li>Er is nog geen editie.</li>"
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        "<title>Edities · Wijkwerk</title>"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>Edities van de outcomemonitor</h1>"
        f"<ul>{body}</ul></main></body></html>"
    )


class _Handler(SimpleHTTPRequestHandler):
    """Serves files of the folder; hidden paths don't exist for a visitor."""

    def do_GET(self) -> None:
        if self.path in {"/", "/index.html"}:
            page = index_page(Path(self.directory)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)
        else:
            super().do_GET()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """As the parent's, but a hidden path is not found; judged after decoding (%2e is a dot)."""
        inside = Path(self.translate_path(self.path)).relative_to(Path(self.directory).resolve())
        if any(part.startswith(".") for part in inside.parts):
            self.send_error(404)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: who reads what is nobody's business."""


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 for ``folder``; InputError when folder or port can't be had."""
    if not folder.is_dir():
        raise InputError(
            [Problem(str(folder), None, None, "no such folder", None, "a folder with editions")]
        )
    try:
        return ThreadingHTTPServer(
            ("127.0.0.1", port), partial(_Handler, directory=str(folder.resolve()))
        )
    except OSError as fault:
        raise InputError(
            [
                Problem(
                    "--port",
                    None,
                    None,
                    "the port can't be used",
                    str(port),
                    "a free port",
                    f"Try another one, such as {port + 1} ({fault.strerror}).",
                )
            ]
        ) from fault


def serve_folder(folder: Path, port: int) -> None:
    """Serve ``folder`` until interrupted, and print the address."""
    with make_server(folder, port) as server:
        console = Console(highlight=False)
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        console.print(f"Serving {len(editions_in(folder))} editions on {address}")
        for edition in editions_in(folder):
            console.print(f"  {address}{edition.name}/report.html", soft_wrap=True)
        console.print("Stop with Ctrl-C.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.print("Stopped.")
