"""The manifest: what went in, what came out, with what; and an id that says so."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from wijkwerk.monitor.editions import manifest as record
from wijkwerk.monitor.editions.edition import EDITION
from wijkwerk.monitor.editions.manifest import edition_id, inputs_of
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.publication import manifests
from wijkwerk.publication.api import software


@pytest.fixture(scope="module")
def manifest(small_edition: Path) -> dict[str, object]:
    found = json.loads((small_edition / "manifest.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_every_output_is_there_with_its_hash_and_size(
    small_edition: Path, manifest: dict[str, dict[str, dict[str, object]]]
) -> None:
    on_disk = {path.name for path in small_edition.iterdir()} - {"manifest.json"}
    assert set(manifest["outputs"]) == on_disk
    for name, entry in manifest["outputs"].items():
        data = (small_edition / name).read_bytes()
        assert entry == {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def test_every_input_is_there_by_its_path_in_the_source(
    manifest: dict[str, dict[str, object]],
) -> None:
    assert set(manifest["inputs"]) == {
        "source.toml",
        "indicators.toml",
        "areas.csv",
        "groups.csv",
        "observations.csv",
        "observations-prices.csv",
    }


def test_no_published_file_is_an_oracle_for_an_input(small: Path, small_edition: Path) -> None:
    """With a digest or a size that anybody can make, what a withheld cell holds could be tried."""
    published = b"".join(path.read_bytes() for path in sorted(small_edition.iterdir()))
    manifest = json.loads((small_edition / "manifest.json").read_text("utf-8"))
    assert {tuple(entry) for entry in manifest["inputs"].values()} == {("hmac_sha256",)}
    for name in manifest["inputs"]:
        data = (small / name).read_bytes()
        for algorithm in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            assert hashlib.new(algorithm, data).hexdigest().encode() not in published
        assert f": {len(data)}".encode() not in json.dumps(manifest["inputs"]).encode()


def test_digests_and_id_need_the_key(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = read_source(small, tmp_path)
    ours = inputs_of(source)
    again = inputs_of(source)
    monkeypatch.setenv("WIJKWERK_PUBLICATION_KEY", "the key of quite another publisher")
    theirs = inputs_of(source)
    assert ours == again
    assert ours.keys() == theirs.keys()
    assert all(ours[name] != theirs[name] for name in ours)
    assert edition_id(source, ours) != edition_id(source, theirs)


def test_it_tells_title_versions_definitions_and_coverage(manifest: dict[str, object]) -> None:
    assert manifest["title"] == {"nl": "Klein", "en": "Small"}
    assert manifest["simulated"] is True
    assert manifest["versions"] == software(EDITION)
    assert set(manifest["definitions"]) == {"seekers", "debts", "price", "price_index"}  # type: ignore[call-overload]
    assert sum(row["published"] for row in manifest["coverage"]) > 50  # type: ignore[attr-defined]


def test_it_holds_no_clock_and_no_path_of_this_machine(
    small_edition: Path, manifest: dict[str, object]
) -> None:
    text = json.dumps(manifest)
    assert str(small_edition.parent) not in text
    assert str(Path.home()) not in text
    assert not {"date", "time", "created", "built"} & set(manifest)


def test_the_id_changes_with_input_method_and_version_and_with_nothing_else(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def now() -> str:
        source = read_source(small, tmp_path)
        return edition_id(source, inputs_of(source))

    first = now()
    assert first.startswith("small-")
    assert len(first) == len("small-") + 10
    assert now() == first
    (small / "notes-of-my-own.txt").write_text("not an input", "utf-8")
    assert now() == first
    with monkeypatch.context() as patch:
        patch.setattr(record, "EDITION", replace(EDITION, method="99"))
        assert now() != first
    with monkeypatch.context() as patch:
        patch.setattr(manifests, "version", lambda name: "9.9.9")
        assert now() != first
    (small / "areas.csv").write_text((small / "areas.csv").read_text("utf-8") + "\n", "utf-8")
    assert now() != first
