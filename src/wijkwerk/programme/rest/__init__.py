"""The API of programmes: what everybody may see, read-only."""
