"""Pages of the home."""
