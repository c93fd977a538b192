"""TOML files of settings into documents that were held against a JSON Schema."""
