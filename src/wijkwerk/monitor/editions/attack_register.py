"""Everything that an edition publishes, and what the intruder does with each part of it.

What isn't named here is found by ``unread``: an edition with a file, a column or a key that the
intruder doesn't read can't be called safe. Who publishes something new says here how it is read, or
why it can't tell of what is withheld.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from wijkwerk.monitor.core.tables import STATED
from wijkwerk.monitor.editions.boundaries import boundaries_alone, context_alone
from wijkwerk.monitor.editions.edition import DEFINITIONS, Edition
from wijkwerk.monitor.editions.manifest import INPUT_DIGEST
from wijkwerk.publication.api import MANIFEST, digest


@dataclass(frozen=True)
class Part:
    """A published part; ``read`` says that the intruder reads it, ``why`` how, or why he needn't."""

    read: bool
    why: str


def _read(how: str) -> Part:
    return Part(True, how)


def _harmless(why: str) -> Part:
    return Part(False, why)


_KEY = _harmless("says which row it is; every expected row is there, withheld or not")
_DEFINED = _harmless("as the publisher wrote it; no observation goes into it")
_AGAINST = _read("must be empty where the area or the reference is withheld")
_CHANGE = _read("must be empty where a moment of the area or of its reference is withheld")
_SPREAD = _read("must be that of the published members")
_AGAIN = _read("is worked out again from what is published")

