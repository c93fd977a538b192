"""Pages of designation."""
