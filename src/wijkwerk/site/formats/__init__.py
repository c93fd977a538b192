"""How days are written, where that is other than Django does it."""
