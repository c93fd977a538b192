"""The site under load: how quick its pages are, how many it holds, what a worker and a phone need.

    python bench/site.py --size small|national
    python bench/site.py --size city             (the page of a city: 100 areas x 60 indicators)
    python bench/site.py --edition FOLDER --seconds 10 --phone

``kept`` asks for the same addresses again and again, ``new`` for one that nobody asked before, over
one connection at a time. Then eight connections ask at once, from another process (wrk when it is
there). Milliseconds of processor time of the site stand beside those on the clock, since they say
more on a machine that others use as well. ``--phone`` opens pages in Chromium as on a phone: a
processor four times as slow, and slow 4G as Lighthouse has it.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from site_fixture import CITY, SMALL, built, enlarged
from site_fixture import PART as TWENTIETH

CONNECTIONS = 8
_TICK = os.sysconf("SC_CLK_TCK")
Pages = dict[str, list[str]]


@contextmanager
def serving(editions: Path, var: Path) -> Iterator[tuple[int, int]]:
    """The site on a free port: gives the port and the number of its first process."""
    command = [
        sys.executable,
        "-m",
        "wijkwerk",
        "serve",
        str(editions),
        "--port",
        "0",
        "--var",
        str(var),
        "--data",
        str(var.parent / "data"),
    ]
    with (var.parent / "site.log").open("w") as log:
        site = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert site.stdout is not None
        port = next(
            (int(found[1]) for line in site.stdout if (found := re.search(r":(\d+)/", line))), 0
        )
        if not port:
            raise SystemExit((var.parent / "site.log").read_text()[-2000:])
        threading.Thread(target=site.stdout.read, daemon=True).start()
        for _ in range(600):
            if _answers(port):
                break
            time.sleep(0.1)
        yield port, site.pid
    finally:
        site.terminate()
        site.wait(30)


def _answers(port: int) -> bool:
    try:
        return Client(port).get("/health/ready")[0] == 200
    except OSError:
        return False


class Client:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body, as they came over the line."""
        self._line.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self._line.getresponse()
        body = answer.read()
        self.packed = answer.headers.get("Content-Encoding") == "gzip"
        return answer.status, body

    def _unpacked(self, path: str) -> bytes:
        body = self.get(path)[1]
        return gzip.decompress(body) if self.packed else body

    def json(self, path: str) -> dict[str, Any]:
        """The object at ``path``."""
        found: dict[str, Any] = json.loads(self._unpacked(path))
        return found


