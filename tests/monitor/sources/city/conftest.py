"""The publishers on loopback: key figures (OData 4 and 3), boundaries (OGC API Features and WFS), with
the shapes of their answers, their paging, and faults to order."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

PLACES = {
    "NL00": "Nederland",
    "GM9001": "'s-Testdam",
    "WK900100": "Wijk 00",
    "BU90010000": "Noord",
    "BU90010001": "Zuid",
    "WK900101": "Wijk 01",
    "BU90010100": "Oost",
    "GM9002": "Elders",
    "WK900200": "Wijk 00",
    "BU90020000": "Ver",
}
SHARES = (57, 50.5, 60, 65, None, 42, 42, 33, 33, 33)
PAGE = 4


class Publishers:
    """What they answer. ``faults`` are taken one per request: a status, 'cut', 'empty', 'hang up', or
    '' for none; ``deaf`` services don't look at conditions; ``refuse`` are beginnings of paths."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.refuse: tuple[str, ...] = ()
        self.deaf = False
        self.newest = "Kerncijfers wijken en buurten 2024"
        self.version3: set[str] = {"83765NED"}
        self.without: set[str] = set()  # tables that don't have the municipality
        self.shapes_of = {2024}
        self.lat_first = False
        self.circle = False
        self.matched: int | None = None

    def answer(self, path: str, query: dict[str, list[str]]) -> Any:
        """The reply, or None where nothing is."""
        if path.startswith(self.refuse) if self.refuse else False:
            return 400
        if path.startswith("/cbs/wijken-en-buurten-"):
            return self._ogc(path, query)
        if path.startswith("/cbs/wijkenbuurten/"):
            return self._wfs(path, query)
        return self._odata(path, query)

    def _odata(self, path: str, query: dict[str, list[str]]) -> Any:
        if path == "/Datasets":
            rows = [
                {"Identifier": "85984NED", "Title": self.newest},
                {"Identifier": "86999NED", "Title": "Kerncijfers wijken en buurten 2026"},
                {"Identifier": "99999NED", "Title": "Kerncijfers wijken en buurten 2004-2008"},
            ]
            return self._paged(path, rows, {})
        table, _, part = path.strip("/").partition("/")
        if table not in ("85984NED", "83765NED", "86999NED"):
            return None
        version3 = table in self.version3
        if not part:
            names = ("UntypedDataSet", "TableInfos") if version3 else ("Observations", "Properties")
            return {"value": [{"name": name} for name in names]}
        rows = (self._rows3 if version3 else self._rows4)(table, part.removesuffix("/$count"))
        if rows is None or isinstance(rows, dict):
            return rows
        kept = [row for row in rows if self.deaf or self._matches(row, query)]
        return str(len(kept)) if part.endswith("/$count") else self._paged(path, kept, query)

    def _places(self, table: str) -> list[tuple[str, Any]]:
        shown = zip(PLACES, SHARES, strict=True)
        return [
            (code, share)
            for code, share in shown
            if not (table in self.without and code[2:6] == "9001")
        ]

    def _rows4(self, table: str, part: str) -> Any:
        year = {"85984NED": "2024", "86999NED": "2026"}.get(table, "2017")
        if part == "Properties":
            return {"Title": f"Kerncijfers wijken en buurten {year}", "Modified": "2026-01-01"}
        if part == "Dimensions":
            return [{"Identifier": "WijkenEnBuurten"}]
        if part == "MeasureGroups":
            return [{"Id": "1", "Title": "Wonen", "ParentId": None}]
        if part == "MeasureCodes":
            return [
                {"Identifier": "GM000C", "Title": "Gemeentenaam", "Unit": "naam"},
                {"Identifier": "GW000C", "Title": "Indelingswijziging gemeente, wijk, buurt"},
                {
                    "Identifier": "1014800",
                    "Title": "Koopwoningen",
                    "Unit": "%",
                    "MeasureGroupId": "1",
                },
                {"Identifier": "M000297", "Title": "Woningvoorraad", "Unit": "aantal"},
                {"Identifier": "T001036", "Title": "Aantal inwoners", "Unit": "aantal"},
            ]
        if part == "WijkenEnBuurtenCodes":
            return [
                {"Identifier": f"{code:10}", "Title": PLACES[code]}
                for code, _ in self._places(table)
            ]
        if part != "Observations":
            return None
        rows: list[dict[str, Any]] = []
        for code, share in self._places(table):
            place = {"WijkenEnBuurten": f"{code:10}"}
            secret = "None" if share else "Confidential"
            rows += [
                {**place, "Measure": "1014800", "Value": share, "ValueAttribute": secret},
                {**place, "Measure": "M000297", "Value": 200.0, "StringValue": None},
                {**place, "Measure": "T001036", "Value": 500.0, "StringValue": None},
                {**place, "Measure": "GM000C", "Value": None, "StringValue": "'s-Testdam "},
                {**place, "Measure": "GW000C", "Value": None, "StringValue": "1"},
            ]
        return rows

    def _rows3(self, table: str, part: str) -> Any:
        if part == "TableInfos":
            return [{"Title": "Kerncijfers wijken en buurten 2017", "Modified": "2020"}]
        if part == "DataProperties":
            keys = ("ID", "ParentID", "Type", "Key", "Title", "Unit")
            return [
                dict(zip(keys, one, strict=True))
                for one in (
                    (0, None, "GeoDimension", "WijkenEnBuurten", "Wijken en buurten", None),
                    (2, None, "GeoDetail", "Gemeentenaam_1", "Gemeentenaam", "naam"),
                    (3, None, "GeoDetail", "Codering_3", "Codering", "code"),
                    (6, None, "Topic", "Woningvoorraad_34", "Woningvoorraad", "aantal"),
                    (7, None, "Topic", "Koopwoningen_40", "Koopwoningen", "%"),
                )
            ]
        if part == "WijkenEnBuurten":
            return [{"Key": f"{code:10}", "Title": PLACES[code]} for code, _ in self._places(table)]
        if part != "UntypedDataSet":
            return None
        return [
            {
                "ID": number,
                "WijkenEnBuurten": f"{code:10}",
                "Gemeentenaam_1": "'s-Testdam",
                "Codering_3": f"{code:10}",
                "Woningvoorraad_34": "   180",
                "Koopwoningen_40": "       ." if share is None else f"  {share}",
            }
            for number, (code, share) in enumerate(self._places(table))
        ]

    @staticmethod
    def _matches(row: dict[str, Any], query: dict[str, list[str]]) -> bool:
        clause = query.get("$filter", [""])[0]
        starts = re.findall(r"startswith\((\w+),'([^']+)'\)", clause)
        measures = re.findall(r"Measure eq '([^']+)'", clause)
        return (
            not starts or any(str(row.get(key, "")).startswith(text) for key, text in starts)
        ) and (not measures or row.get("Measure") in measures)

    def _paged(self, path: str, rows: list[dict[str, Any]], query: dict[str, list[str]]) -> Any:
        skip = int(query.get("$skip", ["0"])[0])
        if "$top" in query:
            return {"value": rows[skip : skip + int(query["$top"][0])]}
        reply: dict[str, Any] = {"value": rows[skip : skip + PAGE]}
        if skip + PAGE < len(rows):
            rest = "&".join(f"{key}={one[0]}" for key, one in query.items() if key != "$skip")
            reply["@odata.nextLink"] = f"{self.url}{path}?{rest}&$skip={skip + PAGE}"
        return reply

    # -- boundaries: squares in a row, of one hundredth of a degree --------------------------

    def _features(self, level: str) -> list[dict[str, Any]]:
        codes = [
            code for code in PLACES if code.startswith({"buurten": "BU", "gemeenten": "GM"}[level])
        ]
        result = []
        for number, code in enumerate(codes):
            west, south, wide = 5 + number / 100, 52.0, 0.01 if level == "buurten" else 0.05
            ring = [
                [west, south], [west + wide, south], [west + wide, south + 0.01],
                [west + wide / 2, south + 0.01 + 1e-6], [west, south + 0.01], [west, south],
            ]  # fmt: skip
            if self.lat_first:
                ring = [[north, east] for east, north in ring]
            result.append(
                {
                    "type": "Feature",
                    "id": number,
                    "properties": {
                        "buurtcode" if level == "buurten" else "gemeentecode": code,
                        "gemeentecode": f"GM{code[2:6]}",
                        "aantal_inwoners": 500,
                    },
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                }
            )
        return result

    def _ogc(self, path: str, query: dict[str, list[str]]) -> Any:
        year, _, rest = path.removeprefix("/cbs/wijken-en-buurten-").partition(
            "/ogc/v1/collections/"
        )
        level, _, items = rest.partition("/")
        if int(year) not in self.shapes_of:
            return None
        if not items:
            return {"id": level}
        rows = self._features(level)
        if "gemeentecode" in query and not self.deaf:
            rows = [
                one for one in rows if one["properties"]["gemeentecode"] == query["gemeentecode"][0]
            ]
        start = int(query.get("cursor", ["0"])[0])
        reply: dict[str, Any] = {
            "type": "FeatureCollection",
            "features": rows[start : start + 2],
            "links": [{"rel": "self", "href": "x"}],
        }
        if self.matched is not None:
            reply["numberMatched"] = self.matched
        if start + 2 < len(rows):
            rest = "&".join(f"{key}={one[0]}" for key, one in query.items() if key != "cursor")
            following = start if self.circle else start + 2
            reply["links"].append(
                {"rel": "next", "href": f"{self.url}{path}?{rest}&cursor={following}"}
            )
        return reply

    def _wfs(self, path: str, query: dict[str, list[str]]) -> Any:
        if int(path.split("/")[3]) not in self.shapes_of:
            return None
        rows = self._features("buurten")
        start, count = int(query["startIndex"][0]), int(query["count"][0])
        return {
            "type": "FeatureCollection",
            "numberMatched": len(rows),
            "features": rows[start : start + count],
        }


