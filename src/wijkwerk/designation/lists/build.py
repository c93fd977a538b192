"""Build a list: all of it, or nothing that anybody can see."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import polars as pl

from wijkwerk.designation.core import tables
from wijkwerk.designation.core.scheme import Scheme
from wijkwerk.designation.lists import manifest as record
from wijkwerk.designation.lists.boundary_changes import read_changes
from wijkwerk.designation.lists.compute import compute
from wijkwerk.designation.lists.firm import firmness_of
from wijkwerk.designation.lists.inputs import Inputs, gather, mapped
from wijkwerk.designation.lists.manifest import LIST, SCHEME
from wijkwerk.designation.lists.nominations import read_nominations
from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.designation.lists.sensitive import sensitivity_of
from wijkwerk.designation.lists.spreadsheet import write_spreadsheet
from wijkwerk.designation.reading import find_scheme, read_scheme, switched, with_labels
from wijkwerk.monitor.api import Edition, Engine, EngineName, connect
from wijkwerk.publication.api import (
    MANIFEST,
    atomic_publish,
    changed_files,
    digest,
    file_hash,
    hidden_in,
    publication_key,
    verify_publication,
    write_manifest,
)
from wijkwerk.shared.problems import InputError

Progress = Callable[[str, float], None]
FILES = ("labels", "nominations", "changes")  # options that are files


@dataclass(frozen=True)
class Options:
    """How a list is made: all that isn't in the scheme or the edition.

    ``switch_on``: criterion: reason. ``mapping``: measure: indicator. ``version``: the date of the
    one version to apply to every year ('': the one in force in each). ``draws`` 0: no firmness.
    """

    switch_on: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)
    labels: Path | None = None
    nominations: Path | None = None
    changes: Path | None = None
    levels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    version: str = ""
    draws: int = 2000
    seed: int = 1

    @property
    def given_files(self) -> dict[str, Path]:
        """The files that go in beside the scheme and the edition, by option."""
        files = {"labels": self.labels, "nominations": self.nominations, "changes": self.changes}
        return {name: path for name, path in files.items() if path is not None}

    def told(self) -> dict[str, Any]:
        """The options as the manifest has them: files by their digest with the publisher's key, for
        not all that they hold need be published."""
        result = {key: value for key, value in asdict(self).items() if key not in FILES}
        result["switch_on"], result["mapping"] = dict(self.switch_on), dict(self.mapping)
        result["levels"], result["regions"] = list(self.levels), list(self.regions)
        files = self.given_files
        for name in FILES:
            result[name] = _digest_of(name, files[name]) if name in files else None
        return result


def _digest_of(name: str, path: Path) -> str:
    key = publication_key()
    try:
        if path.is_dir():
            parts = [key.file_digest(name, file) for file in sorted(path.glob("*.csv"))]
            return key.digest(name, parts)
        return key.file_digest(name, path)
    except OSError as fault:
        raise InputError.of(
            str(path), f"can't be read ({fault.strerror})", "a file that can be read"
        ) from fault


def the_scheme(scheme: str, options: Options) -> Scheme:
    """The scheme that is named, as ``options`` ask for it; InputError with all that is wrong."""
    asked_scheme = read_scheme(find_scheme(scheme))
    if options.version:
        try:
            asked_scheme = asked_scheme.only(options.version)
        except KeyError:
            raise InputError.of(
                "--version",
                "no such version",
                "one of " + ", ".join(version.since for version in asked_scheme.versions),
                value=options.version,
            ) from None
    asked_scheme = mapped(switched(asked_scheme, options.switch_on), options.mapping)
    if options.labels is not None:
        asked_scheme = with_labels(asked_scheme, options.labels)
    off = {code for version in asked_scheme.versions for code in version.statuses_off()}
    everything = {status.code for version in asked_scheme.versions for status in version.statuses}
    if everything <= off:
        raise InputError.of(
            "SCHEME",
            "nothing is left",
            "a status that rests on no protected ground",
            suggestion="Every status rests on a criterion that is off; --switch-on "
            "CRITERION=REASON puts one on.",
        )
    return asked_scheme


def build_list(
    scheme: str,
    edition: Path,
    out: Path,
    options: Options | None = None,
    engine: EngineName = "duckdb",
    progress: Progress | None = None,
    year: int | None = None,
) -> Path:
    """Make the list of ``scheme`` (an id, file or folder) on ``edition`` in ``out``; its folder.

    The list appears under its own name by one rename at the end. The same input gives the same
    bytes; a list that is there already stays. Raises InputError with every problem, before anything
    is written; that the list wouldn't have ``year``, when one is given, is one.
    """
    tell = progress or (lambda step, share: None)
    chosen = options or Options()
    tell("reading", 0.0)
    rules = the_scheme(scheme, chosen)
    source = Edition.open(edition)
    if changed := changed_files(source):
        raise InputError.of(
            str(edition),
            "the edition is damaged",
            "files as its manifest says",
            value=", ".join(changed),
            suggestion="Copy or build the edition again.",
        )
    with hidden_in(out, LIST) as hidden:
        return _build(rules, source, out, hidden, chosen, engine, tell, year)


def _build(
    scheme: Scheme,
    edition: Edition,
    out: Path,
    hidden: Path,
    options: Options,
    engine_name: EngineName,
    tell: Progress,
    year: int | None,
) -> Path:
    work, building = hidden / "work", hidden / "list"
    building.mkdir()
    fingerprints = {
        "scheme": digest(record.scheme_document(scheme)),
        "edition": {"id": edition.id, "manifest": file_hash(edition.path / MANIFEST)},
        "options": options.told(),
    }
    name = record.list_id(scheme, fingerprints)
    final = out / name
    if final.exists():
        verify_publication(final, LIST, DesignationList.open)
        _has(DesignationList.open(final).years, year)
        tell("already there", 1.0)
        return final
    engine = connect(engine_name, work)
    inputs = _inputs(scheme, edition, engine, options)
    _has(inputs.years, year)
    _fill(building, scheme, inputs, engine, options, tell)
    simulated = bool(edition.definitions["source"].get("simulated"))
    write_manifest(
        building,
        LIST,
        {
            "id": name,
            "scheme": scheme.id,
            "title": asdict(scheme.title),
            "edition": edition.id,
            "edition_title": edition.manifest["title"],
            "simulated": simulated,
            "inputs": fingerprints,
            "inputs_key": publication_key().fingerprint if options.given_files else None,
            "options": options.told(),
            "years": inputs.years,
            "levels": sorted(set(inputs.areas["level"].to_list())),
            "areas": inputs.areas.height,
            "off": {version.since: sorted(version.off()) for version in scheme.versions},
            "statuses_off": {
                version.since: sorted(version.statuses_off()) for version in scheme.versions
            },
            "switched_on": scheme.switched_on(),
        },
    )
    atomic_publish(building, final, LIST, DesignationList.open)
    tell("done", 1.0)
    return final


def _has(years: list[int], year: int | None) -> None:
    if year is not None and year not in years:
        raise InputError.of("--year", "no such year", f"{years[0]} to {years[-1]}", value=str(year))


def _inputs(scheme: Scheme, edition: Edition, engine: Engine, options: Options) -> Inputs:
    areas = edition.table("areas").collect()
    nominations = (
        None if options.nominations is None else read_nominations(options.nominations, areas)
    )
    changes = None if options.changes is None else read_changes(options.changes)
    return gather(scheme, edition, engine, options.levels, options.regions, nominations, changes)


def _fill(
    folder: Path, scheme: Scheme, inputs: Inputs, engine: Engine, options: Options, tell: Progress
) -> None:
    computed = compute(scheme, inputs, engine, lambda step, share: tell(step, 0.05 + 0.3 * share))
    tell("writing tables", 0.35)
    for name in ("criteria", "statuses", "held"):
        table: ir.Table = getattr(computed, name)
        engine.write(table, folder / f"{name}.parquet", tables.KEYS[name])
    inputs.areas.write_parquet(folder / "areas.parquet")
    inputs.made_of.write_parquet(folder / "succession.parquet")
    _population(scheme, folder, inputs).write_parquet(folder / "population.parquet")
    tell("firmness", 0.4)
    firm = firmness_of(
        scheme,
        inputs,
        engine,
        pl.read_parquet(folder / "criteria.parquet"),
        options.draws,
        options.seed,
        lambda share: tell("firmness", 0.4 + 0.4 * share),
    )
    firm.write_parquet(folder / "firmness.parquet")
    document = json.dumps(record.scheme_document(scheme), indent=1, ensure_ascii=False)
    (folder / SCHEME).write_text(document + "\n", "utf-8")
    tell("what if", 0.8)
    sensitivity_of(scheme, folder, inputs.years).write_parquet(folder / "sensitivity.parquet")
    tell("spreadsheet", 0.9)
    write_spreadsheet(folder, scheme)


def _population(scheme: Scheme, folder: Path, inputs: Inputs) -> pl.DataFrame:
    """Residents per area and year: of the scheme's own measure of them, else of the areas' table."""
    people = inputs.areas.select(area="code", inhabitants="inhabitants")
    years = pl.DataFrame({"year": inputs.years}, schema={"year": pl.Int64})
    population = people.join(years, how="cross")
    measured = (
        pl.scan_parquet(folder / "criteria.parquet")
        .filter(pl.col("gate") & (pl.col("measure") == "residents"))
        .select("area", "year", "value")
        .unique(["area", "year"])
        .collect()
    )
    return (
        population.join(measured, on=["area", "year"], how="left")
        .select("area", "year", population=pl.coalesce("value", "inhabitants"))
        .sort("area", "year")
    )
