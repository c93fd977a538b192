"""Disclosure control: which cells are withheld, so that none can be recomputed."""