@pytest.fixture
def publishers() -> Iterator[Publishers]:
    """Running ``Publishers``; they stop after the test."""
    state = Publishers()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            state.asked.append(self.path)
            fault = state.faults.pop(0) if state.faults else ""
            if fault == "hang up":
                self.connection.close()
                return
            reply = (
                int(fault) if fault.isdigit() else state.answer(parts.path, parse_qs(parts.query))
            )
            if reply is None or isinstance(reply, int):
                self.send_response(404 if reply is None else reply)
                self.send_header("Retry-After", "0")
                self.end_headers()
                return
            body = (reply if isinstance(reply, str) else json.dumps(reply)).encode()
            body = b"" if fault == "empty" else body
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def pc6(tmp_path: Path) -> Path:
    """A yearly file of postcodes: codes without letters and leading zeros, one with letters inside."""
    path = tmp_path / "pc6hnr20240801_gwb.csv"
    path.write_text(
        "PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024\n"
        "1234AB;1;90010000;900100;9001\n"
        "1234AB;2;90010000;900100;9001\n"
        "1234AB;3;90010001;900100;9001\n"
        "1234AC;1;90010100;900101;9001\n"
        "9999ZZ;1;90020000;900200;9002\n"
        "1011AB;1;363AA01;363AA;363\n",
        "utf-8",
    )
    return path
