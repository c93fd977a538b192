"""The API of the monitor."""