def processes(first: int) -> list[tuple[int, int]]:
    """The site's processes with their depth: 0 the first one, 1 a worker, 2 what draws for it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rsplit(")", 1)[1].split()[1])
    result = [(first, 0)]
    for parent, depth in result:  # grows while it is walked
        result += [(pid, depth + 1) for pid, of in parents.items() if of == parent]
    return result


def processor(first: int) -> float:
    """Milliseconds of processor time that the site used so far."""
    ticks = 0
    for pid, _depth in processes(first):
        parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(parts[11]) + int(parts[12])
    return ticks * 1000 / _TICK


def memory(first: int) -> list[tuple[str, float, float, float]]:
    """Megabytes that each process holds now, and held at most, and its fair share of what it holds
    together with the others (proportional set size)."""
    result = []
    for pid, depth in processes(first):
        status = Path(f"/proc/{pid}/status").read_text()
        now, most = (
            int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
            for name in ("VmRSS", "VmHWM")
        )
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        share = int(re.search(r"Pss:\s+(\d+)", rollup)[1]) / 1024  # type: ignore[index]
        result.append((("first process", "worker", "drawer")[depth], now, most, share))
    return result


def pages_of(port: int, count: int) -> tuple[Pages, Pages]:
    """Addresses per kind of page: those the site may keep, and those that it can't."""
    client = Client(port)
    edition = client.json("/api/v1/editions")["items"][0]["id"]
    api = f"/api/v1/editions/{edition}"
    indicators = [
        item["id"] for item in client.json(f"{api}/indicators")["items"] if item["periods"]
    ]
    areas: dict[str, list[str]] = {}
    for level in ("country", "municipality", "district", "neighbourhood"):
        found = client.json(f"{api}/areas?level={level}&limit=5000")["items"]
        areas[level] = [one["code"] for one in found]
    pick = random.Random(1)

    def some(what: Sequence[str], number: int = 1) -> str:
        return quote(",".join(pick.sample(what, min(number, len(what)))))

    home = f"/nl/editions/{edition}"
    place, own = "/nl/gebieden", f"edition={edition}"
    near, city, wijk = areas["neighbourhood"], areas["municipality"], areas["district"]
    times = range(count)
    pages: Pages = {
        "home": [home, f"/en/editions/{edition}"],
        "themes": [f"{home}/themes"],
        "indicator": [f"{home}/indicators/{indicator}" for indicator in indicators[:count]],
        "indicator, sorted, a city": [
            f"{home}/indicators/{some(indicators)}?within={some(city)}&sort=change" for _ in times
        ],
        "method": [f"{home}/indicators/{indicator}/method" for indicator in indicators[:count]],
        "area: neighbourhood": [f"{place}/{some(near)}?{own}" for _ in times],
        "area: municipality": [f"{place}/{some(city)}?{own}&level=neighbourhood" for _ in times],
        "area: country": [f"{place}/{country}?{own}" for country in areas["country"][:1]],
        "area against another": [f"{place}/{some(near)}?{own}&against={some(city)}" for _ in times],
        "series": [f"{place}/{some(near)}/{some(indicators)}?{own}" for _ in times],
        "areas": [f"{home}/areas", *(f"{home}/areas?within={some(city)}" for _ in times)],
        "groups": [f"{home}/groups"],
        "editions": ["/nl/editions"],
        "how sure": ["/nl/about/how-sure"],
        "picture: trend": [
            f"{home}/charts/trend.svg?area={some(near)}&indicator={some(indicators)}" for _ in times
        ],
        "picture: dots": [
            f"{home}/charts/lags.svg?indicator={indicator}" for indicator in indicators[:count]
        ],
        "picture: map": [
            f"{home}/charts/map.svg?indicator={indicator}" for indicator in indicators[:3]
        ],
        "map.geojson": [
            f"{home}/map.geojson?indicator={indicator}" for indicator in indicators[:count]
        ],
    }
    new: Pages = {
        "selection": [
            f"{home}/selection?area={some(near, 5)}&indicator={some(indicators, 4)}" for _ in times
        ],
        "compare": [f"{home}/compare?area={some(near, 6)}" for _ in times],
        "search": [f"{home}/search?q={some(near)}{number}" for number in times],
        "CSV": [
            f"{home}/selection.csv?area={some(near, 5)}&indicator={some(indicators, 4)}"
            for _ in times
        ],
        "API areas": [f"{api}/areas?within={some(city)}&limit=100" for _ in times],
        "API area": [f"{api}/areas/{some(near)}" for _ in times],
        "API figures of an area": [f"{api}/figures?area={some(near)}" for _ in times],
        "API figures of an indicator": [
            f"{api}/figures?indicator={some(indicators)}&limit={100 + one}" for one in times
        ],
        "API figures, indicator and year": [
            f"{api}/figures?indicator={some(indicators)}&period=2015&limit={100 + one}"
            for one in times
        ],
        "API figures of a city": [
            f"{api}/figures?within={some(city)}&indicator={some(indicators)}" for _ in times
        ],
        "API figures of a level": [
            f"{api}/figures?level=municipality&limit={100 + one}" for one in times
        ],
        "API figures of a year": [f"{api}/figures?period=2015&limit={100 + one}" for one in times],
        "API figures against another": [
            f"{api}/figures?area={some(near)}&against={some(city)}" for _ in times
        ],
        "API changes of an area": [f"{api}/changes?area={some(near)}" for _ in times],
        "API changes of an indicator": [
            f"{api}/changes?indicator={some(indicators)}&limit={100 + one}" for one in times
        ],
        "API changes of a district": [f"{api}/changes?within={some(wijk)}" for _ in times],
        "API group figures": [f"{api}/group-figures?indicator={some(indicators)}" for _ in times],
        "API class counts": [f"{api}/class-counts?indicator={some(indicators)}" for _ in times],
        "API warnings": [f"{api}/warnings?limit={100 + one}" for one in times],
        "API indicators": [f"{api}/indicators"],
    }
    return pages, new


