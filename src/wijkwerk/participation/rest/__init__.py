"""The API of participation: read-only, and only what everybody may see."""
