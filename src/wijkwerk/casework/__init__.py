"""Casework: one household, one plan, one director, and the household sees who looked."""
