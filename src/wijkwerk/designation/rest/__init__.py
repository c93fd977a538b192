"""The API of designation: schemes, lists and what is in them, read-only."""
