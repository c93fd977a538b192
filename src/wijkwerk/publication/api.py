"""The one door to publications for the rest of Wijkwerk."""

from wijkwerk.publication.atomic_folders import hidden_folder, new_folder, sweep
from wijkwerk.publication.atomic_publish import atomic_publish, hidden_in, verify_publication
from wijkwerk.publication.files import write_whole
from wijkwerk.publication.heavy_work import Turns
from wijkwerk.publication.keys import (
    PUBLICATION_KEY,
    PublicationKey,
    data_folder,
    held_key,
    key_file,
    make_key_file,
    other_key,
    publication_key,
    read_key_file,
    secret,
)
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
from wijkwerk.publication.seals import (
    Stamp,
    is_intact,
    looks_intact,
    remove_sealed,
    seal,
    seal_path,
    stamp,
)
from wijkwerk.publication.text_documents import add_element, document_bytes, new_document
from wijkwerk.publication.typesetting import (
    fonts_for_papers,
    made_once,
    typeset,
    typeset_apart,
    typeset_for_everybody,
)
from wijkwerk.publication.verifying import (
    Difference,
    changed_files,
    differences_between,
    differences_from_manifest,
    is_as_published,
)

__all__ = [
    "MANIFEST",
    "PUBLICATION_KEY",
    "Difference",
    "Kind",
    "PublicationKey",
    "Stamp",
    "Turns",
    "add_element",
    "atomic_publish",
    "changed_files",
    "data_folder",
    "differences_between",
    "differences_from_manifest",
    "digest",
    "document_bytes",
    "entry_of",
    "file_hash",
    "fonts_for_papers",
    "held_key",
    "hidden_folder",
    "hidden_in",
    "identity",
    "is_as_published",
    "is_intact",
    "key_file",
    "looks_intact",
    "made_once",
    "make_key_file",
    "new_document",
    "new_folder",
    "open_manifest",
    "other_key",
    "outputs_of",
    "publication_key",
    "read_json",
    "read_key_file",
    "remove_sealed",
    "seal",
    "seal_path",
    "secret",
    "software",
    "stamp",
    "sweep",
    "typeset",
    "typeset_apart",
    "typeset_for_everybody",
    "verify_publication",
    "write_manifest",
    "write_whole",
]
