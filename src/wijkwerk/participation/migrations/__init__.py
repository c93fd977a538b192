"""The migrations of participation."""
