"""What went into a list, what came out, and with what: the record by which anyone can recompute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from wijkwerk.designation.core.scheme import Scheme
from wijkwerk.designation.core.tables import LIST_TABLES
from wijkwerk.publication.api import Kind, identity

SCHEME = "scheme.json"
LIST = Kind(
    word="list",
    article="a",
    # 2: digests of files that go in beside the scheme and the edition are keyed.
    format="2",
    # Raised when a rule changes so that the same input gives other results.
    method="2",
    keys={
        "id": str,
        "scheme": str,
        "title": dict,
        "edition": str,
        "method": str,
        "inputs": dict,
        "options": dict,
        "years": list,
        "levels": list,
        "versions": dict,
        "outputs": dict,
        "simulated": bool,
    },
    needed=(
        SCHEME,
        "areas.parquet",
        "population.parquet",
        "succession.parquet",
        *(f"{name}.parquet" for name in LIST_TABLES),
    ),
    libraries=(
        "wijkwerk",
        "duckdb",
        "ibis-framework",
        "numpy",
        "polars",
        "pyarrow",
        "scipy",
        "xlsxwriter",
    ),
    copy_again="The copy is incomplete or damaged: copy the list again, or make it again.",
    make_again="make it again",
)


def scheme_document(scheme: Scheme) -> dict[str, Any]:
    """The scheme as it was used, with what is off and what was switched on and why."""
    document = asdict(scheme)
    for key in ("rounds", "municipalities"):
        if not document[key]:
            del document[key]  # as below: nothing that isn't declared
    for version_, rules in zip(document["versions"], scheme.versions, strict=True):
        # Only what is declared: a scheme from before it could be keeps its document, and its lists.
        if watch := dict(version_.pop("watch")):
            version_["watch"] = watch
        if rules.source.nl == rules.source.en and not rules.source.da:
            version_["source"] = rules.source.en  # one text for both languages, as it was written
        version_["off"] = sorted(rules.off())
        version_["statuses_off"] = sorted(rules.statuses_off())
    document["switched_on"] = scheme.switched_on()
    return document


def list_id(scheme: Scheme, inputs: Mapping[str, Any]) -> str:
    """Scheme id and ten digits that change with any input or option, the method, or Wijkwerk's
    version."""
    return identity(LIST, scheme.id, inputs)
