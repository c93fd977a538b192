"""The one door to publications for the rest of Wijkwerk."""

from wijkwerk.publication.appearing import appear, hidden_in, must_be_whole
from wijkwerk.publication.files import write_whole
from wijkwerk.publication.kinds import Kind
from wijkwerk.publication.manifests import (
    MANIFEST,
    digest,
    entry_of,
    file_hash,
    identity,
    outputs_of,
    software,
    write_manifest,
)
from wijkwerk.publication.opening import open_manifest, read_json
from wijkwerk.publication.typesetting import fonts_for_papers, made_once, typeset
from wijkwerk.publication.verifying import (
    Difference,
    changed_files,
    differences_between,
    differences_from_manifest,
)
from wijkwerk.publication.whole_folders import hidden_folder, new_folder, sweep

__all__ = [
    "MANIFEST",
    "Difference",
    "Kind",
    "appear",
    "changed_files",
    "differences_between",
    "differences_from_manifest",
    "digest",
    "entry_of",
    "file_hash",
    "fonts_for_papers",
    "hidden_folder",
    "hidden_in",
    "identity",
    "made_once",
    "must_be_whole",
    "new_folder",
    "open_manifest",
    "outputs_of",
    "read_json",
    "software",
    "sweep",
    "typeset",
    "write_manifest",
    "write_whole",
]
