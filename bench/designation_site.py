"""Pages of a national list: first and kept answer times, and what a worker's memory grows by.

    python bench/designation_site.py LISTS [EDITIONS]

LISTS is a folder with one or more lists (`wijkwerk designate …`); EDITIONS, when given, has been
served before, so that maps are measured too. Times are of one process and Django's test client: without the
network, with everything else. Limits: kept 50 ms, first 200 ms, what-if 100 ms, 60 MB.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path


def memory() -> float:
    """Megabytes of this process that no other shares (anonymous memory)."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Prepare, measure, print as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lists", type=Path)
    parser.add_argument("editions", type=Path, nargs="?")
    given = parser.parse_args()
    var = Path(os.environ.get("WIJKWERK_VAR") or tempfile.mkdtemp())
    os.environ.update(
        WIJKWERK_LISTS=str(given.lists),
        WIJKWERK_VAR=str(var),
        WIJKWERK_DATA=str(var / "data"),
        DJANGO_SETTINGS_MODULE="wijkwerk.site.settings",
    )
    from rich.console import Console

    from wijkwerk.site.run import prepare_site

    editions = given.editions or var / "no-editions"
    editions.mkdir(parents=True, exist_ok=True)
    if os.fork() == 0:  # preparing belongs to another process than answering
        prepare_site(editions, var, None, Console(stderr=True))
        os._exit(0)
    os.wait()
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.get("/nl/about/privacy")
    client.get("/api/v1/editions")
    before = memory()
    found = client.get("/api/v1/designation/lists").json()["items"][0]
    name, year = found["id"], found["years"][-1]
    here = f"/nl/designation/lists/{name}"
    area = client.get(f"/api/v1/designation/lists/{name}/areas?limit=1").json()["items"][0]["code"]
    code = client.get(f"/api/v1/designation/lists/{name}").json()["scheme"]["versions"][-1][
        "criteria"
    ][0]["code"]
    client.get(f"{here}/{found['years'][0]}")  # templates and the list are open from here on
    pages = {
        "overview": "/nl/designation",
        "list of a year": f"{here}/{year}",
        "near misses": f"{here}/{year}?show=near",
        "every area, by chance": f"{here}/{year}?show=all&sort=-chance",
        "area": f"{here}/areas/{area}",
        "what if, unchanged": f"{here}/{year}/what-if",
        "what if": f"{here}/{year}/what-if?t_{code}=1.31",
        "what if, dropped": f"{here}/{year}/what-if?drop={code}",
        "compare": f"{here}/{year}/compare",
        "consequences": f"{here}/{year}/consequences",
        "rule": f"{here}/{year}/rule",
        "map": f"{here}/{year}/map.svg",
        "csv": f"{here}/{year}/rows.csv",
        "API criteria": f"/api/v1/designation/lists/{name}/criteria?year={year}&limit=100",
        "API what if": f"/api/v1/designation/lists/{name}/what-if?threshold={code}:1.32",
    }
    told = {}
    for label, address in pages.items():
        times = []
        for _ in range(6):
            start = time.perf_counter()
            answer = client.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
            times.append(1000 * (time.perf_counter() - start))
        told[label] = {
            "status": answer.status_code,
            "first ms": round(times[0], 1),
            "again ms": round(statistics.median(times[1:]), 1),
        }
    told["memory MB"] = {"before": round(before), "grown": round(memory() - before)}
    print(
        json.dumps(
            {"list": name, "areas": found["areas"], "years": len(found["years"]), **told}, indent=1
        )
    )


if __name__ == "__main__":
    main()