TABLES: dict[str, dict[str, Part]] = {
    "figures": {
        **dict.fromkeys(("area", "level", "period", "indicator", "reference"), _KEY),
        "value": _read("must be empty in a withheld row; gives counts, which go into sums"),
        **dict.fromkeys(("lower", "upper"), _read("as value; the width gives the exact base")),
        "base": _read("must be empty in a withheld row; narrows the exact base down"),
        "interval_method": _read("must be none in a withheld row"),
        "obs_status": _harmless("how a figure came about: estimated, provisional, a break"),
        "conf_status": _read("says which cells are withheld"),
        **dict.fromkeys(
            ("reference_value", "distance", "distance_lower", "distance_upper",
             "distance_relative", "distance_excluding"), _AGAINST,
        ),
        **dict.fromkeys(
            ("rank", "rank_lower", "rank_upper"),
            _read("must be empty in a withheld row, and count published areas alone"),
        ),
    },
    "changes": {
        **dict.fromkeys(
            ("area", "level", "indicator", "reference", "period_from", "period_to"), _KEY
        ),
        **dict.fromkeys(
            ("own_change", "reference_change", "distance_change", "lower", "upper", "class",
             "evidence"), _CHANGE,
        ),
        "broken": _harmless("a break in the series, by the definition or the status"),
        "conf_status": _harmless("follows from that of the two moments"),
    },
    "groups": {
        **dict.fromkeys(("group", "period", "indicator", "method", "reference"), _KEY),
        **dict.fromkeys(
            ("value", "lower", "upper"),
            _read("pooled: a sum over members; unweighted: must be that of published members"),
        ),
        "interval_method": _read("must be none where the pooled value is withheld"),
        "areas": _harmless("the number of members, which are published"),
        **dict.fromkeys(("measured", "minimum", "maximum", "worst_five", "worst_areas"), _SPREAD),
        "conf_status": _read("says which pooled values are withheld"),
        **dict.fromkeys(
            ("reference_value", "distance", "distance_lower", "distance_upper"), _AGAINST
        ),
    },
    "group_changes": {
        **dict.fromkeys(
            ("group", "indicator", "method", "period_from", "period_to", "reference"), _KEY
        ),
        **dict.fromkeys(
            ("same", "joined", "left"),
            _read("unweighted: must count published members; pooled: who has a cell, withheld or not"),
        ),
        **dict.fromkeys(
            ("value_from", "value_to", "own_change", "reference_change", "distance_change",
             "lower", "upper", "joined_effect", "left_effect"),
            _read("must be the difference of two published values of the group, empty without one"),
        ),
        **dict.fromkeys(("class", "evidence"), _read("must be that of the published distances")),
        "broken": _harmless("a break in the series, by the definition or the status"),
        "conf_status": _harmless("follows from that of the two moments"),
    },
    "classes": {
        **dict.fromkeys(
            ("group", "indicator", "reference", "period_from", "period_to", "class", "origin"),
            _KEY,
        ),
        **dict.fromkeys(("count", "firm"), _read("must be those of the areas that are shown")),
        **dict.fromkeys(
            ("areas", *STATED),
            _read("of a publication: as it stands there; of our own counts: must be empty"),
        ),
    },
    "warnings": {
        **dict.fromkeys(("area", "indicator", "period"), _KEY),
        **dict.fromkeys(("score", "threshold", "signal"), _AGAIN),
    },
    "liveability": {
        **dict.fromkeys(("area", "period", "composite", "dimension"), _KEY),
        **dict.fromkeys(("score", "weight", "contribution"), _AGAIN),
        **dict.fromkeys(
            ("rank", "rank_lowest", "rank_highest"),
            _read("must leave no place free among the areas that have a score"),
        ),
    },
    "areas": {
        **dict.fromkeys(
            ("code", "name", "level", "parent", "valid_from", "valid_to"), _DEFINED
        ),
        **dict.fromkeys(
            ("inhabitants", "dwellings", "scale_flag"),
            _harmless("sizes of areas: the plan grants the intruder every base"),
        ),
    },
    "groups_members": dict.fromkeys(("group", "area", "valid_from", "valid_to"), _DEFINED),
    "postcodes": {
        **dict.fromkeys(("postcode", "area"), _DEFINED),
        "addresses": _harmless("addresses of a postcode: sizes, as those of areas"),
    },
    "coverage": {
        **dict.fromkeys(("indicator", "level"), _KEY),
        **dict.fromkeys(("cells", "published", "withheld"), _AGAIN),
    },
}  # fmt: skip
# Made of the tables and the definitions alone: made again, they must come out the same.
DOCUMENTS = (
    "tables.xlsx", "datapackage.json", "report.html", "report.en.html", "report.pdf",
    "report.en.pdf",
)  # fmt: skip
FILES: dict[str, Part] = {
    **{f"{name}.parquet": _read("column by column: TABLES") for name in TABLES},
    **dict.fromkeys(DOCUMENTS, _read("must say what the tables say and no more: made again")),
    DEFINITIONS: _read("key by key: DEFINED"),
    MANIFEST: _read("key by key: TOLD"),
    "geometry.geojson": _read("must hold codes and shapes alone"),
    "context.geojson": _read("must hold kinds and shapes alone"),
}
# Keys of indicators.json.
DEFINED = dict.fromkeys(("edition", "source", "themes", "indicators", "composites"), _DEFINED)
# Keys of manifest.json.
TOLD: dict[str, Part] = {
    **dict.fromkeys(("series", "title", "simulated"), _DEFINED),
    **dict.fromkeys(
        ("format", "method", "versions"), _harmless("the program's own numbers")
    ),
    "id": _read("must follow from inputs, which are digested with a key"),
    "inputs": _read("must be digested with a key: anything else can be tried"),
    "inputs_key": _harmless("a fingerprint of the key, which is too long to be tried"),
    **dict.fromkeys(
        ("definitions", "limits"), _read("must be the digests of what indicators.json says")
    ),
    "coverage": _read("must be coverage.parquet"),
    "outputs": _read("must be digests and sizes of published files: `edition verify`"),
}  # fmt: skip
# What the site and the API tell on request, by the names of its addresses; all of it is worked out from
# the folder of an edition, in which the intruder reads everything.
_WORKED_OUT = _harmless("worked out from the tables of the edition")
_THE_FILE = _harmless("a file of the edition, as it is")
_WORDS = _harmless("words and definitions; no figure is asked for")
ADDRESSES: dict[str, Part] = {
    **dict.fromkeys(
        ("monitor:home", "monitor:early_warning", "monitor:themes", "monitor:theme",
         "monitor:indicator", "monitor:areas", "monitor:groups", "monitor:place",
         "monitor:place_series", "monitor:compare", "monitor:selection", "monitor:download",
         "monitor:instead", "monitor:search", "monitor:chart_svg", "monitor:chart_png",
         "monitor:embed", "monitor:geojson", "monitor:diff", "api:areas", "api:area", "api:groups",
         "api:group", "api:figures", "api:changes", "api:group-figures", "api:group-changes",
         "api:group-members", "api:class-counts", "api:warnings", "api:liveability"),
        _WORKED_OUT,
    ),
    **dict.fromkeys(("monitor:files", "monitor:file", "api:geometry"), _THE_FILE),
    **dict.fromkeys(
        ("monitor:how_sure", "monitor:lesson", "monitor:catalogue", "monitor:api_docs",
         "monitor:editions", "monitor:method", "monitor:moved_area", "monitor:moved_series",
         "monitor:moved_group", "api:openapi", "api:editions", "api:edition", "api:indicators",
         "api:indicator", "openapi", "catalog", "dataset", "sitemap", "sitemap_of_edition", "robots"),
        _WORDS,
    ),
}  # fmt: skip


