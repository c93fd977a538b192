"""Editions: building, verifying, comparing and reporting."""
