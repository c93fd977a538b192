"""Designation: which areas, by which rule, how firm that is, and what follows from it."""
