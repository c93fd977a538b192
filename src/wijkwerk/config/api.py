"""The one door of the room."""

from wijkwerk.config.lines import lines_of, nearest_line
from wijkwerk.config.toml_file import (
    Document,
    TomlFile,
    doubles,
    hint,
    load_toml,
    read_toml,
    schema_document,
)

__all__ = [
    "Document",
    "TomlFile",
    "doubles",
    "hint",
    "lines_of",
    "load_toml",
    "nearest_line",
    "read_toml",
    "schema_document",
]