def unread(edition: Edition) -> list[str]:
    """What of ``edition`` the intruder can't read, or can't account for; each a text."""
    result = [path.name for path in sorted(edition.path.iterdir()) if path.name not in FILES]
    for name, columns in TABLES.items():
        if (edition.path / f"{name}.parquet").is_file():
            schema = edition.table(name).collect_schema().names()
            result += [f"{name}.parquet: {column}" for column in schema if column not in columns]
    result += [f"{DEFINITIONS}: {key}" for key in sorted({*edition.definitions} - {*DEFINED})]
    result += [f"{MANIFEST}: {key}" for key in sorted({*edition.manifest} - {*TOLD})]
    result += [f"{MANIFEST}: {what}" for what in _unaccounted(edition)]
    boundaries = edition.path / "geometry.geojson"
    if boundaries.is_file():
        document = json.loads(boundaries.read_text("utf-8"))
        if document != boundaries_alone(document):
            result.append("geometry.geojson: more than codes and shapes")
    context = edition.path / "context.geojson"
    if context.is_file():
        layers = json.loads(context.read_text("utf-8"))
        if layers != context_alone(layers):
            result.append("context.geojson: more than kinds and shapes")
    return result


def _unaccounted(edition: Edition) -> list[str]:
    """Parts of the manifest that don't follow from what is published, or from keyed digests."""
    manifest, definitions = edition.manifest, edition.definitions
    result = [
        f"inputs, {name}: more than a digest with a key"
        for name, entry in sorted(manifest["inputs"].items())
        if not isinstance(entry, dict) or {*entry} != {INPUT_DIGEST}
    ]
    result += [
        f"outputs, {name}: more than a digest and a size"
        for name, entry in sorted(manifest["outputs"].items())
        if {*entry} != {"sha256", "bytes"}
    ]
    if (edition.path / "coverage.parquet").is_file():
        coverage_rows = edition.table("coverage").collect().to_dicts()
        if manifest["coverage"] != coverage_rows:
            result.append("coverage: not that of coverage.parquet")
    made_of = [manifest["inputs"], manifest["method"], manifest["format"]]
    program = manifest["versions"].get("wijkwerk")
    if manifest["id"] != f"{manifest['series']}-{digest([*made_of, program])[:10]}":
        result.append("id: doesn't follow from the digests of the inputs")
    defined: list[dict[str, Any]] = [*definitions["indicators"], *definitions["composites"]]
    if manifest["definitions"] != {definition["id"]: digest(definition) for definition in defined}:
        result.append("definitions: not the digests of the definitions")
    if manifest["limits"] != digest(definitions["source"]["disclosure"]):
        result.append("limits: not the digest of the limits")
    return result
