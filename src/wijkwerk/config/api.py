"""The one door of the room."""

from wijkwerk.config.lines import lines_of, nearest_line
from wijkwerk.config.toml_file import (
    Document,
    TomlFile,
    doubles,
    hint,
    hold_against,
    load_toml,
    read_toml,
    schema_document,
)
from wijkwerk.config.writing import toml_text, typed_file

__all__ = [
    "Document",
    "TomlFile",
    "doubles",
    "hint",
    "hold_against",
    "lines_of",
    "load_toml",
    "nearest_line",
    "read_toml",
    "schema_document",
    "toml_text",
    "typed_file",
]
