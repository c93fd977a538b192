"""Editions as the site reads them: prepared once, then only read, fast and within limits."""