def timed(port: int, site: int, paths: list[str], times: int) -> dict[str, float]:
    """Milliseconds per request, one at a time: middle, 95 in 100, processor; bytes; faults."""
    client, seconds, sizes, faults = Client(port), [], [], 0
    before = processor(site)
    for number in range(times):
        start = time.perf_counter()
        status, body = client.get(paths[number % len(paths)])
        seconds.append((time.perf_counter() - start) * 1000)
        sizes.append(len(body))
        if status != 200:
            faults += 1
            print(f"      {status}: {paths[number % len(paths)][:140]}")
    used = (processor(site) - before) / times
    seconds.sort()
    return {
        "p50": seconds[times // 2],
        "p95": seconds[min(times - 1, times * 95 // 100)],
        "processor": used,
        "kB": sum(sizes) / times / 1000,
        "faults": faults,
    }


def flood(port: int, site: int, paths: list[str], seconds: float) -> tuple[float, float, int]:
    """Requests a second from eight connections, processor ms per request, faults."""
    random.Random(2).shuffle(paths)
    with tempfile.TemporaryDirectory() as scratch:
        listed = Path(scratch) / "paths.txt"
        listed.write_text("\n".join(paths))
        before = processor(site)
        command = [sys.executable, __file__, "--client", str(port), str(listed), str(seconds)]
        if shutil.which("wrk"):
            script = Path(scratch) / "paths.lua"
            script.write_text(_LUA % str(listed))
            command = [
                "wrk",
                "-t1",
                f"-c{CONNECTIONS}",
                f"-d{max(1, round(seconds))}s",
                "-s",
                str(script),
                "-H",
                "Accept-Encoding: gzip",
                f"http://127.0.0.1:{port}",
            ]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        used = processor(site) - before
    if command[0] == "wrk":
        done = int(re.search(r"(\d+) requests in", told)[1])  # type: ignore[index]
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
        wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
        return rate, used / max(done, 1), int(wrong[1]) if wrong else 0
    done, took, faults = json.loads(told)
    return done / took, used / max(done, 1), faults


_LUA = """
local paths, n = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
request = function() n = n + 1; return wrk.format("GET", paths[n %% #paths + 1]) end
"""


def client(port: int, paths: list[str], seconds: float) -> None:
    """What the other process does: eight connections, each asks as soon as it has its answer."""
    until, done, faults = time.perf_counter() + seconds, [0] * CONNECTIONS, [0] * CONNECTIONS

    def ask(own: int) -> None:
        line, place = Client(port), own
        while time.perf_counter() < until:
            faults[own] += line.get(paths[place % len(paths)])[0] != 200
            done[own] += 1
            place += CONNECTIONS

    start = time.perf_counter()
    threads = [threading.Thread(target=ask, args=[own]) for own in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps([sum(done), time.perf_counter() - start, sum(faults)]))


def line(name: str, found: dict[str, float]) -> None:
    """One line of the table."""
    print(
        f"{name:36}{found['p50']:9.1f}{found['p95']:9.1f}{found['processor']:11.1f}"
        f"{found['kB']:8.1f}{'   FAULTS' if found['faults'] else ''}",
        flush=True,
    )


def city(port: int, site: int) -> None:
    """The page of the largest table there is: every order of its columns is asked once, so that each is
    made anew, and then the page that the site has kept."""
    client = Client(port)
    edition = client.json("/api/v1/editions")["items"][0]["id"]
    (code,) = (
        area["code"]
        for area in client.json(f"/api/v1/editions/{edition}/areas?level=municipality")["items"]
    )
    page = f"/nl/gebieden/{code}?level=neighbourhood"
    html = client._unpacked(page).decode()
    orders = sorted({unescape(url) for url in re.findall(r'class="ww-sort" href="([^"]+)"', html)})
    print(f"{html.count('<tr')} rows, {html.count('<td')} cells, {len(orders)} orders")
    print(f"{'':36}{'p50 ms':>9}{'p95 ms':>9}{'processor':>11}{'kB':>8}")
    for _ in range(4):  # both workers open the edition
        Client(port).get(orders[0])
    line("city, made anew", timed(port, site, orders[1:], len(orders) - 1))
    line("city, kept", timed(port, site, [page], 100))


def report(port: int, site: int, count: int, seconds: float) -> None:
    kept, new = pages_of(port, count)
    print(f"{'':36}{'p50 ms':>9}{'p95 ms':>9}{'processor':>11}{'kB':>8}")

    for pages in (kept, new):  # both workers open the edition and load what they need
        for paths in pages.values():
            for _ in range(4):
                Client(port).get(paths[-1])
    for name, paths in kept.items():
        line(f"{name} (first time)", timed(port, site, paths, len(paths)))
        for path in paths[:3] * 4:
            Client(port).get(path)
        line(f"{name} (kept)", timed(port, site, paths[:3], count * 2))
    for name, paths in new.items():
        line(name, timed(port, site, paths, max(count, len(paths))))
    often = [path for paths in kept.values() for path in paths[:3] if "geojson" not in path]
    for path in often * 4:
        Client(port).get(path)
    mixes = {
        "kept pages": often,
        "selection and compare": new["selection"] + new["compare"],
        "API, not kept": [
            p for name, paths in new.items() if name.startswith("API") for p in paths
        ],
    }
    for name, paths in mixes.items():
        rate, used, faults = flood(port, site, paths, seconds)
        print(
            f"{name:36}{rate:9.0f} requests/s; processor {used:.1f} ms each: two cores of its own "
            f"hold {2000 / max(used, 0.01):.0f}{f'; {faults} FAULTS' if faults else ''}",
            flush=True,
        )
    held = memory(site)
    for name, now, most, share in held:
        print(f"{name}: {now:.0f} MB now, {most:.0f} MB at most; its share {share:.0f} MB")
    print(f"together {sum(share for *_, share in held):.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", choices=["small", "city", "national"], default="small")
    parser.add_argument("--edition", type=Path, help="this edition, instead of a made one")
    parser.add_argument("--work", type=Path, help="keep what was made here, for a next time")
    parser.add_argument("--seconds", type=float, help="of each flood")
    parser.add_argument("--times", type=int, help="of each kind of page, one at a time")
    parser.add_argument("--phone", action="store_true", help="measure a phone too (Chromium)")
    parser.add_argument("--client", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.client:
        port, listed, seconds = chosen.client
        client(int(port), Path(listed).read_text().split("\n"), float(seconds))
        return
    with tempfile.TemporaryDirectory() as scratch:
        work = chosen.work or Path(scratch)
        editions = work / "editions"
        if not editions.is_dir():
            editions.mkdir(parents=True)
            if chosen.edition:
                (editions / chosen.edition.name).symlink_to(chosen.edition.resolve())
            elif chosen.size in ("small", "city"):
                small_one = built(work, SMALL if chosen.size == "small" else CITY)
                small_one.rename(editions / small_one.name)
            else:
                enlarged(built(work, TWENTIETH), editions)
        small = chosen.size == "small" and not chosen.edition
        start, used = time.perf_counter(), os.times()
        prepared = [
            sys.executable,
            "-m",
            "wijkwerk",
            "serve",
            str(editions),
            "--prepare-only",
            "--var",
            str(work / "var"),
            "--data",
            str(work / "data"),
        ]
        subprocess.run(prepared, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        cost = (
            after.children_user + after.children_system - used.children_user - used.children_system
        )
        print(f"prepared in {time.perf_counter() - start:.1f} s (processor {cost:.1f} s)")
        with serving(editions, work / "var") as (port, site):
            if chosen.size == "city":
                city(port, site)
            else:
                report(
                    port,
                    site,
                    chosen.times or (4 if small else 40),
                    chosen.seconds or (1 if small else 10),
                )
            if chosen.phone:
                from site_phone import phone

                phone(port)
        print(
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {os.getloadavg()[0]:.1f}, "
            f"{os.cpu_count()} cores"
        )


if __name__ == "__main__":
    main()
