"""Folders that are published: made whole, never changed, and checked by anyone."""
