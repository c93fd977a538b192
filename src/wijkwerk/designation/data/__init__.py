"""Measures and effects as data, with the schemas of the files that are read beside them."""
