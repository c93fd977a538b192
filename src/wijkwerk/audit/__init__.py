"""The history of every write, and of who looked at personal data."""
