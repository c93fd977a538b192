"""Small tables in the notations of each year, and a service of CBS that can fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

HEADERS_2024 = (
    '"Wijken en buurten";"Regioaanduiding/Gemeentenaam (naam)";'
    '"Regioaanduiding/Soort regio (omschrijving)";"Regioaanduiding/Codering (code)";'
    '"Regioaanduiding/Indelingswijziging gemeente, wijk, buurt (code)";'
    '"Bevolking/Aantal inwoners (aantal)";"Bevolking/Leeftijdsgroepen/15 tot 25 jaar (aantal)";'
    '"Bevolking/Leeftijdsgroepen/25 tot 45 jaar (aantal)";'
    '"Bevolking/Leeftijdsgroepen/45 tot 65 jaar (aantal)";"Wonen en vastgoed/Woningvoorraad (aantal)";'
    '"Wonen en vastgoed/Woningen naar eigendom/Koopwoningen (%)";'
    '"Wonen en vastgoed/Gemiddelde WOZ-waarde van woningen (x 1 000 euro)";'
    '"Sociale zekerheid/Personen per soort uitkering; Bijstand (aantal)";'
    '"Bevolking/Burgerlijke staat/Gehuwd (aantal)";"Iets nieuws (aantal)"\n'
)
ROWS_2024 = (
    '"Nederland";"Nederland   ";"Land      ";"NL00      ";".";18000;2000;5000;4000;8000;57;390;600;9;1\n'
    '"Testdam";"Testdam     ";"Gemeente  ";"GM9001    ";"1";9000;1000;2500;2000;4000;50;410,5;300;9;1\n'
    '"Wijk 00";"Testdam     ";"Wijk      ";"WK900100  ";"1";4000;500;1000;1000;1800;60;450;100;9;1\n'
    '"Noord";"Testdam     ";"Buurt     ";"BU90010000";"1";2500;300;600;600;1100;65;470;40;9;1\n'
    '"Zuid";"Testdam     ";"Buurt     ";"BU90010001";"3";1500;200;400;400;700;52;420;60;9;1\n'
    '"Wijk 01";"Testdam     ";"Wijk      ";"WK900101  ";"1";5000;500;1500;1000;2200;42;380;200;9;1\n'
    '"Oost";"Testdam     ";"Buurt     ";"BU90010100";"1";4960;490;1490;995;2180;42;380;200;9;1\n'
    '"Haven";"Testdam     ";"Buurt     ";"BU90010101";"2";40;10;10;5;20;       .;.;x;9;\n'
)
# Until 2015 shares stand under the names that later have counts.
HEADERS_2014 = (
    "gwb_code_10,gwb_code_8,regio,gm_naam,recs,gwb_code,ind_wbi,a_inw,p_15_24,p_25_44,p_45_64,"
    "a_woning,p_koopw,g_woz,a_soz_wb\n"
)
ROWS_2014 = (
    "NL00,0,Nederland,Nederland,Land,NL00,.,16800,12,27,28,7500,56,211,400\n"
    "GM9001,9001,Testdam,Testdam,Gemeente,GM9001,.,8600,11,28,22,3800,48,220.5,320\n"
    "WK900100,900100,Wijk 00,Testdam,Wijk,WK900100,1,3900,12,25,25,1750,58,240,110\n"
    "BU90010000,90010000,Noord,Testdam,Buurt,BU90010000,1,2400,12,24,24,1070,63,250,50\n"
    "BU90010001,90010001,Zuid,Testdam,Buurt,BU90010001,1,1500,13,26,27,680,50,225,60\n"
    "BU90010002,90010002,Opgeheven,Testdam,Buurt,BU90010002,1,200,13,26,27,80,50,225,10\n"
)


@pytest.fixture
def year_2024(tmp_path: Path) -> Path:
    """A file as StatLine gives it, with BOM, semicolons, decimal commas and padded codes."""
    path = tmp_path / "Kerncijfers_wijken_en_buurten_2024.csv"
    path.write_text(HEADERS_2024 + ROWS_2024, "utf-8-sig")
    return path


@pytest.fixture
def year_2014(tmp_path: Path) -> Path:
    """A yearly wide file with short names, percentages for ages and decimal points."""
    path = tmp_path / "kwb-2014.csv"
    path.write_text(HEADERS_2014 + ROWS_2014, "utf-8")
    return path


class Service:
    """A service of CBS on loopback: replies by path, and what it has to do wrong first."""

    def __init__(self) -> None:
        self.replies: dict[str, Any] = {}
        self.faults: list[str] = []  # taken one per request for rows: 429, 503, cut, hang up
        self.asked: list[str] = []
        self.url = ""
        self.page = 5  # rows per page of version 4

    def answer(self, path: str, query: dict[str, list[str]]) -> Any:
        """The reply to a request, or None when there is nothing at ``path``."""
        if path.endswith("/$count"):
            rows = self.replies.get(path.removesuffix("/$count"))
            return None if rows is None else str(len(self._kept(rows["value"], query)))
        reply = self.replies.get(path)
        if reply is None or not isinstance(reply.get("value"), list) or path.count("/") == 1:
            return reply
        rows = self._kept(reply["value"], query)
        skip = int(query.get("$skip", ["0"])[0])
        if "$top" in query:
            return {"value": rows[skip : skip + int(query["$top"][0])]}
        result: dict[str, Any] = {"value": rows[skip : skip + self.page]}
        if skip + self.page < len(rows):
            others = "&".join(f"{key}={one[0]}" for key, one in query.items() if key != "$skip")
            result["@odata.nextLink"] = f"{self.url}{path}?{others}&$skip={skip + self.page}"
        return result

    @staticmethod
    def _kept(rows: list[dict[str, Any]], query: dict[str, list[str]]) -> list[dict[str, Any]]:
        clause = query.get("$filter", [""])[0]
        if not clause:
            return rows
        return [row for row in rows if f"'{row['Measure']}'" in clause]


@pytest.fixture
def service() -> Iterator[Service]:
    """A running ``Service``; stops after the test."""
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(unquote(self.path))
            state.asked.append(unquote(self.path))
            fault = state.faults.pop(0) if state.faults else ""
            if fault == "hang up":
                self.connection.close()
                return
            if fault.isdigit():
                self.send_response(int(fault))
                self.send_header("Retry-After", "0")
                self.end_headers()
                return
            if fault.startswith("http"):
                self.send_response(302)
                self.send_header("Location", fault)
                self.end_headers()
                return
            reply = state.answer(parts.path, parse_qs(parts.query))
            if reply is None:
                self.send_response(404)
                self.end_headers()
                return
            body = (reply if isinstance(reply, str) else json.dumps(reply)).encode()
            self.send_response(200)
            # The length that is promised is not what comes: the connection breaks half-way.
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def said() -> Callable[[Exception], list[str]]:
    """The problems of an InputError as the user reads them."""
    return lambda wrong: [str(problem) for problem in wrong.problems]  # type: ignore[attr-defined]
