"""An edition of national size to serve, made by copying: a fixture, its figures mean nothing.

A real edition of a twentieth of the country is built, and laid out again and again with other
codes. Serving it costs what serving a real national edition costs; making it takes a minute.
Numbers are moved a little in every copy, so that files don't get smaller than real ones.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from wijkwerk.publication.api import MANIFEST, outputs_of

COPIES = 18
# 18 copies: 342 municipalities, 3,420 districts, 14,400 neighbourhoods; 60 indicators, 18 years.
PART = (19, 190, 800, 18, 60)
SMALL = (4, 16, 80, 6, 6)
CITY = (1, 10, 100, 18, 60)
_BY_AREA = ("figures", "changes", "warnings", "liveability")
_MOVED = {
    "figures": ("value", "lower", "upper", "distance", "distance_lower", "distance_upper",
                "reference_value", "distance_relative", "distance_excluding"),
    "changes": ("own_change", "distance_change", "lower", "upper"),
}  # fmt: skip


def built(folder: Path, size: tuple[int, ...]) -> Path:
    """A simulated country of this size in ``folder``, built; gives its edition."""
    from wijkwerk.monitor.api import build_edition
    from wijkwerk.monitor.sources.simulate.country import Size, simulate

    return build_edition(simulate(folder / "source", Size(*size), seed=3), folder / "built")


def enlarged(edition: Path, out: Path) -> Path:
    """``edition`` laid out ``COPIES`` times in ``out``; gives the large edition's folder."""
    manifest = json.loads((edition / MANIFEST).read_text())
    manifest["id"] = manifest["series"] = "fixture-of-national-size"
    target = out / manifest["id"]
    target.mkdir(parents=True)
    con = duckdb.connect(config={"memory_limit": "3GB", "preserve_insertion_order": False})
    con.execute(f"SET temp_directory = '{out / 'spill'}'")
    con.execute("SET enable_progress_bar = false")
    top = "('country', 'group')"
    con.execute(f"CREATE TABLE copies AS SELECT unnest(range({COPIES})) AS k")
    con.execute(
        f"CREATE TABLE links AS SELECT DISTINCT code AS old, k, CASE WHEN level IN {top} THEN code "
        f"ELSE code || '_' || k END AS new FROM '{edition}/areas.parquet', copies"
    )
    con.execute("CREATE TABLE codes AS SELECT * FROM links WHERE old <> new OR k = 0")
    for path in sorted(edition.iterdir()):
        name = path.stem
        if path.suffix == ".parquet" and (name in _BY_AREA or name in ("areas", "groups_members")):
            con.execute(
                f"COPY ({_copied(name, path)}) TO '{target / path.name}' (COMPRESSION zstd)"
            )
        elif path.name == "geometry.geojson":
            _geometry(path, target / path.name)
        elif path.name != MANIFEST:
            (target / path.name).write_bytes(path.read_bytes())
    manifest["outputs"] = outputs_of(target)
    (target / MANIFEST).write_text(json.dumps(manifest))
    return target


def _copied(name: str, path: Path) -> str:
    key = "code" if name == "areas" else "area"
    changed = [f"c.new AS {key}"]
    joins = f"FROM '{path}' t JOIN codes c ON c.old = t.{key}"
    for link in ("parent", "reference"):
        if (name, link) in {
            ("areas", "parent"),
            ("figures", "reference"),
            ("changes", "reference"),
        }:
            joins += f" LEFT JOIN links {link} ON {link}.old = t.{link} AND {link}.k = c.k"
            changed.append(f"coalesce({link}.new, t.{link}) AS {link}")
    factor = "(1 + (hash(c.new) % 1000) / 20000.0)"
    changed += [f"t.{column} * {factor} AS {column}" for column in _MOVED.get(name, ())]
    if name == "areas":
        changed.append("CASE WHEN c.k = 0 THEN t.name ELSE t.name || ' ' || c.k END AS name")
    order = "ORDER BY c.k, c.old, t.valid_from" if name == "areas" else ""
    return f"SELECT t.* REPLACE ({', '.join(changed)}) {joins} {order}"


def _geometry(path: Path, out: Path) -> None:
    features = json.loads(path.read_text())["features"]
    found = []
    for k in range(COPIES):
        for feature in features:
            top = feature["properties"].get("level") in ("country", "group")
            if top and k:
                continue
            code = feature["properties"]["code"] if top else f"{feature['properties']['code']}_{k}"
            shape = feature["geometry"]
            moved = _moved(shape["coordinates"], (k % 6) * 0.5, (k // 6) * 0.3)
            found.append(
                {
                    "type": "Feature",
                    "properties": {**feature["properties"], "code": code},
                    "geometry": {"type": shape["type"], "coordinates": moved},
                }
            )
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in found)
    out.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n")


def _moved(part: list, east: float, north: float) -> list:  # type: ignore[type-arg]
    if isinstance(part[0], int | float):
        return [round(part[0] + east, 6), round(part[1] + north, 6)]
    return [_moved(one, east, north) for one in part]
